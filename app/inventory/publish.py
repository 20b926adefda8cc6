"""From the rows of an upload to assets: what the plan says is written, in a few statements over all rows."""

from typing import Any, Final

from sqlalchemy import func, insert, literal, select, text, update
from sqlalchemy.orm import Session

from app.errors import ConflictError
from app.inventory.plan import (
    ASSET as BESIDE,
)
from app.inventory.plan import (
    KEPT_WHEN_EMPTY,
    ROW,
    is_changed,
    is_new,
    joined,
    merged,
    rows_of,
    schemes_of,
    vanished_choice,
)
from app.inventory.statements import statement
from app.models import Asset, Upload

ASSET: Any = Asset.__table__
_VANISHED: Final = {
    "inactive": text(
        "UPDATE asset a SET status = 'inactive', upload_id = :id FROM vanished v WHERE a.id = v.id"
    ),
    "remove": text(
        "UPDATE asset a SET deleted_at = now(), upload_id = :id FROM vanished v WHERE a.id = v.id"
    ),
}


def lock_states(session: Session, states: list[str]) -> None:
    """Wait (for the lock timeout at most) until nobody else applies an upload of these states."""
    for state in sorted(states):
        session.execute(
            text("SELECT pg_advisory_xact_lock(hashtext('stemmap.upload'), hashtext(:state))"),
            {"state": state},
        )


def states_of(session: Session, upload: Upload) -> list[str]:
    """The states whose assets an upload writes."""
    if upload.state is not None:
        return [upload.state]
    return list(session.scalars(select(ROW.c.state).where(rows_of(upload)).distinct()))


def write_plan(session: Session, upload: Upload) -> None:
    """Write the plan: new assets, changed assets, identifiers, vanished ones. Unchanged rows are not touched.

    Raises ConflictError when an asset has gone to another state since the check.
    """
    moved = session.scalar(
        select(ROW.c.row_number)
        .select_from(ROW.join(BESIDE, BESIDE.c.id == ROW.c.asset_id))
        .where(rows_of(upload), BESIDE.c.state != ROW.c.state)
        .limit(1)
    )
    if moved is not None:
        raise ConflictError(f"Row {moved} now belongs to another state: check the file again.")
    _insert_new(session, upload)
    _update_changed(session, upload)
    _write_identifiers(session, upload)
    if vanished_choice(upload) in _VANISHED:
        session.execute(_VANISHED[vanished_choice(upload)], {"id": upload.id})


def _insert_new(session: Session, upload: Upload) -> None:
    values = {name: _fresh(upload, name) for name in upload.fields}
    values |= {"id": ROW.c.asset_id, "upload_id": literal(upload.id)}
    rows = select(*values.values()).select_from(joined(upload)).where(rows_of(upload), is_new())
    session.execute(insert(ASSET).from_select(list(values), rows))


def _fresh(upload: Upload, name: str) -> Any:
    """A field of a new asset."""
    if name in KEPT_WHEN_EMPTY:
        return func.coalesce(ROW.c[name], KEPT_WHEN_EMPTY[name])
    return merged(upload, name) if name == "parent_id" else ROW.c[name]


def _update_changed(session: Session, upload: Upload) -> None:
    changed = (
        select(
            ROW.c.asset_id.label("asset_id"), *(merged(upload, name).label(name) for name in upload.fields)
        )
        .select_from(joined(upload))
        .where(rows_of(upload), ~is_new(), BESIDE.c.upload_id.is_distinct_from(upload.id), is_changed(upload))
        .cte("changed")
        .prefix_with("MATERIALIZED")
    )
    values = {name: changed.c[name] for name in upload.fields}
    session.execute(
        update(ASSET)
        .values(**values, deleted_at=None, upload_id=upload.id)
        .where(ASSET.c.id == changed.c.asset_id)
    )


def _write_identifiers(session: Session, upload: Upload) -> None:
    session.execute(statement("insert_keys"), {"upload_id": upload.id, "key_scheme": upload.key_scheme})
    if schemes_of(upload):
        session.execute(statement("drop_identifiers"))
        session.execute(statement("insert_identifiers"))
