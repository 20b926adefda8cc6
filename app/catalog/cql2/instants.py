"""Dates and timestamps of a filter, as RFC 3339 writes them."""

import re
from datetime import UTC, date, datetime
from typing import Final

from app.catalog.cql2.refusals import refused, shown

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIMESTAMP: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:[0-9]{2})"
)


def read_date(text: str, at: int | None = None) -> date:
    """The date of `2026-09-15`. Raises BadParameterError."""
    found = find_date(text)
    if found is None:
        raise refused(f"`{shown(text)}` is no date: write DATE('2026-09-15').", at=at)
    return found


def read_timestamp(text: str, at: int | None = None) -> datetime:
    """The time of `2026-09-15T12:00:00Z` (or with an offset), in UTC. Raises BadParameterError."""
    found = find_timestamp(text)
    if found is None:
        raise refused(f"`{shown(text)}` is no time: write TIMESTAMP('2026-09-15T12:00:00Z').", at=at)
    return found


def find_date(text: str) -> date | None:
    """The date `text` is, or None."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def find_timestamp(text: str) -> datetime | None:
    """The time `text` is, in UTC, or None; it must say its offset."""
    if not _TIMESTAMP.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
