"""Pages of a walk through features: how many, from where, in which order; opaque cursors. Pure."""

import base64
import binascii
import hashlib
import re
from typing import Final
from uuid import UUID

from app.catalog.collections.model import Collection
from app.errors import BadParameterError
from app.settings import Settings

_WHOLE: Final = re.compile(r"[0-9]{1,9}", re.ASCII)
_DIGEST_BYTES: Final = 9


def order_of(collection: Collection, text: str | None) -> tuple[tuple[str, bool], ...]:
    """(SQL, descending) of each part of `+a,-b`; a plus sign may have become a space on its way."""
    if text is None:
        return ()
    found: dict[str, bool] = {}
    for part in text.split(","):
        plain = part.strip()
        name = plain.lstrip("+-")
        if name not in collection.comparable or len(plain) - len(name) > 1:
            raise BadParameterError(
                f"`{plain[:80]}` is nothing to sort by: write a property, with - before it for descending.",
                parameter="sortby",
                accepted=collection.comparable,
            )
        found.setdefault(collection.comparable[name].sql, plain.startswith("-"))
    return tuple(found.items())


def limit_of(text: str | None, settings: Settings) -> int:
    """The most features of a page; a larger limit means that (OGC API – Features, fc-limit-response-1)."""
    if text is None:
        return min(settings.page_limit_default, settings.page_limit_max)
    if re.fullmatch(r"[0-9]{10,40}", text, re.ASCII):
        return settings.page_limit_max
    limit = whole_number("limit", text)
    if limit < 1:
        raise BadParameterError(f"`limit` is from 1 to {settings.page_limit_max}.", parameter="limit")
    return min(limit, settings.page_limit_max)


def whole_number(name: str, text: str) -> int:
    """A number of parameter `name`. Raises BadParameterError."""
    if not _WHOLE.fullmatch(text):
        raise BadParameterError(f"`{name}` is a whole number of nine digits at most.", parameter=name)
    return int(text)


def write_cursor(mark: str, key: str) -> str:
    """An opaque text for the page after the feature whose id is `key`, of the walk that `mark` names."""
    return base64.urlsafe_b64encode(_digest(mark, key) + key.encode()).decode().rstrip("=")


def read_cursor(text: str, mark: str, collection: Collection) -> UUID | str:
    """The key in a cursor. Raises BadParameterError for a forged one, and one of another walk."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        key = raw[_DIGEST_BYTES:].decode()
        if raw[:_DIGEST_BYTES] == _digest(mark, key):
            return UUID(key) if collection.key_kind == "uuid" else key
    except (binascii.Error, ValueError):
        pass
    raise BadParameterError(
        "This cursor does not belong to this question: take it from the `next` link of its last page.",
        parameter="cursor",
    )


def _digest(mark: str, key: str) -> bytes:
    return hashlib.blake2b(f"{key} {mark}".encode(), digest_size=_DIGEST_BYTES).digest()
