"""A batch of rows being checked, and what it is checked against. Pure: no database, no clock.

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
from app.inventory.fields import PLACE_FIELDS
from app.inventory.gazetteer import Gazetteer
from app.inventory.meant import Meant
from app.inventory.place.geocoding import Address, Match

RAW = frozenset(
    (
        "key", "kind", "subtype", "state", "lat", "lon", "lat_lon", "postal_code", "county",
        "service_areas", "service_radius", "service_radius_km", "stops",
    )
)  # fmt: skip
"""Fields whose text is looked at together with others."""


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
