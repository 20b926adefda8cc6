"""Conditions on where an asset is: in a box, within a distance, in an area."""

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import ColumnElement, func

from app.catalog.fragments import Fragment
from app.catalog.values import BBox
from app.geography.lookup import Origin
from app.vocabulary.codes import STATE_FIPS

_POINT: Final = "ST_SetSRID(ST_MakePoint(%(near_lon)s, %(near_lat)s), 4326)::geography"
_INSIDE: Final = "asset.geom::point <@ box(point({0}), point({1}))"
"""Exactly, edges included; answered from the index alone, which holds the points themselves."""
_BOX: Final = _INSIDE.format("%(west)s, %(south)s", "%(east)s, %(north)s")
_ACROSS: Final = " OR ".join(
    (
        _INSIDE.format("%(west)s, %(south)s", "180, %(north)s"),
        _INSIDE.format("-180, %(south)s", "%(east)s, %(north)s"),
    )
)
_BOUNDARY: Final = (
    "EXISTS (SELECT FROM area WHERE area.kind = %(area_kind)s AND area.geoid = %(area_geoid)s"
    " AND coalesce(ST_Covers(area.geom, asset.geom), {else_}))"
)
_SAME_CITY: Final = "lower(asset.city) = lower(area.name) AND asset.state = area.state"
DISTANCE: Final = f"ST_Distance(asset.geom::geography, {_POINT})"
"""Geodesic distance of each asset from `near`, in metres (WGS84 spheroid)."""


def near(origin: Origin, within_m: float) -> Fragment:
    """Points within a geodesic distance of `origin`, inclusive (WGS84 spheroid)."""
    return Fragment(
        f"ST_DWithin(asset.geom::geography, {_POINT}, %(within_m)s)",
        origin_values(origin) | {"within_m": within_m},
    )


def origin_values(origin: Origin) -> dict[str, float]:
    """The values of DISTANCE."""
    return {"near_lon": origin.lon, "near_lat": origin.lat}


def in_box(bbox: BBox) -> Fragment:
    """Points in the box, edges included; a box whose west is east of its east crosses the antimeridian."""
    west, south, east, north = bbox
    values = {"west": west, "south": south, "east": east, "north": north}
    return Fragment(_BOX if west <= east else _ACROSS, values)


def without_index(where: str) -> str:
    """The condition `where`, its box looked at row by row: for a walk in another order that meets a match soon."""
    return where.replace(_BOX, f"({_BOX}) IS TRUE")


def geography_of(origin: Origin) -> ColumnElement[Any]:
    """`origin` as a PostGIS geography."""
    return func.geography(func.ST_SetSRID(func.ST_MakePoint(origin.lon, origin.lat), 4326))


def in_area(kind: str, geoid: str) -> Fragment:
    """Assets of an area: by the code they carry where there is one, else by the boundary."""
    by_code: dict[str, Callable[[], Fragment]] = {
        "state": lambda: Fragment(
            "asset.state = ANY(%(area_states)s)",
            {"area_states": [code for code, fips in STATE_FIPS.items() if fips == geoid]},
        ),
        "county": lambda: Fragment("asset.county_geoid = %(area_geoid)s", {"area_geoid": geoid}),
        "zip": lambda: Fragment("asset.postal_code = %(area_geoid)s", {"area_geoid": geoid}),
    }
    return by_code[kind]() if kind in by_code else _in_boundary(kind, geoid)


def _in_boundary(kind: str, geoid: str) -> Fragment:
    """By boundary; an area known only as a point (a town) holds the assets that name it as their city."""
    sql = _BOUNDARY.format(else_=_SAME_CITY if kind == "place" else "FALSE")
    return Fragment(sql, {"area_kind": kind, "area_geoid": geoid})
