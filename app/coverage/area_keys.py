"""In which area each point is: its key among the areas of a kind. Reads the database for kinds told by boundary."""

from typing import Final

from sqlalchemy.orm import Session

from app.coverage.demand import Demand
from app.coverage.layers import BY_POINT, areas_of_points
from app.errors import NotFoundError
from app.vocabulary.codes import STATE_FIPS

UNKNOWN_COUNTY: Final = "999"
"""County part of the code of people whose county is not known (as the Bureau of Labor Statistics writes it)."""
NOWHERE: Final = "none"
"""The GEOID of people who live in no area of the kind asked for."""


def county_keys(points: Demand) -> list[str]:
    """County (n,) of each point, a code of its own for people whose county is not known."""
    return [
        geoid or STATE_FIPS[state] + UNKNOWN_COUNTY
        for geoid, state in zip(points.county_geoid, points.state, strict=True)
    ]


def area_keys(session: Session, kind: str, points: Demand) -> list[str]:
    """The GEOID (n,) of the area each point is in."""
    if kind == "county":
        return county_keys(points)
    if kind == "state":
        return [STATE_FIPS[state] for state in points.state]
    if kind == "zip":
        return list(points.geoid)
    if kind == "tract":
        return [geoid[:11] for geoid in points.geoid]
    if kind in BY_POINT:
        found = areas_of_points(session, kind, points.area_id.tolist())
        return [found.get(area, NOWHERE) for area in points.area_id.tolist()]
    raise NotFoundError(f"Points cannot be told areas of the kind {kind}.")
