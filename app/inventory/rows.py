"""A batch of rows checked: columns read, fields looked at together. Pure: no database, no clock.

What needs the database (places, duplicates of assets, parents) comes later. A refused row stays in the batch, so
that positions hold; `Checked.refused` says which ones they are.
"""

from collections.abc import Callable
from collections.abc import Mapping as ReadMapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from app.inventory.cells.copytext import NULL
from app.inventory.classify import kind_hint
from app.inventory.codes import BAD_POINTS, Finding, finding, is_error
from app.inventory.columns import Mapping
from app.inventory.dates import DAYS, DateReader
from app.inventory.fields import FIELDS, PLACE_FIELDS
from app.inventory.gazetteer import Gazetteer
from app.inventory.meant import NOTHING, Meant
from app.inventory.place.geocoding import Address, Match
from app.inventory.readers import Batch
from app.inventory.readings import KEPT, FieldReader, NoteReader, RawReader, Remark

RAW = frozenset(
    (
        "key", "kind", "subtype", "state", "lat", "lon", "lat_lon", "postal_code", "county",
        "service_areas", "service_radius", "service_radius_km", "stops",
    )
)  # fmt: skip
"""Fields whose text is looked at together with others."""
_SUMS = frozenset(
    ("total", "totals", "total:", "grand total", "grand total:", "subtotal", "sum", "sum:", "sums")
)
_SUM_WORDS = ("total", "sum")
"""Each of these has one of them; most columns have none, which is quickly seen."""
_INDEXED = ("key", "name")
"""Fields that an index holds whole: it has no room for long ones."""


@dataclass(frozen=True)
class Rules:
    """What every row of one file is checked against. `state` None: each row names its own."""

    state: str | None
    mapping: Mapping
    source_name: str | None = None
    kind: str | None = None
    places: Gazetteer = field(default_factory=Gazetteer)
    cell_bytes: int = 10_240
    name_bytes: int = 1_000
    points_sampled: int = 200
    """How many points outside the state are kept to find out which state they are in."""
    key_scheme: str | None = None
    ignores_bad_points: bool = False
    """Whether rows with a bad point are placed by what else they say, as a person chose."""
    crs: str | None = None
    """What a person said the coordinates are (`EPSG:26913`)."""
    matches: ReadMapping[str, Match | None] | None = None
    """What a geocoder answered, by the address's key."""
    meant: ReadMapping[str, Meant] = field(default_factory=dict)
    """What a person says that texts mean, by header."""
    collect: Callable[[Address], None] | None = None
    """Takes the addresses that a geocoder is to be asked for; then nothing is placed by address."""

    @cached_property
    def header(self) -> dict[str, str]:
        """Header by field."""
        return {column.target: column.header for column in self.mapping.columns if column.target}

    @cached_property
    def kind_hint(self) -> str | None:
        """The kind that the header of the types speaks of (“Program Type”)."""
        header = self.header.get("subtype") or self.header.get("kind")
        return kind_hint(header) if header else None

    @cached_property
    def says_where(self) -> bool:
        """Whether any column says where a row is."""
        return bool(PLACE_FIELDS & self.mapping.targets)


@dataclass
class Checked:
    """A batch after checking; everything is by position in the batch.

    `texts` holds COPY text by column of `upload_row`, `cells` clean text by field of RAW, `notes` the columns that
    are kept as they are, `noted` more of them for single rows, `kept` the cells whose text is not ours (see KEPT),
    `written` the file's own cells by header, for fields of RAW whose texts a person said the meaning of.
    """

    rules: Rules
    numbers: list[int]
    texts: dict[str, list[str]] = field(default_factory=dict)
    cells: dict[str, list[str]] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)
    noted: dict[int, dict[str, str]] = field(default_factory=dict)
    kept: list[list[str]] = field(default_factory=list)
    written: dict[str, list[str]] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.numbers)

    def say(self, at: int, code: str, target: str | None, value: str | None = None, **details: Any) -> None:
        """Add a finding to the row at this position; `target` is a field, or a header.

        Where bad points are to be ignored, an error about a point becomes the remark that it was left out.
        """
        header = self.rules.header.get(target, target) if target else None
        own = self._own_text(at, header, value)
        if own is not None:
            details["in_words"] = f"{own}”, said to mean “{value}"
        said = finding(code, self.numbers[at], header, own or value, **details)
        if self.rules.ignores_bad_points and code in BAD_POINTS:
            said = finding("point-left-out", self.numbers[at], header, said.value, why=said.message)
            self._note_point(at)
        self.findings.append(said)
        if is_error(said.code):
            self.refused.add(at)

    def _note_point(self, at: int) -> None:
        """Keep the point's cells as notes: nothing else holds them."""
        for name in ("lat", "lon", "lat_lon"):
            if name in self.rules.header and (text := self.cell(name)[at]):
                self.note(at, self.rules.header[name], text)

    def _own_text(self, at: int, header: str | None, value: str | None) -> str | None:
        """The text in the file, where `value` is what a person said it means; else None."""
        if header is None or value is None or header not in self.written:
            return None
        own = self.written[header][at].strip()
        return own if own != value and self.rules.meant[header].of(own) == value else None

    def note(self, at: int, header: str, text: str) -> None:
        """Keep what a state sent under its own header."""
        self.noted.setdefault(at, {})[header] = text

    def column(self, name: str) -> list[str]:
        """COPY text of a column; NULL in every row where the file does not have it."""
        return self.texts.get(name) or [NULL] * len(self)

    def cell(self, name: str) -> list[str]:
        """Clean text of a field of RAW; empty in every row where the file does not have it."""
        return self.cells.get(name) or [""] * len(self)


class ColumnReaders:
    """The readers of one file's columns, made once."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._readers = [
            (column.header, column.target, self._reader(column.target, column.header))
            for column in rules.mapping.columns
        ]
        headers = [column.header for column in rules.mapping.columns]
        self._name_at = headers.index(rules.header["name"]) if "name" in rules.header else 0

    def _reader(self, target: str | None, header: str) -> FieldReader | RawReader | NoteReader:
        limit = self._rules.name_bytes if target in _INDEXED else self._rules.cell_bytes
        if target is None:
            return NoteReader(limit)
        meant = self._rules.meant.get(header, NOTHING)
        if target in RAW:
            return RawReader(target, limit, header, meant)
        kind = DateReader if target in DAYS else FieldReader
        return kind(FIELDS[target], limit, header, meant)

    def read(self, batch: Batch) -> tuple[Checked, list[int]]:
        """Read all columns of a batch. Gives the rows that are there, and the numbers of empty ones.

        A ragged row, or one set aside by its reader, is not read.
        """
        empty, totals = self._empty(batch), self._totals(batch)
        gone = batch.ragged.keys() | batch.aside.keys() | set(empty) | totals.keys()
        columns, numbers = batch.columns, batch.numbers
        if gone:
            kept = [at for at in range(len(numbers)) if at not in gone]
            columns = [[cells[at] for at in kept] for cells in columns]
            numbers = [numbers[at] for at in kept]
        checked = Checked(self._rules, numbers)
        checked.findings.extend(totals.values())
        for found, (header, target, reader) in zip(columns, self._readers, strict=True):
            self._take(checked, header, target, reader, found)
        return checked, [batch.numbers[at] for at in empty]

    def _empty(self, batch: Batch) -> list[int]:
        names = batch.columns[self._name_at]
        blank = [at for at, cell in enumerate(names) if not cell or cell.isspace()]
        return [
            at
            for at in blank
            if at not in batch.ragged
            and at not in batch.aside
            and not any(cells[at].strip() for cells in batch.columns)
        ]

    def _totals(self, batch: Batch) -> dict[int, Finding]:
        """Lines of sums: the name says so, or the first cell does and the name is none (empty, or a number)."""
        names, found = batch.columns[self._name_at], {}
        for place in {0, self._name_at}:
            cells = batch.columns[place]
            text = "\n".join(cells).casefold()
            if not any(word in text for word in _SUM_WORDS):
                continue
            for at, cell in enumerate(cells):
                shown = cell.strip()
                if shown.casefold() in _SUMS and (
                    place == self._name_at or not names[at].strip()[:1].isalpha()
                ):
                    header = self._readers[place][0]
                    found[at] = finding("row-total", batch.numbers[at], header, shown)
        return {at: said for at, said in found.items() if at not in batch.ragged and at not in batch.aside}

    def _take(
        self,
        checked: Checked,
        header: str,
        target: str | None,
        reader: FieldReader | RawReader | NoteReader,
        cells: list[str],
    ) -> None:
        read = reader.read(cells)
        kept = read.texts.pop(KEPT, None)
        if kept and any(kept):
            checked.kept.append(kept)
        if target is None:
            checked.notes[header] = read.texts["note"]
        elif target in RAW:
            checked.cells[target] = read.texts[target]
            if header in self._rules.meant:
                checked.written[header] = cells
        else:
            checked.texts.update(read.texts)
        for at, remark in read.remarks.items():
            self._say(checked, at, header, remark)

    def _say(self, checked: Checked, at: int, header: str, remark: Remark) -> None:
        for said in remark.said:
            checked.say(at, said.code, header, said.value, **said.details)
        if remark.note is not None:
            checked.note(at, header, remark.note)
