"""What a Census boundary file holds: told from its columns. Pure.

TIGER/Line (`tl_…`) and cartographic boundary (`cb_…`) files have the same codes; decennial ones end in the year
(`GEOID20`). Columns and LSAD codes: TIGER/Line Shapefiles Technical Documentation, appendices D and E.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from app.geography.official.centers import tract_number
from app.geography.official.geoids import POSTAL

_TELLING: Final = (
    ("BLKGRPCE", "block-group"),
    ("TRACTCE", "tract"),
    ("UNSDLEA", "school-district"),
    ("ELSDLEA", "school-district"),
    ("SCSDLEA", "school-district"),
    ("SLDUST", "legislative-district"),
    ("SLDLST", "legislative-district"),
    ("ZCTA5CE", "zip"),
    ("COUNTYFP", "county"),
    ("STUSPS", "state"),
    ("STATEFP", "state"),
)
_LSAD: Final = {
    "03": "City and Borough", "04": "Borough", "05": "Census Area", "06": "County", "07": "District",
    "10": "Island", "12": "Municipality", "13": "Municipio", "15": "Parish", "25": "city",
}  # fmt: skip
_YEARS: Final = ("", "20", "10", "00")


def column(columns: Sequence[str], name: str) -> str | None:
    """The column `name`, which decennial files write with the year."""
    return next((f"{name}{year}" for year in _YEARS if f"{name}{year}" in columns), None)


def kind_of(columns: Sequence[str]) -> str | None:
    """The kind of areas of a Census layer; None for any other layer."""
    if column(columns, "GEOID") is None and column(columns, "ZCTA5CE") is None:
        return None
    return next((kind for name, kind in _TELLING if column(columns, name)), None)


def area_of_row(kind: str, row: Mapping[str, Any]) -> tuple[Any, ...] | str:
    """Kind, code, name, state, county, lon, lat of a row of a Census layer, or why it is left out."""
    columns = list(row)

    def value(name: str) -> str:
        found = column(columns, name)
        return "" if found is None or row[found] is None else str(row[found]).strip()

    if kind == "zip":
        code = value("ZCTA5CE") or value("GEOID")
        return kind, code, f"ZIP area {code}", None, None, *_inside(value)
    state = POSTAL.get(value("STATEFP"))
    if state is None:
        return f"no state of ours ({value('STATEFP') or 'empty'})"
    code = _code(kind, value("GEOID"), upper=column(columns, "SLDUST") is not None)
    if not code or code[-3:] == "ZZZ":
        return "water or no district"
    county = value("STATEFP") + value("COUNTYFP") if value("COUNTYFP") else None
    return kind, code, _name(kind, value) or code, state, county, *_inside(value)


def _code(kind: str, geoid: str, *, upper: bool) -> str:
    if kind != "legislative-district":
        return geoid
    return f"{geoid[:2]}{'U' if upper else 'L'}{geoid[2:]}"


def _name(kind: str, value: Any) -> str:
    full, name = value("NAMELSAD"), value("NAME")
    if kind == "county":
        return str(full or f"{name} {_LSAD.get(value('LSAD'), '')}".strip())
    if kind == "tract":
        return str(full or f"Census Tract {name or tract_number(value('TRACTCE'))}")
    if kind == "block-group":
        return f"Block Group {value('BLKGRPCE')}, Census Tract {tract_number(value('TRACTCE'))}"
    return str(full or name)


def _inside(value: Any) -> tuple[float | None, float | None]:
    """The internal point of TIGER/Line files; cartographic ones have none."""
    try:
        return float(value("INTPTLON")), float(value("INTPTLAT"))
    except ValueError:
        return None, None
