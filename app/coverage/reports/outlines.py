"""Boundaries of the areas a report draws, as GeoJSON geometries. Reads the database."""

from typing import Any, Final

import orjson
from sqlalchemy.orm import Session

from app.coverage.reports.report import Report
from app.coverage.results import CoverageAnswer
from app.coverage.statements import statement
from app.geography.outlines import outlines_around
from app.vocabulary.codes import STATE_FIPS

_MANY: Final = 80
_PER_STATE: Final = 10


def outlines_of(session: Session, report: Report) -> dict[str, Any]:
    """The county with those around it, or all counties of the place, by GEOID where there is a boundary."""
    if report.scope.county is not None:
        return {row["id"]: row["geometry"] for row in outlines_around(session, report.scope.county)}
    geoids = [each.geoid for each in report.places]
    return shapes_of(session, "county", geoids, _digits(len(geoids)))


def outlines_under(session: Session, answer: CoverageAnswer) -> dict[str, Any]:
    """What a picture of any answer is drawn on: its areas, or the states where they have no boundaries (ZIP areas)."""
    kind, geoids = answer.question.areas, answer.areas.geoid.tolist()
    found = {} if kind == "zip" else shapes_of(session, kind, geoids, _digits(len(geoids)))
    if found:
        return found
    states = [STATE_FIPS[each.state] for each in answer.states]
    return shapes_of(session, "state", states, _digits(_PER_STATE * len(states)))


def _digits(areas: int) -> int:
    """Decimals of a degree: as fine as a page with so many areas shows."""
    return 3 if areas <= _MANY else 2


def shapes_of(session: Session, kind: str, geoids: list[str], digits: int) -> dict[str, Any]:
    """Boundaries of areas of `kind` by GEOID, coordinates with so many decimals."""
    asked = {"kind": kind, "geoids": geoids, "digits": digits}
    return {row.geoid: orjson.loads(row.shape) for row in session.execute(statement("area_shapes"), asked)}
