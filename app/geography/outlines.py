"""Outlines of states and counties: the base map that needs no other host."""

from importlib.resources import files
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

OUTLINE_KINDS: Final = ("state", "county")
_SQL: Final = text((files("app.geography") / "sql" / "outlines.sql").read_text())
_DIGITS_FEW: Final = 3
_DIGITS_MANY: Final = 2


def outlines_geojson(session: Session, kind: str, states: tuple[str, ...]) -> bytes:
    """Outlines of `kind` areas of `states` (empty: all) as GeoJSON, coarser (0.01°) for the whole country."""
    digits = _DIGITS_FEW if states else _DIGITS_MANY
    found: str = session.execute(_SQL, {"kind": kind, "states": list(states), "digits": digits}).scalar_one()
    return found.encode()
