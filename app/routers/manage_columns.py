"""The columns of an upload as a form: what each was understood as, why, and what else it may be."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.errors import ConflictError
from app.inventory.checking import TYPES
from app.inventory.fields import FIELDS
from app.inventory.origin import CheckOptions
from app.inventory.report import UploadReport
from app.routers.upload_parameters import NOTE, checked_columns, options_of

_SURE: Final = 0.9
_LIKELY: Final = 0.75
"""Below this a check, too, says that it guessed."""
_CHOSEN: Final = "chosen"
_SAID: Final = {_CHOSEN: "You said so", "remembered": "You said so before"}
ENCODINGS = (
    ("", "Found automatically"),
    ("utf-8", "UTF-8"),
    ("cp1252", "Windows-1252 (Excel on Windows)"),
    ("utf-16", "UTF-16"),
)


@dataclass(frozen=True)
class ColumnShown:
    """One column of the file in the form."""

    name: str
    header: str
    samples: list[str]
    target: str
    label: str
    standing: str
    why: str
    calm: bool
    guesses: list[tuple[str, str]]


def columns_shown(report: UploadReport) -> list[ColumnShown]:
    """All columns in the order of the file."""
    return [_shown(at, column) for at, column in enumerate(report.columns)]


def _shown(at: int, column: Mapping[str, Any]) -> ColumnShown:
    target = column["target"]
    standing, calm = _standing(column)
    others = [each for each in column.get("alternatives") or () if each.get("target") != target]
    return ColumnShown(
        name=f"c{at}",
        header=column["header"],
        samples=list(column.get("samples") or ()),
        target=target or NOTE,
        label=FIELDS[target].label if target in FIELDS else "Kept as a note",
        standing=standing,
        why="" if column["how"] in _SAID else column.get("reason") or column["how"],
        calm=calm,
        guesses=[
            (each["target"], FIELDS[each["target"]].label) for each in others if each.get("target") in FIELDS
        ],
    )


def _standing(column: Mapping[str, Any]) -> tuple[str, bool]:
    """How well a column is understood, in words, and whether nobody needs to look at it."""
    confidence = float(column["confidence"])
    if column["how"] in _SAID:
        return _SAID[column["how"]], True
    if column["target"] is None:
        return ("Not understood", False) if column.get("samples") else ("Empty", True)
    if confidence >= _LIKELY:
        return "Sure" if confidence >= _SURE else "Quite sure", True
    return "Please look", False


@dataclass(frozen=True)
class Reading:
    """How the file was read, and what else there is in it."""

    part: str | None = None
    parts: tuple[str, ...] = ()
    header_row: int | None = None
    crs: str | None = None
    encoding: str | None = None


def reading_shown(report: UploadReport) -> Reading:
    """What the form about reading starts with."""
    said = report.options.get("read", {})
    return Reading(
        part=report.reading.get("part") or said.get("part"),
        parts=tuple(report.reading.get("parts") or ()),
        header_row=said.get("header_row"),
        crs=said.get("crs"),
        encoding=said.get("encoding"),
    )


def field_choices() -> list[tuple[str, str]]:
    """What a column may mean, by label."""
    return sorted(((name, field.label) for name, field in FIELDS.items()), key=lambda pair: pair[1].lower())


def options_from_form(report: UploadReport, form: Mapping[str, str]) -> CheckOptions:
    """What a person changed in the form, on top of what was chosen before.

    Columns nobody touched are left to the mapper, so that a field given to another column moves there. Raises
    ConflictError where no column would be left that says what each row is: what was found before stays.
    """
    before = {column["header"]: column for column in report.columns}
    touched: dict[str, str] = {}
    for at, header in enumerate(before):
        given = form.get(f"c{at}")
        if given is not None and given != (before[header]["target"] or NOTE):
            touched[header] = given
    _require_type(report, touched)
    kept = {
        header: column["target"] or NOTE
        for header, column in before.items()
        if column["how"] == _CHOSEN and header not in touched and column["target"] not in touched.values()
    }
    reading = {name: [form[name]] for name in ("part", "header_row", "crs", "encoding") if form.get(name)}
    chosen = checked_columns({**kept, **touched})
    options = options_of(reading)
    return CheckOptions(options.read, chosen or None, options.vanished)


def _require_type(report: UploadReport, touched: Mapping[str, str]) -> None:
    after = {column["header"]: touched.get(column["header"], column["target"]) for column in report.columns}
    aside = [column["header"] for column in report.columns if column["target"] in TYPES]
    others = [column for column in report.columns if column["header"] not in touched]
    perhaps = {each.get("target") for column in others for each in column.get("alternatives") or ()}
    if not aside or TYPES & ({*after.values()} | perhaps):
        return
    raise ConflictError(
        f"Nothing was checked again: without “{aside[0]}” no column says what each row is. Leave it, or choose "
        "“Type” for another column."
    )
