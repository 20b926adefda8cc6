"""From the rows of an upload to assets: what the plan says is written, in a few statements over all rows."""

from typing import Any

from sqlalchemy import func, insert, literal, select, union, update
from sqlalchemy.orm import Session

from app.db.pauses import pause_point
from app.errors import ConflictError
from app.inventory.difference import (
    ASSET,
    BESIDE,
    KEPT_WHEN_EMPTY,
    ROW,
    has_vanished,
    is_changed,
    is_new,
    merged,
    rows_of,
    schemes_of,
    vanished_choice,
)
from app.inventory.plan import key_parameters
from app.inventory.statements import statement
from app.models import Asset, Upload

_STORED: Any = Asset.__table__


def states_of(session: Session, upload: Upload) -> list[str]:
    """The states whose assets an upload writes: those of its rows, and of assets it no longer has."""
    if upload.state is not None:
        return [upload.state]
    written = [select(ROW.c.state).where(rows_of(upload))]
    if vanished_choice(upload) != "keep":
        written.append(select(ASSET.c.state).where(has_vanished(upload)))
    return list(session.scalars(union(*written)))


def write_plan(session: Session, upload: Upload) -> None:
    """Write the plan: new assets, changed assets, identifiers, vanished ones. Unchanged rows are not touched.

    Raises ConflictError when an asset has gone to another state since the check.
    """
    _require_same_state(session, upload)
    _settle_vanished(session, upload)
    if upload.counts["added"]:
        _insert_new(session, upload)
    pause_point("apply-inserted")
    if upload.counts["changed"]:
        _update_changed(session, upload)
    _merge(session, upload)
    _write_identifiers(session, upload)


def _require_same_state(session: Session, upload: Upload) -> None:
    moved = session.scalar(
        select(ROW.c.row_number)
        .select_from(ROW.join(ASSET, ASSET.c.id == ROW.c.asset_id))
        .where(rows_of(upload), ASSET.c.state != ROW.c.state)
        .limit(1)
    )
    if moved is not None:
        raise ConflictError(f"Row {moved} now belongs to another state: check the file again.")


def _settle_vanished(session: Session, upload: Upload) -> None:
    """What the sender chose for assets that the file no longer has."""
    choice = vanished_choice(upload)
    if choice == "keep":
        return
    gone = select(ASSET.c.id).where(has_vanished(upload))
    value = {"status": "inactive"} if choice == "inactive" else {"deleted_at": func.now()}
    session.execute(update(_STORED).where(_STORED.c.id.in_(gone)).values(upload_id=upload.id, **value))


def _insert_new(session: Session, upload: Upload) -> None:
    values = {name: _fresh(name) for name in upload.fields}
    values |= {"id": ROW.c.asset_id, "upload_id": literal(upload.id)}
    rows = select(*values.values()).select_from(BESIDE).where(rows_of(upload), is_new())
    session.execute(insert(_STORED).from_select(list(values), rows))


def _fresh(name: str) -> Any:
    """A field of a new asset."""
    return func.coalesce(ROW.c[name], KEPT_WHEN_EMPTY[name]) if name in KEPT_WHEN_EMPTY else ROW.c[name]


def _update_changed(session: Session, upload: Upload) -> None:
    """Change what differs; rows that were just inserted have this upload's id already."""
    old = ASSET.c.upload_id.is_distinct_from(upload.id)
    changed = (
        select(
            ROW.c.asset_id.label("asset_id"), *(merged(upload, name).label(name) for name in upload.fields)
        )
        .select_from(BESIDE)
        .where(rows_of(upload), ~is_new(), old, is_changed(upload))
        .cte("changed")
        .prefix_with("MATERIALIZED")
    )
    values = {name: changed.c[name] for name in upload.fields}
    session.execute(
        update(_STORED)
        .values(**values, deleted_at=None, upload_id=upload.id)
        .where(_STORED.c.id == changed.c.asset_id)
    )


def _merge(session: Session, upload: Upload) -> None:
    """Make assets part of those that were decided to be the same."""
    given = {"upload_id": upload.id}
    for name in ("merge_identifiers", "merge_children", "merge_assets"):
        session.execute(statement(name), given)
    session.execute(statement("merge_keys"), key_parameters(upload))


def _write_identifiers(session: Session, upload: Upload) -> None:
    session.execute(statement("insert_keys"), key_parameters(upload))
    if schemes := schemes_of(upload):
        given = {"upload_id": upload.id}
        session.execute(statement("drop_identifiers"), given | {"schemes": schemes})
        session.execute(statement("insert_identifiers"), given)
