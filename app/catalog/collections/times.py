"""`datetime`: an instant or an interval, as RFC 3339 and OGC API – Features (7.15.4) write them. Pure."""

import re
from datetime import date, datetime
from typing import Final

from app.catalog.collections.model import Collection
from app.catalog.fragments import Fragment
from app.errors import BadParameterError

Period = tuple[date | None, date | None]
"""First and last day; None is open. Both belong to it."""
_INSTANT: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[Tt](\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})))?", re.ASCII
)
_OPEN: Final = ("", "..")


def read_period(text: str) -> Period:
    """The days that `text` asks for. Raises BadParameterError."""
    parts = text.split("/")
    if len(parts) == 1:
        day = _instant(text, text)
        return day, day
    if len(parts) != 2 or parts == ["", ""]:
        raise _refused(text)
    start, end = (None if part in _OPEN else _instant(part, text) for part in parts)
    if start and end and start > end:
        raise BadParameterError("The interval ends before it starts.", parameter="datetime")
    return start, end


def _instant(part: str, text: str) -> date:
    """Features have days, not hours: of a time only its day, as written, counts."""
    found = _INSTANT.fullmatch(part)
    if found is None:
        raise _refused(text)
    try:
        if found[2]:
            datetime.fromisoformat(f"{found[1]}T{found[2].upper()}")
        return date.fromisoformat(found[1])
    except ValueError:
        raise _refused(text) from None


def _refused(text: str) -> BadParameterError:
    return BadParameterError(
        f"`{text[:80]}` is no time: write a day, a time in UTC, or an interval of them.",
        parameter="datetime",
        accepted=[
            "2026-09-15",
            "2026-09-15T12:00:00Z",
            "2026-06-01/2026-08-31",
            "2026-06-01/..",
            "../2026-08-31",
        ],
    )


def during(collection: Collection, period: Period) -> Fragment | None:
    """Features whose own time meets `period`; those without a time always do (None: no condition)."""
    if collection.period is None:
        return None
    first, last = collection.period
    start, end = period
    parts, values = [], {}
    if end is not None:
        parts.append(f"({first} IS NULL OR {first} <= %(time_end)s)")
        values["time_end"] = end
    if start is not None:
        parts.append(f"({last} IS NULL OR {last} >= %(time_start)s)")
        values["time_start"] = start
    return Fragment(" AND ".join(parts), values) if parts else None
