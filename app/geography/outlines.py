"""Outlines of states and counties: the base map that needs no other host."""

from importlib.resources import files
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

OUTLINE_KINDS: Final = ("state", "county")
_SQL: Final = text((files("app.geography") / "sql" / "outlines.sql").read_text())
_AROUND: Final = text((files("app.geography") / "sql" / "outlines_around.sql").read_text())
_TOWNS: Final = text((files("app.geography") / "sql" / "largest_places.sql").read_text())
_DIGITS_FEW: Final = 3
_DIGITS_MANY: Final = 2


def outlines_geojson(session: Session, kind: str, states: tuple[str, ...]) -> bytes:
    """Outlines of `kind` areas of `states` (empty: all) as GeoJSON, coarser (0.01°) for the whole country."""
    digits = _DIGITS_FEW if states else _DIGITS_MANY
    found: str = session.execute(_SQL, {"kind": kind, "states": list(states), "digits": digits}).scalar_one()
    return found.encode()


def outlines_around(session: Session, geoid: str) -> list[dict[str, Any]]:
    """GeoJSON features of the county and of what is drawn around it, in other states as well."""
    found = session.execute(_AROUND, {"geoid": geoid})
    return [
        {"id": row.geoid, "geometry": row.geometry, "properties": {"name": row.name, "state": row.state}}
        for row in found
    ]


def largest_places(
    session: Session, state: str, county: str | None, most: int
) -> list[tuple[str, float, float]]:
    """(name, lon, lat) of the `most` towns of the state or of its county with the most people."""
    rows = session.execute(_TOWNS, {"state": state, "county": county, "most": most})
    return [(row.name, row.lon, row.lat) for row in rows]
