"""Areas of an answer as GeoJSON (RFC 7946): boundaries of counties, points of ZIP areas."""

from typing import Any, Final, Literal

import orjson
from sqlalchemy.orm import Session

from app.coverage.question import CoverageQuestion
from app.coverage.results import AreaGaps
from app.coverage.statements import statement
from app.coverage.tables import area_records

Geometry = Literal["auto", "full", "simple", "point"]
GEOMETRIES: Final[tuple[Geometry, ...]] = ("auto", "full", "simple", "point")
_DIGITS: Final = {"full": 4, "simple": 2}
"""Decimals of a degree: about 10 m for `full`, about 1 km for `simple`."""
_MOST_IN_FULL: Final = 400
"""Above this number of counties `auto` is `simple`."""


def areas_geojson(
    areas: AreaGaps, question: CoverageQuestion, session: Session, geometry: Geometry = "auto"
) -> bytes:
    """All of `areas` as a FeatureCollection, worst first; properties are their columns.

    Rounding is the same for every boundary, so shared borders stay shared. Areas with a boundary have it (`point`:
    their points); ZIP areas and areas without a boundary have points.
    """
    records = area_records(areas)
    shapes = _shapes(question.areas, session, geometry, records)
    features = [_feature(record, shapes.get(record["geoid"])) for record in records]
    return orjson.dumps({"type": "FeatureCollection", "numberReturned": len(features), "features": features})


def _shapes(
    kind: str, session: Session, geometry: Geometry, records: list[dict[str, Any]]
) -> dict[str, orjson.Fragment]:
    if kind == "zip" or geometry == "point":
        return {}
    if geometry == "auto":
        geometry = "full" if len(records) <= _MOST_IN_FULL else "simple"
    asked = {"kind": kind, "geoids": [record["geoid"] for record in records], "digits": _DIGITS[geometry]}
    rows = session.execute(statement("area_shapes"), asked)
    return {row.geoid: orjson.Fragment(row.shape) for row in rows}


def _feature(record: dict[str, Any], shape: orjson.Fragment | None) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [record["lon"], record["lat"]]}
    return {"type": "Feature", "id": record["geoid"], "geometry": shape or point, "properties": record}
