"""What an upload changes, row by row and field by field: what it would do before it is applied, what it did after.

Before: its rows beside the assets. After: the audit trail, which has no row numbers and no unchanged rows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Literal
from uuid import UUID

from sqlalchemy import Text, and_, case, cast, func, literal, or_, select, text
from sqlalchemy.orm import Session

from app.inventory.difference import (
    ASSET,
    BESIDE,
    ROW,
    columns_of,
    has_other_identifiers,
    has_vanished,
    is_changed,
    is_new,
    merged,
    rows_of,
    vanished_choice,
)
from app.inventory.fields import FIELDS
from app.inventory.report import find_upload
from app.inventory.statements import statement
from app.models import Upload

Action = Literal["added", "changed", "unchanged", "vanished"]
_DONE = ("applied", "undone")
_LABELS: Final = {
    "geom": "Point (longitude, latitude)", "location_precision": "Precision of the place", "county_geoid": "County",
    "designed_for": "Designed for", "open_to_all": "Open to all", "cost_amount": "Cost in USD",
    "cost_band": "Cost band", "parent_id": "Run by", "organization_name": "Run by, as text",
    "source_name": "Source name", "deleted_at": "Deleted",
    "career_clusters_2002": "Career clusters (2002)", "identifiers": "Official numbers",
}  # fmt: skip
_WRITTEN: Final = ", as written"
_AS_WRITTEN = "source_cells"
"""Cells of the state's file; None on one side stands for how this service writes the value."""
_NAMED: Final = ("name", "kind", "subtype")
_SILENT = frozenset(("upload_id", "version", "updated_at", "created_at", "id", "search"))


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after; for a note of the state's own, the label is its header.

    `before_unread` and `after_unread`: that side is a text that was not understood, kept under its header.
    """

    field: str
    label: str
    before: Any
    after: Any
    before_unread: bool = False
    after_unread: bool = False


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


@dataclass(frozen=True, slots=True)
class Point:
    """One row on the map: degrees, how it was placed, what happens to its asset, whether anything was said of it."""

    row_number: int
    name: str
    lon: float
    lat: float
    precision: str
    action: Action
    worst: Literal["warning"] | None


def list_changes(
    session: Session, upload_id: UUID, action: Action, *, after: int = 0, limit: int = 100
) -> list[Change]:
    """Changes of one kind, in the order of the file; `after` is the `cursor` of the last one seen.

    Raises NotFoundError. An applied upload lists no unchanged assets.
    """
    upload = find_upload(session, upload_id)
    if upload.status in _DONE:
        return list(_done(session, upload, action, after, limit))
    if action == "vanished":
        return list(_vanished(session, upload, after, limit))
    return list(_planned(session, upload, action, after, limit))


def _planned(session: Session, upload: Upload, action: Action, after: int, limit: int) -> Iterator[Change]:
    names = [name for name in upload.fields if action != "added" or name != _AS_WRITTEN]
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
        fields = _one_line_each(
            upload,
            (
                change
                for name in names
                for change in _field_changes(name, row[f"before_{name}"], row[f"after_{name}"])
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


def _field_changes(name: str, before: Any, after: Any) -> Iterator[FieldChange]:
    if name in ("extra", _AS_WRITTEN):
        old, new = before or {}, after or {}
        for header in sorted(old.keys() | new.keys()):
            if old.get(header) != new.get(header):
                label = header + _WRITTEN if name == _AS_WRITTEN else header
                yield FieldChange(name, label, old.get(header), new.get(header))
    elif before != after:
        yield FieldChange(name, label_of(name), before, after)


def _one_line_each(upload: Upload, changes: Iterable[FieldChange]) -> list[FieldChange]:
    """Changes without those that say of a cell's text what another one says of its field.

    What was not understood was kept under its header: there it is the field's value before or after.
    """
    found = list(changes)
    columns = {each["header"]: columns_of(each["target"]) for each in upload.columns if each["target"]}
    texts = {each.label: each for each in found if each.field == "extra" and each.label in columns}
    if not texts and all(each.field != _AS_WRITTEN for each in found):
        return found
    changed = {each.field for each in found}
    said = {header for header, names in columns.items() if changed.intersection(names)} | texts.keys()
    noted = {columns[header][0]: text for header, text in texts.items() if columns[header][0] in changed}
    return [
        _with_note(_unread(each) if each in texts.values() else each, noted.get(each.field))
        for each in found
        if not (each.field == _AS_WRITTEN and _header_of(each) in said)
        and not (each.field == "extra" and each in noted.values())
    ]


def _with_note(change: FieldChange, note: FieldChange | None) -> FieldChange:
    if note is None:
        return change
    before, after = change.before in (None, []), change.after in (None, [])
    return replace(
        change,
        before=note.before if before else change.before,
        after=note.after if after else change.after,
        before_unread=before and note.before is not None,
        after_unread=after and note.after is not None,
    )


def _unread(change: FieldChange) -> FieldChange:
    """A text under the header of a field is what could not be read as that field."""
    return replace(change, before_unread=change.before is not None, after_unread=change.after is not None)


def _header_of(change: FieldChange) -> str:
    return change.label.removesuffix(_WRITTEN)


def label_of(name: str) -> str:
    """What a column of an asset is called."""
    return FIELDS[name].label if name in FIELDS else _LABELS.get(name, name.replace("_", " ").capitalize())


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
        fields = _one_line_each(
            upload,
            (
                change
                for name in names
                for change in _field_changes(name, _point(row.before, name), _point(row.after, name))
            ),
        )
        yield Change(0, row.key or "", row.asset_id, row.name, action, fields, row.id, row.kind, row.subtype)


def _point(entry: dict[str, Any] | None, name: str) -> Any:
    value = (entry or {}).get(name)
    return value["coordinates"] if name == "geom" and value else value


def list_points(session: Session, upload_id: UUID, limit: int) -> list[Point]:
    """The first rows of an upload that have a place, for a map. Raises NotFoundError."""
    upload = find_upload(session, upload_id)
    name = "applied_points" if upload.status in _DONE else "planned_points"
    if name == "applied_points":
        rows = session.execute(statement(name), {"upload_id": upload_id, "most": limit})
        return [Point(**row) for row in rows.mappings()]
    changed = or_(is_changed(upload), has_other_identifiers(upload))
    action = case((is_new(), "added"), (changed, "changed"), else_="unchanged")
    where = merged(upload, "geom") if "geom" in upload.fields else ASSET.c.geom
    precision = (
        merged(upload, "location_precision") if "geom" in upload.fields else ASSET.c.location_precision
    )
    said = text(
        "EXISTS (SELECT FROM upload_issue i"
        " WHERE i.upload_id = upload_row.upload_id AND i.row_number = upload_row.row_number)"
    )
    query = (
        select(
            ROW.c.row_number,
            ROW.c.name,
            func.ST_X(where).label("lon"),
            func.ST_Y(where).label("lat"),
            precision.label("precision"),
            cast(action, Text).label("action"),
            case((said, literal("warning"))).label("worst"),
        )
        .select_from(BESIDE)
        .where(rows_of(upload), where.is_not(None))
        .order_by(ROW.c.row_number)
        .limit(limit)
    )
    return [Point(**row) for row in session.execute(query).mappings()]
