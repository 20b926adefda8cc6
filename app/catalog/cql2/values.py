"""Values of a filter, read as the kind of what they are compared with; None where they are not of that kind."""

import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from app.catalog.cql2.instants import find_date, find_timestamp
from app.catalog.cql2.nodes import Value
from app.catalog.cql2.queryables import Kind

_GDAL_DAY: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T(?:00(?::00(?::00)?)?Z)?")


def value_of(value: Value, kind: Kind) -> Any:
    """`value` as Python has a value of `kind`, or None when it is none."""
    return _READERS[kind](value) if kind in _READERS else None


def _float(value: Value) -> float | None:
    if type(value) not in (int, float):
        return None
    try:
        number = float(value)  # type: ignore[arg-type]  # an int or float
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _boolean(value: Value) -> bool | None:
    """TRUE and FALSE; GDAL writes 1 and 0."""
    return (
        bool(value) if value is True or value is False or (type(value) is int and value in (0, 1)) else None
    )


def _day(text: str) -> date | None:
    """A plain text as a date. GDAL writes the date 2026-09-15 as `2026-09-15T`, or as its midnight."""
    found = _GDAL_DAY.fullmatch(text)
    return find_date(found[1] if found else text)


def _date(value: Value) -> date | None:
    if isinstance(value, str):
        return _day(value)
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _timestamp(value: Value) -> datetime | None:
    """A time; as a plain text (GDAL) also a date, which is its midnight in UTC."""
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        return None
    day = _day(value)
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else find_timestamp(value)


def _uuid(value: Value) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) and len(value) == 36 else None
    except ValueError:
        return None


_READERS: Final[dict[Kind, Callable[[Value], Any]]] = {
    "text": lambda value: value if isinstance(value, str) else None,
    "number": _float,
    "boolean": _boolean,
    "date": _date,
    "timestamp": _timestamp,
    "uuid": _uuid,
}
