"""The last inventories of a state that were applied, as everybody may know them: no file, no person, no key."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.catalog.profile.quality import STARTER
from app.models import Upload

LAST: Final = 5
_COUNTS: Final = ("rows", "added", "changed", "unchanged", "refused")


def last_uploads(session: Session, state: str) -> list[dict[str, Any]]:
    """The newest files applied for `state`, and national ones: when, from which source, how many rows did what."""
    found = session.execute(
        select(Upload.applied_at, Upload.undone_at, Upload.state, Upload.source_name, Upload.counts)
        .where(or_(Upload.state == state, Upload.state.is_(None)), Upload.applied_at.is_not(None))
        .order_by(Upload.applied_at.desc())
        .limit(LAST)
    )
    return [_record(*row) for row in found]


def _record(
    applied: datetime, undone: datetime | None, state: str | None, source: str, counts: dict[str, Any]
) -> dict[str, Any]:
    return {
        "applied_on": applied.date().isoformat(),
        "undone_on": undone.date().isoformat() if undone else None,
        "national": state is None,
        "source": source,
        "starter": source == STARTER,
        **{name: int(counts.get(name, 0)) for name in _COUNTS},
    }
