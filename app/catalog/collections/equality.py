"""A queryable as a parameter of its own: `city=Taos`, `seats=30`, `open_to_all=true`. Pure."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from app.catalog.cql2 import Queryable
from app.catalog.fragments import Fragment
from app.catalog.values import number_of, read_date, read_flag
from app.errors import BadParameterError

_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,18}", re.ASCII)


def _text(name: str, text: str) -> str:
    if "\0" in text:
        raise BadParameterError("A value holds a character that no stored text can hold.", parameter=name)
    return text


def _number(name: str, text: str) -> float:
    value = number_of(text)
    if value is None:
        raise _refused(name, text, "a number")
    return value


def _integer(name: str, text: str) -> int:
    if not _WHOLE.fullmatch(text.strip()):
        raise _refused(name, text, "a whole number")
    return int(text)


def _timestamp(name: str, text: str) -> datetime:
    try:
        value = datetime.fromisoformat(text.strip())
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _refused(name, text, "a time: write 2026-09-15T12:00:00Z") from None


def _uuid(name: str, text: str) -> UUID:
    try:
        return UUID(text.strip())
    except ValueError:
        raise _refused(name, text, "an id (a UUID)") from None


def _refused(name: str, text: str, wanted: str) -> BadParameterError:
    return BadParameterError(f"`{text[:80]}` is not {wanted}.", parameter=name)


_READERS: Final[Mapping[str, tuple[Callable[[str, str], Any], str]]] = {
    "text": (_text, "text"),
    "number": (_number, "float8"),
    "integer": (_integer, "bigint"),
    "boolean": (read_flag, "boolean"),
    "date": (read_date, "date"),
    "timestamp": (_timestamp, "timestamptz"),
    "uuid": (_uuid, "uuid"),
}


def equal_to(queryable: Queryable, text: str) -> Fragment:
    """Features whose `queryable` is what `text` says. Raises BadParameterError."""
    if queryable.enum and text not in queryable.enum:
        raise BadParameterError(
            f"`{text[:80]}` is no value of `{queryable.name}`.",
            parameter=queryable.name,
            accepted=queryable.enum,
        )
    read, cast = _READERS[queryable.kind]
    place = f"is_{queryable.name}"
    return Fragment(f"{queryable.sql} = %({place})s::{cast}", {place: read(queryable.name, text)})
