"""`stemmap load centers`: Census Centers of Population, the points where people of tracts, block groups, counties are.

The files `CenPop2020_Mean_TR.txt`, `_BG`, `_CO` begin with a byte order mark; numbers carry their sign.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from app.geography.copying import copy_rows
from app.geography.official.area_facts import FIGURE_COLUMNS
from app.geography.official.areas import publish_areas, stage_areas
from app.geography.official.geoids import POSTAL
from app.geography.official.opened import tables_of
from app.geography.official.publishing import Edition, publish, staged
from app.geography.official.report import FileReport
from app.geography.official.rows import Found, Row, cell, found_in, number_of
from app.geography.official.vintages import year_of
from app.settings import Settings

_WHAT: Final = "a list of centers of population (STATEFP, COUNTYFP, …, POPULATION, LATITUDE, LONGITUDE)"
_COLUMNS: Final = (
    "STATEFP", "COUNTYFP", "TRACTCE", "BLKGRPCE", "COUNAME", "STNAME", "POPULATION", "LATITUDE", "LONGITUDE",
)  # fmt: skip
_NEEDED: Final = {"STATEFP", "POPULATION", "LATITUDE", "LONGITUDE"}


def load_centers(
    session: Session, path: Path, settings: Settings, said: int | None, progress: Callable[[int], None]
) -> Iterator[FileReport]:
    """Load each list of the download at `path`: points of areas and their people. The transaction is the caller's."""
    for table in tables_of(path, settings.load_max_bytes):
        found = found_in(table, _places, _WHAT, settings.load_max_rows)
        edition = _edition(year_of(table.names, said))
        report = FileReport(table.name, f"Centers of population {edition.vintage}: {_kind(found.at)}")
        _load(session, found, edition, report)
        progress(report.rows)
        yield report


def _edition(year: int) -> Edition:
    return Edition(
        f"census-centers-{year}", f"Centers of population, {year} census", "U.S. Census Bureau", str(year), year,
        "counted", "https://www.census.gov/geographies/reference-files/time-series/geo/centers-population.html",
        "Mean centers of the people counted; total people of each area.",
    )  # fmt: skip


def _places(header: Sequence[str]) -> dict[str, int] | None:
    at = {name.upper(): place for place, name in enumerate(header) if name.upper() in _COLUMNS}
    return at if set(at) >= _NEEDED else None


def _kind(at: dict[str, int]) -> str:
    """Told by the most detailed code there is."""
    if "BLKGRPCE" in at:
        return "block-group"
    if "TRACTCE" in at:
        return "tract"
    return "county" if "COUNTYFP" in at else "state"


def _load(session: Session, found: Found, edition: Edition, report: FileReport) -> None:
    kind = _kind(found.at)
    areas: list[tuple[Any, ...]] = []
    people: list[tuple[Any, ...]] = []
    for row in found.rows:
        report.rows += 1
        read = _read(row, found.at, kind)
        if isinstance(read, str):
            report.left_out[read] += 1
        else:
            area, number = read
            areas.append(area)
            people.append((kind, area[1], "total", number, None))
    stage_areas(session, areas)
    publish_areas(session, edition, report, centers=True)
    with staged(session):
        copy_rows(session, "official_row", ("kind", "geoid", "name"), ((kind, a[1], a[2]) for a in areas))
        copy_rows(session, "official_figure", FIGURE_COLUMNS, people)
        publish(session, edition, report)


def _read(row: Row, at: dict[str, int], kind: str) -> tuple[tuple[Any, ...], float] | str:
    """An area and its people, or why the row is left out."""
    parts = [cell(row, at, name) for name in ("STATEFP", "COUNTYFP", "TRACTCE", "BLKGRPCE")]
    state = POSTAL.get(parts[0])
    if state is None:
        return f"no state of ours ({parts[0] or 'empty'})"
    lon, lat, people = (number_of(cell(row, at, name)) for name in ("LONGITUDE", "LATITUDE", "POPULATION"))
    if lon is None or lat is None or people is None or not (-180 <= lon <= 180 and -90 <= lat <= 90):
        return "no point or no number of people"
    county = "".join(parts[:2]) if "COUNTYFP" in at else None
    name = _name(kind, parts, cell(row, at, "COUNAME") or cell(row, at, "STNAME"))
    return (kind, "".join(parts), name, state, county, lon, lat, None, None), people


def _name(kind: str, parts: list[str], given: str) -> str:
    tract = f"Census Tract {tract_number(parts[2])}" if parts[2] else ""
    names = {"tract": tract, "block-group": f"Block Group {parts[3]}, {tract}"}
    return names.get(kind) or given or "".join(parts)


def tract_number(code: str) -> str:
    """`020501` as people write it: 205.01."""
    whole, part = code[:4].lstrip("0") or "0", code[4:]
    return whole if part in ("", "00") else f"{whole}.{part}"
