"""One field of an asset before and after, and what a person is shown of it. Pure.

Where a text was not understood, a field's line says so; it has no second line for the text.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from app.inventory.difference import columns_of
from app.inventory.fields import FIELDS
from app.models import Upload

_LABELS: Final = {
    "geom": "Point (longitude, latitude)", "location_precision": "Precision of the place", "county_geoid": "County",
    "designed_for": "Designed for", "open_to_all": "Open to all", "cost_amount": "Cost in USD",
    "cost_band": "Cost band", "parent_id": "Run by", "organization_name": "Run by, as text",
    "source_name": "Source name", "deleted_at": "Deleted",
    "career_clusters_2002": "Career clusters (2002)", "identifiers": "Official numbers",
}  # fmt: skip
_WRITTEN: Final = ", as written"
AS_WRITTEN = "source_cells"
"""Cells of the state's file; None on one side stands for how this service writes the value."""


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


def field_changes(name: str, before: Any, after: Any) -> Iterator[FieldChange]:
    """What is different, a line for the field, or for each header of the cells that are kept as they were sent."""
    if name in ("extra", AS_WRITTEN):
        old, new = before or {}, after or {}
        for header in sorted(old.keys() | new.keys()):
            if old.get(header) != new.get(header):
                label = header + _WRITTEN if name == AS_WRITTEN else header
                yield FieldChange(name, label, old.get(header), new.get(header))
    elif before != after:
        yield FieldChange(name, label_of(name), before, after)


def one_line_each(upload: Upload, changes: Iterable[FieldChange]) -> list[FieldChange]:
    """Changes without those that say of a cell's text what another one says of its field.

    What was not understood was kept under its header: there it is the field's value before or after.
    """
    found = list(changes)
    columns = {each["header"]: columns_of(each["target"]) for each in upload.columns if each["target"]}
    texts = {each.label: each for each in found if each.field == "extra" and each.label in columns}
    if not texts and all(each.field != AS_WRITTEN for each in found):
        return found
    changed = {each.field for each in found}
    said = {header for header, names in columns.items() if changed.intersection(names)} | texts.keys()
    noted = {columns[header][0]: text for header, text in texts.items() if columns[header][0] in changed}
    return [
        _with_note(_unread(each) if each in texts.values() else each, noted.get(each.field))
        for each in found
        if not (each.field == AS_WRITTEN and _header_of(each) in said)
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
