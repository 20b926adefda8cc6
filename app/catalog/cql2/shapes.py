"""Geometries of a filter: checked, in longitude and latitude, as the EWKB text that PostGIS reads exactly."""

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import numpy as np
import shapely
from pyproj import CRS, Transformer
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from app.catalog.cql2.nodes import Coordinates, Shape
from app.catalog.cql2.refusals import refused
from app.errors import BadParameterError

WGS84: Final = 4326
_MERCATORS: Final = (4326, 3857)
"""Systems in which a box is a box of longitudes and latitudes."""
_FARTHEST: Final = 1e9
"""No coordinate of any system on Earth is larger, in metres, feet or degrees."""
_EDGE_PARTS: Final = 256
"""Points put on each edge of another system's box, which is curved in longitude and latitude."""


def ewkb_of(shape: Shape, *, srid: int, lat_first: bool, vertices_max: int) -> str:
    """`shape`, given in `srid`, as hexadecimal EWKB in EPSG:4326.

    `lat_first` says that positions are written (latitude, longitude). Raises BadParameterError for too many
    vertices, coordinates out of range, rings that are not closed and shapes that cross themselves.
    """
    count = sum(1 for _ in _positions(shape))
    if count > vertices_max:
        raise refused(
            f"The geometry has {count} vertices; {vertices_max} are accepted: simplify it.", at=shape.at
        )
    geometry = _in_degrees(_geometry(shape, srid, lat_first), shape, srid)
    if not shapely.is_valid(geometry):
        raise refused(
            f"The geometry is not valid: {shapely.is_valid_reason(geometry)}. Its rings must not cross.",
            at=shape.at,
        )
    return str(shapely.to_wkb(shapely.set_srid(geometry, WGS84), hex=True, include_srid=True))


def _positions(shape: Shape) -> Iterator[Coordinates]:
    for part in shape.parts:
        yield from _positions(part)
    waiting: list[Any] = [shape.coordinates] if shape.coordinates else []
    while waiting:
        each = waiting.pop()
        if isinstance(each[0], tuple):
            waiting.extend(each)
        else:
            yield each


def _geometry(shape: Shape, srid: int, lat_first: bool) -> BaseGeometry:
    if shape.kind == "BBox":
        return _box(shape, srid, lat_first)
    if shape.parts:
        return shapely.GeometryCollection([_geometry(part, srid, lat_first) for part in shape.parts])
    _check_rings(shape)
    coordinates = _flat(shape.coordinates, shape, srid, lat_first)
    try:  # by way of text, which is ten times as fast as shapely's point by point
        return shapely.from_geojson(json.dumps({"type": shape.kind, "coordinates": coordinates}))
    except ShapelyError:
        raise refused(f"This is no {shape.kind}: it has too few positions.", at=shape.at) from None


def _flat(value: Coordinates, shape: Shape, srid: int, lat_first: bool) -> Any:
    """Coordinates as (x, y), heights left out."""
    if value and isinstance(value[0], tuple):
        return [_flat(each, shape, srid, lat_first) for each in value if isinstance(each, tuple)]
    if not 2 <= len(value) <= 3:
        raise refused("A position has two numbers, or three with a height.", at=shape.at)
    x, y = _floats(value[:2], shape)
    return _checked(*((y, x) if lat_first else (x, y)), shape, srid)


def _floats(values: Coordinates, shape: Shape) -> list[float]:
    try:
        return [float(each) for each in values if not isinstance(each, tuple)]
    except OverflowError:
        raise refused("A coordinate is too large.", at=shape.at) from None


def _checked(x: float, y: float, shape: Shape, srid: int) -> tuple[float, float]:
    if srid == WGS84 and not (-180 <= x <= 180 and -90 <= y <= 90):
        raise refused(
            f"({x:g}, {y:g}) is not on Earth: longitude is -180 to 180, latitude -90 to 90.", at=shape.at
        )
    if abs(x) > _FARTHEST or abs(y) > _FARTHEST:
        raise _outside(shape, srid)
    return x, y


def _outside(shape: Shape, srid: int) -> BadParameterError:
    return refused(f"The geometry lies outside of where EPSG:{srid} is defined.", at=shape.at)


def _check_rings(shape: Shape) -> None:
    polygons = {"Polygon": (shape.coordinates,), "MultiPolygon": shape.coordinates}.get(shape.kind, ())
    for polygon in polygons:
        for ring in polygon if isinstance(polygon, tuple) else ():
            if not isinstance(ring, tuple) or len(ring) < 4 or ring[0] != ring[-1]:
                raise refused(
                    "A ring of a polygon has four positions or more, the last one the same as the first.",
                    at=shape.at,
                )


def _box(shape: Shape, srid: int, lat_first: bool) -> BaseGeometry:
    numbers = _floats(shape.coordinates, shape)
    if len(numbers) not in (4, 6):
        raise refused("A box has four numbers (west, south, east, north), or six with heights.", at=shape.at)
    half = len(numbers) // 2
    low, high = (_flat((*corner[:2],), shape, srid, lat_first) for corner in (numbers[:half], numbers[half:]))
    if low[1] > high[1] or (low[0] > high[0] and srid != WGS84):
        raise refused("The box ends before it begins: write the lower corner first.", at=shape.at)
    if low[0] > high[0]:  # across the antimeridian
        return shapely.union(
            _rectangle(low[0], low[1], 180.0, high[1]), _rectangle(-180.0, low[1], high[0], high[1])
        )
    box = _rectangle(*low, *high)
    return box if srid in _MERCATORS else _with_points_on_edges(box)


def _rectangle(west: float, south: float, east: float, north: float) -> BaseGeometry:
    """A box, also one without width or height (a line or a point)."""
    if west == east and south == north:
        return shapely.Point(west, south)
    if west == east or south == north:
        return shapely.LineString([(west, south), (east, north)])
    return shapely.box(west, south, east, north)


def _with_points_on_edges(box: BaseGeometry) -> BaseGeometry:
    return shapely.segmentize(box, max(box.length / (4 * _EDGE_PARTS), 1e-9)) if box.length else box


def _in_degrees(geometry: BaseGeometry, shape: Shape, srid: int) -> BaseGeometry:
    if srid == WGS84:
        return geometry
    transformer = _transformer(srid)

    def move(points: Any) -> Any:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    moved: BaseGeometry = shapely.transform(geometry, move)
    west, south, east, north = moved.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):  # not a number and infinite, too
        raise _outside(shape, srid)
    return moved


@lru_cache(maxsize=32)
def _transformer(srid: int) -> Transformer:
    return Transformer.from_crs(CRS.from_epsg(srid), CRS.from_epsg(WGS84), always_xy=True)
