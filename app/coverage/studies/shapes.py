"""Answers of studies as GeoJSON and CSV: sites as points, areas with boundaries where they have some."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson
from sqlalchemy.orm import Session

from app.coverage.statements import statement

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
_SHAPE_DIGITS: Final = 3
"""Decimals of a degree: about 100 m."""
_MOST_SHAPES: Final = 1_000
"""Of more areas than these only points are given."""


def answer_geojson(answer: Mapping[str, Any], session: Session) -> bytes:
    """The sites, then the areas, of an answer as one FeatureCollection (RFC 7946); `feature` says which one is what."""
    sites = [_point(each, "site") for each in answer.get("sites", ())]
    areas = answer.get("areas", ())
    shapes = _shapes(answer["question"]["areas"], areas, session)
    features = sites + [_point(each, "area", shapes.get(each["geoid"])) for each in areas]
    return orjson.dumps({"type": "FeatureCollection", "numberReturned": len(features), "features": features})


def _shapes(kind: str, areas: Sequence[Mapping[str, Any]], session: Session) -> dict[str, orjson.Fragment]:
    geoids = [each["geoid"] for each in areas]
    if kind == "zip" or not geoids or len(geoids) > _MOST_SHAPES:
        return {}
    rows = session.execute(
        statement("area_shapes"), {"kind": kind, "geoids": geoids, "digits": _SHAPE_DIGITS}
    )
    return {row.geoid: orjson.Fragment(row.shape) for row in rows}


def _point(row: Mapping[str, Any], feature: str, shape: orjson.Fragment | None = None) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
    name = str(row["geoid"]) if feature == "area" else f"site {row['rank']}"
    return {
        "type": "Feature",
        "id": name,
        "geometry": shape or point,
        "properties": {"feature": feature, **flat(row)},
    }


def flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row without nesting: numbers of groups become columns, lists are left out."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, Mapping):
            found |= {f"{name}_{key}": each for key, each in value.items()}
        elif not isinstance(value, list):
            found[name] = value
    return found


def answer_csv(answer: Mapping[str, Any]) -> bytes:
    """The sites of an answer, or its areas where it has none, as UTF-8 CSV; formulas are disarmed."""
    rows = [flat(each) for each in answer.get("sites") or answer.get("areas") or ()]
    names = list(rows[0]) if rows else ["geoid"]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([_cell(row.get(name)) for name in names] for row in rows)
    return buffer.getvalue().encode("utf-8")


def _cell(value: Any) -> Any:
    """Text that starts like a formula gets an apostrophe."""
    return "'" + value if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
