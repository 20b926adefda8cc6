"""Tables and links of the pages of states and counties: every cell of the matrix leads to what it counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from app.catalog.profile.matrix_rows import subject_rows, type_rows
from app.coverage.informal import INFORMAL
from app.coverage.profile.profiles import Profile
from app.settings import MILE_M, Settings

Row = dict[str, Any]
KINDS_SHOWN: Final = ("program", "institution", "opportunity")
"""Programs first: they are what families look for."""
FILES: Final = (
    ("CSV", "csv"), ("Excel", "xlsx"), ("GeoJSON", "geojson"), ("GeoParquet", "parquet"), ("GeoPackage", "gpkg"),
    ("KML", "kml"),
)  # fmt: skip
GAP_FILES: Final = (("CSV", ".csv"), ("Excel", ".xlsx"), ("GeoJSON", ".geojson"), ("JSON", ""))


@dataclass(frozen=True)
class Narrowed:
    """What the tables are narrowed to: one subject for the types, one type for the subjects."""

    discipline: str | None = None
    subtype: str | None = None


@dataclass(frozen=True)
class Links:
    """Where the cells of a profile lead."""

    profile: Profile
    settings: Settings

    @property
    def path(self) -> str:
        """The page itself."""
        county = self.profile.county
        return f"/counties/{county.geoid}" if county else f"/states/{self.profile.state}"

    @property
    def scope(self) -> tuple[str, str]:
        """The filter of what is here."""
        county = self.profile.county
        return ("county", county.geoid) if county else ("state", self.profile.state)

    def browse(self, **chosen: str | None) -> str:
        """What is here of the chosen type, band and subject."""
        pairs = [self.scope, *((name, value) for name, value in chosen.items() if value)]
        return f"/browse?{urlencode(pairs)}"

    def nearest(self, **chosen: str | None) -> str:
        """Who is nearest: of a county a search around it, of a state the gap map of what is missing."""
        wanted = [(name, value) for name, value in chosen.items() if value]
        county = self.profile.county
        if county is None:
            return f"/gaps?{urlencode([('states', self.profile.state), *wanted])}"
        within = f"{int(self.settings.radius_max_m // MILE_M)}mi"
        return f"/browse?{urlencode([*wanted, ('near', county.label), ('within', within), ('sort', 'distance')])}"

    def cell(self, count: int, **chosen: str | None) -> str:
        """Where a cell leads: to what it counts, or to who is nearest where that is nothing."""
        return self.browse(**chosen) if count else self.nearest(**chosen)

    def narrowed(self, **chosen: str | None) -> str:
        """This page with its tables narrowed."""
        query = urlencode([(name, value) for name, value in chosen.items() if value])
        return f"{self.path}{'?' if query else ''}{query}#inventory"

    @property
    def gaps(self) -> str:
        """The gap page about this state, informal programs."""
        return f"/gaps?states={self.profile.state}&{INFORMAL}"

    @property
    def files(self) -> list[tuple[str, str]]:
        """The entries that are here, as files."""
        return [(label, f"/api/v1/assets.{suffix}?{urlencode([self.scope])}") for label, suffix in FILES]

    @property
    def gap_files(self) -> list[tuple[str, str]]:
        """The gaps of all counties of the state, as files."""
        query = f"areas=county&states={self.profile.state}&{INFORMAL}"
        return [(label, f"/api/v1/coverage{suffix}?{query}") for label, suffix in GAP_FILES]


def type_tables(profile: Profile, narrowed: Narrowed) -> Iterator[tuple[str, list[Row], list[str]]]:
    """Of each kind: its rows, and the types of it that there are none of (programs are all rows)."""
    rows = type_rows(profile.matrix, profile.young, narrowed.discipline)
    for kind in KINDS_SHOWN:
        mine = [row for row in rows if row["kind"] == kind]
        shown = [row for row in mine if row["assets"] or kind == "program"]
        yield kind, shown, [row["label"] for row in mine if row not in shown]


def subject_table(profile: Profile, narrowed: Narrowed) -> list[dict[str, Any]]:
    """Subjects by band, of one type where the page is narrowed to it."""
    return subject_rows(profile.matrix, profile.young, narrowed.subtype)
