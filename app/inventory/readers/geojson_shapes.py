"""GeoJSON's geometry objects to points, and the crs member of its older form."""

import re
from typing import Any, Final

import numpy as np
import orjson
import shapely
from pyproj import CRS, Transformer
from shapely.errors import ShapelyError

from app.inventory.readers.crs import known_crs, to_wgs84
from app.inventory.readers.json_cut import depth_of
from app.inventory.readers.limits import Limits
from app.inventory.readers.points import ShapeCount, points_on, too_many_vertices

_SHAPES: Final = (
    "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection",
)  # fmt: skip
_CODE = re.compile(r"(?:EPSG|ESRI)\D*?:(?:[\d.]*:)?(\d{4,6})$", re.IGNORECASE)
_SHOWN_CHARS = 40
Texts = tuple[str, str]


def crs_named(member: Any) -> CRS | None:
    """The coordinate system a `crs` member names, None for WGS84. Raises InvalidFileError for an unknown one."""
    name = member.get("properties", {}).get("name") if isinstance(member, dict) else member
    if name is None or str(name).upper().endswith("CRS84"):
        return None
    code = _CODE.search(str(name))
    crs = known_crs(f"EPSG:{code[1]}" if code else str(name)[:200])
    return None if to_wgs84(crs) is None else crs


def points_of(
    shapes: list[Any], rows: list[int], way: Transformer | None, limits: Limits, count: ShapeCount
) -> tuple[list[str], list[str]]:
    """Longitudes and latitudes as text of geometry objects (or None) seen in `rows`. Raises TooLargeError."""
    odd: dict[int, Texts] = {}
    made = np.full(len(shapes), None, dtype=object)
    lons, lats, places = [], [], []
    for place, shape in enumerate(shapes):
        pair = _pair(shape)
        if pair:
            lons.append(pair[0])
            lats.append(pair[1])
            places.append(place)
        elif shape is not None:
            made[place] = _other(shape, rows[place], limits)
            if made[place] is None:
                odd[place] = _shown(shape)
    if places:
        made[places] = shapely.points(lons, lats)
    found = points_on(made, rows, way, limits.vertices, count)
    for place, texts in odd.items():
        found[0][place], found[1][place] = texts
    return found


def _pair(shape: Any) -> tuple[float, float] | None:
    """The coordinates of a proper point."""
    if not isinstance(shape, dict) or shape.get("type") != "Point":
        return None
    pair = shape.get("coordinates")
    if (
        not isinstance(pair, list)
        or len(pair) < 2
        or any(type(each) not in (int, float) for each in pair[:2])
    ):
        return None
    return float(pair[0]), float(pair[1])


def _other(shape: Any, row: int, limits: Limits) -> Any:
    """A shape that is no point, None when it cannot be read."""
    known = isinstance(shape, dict) and shape.get("type") in _SHAPES
    if not known or depth_of(shape, limits.depth) > limits.depth:
        return None
    text = orjson.dumps(shape)
    vertices = text.count(b"],[") + 1
    if vertices > limits.vertices:
        raise too_many_vertices(row, vertices, limits.vertices)
    try:
        return shapely.from_geojson(text)
    except (ShapelyError, ValueError):
        return None


def _shown(shape: Any) -> Texts:
    """What stands in the cells of a shape that cannot be read: its row is refused for it."""
    if not isinstance(shape, dict) or shape.get("type") != "Point":
        kind = shape.get("type") if isinstance(shape, dict) else shape
        return f"unreadable {kind}"[:_SHOWN_CHARS], f"unreadable {kind}"[:_SHOWN_CHARS]
    pair = shape.get("coordinates")
    if not pair:
        return "", ""
    texts = [str(each)[:_SHOWN_CHARS] for each in pair[:2]] if isinstance(pair, list) else ["unreadable"]
    return texts[0], texts[-1]
