"""Likely duplicates: rows of an upload that look like each other or like assets that are there; and what is decided.

Found in SQL over all rows: things that share a block (name, website, phone, address, place …) are compared, nothing
else; only the few that are alike are judged one by one.
"""

from dataclasses import dataclass, fields
from typing import Any, Final, Literal, get_args
from uuid import UUID

from sqlalchemy import and_, delete, func, insert, select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from app.db.engine import Database, limit_writes
from app.errors import BadParameterError, ConflictError, NotFoundError
from app.inventory.likeness import Likeness, Pair, judge
from app.inventory.statements import statement
from app.inventory.statuses import within_sentence
from app.models import Asset, DuplicateDecision, Upload, UploadDuplicate
from app.settings import Settings

Decision = Literal["both", "merge", "distinct"]
DECISIONS: Final[tuple[Decision, ...]] = get_args(Decision)
_CELL_DEG: Final = 0.01
"""Cells of places: 1.1 km. Two grids, so that what is near is nearly always in one cell of one of them."""
_ALIKE_MIN: Final = 0.35
_AT_ONCE: Final = 1000
_JUDGED = tuple(each.name for each in fields(Pair) if each.name != "same_state")
_STORED = (
    "row_number", "key", "asset_id", "name", "state", "other_asset_id", "other_row_number", "other_name", "other_state",
)  # fmt: skip


@dataclass(frozen=True)
class Duplicate:
    """A row, what it looks like, how likely (0 to 1) and why, and what was decided."""

    id: int
    row_number: int
    key: str
    name: str
    other_asset_id: UUID
    other_row_number: int | None
    other_name: str
    other_state: str
    score: float
    reasons: list[str]
    decision: Decision | None


def find_duplicates(session: Session, settings: Settings, upload_id: UUID) -> int:
    """Find and store the likely duplicates of a staged upload anew; gives how many. Decided pairs are left out."""
    session.execute(delete(UploadDuplicate).where(UploadDuplicate.upload_id == upload_id))
    session.execute(text("SET LOCAL work_mem = '64MB'"))
    session.execute(statement("duplicate_items"), {"upload_id": upload_id, "cell_deg": _CELL_DEG})
    session.execute(text("ANALYZE item"))
    blocks = {"upload_id": upload_id, "block_max": settings.duplicate_block_max}
    session.execute(statement("duplicate_blocks"), blocks)
    session.execute(text("ANALYZE item_block"))
    asked = {"upload_id": upload_id, "alike_min": _ALIKE_MIN, "most": settings.duplicate_pairs_max}
    pairs = session.execute(statement("duplicate_pairs"), asked)
    found = 0
    for rows in pairs.partitions(_AT_ONCE):
        likely = [
            _stored(upload_id, row, likeness)
            for row, likeness in ((row, _judged(row)) for row in rows)
            if likeness.score >= settings.duplicate_score_min
        ]
        if likely:
            session.execute(insert(UploadDuplicate), likely)
        found += len(likely)
    session.execute(text("DROP TABLE item, item_block"))
    return found


def _judged(row: Any) -> Likeness:
    known = {name: getattr(row, name) for name in _JUDGED}
    return judge(Pair(**known, same_state=row.state == row.other_state))


def _stored(upload_id: UUID, row: Any, judged: Likeness) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _STORED} | {
        "upload_id": upload_id,
        "score": round(judged.score, 3),
        "reasons": list(judged.reasons),
    }


_D, _Q = DuplicateDecision, UploadDuplicate
_SAME_PAIR = and_(
    _D.low_id == func.least(_Q.asset_id, _Q.other_asset_id),
    _D.high_id == func.greatest(_Q.asset_id, _Q.other_asset_id),
)


def list_duplicates(
    session: Session, upload_id: UUID, *, after: int = 0, limit: int = 100
) -> list[Duplicate]:
    """The likely duplicates of an upload by id, from the one after `after`, with what was decided."""
    names = [each.name for each in fields(Duplicate) if each.name != "decision"]
    query = (
        select(*(getattr(_Q, name) for name in names), _D.decision)
        .outerjoin(_D, _SAME_PAIR)
        .where(_Q.upload_id == upload_id, _Q.id > after)
        .order_by(_Q.id)
        .limit(limit)
    )
    return [Duplicate(*row) for row in session.execute(query)]


def count_answers(session: Session, upload_id: UUID) -> dict[str | None, int]:
    """How many pairs have each decision; those without one under None."""
    query = (
        select(_D.decision, func.count())
        .select_from(_Q)
        .outerjoin(_D, _SAME_PAIR)
        .where(_Q.upload_id == upload_id)
        .group_by(_D.decision)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def answers_of(session: Session, upload_id: UUID) -> list[tuple[int, str]]:
    """(number of the pair, decision) of the pairs that have one, in order."""
    query = select(_Q.id, _D.decision).select_from(_Q).join(_D, _SAME_PAIR).where(_Q.upload_id == upload_id)
    return [(row[0], row[1]) for row in session.execute(query.order_by(_Q.id))]


def decide(database: Database, upload_id: UUID, duplicate_id: int, decision: str, actor: str) -> None:
    """Remember that a pair is one thing (`merge`), two (`distinct`), or kept twice (`both`); the last word counts.

    Raises NotFoundError; BadParameterError for another decision; ConflictError for a merge across states, or of an
    upload that does not wait to be applied.
    """
    if decision not in DECISIONS:
        raise BadParameterError(
            f"There is no decision {decision!r}.", parameter="decision", accepted=DECISIONS
        )
    with database.write(actor) as session:
        found = session.scalar(select(_Q).where(_Q.id == duplicate_id, _Q.upload_id == upload_id))
        if found is None:
            raise NotFoundError(f"Upload {upload_id} has no likely duplicate {duplicate_id}.")
        if decision == "merge":
            _require_mergeable(session, found)
        limit_writes(session, [found.state])
        session.execute(_remember(found, decision, _into(session, found), actor))


def _require_mergeable(session: Session, found: UploadDuplicate) -> None:
    if found.state != found.other_state:
        raise ConflictError(
            f"“{found.other_name}” belongs to {found.other_state}: assets of two states are not merged, as each state"
            " owns its own. Say “both” or “distinct”."
        )
    status = session.scalars(select(Upload.status).where(Upload.id == found.upload_id)).one()
    if status not in ("checked", "refused"):
        raise ConflictError(f"This upload is {within_sentence(status)}: send the file again to merge.")


def _into(session: Session, found: UploadDuplicate) -> UUID:
    """The one that stays when the two are merged: the other one, unless only the row's own asset is there already."""
    pair = (found.asset_id, found.other_asset_id)
    there = session.scalars(select(Asset.id).where(Asset.id.in_(pair), Asset.deleted_at.is_(None))).all()
    return found.asset_id if there == [found.asset_id] else found.other_asset_id


def _remember(found: UploadDuplicate, decision: str, into: UUID, actor: str) -> Any:
    low, high = sorted((found.asset_id, found.other_asset_id))
    into_id = into if decision == "merge" else None
    values = {"decision": decision, "into_id": into_id, "actor": actor, "decided_at": func.now()}
    return upsert(_D).values(low_id=low, high_id=high, **values).on_conflict_do_update(
        index_elements=["low_id", "high_id"], set_=values
    )  # fmt: skip
