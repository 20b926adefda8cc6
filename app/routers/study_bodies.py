"""Bodies that ask a study: one JSON object, bounded, of the type that only scripts send."""

from typing import Any

import orjson
from fastapi import Request

from app.errors import BadParameterError, TooLargeError, UnsupportedFileError
from app.routers.media_types import JSON
from app.settings import Settings


async def study_body(request: Request) -> dict[str, Any]:
    """The JSON object of the request.

    Raises UnsupportedFileError for another content type (a page of another site could send that unasked),
    TooLargeError above the setting, BadParameterError for what is no object.
    """
    settings: Settings = request.app.state.settings
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != JSON:
        raise UnsupportedFileError(f"Send the question as `Content-Type: {JSON}`.")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > settings.study_body_max_bytes:
            raise TooLargeError(
                f"A question has at most {settings.study_body_max_bytes:,} bytes: give fewer points."
            )
    try:
        given = orjson.loads(bytes(body))
    except orjson.JSONDecodeError as error:
        raise BadParameterError("The body is no JSON.") from error
    if not isinstance(given, dict):
        raise BadParameterError("The body is no JSON object.")
    return given
