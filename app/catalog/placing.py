"""Conditions on where an asset is: in a box, within a distance, in an area."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from app.catalog.tables import AREA, ASSET, Condition
from app.catalog.values import BBox
from app.geography.lookup import Origin
from app.vocabulary.codes import STATE_FIPS


def near(origin: Origin, within_m: float) -> Condition:
    """Points within a geodesic distance of `origin`, inclusive (WGS84 spheroid)."""
    found: Condition = func.ST_DWithin(func.geography(ASSET.c.geom), geography_of(origin), within_m)
    return found


def in_box(bbox: BBox) -> Condition:
    """Points in the box, edges included; a box whose west is east of its east crosses the antimeridian."""
    west, south, east, north = bbox
    if west <= east:
        return _in_plain_box(west, south, east, north)
    return or_(_in_plain_box(west, south, 180.0, north), _in_plain_box(-180.0, south, east, north))


def _in_plain_box(west: float, south: float, east: float, north: float) -> Condition:
    """The index answers `&&` on boxes rounded to single precision, so the point itself is compared too."""
    return and_(
        ASSET.c.geom.op("&&", is_comparison=True)(func.ST_MakeEnvelope(west, south, east, north, 4326)),
        func.ST_X(ASSET.c.geom).between(west, east),
        func.ST_Y(ASSET.c.geom).between(south, north),
    )


def geography_of(origin: Origin) -> ColumnElement[Any]:
    """`origin` as a PostGIS geography."""
    return func.geography(func.ST_SetSRID(func.ST_MakePoint(origin.lon, origin.lat), 4326))


def in_area(kind: str, geoid: str) -> Condition:
    """Assets of an area: by the code they carry where there is one, else by the boundary."""
    by_code: dict[str, Callable[[], Condition]] = {
        "state": lambda: ASSET.c.state.in_([code for code, fips in STATE_FIPS.items() if fips == geoid]),
        "county": lambda: ASSET.c.county_geoid == geoid,
        "zip": lambda: ASSET.c.postal_code == geoid,
    }
    return by_code[kind]() if kind in by_code else _in_boundary(kind, geoid)


def _in_boundary(kind: str, geoid: str) -> Condition:
    """By boundary; an area known only as a point (a town) holds the assets that name it as their city."""
    same_city = and_(func.lower(ASSET.c.city) == func.lower(AREA.c.name), ASSET.c.state == AREA.c.state)
    inside = func.coalesce(
        func.ST_Covers(AREA.c.geom, ASSET.c.geom), same_city if kind == "place" else false()
    )
    return (
        select(AREA.c.id).where(AREA.c.kind == kind, AREA.c.geoid == geoid, inside).correlate(ASSET).exists()
    )
