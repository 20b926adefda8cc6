"""The values of an upload that are not understood, as a form: what each may mean, and what every row is.

A field of the form is named by a digest of column and text, so that no text travels twice and none can be mistaken.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy.orm import Session

from app.errors import ConflictError
from app.inventory.cells.dates import both_days
from app.inventory.codes import BAD_POINTS
from app.inventory.dates import DAYS, shown
from app.inventory.fields import FIELDS
from app.inventory.fields.meanings import MEANINGS
from app.inventory.finding_values import UnknownValue, unknown_values
from app.inventory.meant import Values, accepted, require_meaning, same
from app.inventory.origin import BadPoints, CheckOptions, bad_points_of, require_kind
from app.inventory.report import UploadReport
from app.vocabulary.assets import KINDS, SUBTYPES
from app.vocabulary.codes import STATES
from app.vocabulary.terms import Vocabulary

SHOWN: Final = 100
"""How many values one form holds; the others come when these are answered."""
EMPTY: Final = "-"
"""The choice that leaves a cell empty."""
AS_THE_FILE_SAYS: Final = "file"
_NEVER_EMPTY: Final = ("kind", "subtype", "state")
Groups = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True)
class ValueShown:
    """One text in the form: how many rows have it, what it may mean (by group) and what was said (None: nothing)."""

    name: str
    column: str
    value: str
    field: str
    label: str
    rows: int
    first_rows: list[int]
    severity: str
    message: str
    groups: Groups
    form: str
    may_be_empty: bool
    said: str | None = None

    @property
    def written(self) -> str:
        """What was said, where no choice of the list is that."""
        listed = {slug for _, choices in self.groups for slug, _ in choices}
        return "" if self.said in listed else self.said or ""


@dataclass(frozen=True)
class ValuesShown:
    """All of them, how many there are in all, and what was said before."""

    unknown: list[ValueShown]
    found: int
    said: list[ValueShown]


def values_shown(session: Session, report: UploadReport, at_most: int) -> ValuesShown:
    """The values to ask about, and those that were answered."""
    found = unknown_values(session, report, at_most)
    said = {(each.column, same(each.value)): each for each in _said(report)}
    unknown = [_unknown(each, said.get((each.column, same(each.value)))) for each in found[:SHOWN]]
    asked = {(each.column, same(each.value)) for each in unknown}
    return ValuesShown(unknown, len(found), [each for key, each in said.items() if key not in asked])


def field_name(column: str, value: str) -> str:
    """The name of a value's field in the form."""
    return "v" + hashlib.sha256(f"{column}\x1f{value}".encode()).hexdigest()[:16]


def _unknown(each: UnknownValue, said: ValueShown | None) -> ValueShown:
    """One value to ask about, with what it is said to mean now, if that is what is wrong with it."""
    return ValueShown(
        field_name(each.column, each.value), each.column, each.value, each.field, FIELDS[each.field].label, each.rows,
        each.first_rows, each.severity, each.message, groups_of(each.field, each.value), _form(each.field),
        each.field not in _NEVER_EMPTY, said.said if said else None,
    )  # fmt: skip


def _said(report: UploadReport) -> list[ValueShown]:
    targets = {each["header"]: each["target"] for each in report.columns}
    return [
        ValueShown(
            field_name(header, text), header, text, targets[header], FIELDS[targets[header]].label, 0, [], "", "",
            groups_of(targets[header], text), _form(targets[header]), targets[header] not in _NEVER_EMPTY, meaning,
        )
        for header, texts in report.reading.get("values", {}).items()
        if targets.get(header)
        for text, meaning in texts.items()
    ]  # fmt: skip


def groups_of(field: str, value: str) -> Groups:
    """What a text of this field may mean, by group: types by their kind, the days an ambiguous date can be."""
    if field in DAYS and (days := both_days(value)):
        return [("Days", [(day.isoformat(), shown(day)) for day in days.values()])]
    types = [(label, list(SUBTYPES[kind].labels.items())) for kind, label in KINDS.labels.items()]
    if field == "subtype":
        return types
    if field == "kind":
        return [("Kinds", list(KINDS.labels.items())), *types]
    names: Vocabulary | None = STATES if field == "state" else MEANINGS[field].values
    return [("Values", [(slug, names.label(slug)) for slug in accepted(field)])] if names is not None else []


def _form(field: str) -> str:
    """How to write a value that no list holds, or nothing."""
    return "" if field in ("kind", "subtype", "state", "disciplines", "status") else MEANINGS[field].form


def options_of_values(
    session: Session, report: UploadReport, form: Mapping[str, str], at_most: int
) -> CheckOptions:
    """What a person said in the form, on top of what was chosen before.

    Raises ConflictError where nothing was said, BadParameterError for what cannot be.
    """
    shown = values_shown(session, report, at_most)
    values: Values = {}
    for each in (*shown.unknown, *shown.said):
        meaning = _answer(form, each)
        if meaning != each.said:
            require_meaning(each.column, each.field, each.value, meaning)
            values.setdefault(each.column, {})[each.value] = meaning
    kind, points = _kind(form, report), bad_points_of(form.get("bad_points", ""))
    before = CheckOptions.from_json(report.options)
    if not values and kind is None and points in (None, before.bad_points or "refuse"):
        raise ConflictError("Nothing was said yet: choose what at least one value means.")
    return replace(before, values=values, kind=kind, bad_points=points)


def _answer(form: Mapping[str, str], each: ValueShown) -> str | None:
    """The meaning chosen for one value; None where it is left as it is."""
    written = form.get(each.name + "w", "").strip()
    chosen = written or form.get(each.name, "")
    if chosen == EMPTY:
        return ""
    return chosen or None


def _kind(form: Mapping[str, str], report: UploadReport) -> str | None:
    given = form.get("kind")
    if given is None or given == (report.kind or AS_THE_FILE_SAYS):
        return None
    kind = "" if given == AS_THE_FILE_SAYS else given
    require_kind(kind)
    return kind


@dataclass(frozen=True)
class BadPointsShown:
    """How many rows have a point that cannot be right, and what is done with them now."""

    rows: int
    said: BadPoints


def bad_points_shown(report: UploadReport) -> BadPointsShown | None:
    """The question what to do with bad points; None in a file without any."""
    found = report.counts.get("issues", {})
    rows = sum(found.get(code, 0) for code in (*BAD_POINTS, "point-left-out"))
    said = CheckOptions.from_json(report.options).bad_points or "refuse"
    return BadPointsShown(rows, said) if rows else None
