"""What an upload changes, row by row and field by field: what it would do before it is applied, what it did after.

Before: its rows beside the assets. After: the audit trail, which has no row numbers and no unchanged rows.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal
from uuid import UUID

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from app.inventory.difference import (
    ASSET,
    BESIDE,
    ROW,
    has_other_identifiers,
    has_vanished,
    is_changed,
    is_new,
    merged,
    rows_of,
    vanished_choice,
)
from app.inventory.field_changes import AS_WRITTEN, FieldChange, field_changes, one_line_each
from app.inventory.report import find_upload
from app.inventory.statements import statement
from app.models import Upload

Action = Literal["added", "changed", "unchanged", "vanished"]
DONE: Final = ("applied", "undone")
"""Statuses of an upload whose changes are in the audit trail."""
_NAMED: Final = ("name", "kind", "subtype")
_SILENT = frozenset(("upload_id", "version", "updated_at", "created_at", "id", "search"))


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one asset. `row_number` is 0 where no row is known; `cursor` is what `after` takes."""

    row_number: int
    key: str
    asset_id: UUID
    name: str
    action: Action
    fields: list[FieldChange]
    cursor: int
    kind: str
    subtype: str

    def as_json(self) -> dict[str, Any]:
        """For the API."""
        return asdict(self)


def list_changes(
    session: Session, upload_id: UUID, action: Action, *, after: int = 0, limit: int = 100
) -> list[Change]:
    """Changes of one kind, in the order of the file; `after` is the `cursor` of the last one seen.

    Raises NotFoundError. An applied upload lists no unchanged assets.
    """
    upload = find_upload(session, upload_id)
    if upload.status in DONE:
        return list(_done(session, upload, action, after, limit))
    if action == "vanished":
        return list(_vanished(session, upload, after, limit))
    return list(_planned(session, upload, action, after, limit))


def _planned(session: Session, upload: Upload, action: Action, after: int, limit: int) -> Iterator[Change]:
    names = [name for name in upload.fields if action != "added" or name != AS_WRITTEN]
    befores = (_shown(name, ASSET.c[name]).label(f"before_{name}") for name in names)
    afters = (_shown(name, merged(upload, name)).label(f"after_{name}") for name in names)
    query = (
        select(
            *(ROW.c[name] for name in ("row_number", "source_key", "asset_id", *_NAMED)), *befores, *afters
        )
        .select_from(BESIDE)
        .where(rows_of(upload), ROW.c.row_number > after, _condition(upload, action))
        .order_by(ROW.c.row_number)
        .limit(limit)
    )
    for row in session.execute(query).mappings():
        fields = one_line_each(
            upload,
            (
                change
                for name in names
                for change in field_changes(name, row[f"before_{name}"], row[f"after_{name}"])
            ),
        )
        name, kind, subtype = (row[each] for each in _NAMED)
        number, key = row["row_number"], row["source_key"]
        yield Change(number, key, row["asset_id"], name, action, fields, number, kind, subtype)


def _condition(upload: Upload, action: Action) -> Any:
    changed = or_(is_changed(upload), has_other_identifiers(upload))
    return {
        "added": is_new(),
        "changed": and_(~is_new(), changed),
        "unchanged": and_(~is_new(), ~changed),
    }[action]


def _shown(name: str, value: Any) -> Any:
    """A value as JSON; a point as longitude and latitude."""
    if name == "geom":
        return case((value.is_not(None), func.jsonb_build_array(func.ST_X(value), func.ST_Y(value))))
    return func.to_jsonb(value)


def _vanished(session: Session, upload: Upload, after: int, limit: int) -> Iterator[Change]:
    query = (
        select(ASSET.c.id, *(ASSET.c[name] for name in _NAMED))
        .where(has_vanished(upload))
        .order_by(ASSET.c.name, ASSET.c.id)
    )
    for cursor, row in enumerate(session.execute(query.offset(after).limit(limit)), start=after + 1):
        yield Change(0, "", row.id, row.name, "vanished", [], cursor, row.kind, row.subtype)


def _done(session: Session, upload: Upload, action: Action, after: int, limit: int) -> Iterator[Change]:
    """Changes as the audit trail has them; `cursor` is the entry's number."""
    choice = vanished_choice(upload)
    given = {"upload_id": upload.id, "action": action, "choice": choice, "after": after, "most": limit}
    for row in session.execute(statement("applied_changes"), given):
        names = sorted(((row.before or {}).keys() | (row.after or {}).keys()) - _SILENT)
        fields = one_line_each(
            upload,
            (
                change
                for name in names
                for change in field_changes(name, _point(row.before, name), _point(row.after, name))
            ),
        )
        yield Change(0, row.key or "", row.asset_id, row.name, action, fields, row.id, row.kind, row.subtype)


def _point(entry: dict[str, Any] | None, name: str) -> Any:
    value = (entry or {}).get(name)
    return value["coordinates"] if name == "geom" and value else value
