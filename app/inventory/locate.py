"""Where the staged rows are: the given point, else the ZIP area, else the town, else nowhere; their county.

All rows at once, in SQL. Nothing is put at a centre without a finding that says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.inventory.codes import Finding, finding
from app.inventory.copying import copy_rows
from app.inventory.reference import towns_of
from app.inventory.statements import statement

BORDER_M = 1_000.0
"""Boundaries are generalised: a point this near to a county of the state counts as inside it."""
COUNTY_M = 10_000.0
"""Farthest a point may be outside and still get the nearest county."""
OUTSIDE_MAX_M = 50_000.0
"""A point farther outside the state is an error."""
_ANYWHERE = ("statewide", "national", "virtual", "mobile")
_FOUND = text(
    "SELECT l.row_number, l.location_precision, l.outside_m, l.postal_code, l.zip_state, l.town,"
    " s.asset->>'city' AS city, s.asset->>'reach' AS reach, s.lat || ', ' || s.lon AS point"
    " FROM located l JOIN staged_row s USING (row_number)"
    " WHERE l.location_precision <> 'exact' OR l.outside_m > :border_m OR l.zip_state <> :state"
    " ORDER BY l.row_number"
)


@dataclass(frozen=True)
class _Place:
    """The state, the headers of the file's columns by field, and the towns' names that mean several towns."""

    state: str
    header: dict[str, str]
    ambiguous: frozenset[str]


def locate(session: Session, state: str, header: dict[str, str]) -> Iterator[Finding]:
    """Place the rows of `staged_row` into `located`; yields what is to be said about it.

    `header` names the file's columns by field.
    """
    session.execute(statement("town"))
    towns, ambiguous = towns_of(session, state)
    copy_rows(session, "town", ("folded", "lon", "lat", "county_geoid"), towns)
    session.execute(text("ANALYZE town"))
    session.execute(text("ANALYZE staged_row"))
    session.execute(statement("locate"), {"state": state})
    session.execute(statement("outside"), {"state": state, "county_m": COUNTY_M})
    place = _Place(state, header, ambiguous)
    for row in session.execute(_FOUND, {"border_m": BORDER_M, "state": state}):
        yield from _said(row, place)


def _said(row: Any, place: _Place) -> Iterator[Finding]:
    number, header = row.row_number, place.header
    if row.zip_state and row.zip_state != place.state:
        yield finding(
            "zip-other-state", number, header.get("postal_code"), row.postal_code, other=row.zip_state
        )
    if row.location_precision == "exact":
        if row.outside_m is not None and row.outside_m > BORDER_M:
            far = "coordinates-outside-state" if row.outside_m > OUTSIDE_MAX_M else "coordinates-near-border"
            km = f"{row.outside_m / 1000:,.0f}"
            yield finding(far, number, header.get("lat"), row.point, state=place.state, distance_km=km)
    elif row.location_precision == "postal_code":
        yield finding("placed-by-zip", number, header.get("postal_code"), row.postal_code)
    elif row.location_precision == "city":
        yield finding("placed-by-city", number, header.get("city"), row.city)
    elif row.town in place.ambiguous:
        yield finding("city-ambiguous", number, header.get("city"), row.city, state=place.state)
    elif row.reach not in _ANYWHERE:
        yield finding("not-placed", number, header.get("city"), row.city)
