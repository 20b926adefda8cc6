"""Where a walk through a list goes on: an opaque text of the last row's sort values. Pure.

A cursor belongs to one question: it carries a fingerprint of filter and sort, and is refused for another one.
"""

import base64
import binascii
import hashlib
import math
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import orjson

from app.catalog.filters import AssetFilter, to_pairs
from app.errors import BadParameterError

Key = tuple[Any, ...]
_LENGTH_MAX: Final = 2048


def fingerprint(chosen: AssetFilter, sort: str) -> str:
    """A short text that is the same for the same question."""
    return hashlib.sha256(orjson.dumps([to_pairs(chosen), sort])).hexdigest()[:16]


def write_cursor(chosen: AssetFilter, sort: str, key: Sequence[Any]) -> str:
    """The cursor after the row whose sort values are `key` (numbers, texts and last its id)."""
    body = orjson.dumps([fingerprint(chosen, sort), *key])
    return base64.urlsafe_b64encode(body).decode().rstrip("=")


def read_cursor(text: str, chosen: AssetFilter, sort: str, kinds: Sequence[type]) -> Key:
    """The sort values in `text`, of the types `kinds`.

    Raises BadParameterError for a text that is no cursor, or one of another question.
    """
    mark, *key = _decoded(text)
    if mark != fingerprint(chosen, sort):
        raise BadParameterError(
            "This cursor belongs to another question: keep filters and sort while walking through a list.",
            parameter="cursor",
        )
    if len(key) != len(kinds):
        raise _no_cursor()
    return tuple(_checked(value, kind) for value, kind in zip(key, kinds, strict=True))


def is_cursor_of(text: str, chosen: AssetFilter, sort: str) -> bool:
    """Whether `text` belongs to this question, read in this order. Raises BadParameterError for what is no cursor."""
    return bool(_decoded(text)[0] == fingerprint(chosen, sort))


def _decoded(text: str) -> list[Any]:
    try:
        if len(text) > _LENGTH_MAX:
            raise ValueError
        body = orjson.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error):
        raise _no_cursor() from None
    if not isinstance(body, list) or not body:
        raise _no_cursor()
    return body


def _checked(value: Any, kind: type) -> Any:
    try:
        if kind is float and isinstance(value, int | float) and math.isfinite(value):
            return float(value)
        if kind is str and isinstance(value, str) and "\0" not in value:
            return value
        if kind is UUID and isinstance(value, str):
            return UUID(value)
    except (ValueError, OverflowError):
        pass
    raise _no_cursor()


def _no_cursor() -> BadParameterError:
    return BadParameterError(
        "This is not a cursor of this list: take it from the `next` link of the page before.",
        parameter="cursor",
    )
