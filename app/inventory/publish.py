"""From the rows of an upload to assets, in SQL over all rows: the plan, its counts, and its application.

The plan is made afresh when it is applied, from what the assets are then.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import column, insert, literal, select, table, text, update
from sqlalchemy.orm import Session

from app.errors import ConflictError
from app.inventory.codes import Finding, finding
from app.inventory.statements import statement
from app.models import Asset, AssetIdentifier, Upload
from app.vocabulary.codes import state_scheme

ASSET: Any = Asset.__table__
_FIELDS = tuple(each.name for each in ASSET.columns if each.computed is None)
_WRITTEN = tuple(
    name for name in _FIELDS if name not in ("id", "version", "created_at", "updated_at", "upload_id")
)
PLANNED = table(
    "planned",
    *map(column, (*_FIELDS, "row_number", "source_key", "is_new", "is_changed", "former_state")),
)
PLANNED_IDENTIFIER = table(
    "planned_identifier", *map(column, ("row_number", "asset_id", "scheme", "value", "is_new", "owner_id"))
)


def lock_state(session: Session, state: str) -> None:
    """Wait (for the lock timeout at most) until nobody else applies an upload of `state`."""
    session.execute(
        text("SELECT pg_advisory_xact_lock(hashtext('stemmap.upload'), hashtext(:state))"), {"state": state}
    )


def plan(session: Session, upload: Upload) -> Iterator[Finding]:
    """Work out what `upload` would write, into temporary tables; yields what is to be said about it."""
    header = {each["target"]: each["header"] for each in upload.columns if each["target"]}
    given = {"upload_id": upload.id, "state": upload.state, "scheme": state_scheme(upload.state)}
    session.execute(statement("parents"), given)
    session.execute(statement("plan"), given | {"mapped": list(header.values())})
    session.execute(statement("identifiers"), given)
    yield from _parents_said(session, header)
    yield from _identifiers_said(session, header)
    yield from _other_states_said(session, upload, header)


def _parents_said(session: Session, header: dict[str, str]) -> Iterator[Finding]:
    rows = session.execute(
        text(
            "SELECT row_number, parent, cardinality(asset_ids) AS found FROM parent_found"
            " WHERE cardinality(asset_ids) <> 1 ORDER BY row_number"
        )
    )
    for row in rows:
        code = "parent-ambiguous" if row.found else "parent-unknown"
        yield finding(code, row.row_number, header.get("parent"), row.parent, count=row.found)


def _identifiers_said(session: Session, header: dict[str, str]) -> Iterator[Finding]:
    rows = session.execute(
        select(PLANNED_IDENTIFIER)
        .where(PLANNED_IDENTIFIER.c.owner_id != PLANNED_IDENTIFIER.c.asset_id)
        .order_by(PLANNED_IDENTIFIER.c.row_number)
    )
    for row in rows:
        target = row.scheme.replace("-", "_")
        yield finding("identifier-taken", row.row_number, header.get(target), row.value, scheme=row.scheme)


def _other_states_said(session: Session, upload: Upload, header: dict[str, str]) -> Iterator[Finding]:
    rows = session.execute(
        select(PLANNED.c.row_number, PLANNED.c.source_key, PLANNED.c.former_state)
        .where(PLANNED.c.former_state != upload.state)
        .order_by(PLANNED.c.row_number)
    )
    for row in rows:
        yield finding(
            "key-other-state", row.row_number, header.get("key"), row.source_key, other=row.former_state
        )


def planned_counts(session: Session, state: str) -> dict[str, int]:
    """How many assets the plan adds, changes and leaves alone."""
    return dict(session.execute(statement("counts"), {"state": state}).mappings().one())


def write_plan(session: Session, upload: Upload) -> None:
    """Write the plan: new assets, changed assets, identifiers. Unchanged rows are not touched.

    Raises ConflictError when an asset has gone to another state since the check.
    """
    moved = session.scalar(
        select(PLANNED.c.row_number).where(PLANNED.c.former_state != upload.state).limit(1)
    )
    if moved is not None:
        raise ConflictError(f"Row {moved} now belongs to another state: check the file again.")
    _insert_new(session, upload)
    _update_changed(session, upload)
    _insert_identifiers(session)


def _insert_new(session: Session, upload: Upload) -> None:
    names = [name for name in _FIELDS if name != "upload_id"]
    rows = select(*(PLANNED.c[name] for name in names), literal(upload.id)).where(PLANNED.c.is_new)
    session.execute(insert(ASSET).from_select([*names, "upload_id"], rows))


def _update_changed(session: Session, upload: Upload) -> None:
    values = {name: PLANNED.c[name] for name in _WRITTEN}
    session.execute(
        update(ASSET)
        .values(**values, upload_id=upload.id)
        .where(
            ASSET.c.id == PLANNED.c.id,
            ASSET.c.state == upload.state,
            PLANNED.c.is_changed,
            ~PLANNED.c.is_new,
        )
    )


def _insert_identifiers(session: Session) -> None:
    names = ("asset_id", "scheme", "value")
    rows = select(*(PLANNED_IDENTIFIER.c[name] for name in names)).where(
        PLANNED_IDENTIFIER.c.is_new, PLANNED_IDENTIFIER.c.owner_id == PLANNED_IDENTIFIER.c.asset_id
    )
    session.execute(insert(AssetIdentifier).from_select(names, rows))
