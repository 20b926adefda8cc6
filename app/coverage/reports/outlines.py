"""Boundaries of the areas a report draws, as GeoJSON geometries. Reads the database."""

from typing import Any, Final

import orjson
from sqlalchemy.orm import Session

from app.coverage.reports.report import Report
from app.coverage.statements import statement
from app.geography.outlines import outlines_around

_MANY: Final = 80
_DIGITS: Final = {"some": 3, "many": 2}
"""Decimals of a degree: as fine as a page shows."""


def outlines_of(session: Session, report: Report) -> dict[str, Any]:
    """The county with those around it, or all counties of the place, by GEOID where there is a boundary."""
    if report.scope.county is not None:
        return {row["id"]: row["geometry"] for row in outlines_around(session, report.scope.county)}
    geoids = [each.geoid for each in report.places]
    detail = "some" if len(geoids) <= _MANY else "many"
    return shapes_of(session, "county", geoids, _DIGITS[detail])


def shapes_of(session: Session, kind: str, geoids: list[str], digits: int) -> dict[str, Any]:
    """Boundaries of areas of `kind` by GEOID, coordinates with so many decimals."""
    asked = {"kind": kind, "geoids": geoids, "digits": digits}
    return {row.geoid: orjson.loads(row.shape) for row in session.execute(statement("area_shapes"), asked)}
