"""Undo an applied upload, from the audit trail: every row it wrote is again what it was, or nothing is touched.

All in one transaction and in SQL over all rows; nothing is kept for undoing but the audit trail itself.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import column, func, select, table, text, update
from sqlalchemy.orm import Session

from app.db.engine import Database, limit_writes
from app.db.pauses import pause_point
from app.errors import ConflictError
from app.inventory.locks import hold_states, hold_upload, publishing
from app.inventory.report import UploadReport, find_upload, load_report
from app.inventory.statements import statement
from app.models import Asset, Upload
from app.settings import Settings
from app.stewardship.actors import actors_in_words

_ASSET: Any = Asset.__table__
FIELDS = tuple(
    each.name for each in _ASSET.columns if each.name not in ("id", "version", "updated_at", "search")
)
"""The columns of an asset that are put back."""
_FORMER = table("former", *map(column, ("id", *FIELDS)))
_NAMED_IN_TEXT = 3


def undo_upload(database: Database, settings: Settings, upload_id: UUID, actor: str) -> UploadReport:
    """Put every asset and identifier that the upload wrote back to what it was before.

    Raises NotFoundError; ConflictError when the upload is not applied, or when others wrote its assets since: it
    says which, who and when, and nothing is undone.
    """
    with publishing(database, settings, upload_id, actor) as session:
        upload = hold_upload(session, upload_id)
        _require_applied(upload)
        _gather(session, upload)
        _require_untouched(session, upload, settings.upload_conflicts_inline)
        _put_back(session)
        upload.status, upload.undone_at, upload.undone_by = "undone", func.now(), actor
        session.flush()
        report = load_report(session, upload_id, settings.upload_issues_inline)
        pause_point("undo-before-commit")
        return report


def undo_refusal(database: Database, settings: Settings, upload_id: UUID, actor: str) -> ConflictError | None:
    """Why undoing this upload would be refused now; None where it would not. Nothing is held or changed.

    Raises NotFoundError.
    """
    with database.write(actor, timeout_s=settings.upload_timeout_s) as session:
        upload = find_upload(session, upload_id)
        try:
            _require_applied(upload)
            _list_rows(session, upload)
            _require_untouched(session, upload, settings.upload_conflicts_inline)
        except ConflictError as refusal:
            return refusal
    return None


def _require_applied(upload: Upload) -> None:
    if upload.status == "undone":
        raise ConflictError("This upload was undone before. Send the file again to publish it again.")
    if upload.status != "applied":
        raise ConflictError("This upload was not published: there is nothing to undo.")


def _gather(session: Session, upload: Upload) -> None:
    """Collect the rows of the upload in `undo_row`, and be the only one who writes them."""
    # Plans made while the tables were small would go through a whole table for every row.
    session.execute(text("DISCARD PLANS"))
    if upload.state is not None:
        hold_states(session, [upload.state])
        limit_writes(session, [upload.state])
    _list_rows(session, upload)
    if upload.state is None:
        hold_states(session, session.scalars(statement("undo_states")))
    session.execute(statement("undo_hold"))


def _list_rows(session: Session, upload: Upload) -> None:
    """What the upload wrote, in the temporary table `undo_row`."""
    session.execute(statement("undo_rows"), {"upload_id": upload.id})
    session.execute(text("ANALYZE undo_row"))


def _require_untouched(session: Session, upload: Upload, most: int) -> None:
    found = session.execute(statement("undo_conflicts"), {"upload_id": upload.id, "most": most}).all()
    if not found:
        return
    count = found[0].conflicts
    who = actors_in_words(session, {row.actor for row in found if row.actor})
    named = "; ".join(f"“{row.name}” {_reason(row, who)}" for row in found[:_NAMED_IN_TEXT])
    more = " …" if count > _NAMED_IN_TEXT else ""
    files = _files(session, {row.upload_id for row in found if row.upload_id})
    raise ConflictError(
        f"Nothing was undone: others wrote {count:,} of its assets since. {named}{more}. {_cure(files)}",
        upload=str(upload.id),
        conflicts=count,
        uploads=files,
        assets=[_as_json(row, who) for row in found],
    )


def _files(session: Session, upload_ids: set[UUID]) -> list[dict[str, str]]:
    """The uploads that wrote since, the newest first: so they have to be undone."""
    newest = select(Upload.id, Upload.file_name).where(Upload.id.in_(upload_ids))
    found = session.execute(newest.order_by(Upload.applied_at.desc(), Upload.id))
    return [{"id": str(row.id), "file_name": row.file_name} for row in found]


def _cure(files: list[dict[str, str]]) -> str:
    if not files:
        return "Mend the assets by a new file instead."
    named = ", then ".join(f"“{each['file_name']}” (No. {each['id'][:8]})" for each in files[:_NAMED_IN_TEXT])
    more = ", and others" if len(files) > _NAMED_IN_TEXT else ""
    return f"Undo {named}{more} first, or mend the assets by a new file."


def _reason(row: Any, who: Mapping[str, str]) -> str:
    """What happened to an asset since, by whom and when."""
    what = {
        "changed": "was changed",
        "key": f"got or lost a key ({row.other})" if row.other else "got or lost a key",
        "child": f"was named as the parent of “{row.other}”",
        "parent-gone": "had a parent that is gone",
    }[row.what]
    return f"{what} by {who[row.actor]} on {row.at:%Y-%m-%d at %H:%M} UTC" if row.actor else what


def _as_json(row: Any, who: Mapping[str, str]) -> dict[str, str | None]:
    return {
        "id": str(row.asset_id),
        "name": row.name,
        "reason": _reason(row, who),
        "actor": row.actor,
        "at": row.at.isoformat() if row.at else None,
        "upload": str(row.upload_id) if row.upload_id else None,
    }


def _put_back(session: Session) -> None:
    """Identifiers away, assets back, identifiers back, added assets away: in this order no rule is broken."""
    session.execute(statement("undo_identifiers_away"))
    session.execute(statement("undo_former"))
    values = {name: _FORMER.c[name] for name in FIELDS}
    session.execute(update(_ASSET).values(values).where(_ASSET.c.id == _FORMER.c.id))
    session.execute(statement("undo_identifiers_back"))
    session.execute(statement("undo_added"))
