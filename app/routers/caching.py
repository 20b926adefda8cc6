"""Validators of answers: an ETag made of what an answer depends on, so that an unchanged one costs no row."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from typing import Final

from fastapi import Request, Response
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.clock import day_began
from app.language import speaking
from app.routers.sessions import today

_VERSION = """
SELECT version,
  CASE WHEN changed_at < clock_timestamp() - interval '2 s' THEN extract(epoch FROM changed_at)::bigint END
FROM data_version
"""
"""Until two seconds after a change, a time in whole seconds does not tell the answers before and after it apart."""


CACHE: Final = "public, max-age=60"
"""Anybody may keep an answer for a minute before asking whether it is still so."""


@dataclass(frozen=True)
class Validity:
    """What an answer depends on, as one ETag, and since when it is as it is (None: since a moment ago)."""

    etag: str
    modified: datetime | None = None

    @classmethod
    def of(cls, session: Session, *parts: object, by_day: bool = True) -> "Validity":
        """From the data version, the `parts` of the question, the language and, where it matters, the day."""
        version, changed_s = session.execute(text(_VERSION)).one()
        day = today() if by_day else None
        seen = repr((version, parts, day, speaking.get()))
        modified = last_change(changed_s, day)
        return cls(f'"{hashlib.sha256(seen.encode()).hexdigest()[:24]}"', modified)

    def headers(self, cache_control: str) -> dict[str, str]:
        """Headers that let others keep the answer."""
        headers = {"ETag": self.etag, "Cache-Control": cache_control}
        return headers | ({"Last-Modified": http_date(self.modified)} if self.modified else {})

    def unchanged(self, cache_control: str) -> Response:
        """304: the caller has this answer."""
        return Response(status_code=304, headers=self.headers(cache_control))

    def answer(self, body: bytes, media_type: str, cache_control: str) -> Response:
        """200 with a body that others may keep."""
        return Response(body, media_type=media_type, headers=self.headers(cache_control))


@lru_cache(maxsize=64)
def last_change(changed_s: int | None, day: date | None) -> datetime | None:
    """Since when an answer is as it is: the last change of the data (Unix time) or the start of its `day`."""
    if changed_s is None:
        return None
    changed_at = datetime.fromtimestamp(changed_s, UTC)
    return max(changed_at, day_began(day)) if day is not None else changed_at


@lru_cache(maxsize=64)
def http_date(moment: datetime) -> str:
    """A moment as headers write it (RFC 9110, 5.6.7)."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def not_modified(request: Request, validity: Validity) -> bool:
    """Whether the caller has this very answer: by its ETag (weak comparison), else by the time it got it."""
    given = request.headers.get("if-none-match")
    if given is None:
        return _unmodified_since(request.headers.get("if-modified-since"), validity.modified)
    tags = {tag.strip().removeprefix("W/") for tag in given.split(",")}
    return validity.etag in tags or "*" in tags


def _unmodified_since(given: str | None, modified: datetime | None) -> bool:
    """A date that is none is passed over (RFC 9110, 13.1.3)."""
    if given is None or modified is None:
        return False
    try:
        since = parsedate_to_datetime(given)
    except (ValueError, OverflowError):
        return False
    return since.tzinfo is not None and modified <= since


def conditional(request: Request, session: Session, media_type: str, build: Callable[[], bytes]) -> Response:
    """`build()` with its validators, or 304 without building where the caller has that answer."""
    validity = Validity.of(session, str(request.url))
    if not_modified(request, validity):
        return validity.unchanged(CACHE)
    return validity.answer(build(), media_type, CACHE)
