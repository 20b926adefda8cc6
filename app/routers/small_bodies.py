"""Bodies that are read whole because they are small: the form of a page, a JSON object of the API."""

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import parse_qsl

import orjson
from fastapi import Request

from app.errors import BadParameterError, TooLargeError
from app.settings import Settings

_FIELDS_MAX: Final = 1000


async def _whole(request: Request, settings: Settings, what: str) -> bytes:
    """The body of the request. Raises TooLargeError above the setting."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > settings.form_max_bytes:
            raise TooLargeError(f"This {what} is too large.")
    return body


async def small_form(request: Request, settings: Settings) -> dict[str, str]:
    """The fields of an urlencoded form, the last one counting where a name is repeated.

    Raises TooLargeError above the setting, BadParameterError for what is no form.
    """
    body = await _whole(request, settings, "form")
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=_FIELDS_MAX)
    except ValueError as error:
        raise BadParameterError("This form cannot be read.") from error
    return dict(pairs)


async def small_object(
    request: Request, settings: Settings, names: Sequence[str], *, empty: bool = False
) -> dict[str, Any]:
    """A small JSON object with none but these names; no body at all is an `empty` one where that is allowed.

    Raises TooLargeError above the setting, BadParameterError for what is no such object.
    """
    body = await _whole(request, settings, "body")
    if empty and not body.strip():
        return {}
    try:
        given = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadParameterError("The body is no JSON.") from error
    if not isinstance(given, dict):
        raise BadParameterError("The body is no JSON object.", accepted=names)
    for name in given:
        if name not in names:
            raise BadParameterError(f"There is no {name!r} here.", parameter=name, accepted=names)
    return given
