"""One row checked: a raw row and the rules of its file give an asset as it would be written, or findings.

Pure: no database, no clock. What needs the database (places, duplicates, parents) comes later.
"""

import hashlib
from collections.abc import Mapping as ReadMapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID, uuid5

from app.inventory.cells.texts import without_controls
from app.inventory.classify import classify
from app.inventory.codes import Finding, Problem, finding, is_error
from app.inventory.columns import Mapping
from app.inventory.fields import FIELDS, PLACE_FIELDS, Field
from app.inventory.points import Box, read_point
from app.inventory.readers import RawRow
from app.inventory.towns import fold_town
from app.vocabulary.assets import KINDS, SUBTYPES
from app.vocabulary.codes import state_of, state_scheme, zip_of
from app.vocabulary.terms import fold

NAMESPACE = UUID("6f0b8a3e-54a5-5c1b-9d43-8f1f5a2f7f10")
"""Namespace of asset ids made from a state's key, so that permalinks survive a new installation."""

_ASIDE = frozenset(("key", "kind", "subtype", "state", "lat", "lon", "postal_code"))
_DERIVED = "derived:"
_IDENTIFIER = "identifier "


@dataclass(frozen=True)
class Rules:
    """What every row of one file is checked against."""

    state: str
    mapping: Mapping
    source_name: str | None = None
    kind: str | None = None
    zips: frozenset[str] = frozenset()
    box: Box | None = None
    cell_bytes: int = 10_240

    @cached_property
    def fields(self) -> tuple[tuple[str, Field], ...]:
        """(header, field) of every column that was understood."""
        return tuple(
            (column.header, FIELDS[column.target]) for column in self.mapping.columns if column.target
        )

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """Headers of the columns that are kept as they are."""
        return tuple(column.header for column in self.mapping.columns if not column.target)

    @cached_property
    def header(self) -> dict[str, str]:
        """Header by field."""
        return {field.name: header for header, field in self.fields}

    @cached_property
    def says_where(self) -> bool:
        """Whether any column says where a row is."""
        return bool(PLACE_FIELDS & self.mapping.targets)


@dataclass
class CheckedRow:
    """A row after checking. It is refused when a finding is an error."""

    row_number: int
    key: str = ""
    asset: dict[str, Any] = field(default_factory=dict)
    point: tuple[float, float] | None = None
    town: str | None = None
    postal_code: str | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Whether any finding is an error."""
        return any(found.severity == "error" for found in self.findings)


def asset_id(state: str, key: str) -> UUID:
    """The id of the asset that `state` knows as `key`: the same everywhere."""
    return uuid5(NAMESPACE, f"{state_scheme(state)}|{key}")


def check_row(raw: RawRow, rules: Rules) -> CheckedRow:
    """Check one row. Never raises for what a file may hold."""
    return _Check(raw, rules).run()


class _Check:
    """The check of one row: reads cells, then looks at fields together."""

    def __init__(self, raw: RawRow, rules: Rules) -> None:
        self.raw, self.rules = raw, rules
        self.row = CheckedRow(raw.row_number)
        self.cells: dict[str, str] = {}
        self.extra: dict[str, str] = {}
        self.row.asset["extra"] = self.extra

    def run(self) -> CheckedRow:
        if self.raw.width != len(self.raw.values):
            self.say("row-ragged", found=self.raw.width, expected=len(self.raw.values))
            return self.row
        for header in self.rules.notes:
            self.extra[header] = self.clean(header)
        for header, field_ in self.rules.fields:
            self.read(header, field_)
        for look in (self.identity, self.home_state, self.dates, self.ages, self.place):
            look()
        self.row.asset["id"] = str(asset_id(self.rules.state, self.row.key))
        self.row.asset["state"] = self.rules.state
        if self.rules.source_name:
            self.row.asset["source_name"] = self.rules.source_name
        return self.row

    def say(self, code: str, field_name: str | None = None, value: str | None = None, **details: Any) -> None:
        header = self.rules.header.get(field_name, field_name) if field_name else None
        self.row.findings.append(finding(code, self.raw.row_number, header, value, **details))

    def clean(self, header: str) -> str:
        text = self.raw.values[header]
        size = len(text.encode()) if len(text) * 4 > self.rules.cell_bytes else 0
        if size > self.rules.cell_bytes:
            self.say("too-long", header, text, found=size, limit=self.rules.cell_bytes)
        plain = without_controls(text)
        if plain != text:
            self.say("text-control-character", header, plain)
        return plain.strip()

    def read(self, header: str, field_: Field) -> None:
        text = self.clean(header)
        if field_.name in _ASIDE:
            self.cells[field_.name] = text
        elif not text:
            self.row.asset.update(field_.empty)
        else:
            parsed = field_.parse(text)
            self.take(parsed.values)
            self.note(parsed.problems, header, field_, text)

    def take(self, values: ReadMapping[str, Any]) -> None:
        for name, value in values.items():
            if name.startswith(_IDENTIFIER):
                self.row.asset.setdefault("identifiers", {})[name.removeprefix(_IDENTIFIER)] = value
            elif value is not None or name not in ("status", "visibility", "reach"):
                self.row.asset[name] = value

    def note(self, problems: tuple[Problem, ...], header: str, field_: Field, text: str) -> None:
        for problem in problems:
            self.say(problem.code, field_.name, problem.value)
        if any(not is_error(problem.code) for problem in problems):
            self.extra[header] = text  # nothing a state sent is lost
        if field_.name == "reach" and self.row.asset.get("reach") in ("areas", "radius"):
            del self.row.asset["reach"]
            self.extra[header] = text
            self.say("reach-needs-more", "reach", text)

    def identity(self) -> None:
        asset = self.row.asset
        if not asset.get("name"):
            self.say("name-missing", "name")
        found = classify(self.cells.get("kind", ""), self.cells.get("subtype", ""), self.rules.kind)
        if isinstance(found, Problem):
            self.say_kind(found)
        else:
            asset["kind"], asset["subtype"] = found
        self.row.key = self.cells.get("key") or self.derived_key()

    def say_kind(self, problem: Problem) -> None:
        kind = KINDS.find(self.cells.get("kind", "")) or self.rules.kind
        known = SUBTYPES[kind] if kind else [slug for each in SUBTYPES.values() for slug in each]
        column = "kind" if problem.code == "kind-unknown" and "kind" in self.rules.header else "subtype"
        self.say(problem.code, column, problem.value, kind=kind, accepted=", ".join(known))

    def derived_key(self) -> str:
        asset = self.row.asset
        parts = (fold(asset.get("name") or ""), fold(asset.get("city") or ""), asset.get("kind") or "")
        return _DERIVED + hashlib.sha256("|".join(parts).encode()).hexdigest()[:20]

    def home_state(self) -> None:
        text = self.cells.get("state", "")
        if not text:
            return
        state = state_of(text)
        if state is None:
            self.say("state-unknown", "state", text)
        elif state != self.rules.state:
            self.say("state-other", "state", text, state=self.rules.state, other=state)

    def dates(self) -> None:
        start, end, deadline = map(self.row.asset.get, ("start_date", "end_date", "application_deadline"))
        if start and end and end < start:  # ISO dates order as text
            self.say("dates-reversed", "end_date", f"{start} to {end}")
        if self.row.asset.get("kind") == "opportunity" and deadline and end and deadline > end:
            self.say("deadline-after-end", "application_deadline", f"{deadline} > {end}")

    def ages(self) -> None:
        low, high = self.row.asset.get("min_age"), self.row.asset.get("max_age")
        if low is not None and high is not None and low > high:
            self.say("ages-reversed", "ages" if "ages" in self.rules.header else "max_age", f"{low}-{high}")

    def place(self) -> None:
        self.row.town = fold_town(self.row.asset.get("city") or "") or None
        self.zip_code()
        point = read_point(self.cells.get("lat", ""), self.cells.get("lon", ""), self.rules.box)
        if isinstance(point, Problem):
            self.say(point.code, "lat", point.value)
        else:
            self.row.point = point

    def zip_code(self) -> None:
        if "postal_code" not in self.rules.header:
            return
        text = self.cells["postal_code"].removesuffix(".0")
        code = zip_of(text)
        if code is None and text.isdigit() and text.zfill(5) in self.rules.zips:
            code = text.zfill(5)
            self.say("zip-zero-lost", "postal_code", text, repaired=code)
        elif code is None and text:
            self.say("zip-bad", "postal_code", text)
            self.extra[self.rules.header["postal_code"]] = text
        self.row.asset["postal_code"] = self.row.postal_code = code
