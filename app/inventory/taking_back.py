"""An accepted correction or closure is taken back, from the audit trail: the entry is what it was, the report waits."""

from typing import Any, Final

from psycopg.errors import UniqueViolation
from sqlalchemy import column, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.db.engine import Database
from app.errors import ConflictError
from app.inventory.locks import hold_states
from app.inventory.undo import FIELDS
from app.models import Asset, AuditEntry
from app.stewardship.keys import Principal
from app.stewardship.submissions import Report, find_report, reopen

_ASSET: Any = Asset.__table__
_FORMER: Final = (
    text(
        "SELECT n.* FROM audit_entry e JOIN asset a ON a.id = CAST(e.row_id AS uuid)"
        " CROSS JOIN LATERAL jsonb_populate_record(a, e.before) n WHERE e.id = :entry"
    )
    .columns(*map(column, [each.name for each in _ASSET.columns]))
    .subquery("former")
)


def take_back(database: Database, report: Report, caller: Principal) -> None:
    """Put the entry back to what it was before the report was accepted, verification included.

    Raises NotFoundError; ConflictError when the report is not accepted, adds a program (its upload is undone instead),
    when the entry is gone or was changed since, or when the same report waits again.
    """
    try:
        with database.write(caller.actor, states=(report.state,)) as session:
            held = find_report(session, report.reference, hold=True)
            _require_accepted(held)
            hold_states(session, (held.state,))
            entry = _own_change(session, held)
            values = {name: _FORMER.c[name] for name in FIELDS}
            back = update(_ASSET).values(values).where(_ASSET.c.id == _FORMER.c.id)
            session.execute(back, {"entry": entry})
            reopen(session, held)
    except IntegrityError as error:
        if isinstance(error.orig, UniqueViolation):
            raise ConflictError("The same report was sent again and waits: decide that one first.") from error
        raise


def _require_accepted(report: Report) -> None:
    if report.status != "accepted":
        raise ConflictError("This report is not accepted: there is nothing to take back.")
    if report.kind == "new":
        raise ConflictError(f"This report added a program: undo the upload “{report.reference}.csv” instead.")


def _own_change(session: Session, report: Report) -> int:
    """The audit entry that accepting wrote, if it is the last one of its asset, which nobody else writes now."""
    held = select(_ASSET.c.id).where(_ASSET.c.id == report.asset_id, _ASSET.c.deleted_at.is_(None))
    if session.scalar(held.with_for_update()) is None:
        raise ConflictError("The entry that this report is about is no longer in the inventory.")
    mine = (AuditEntry.table_name == "asset", AuditEntry.row_id == str(report.asset_id))
    last = session.scalars(select(AuditEntry).where(*mine).order_by(AuditEntry.id.desc()).limit(1)).one()
    if (last.at, last.actor) != (report.decided_at, report.decided_by):
        raise ConflictError(
            "The entry was changed since this report was accepted: nothing was taken back. Mend it in your file."
        )
    return last.id
