"""`bbox`: four or six numbers in any of the reference systems, as a condition on a collection. Pure."""

import math
import re
from functools import lru_cache
from typing import Final

from pyproj import Transformer

from app.catalog.collections.crs import Crs
from app.catalog.collections.model import Collection
from app.catalog.fragments import Fragment
from app.catalog.placing import in_box
from app.catalog.values import BBox
from app.errors import BadParameterError

_NUMBER: Final = re.compile(r"[+-]?(?:\d{1,40}\.?\d{0,40}|\.\d{1,40})(?:[eE][+-]?\d{1,3})?", re.ASCII)
_RADIUS_M: Final = 6_378_137.0
"""Radius of the sphere of EPSG:3857."""
_EDGE_POINTS: Final = 32
_ENVELOPE: Final = "ST_Envelope(ST_SetSRID(ST_MakeLine(ST_MakePoint({0}), ST_MakePoint({1})), {2}))"
"""A box that may be a line or a point."""
_LEFT: Final = _ENVELOPE.format("%(west)s, %(south)s", "%(east)s, %(north)s", 4326)
_ACROSS: Final = (
    _ENVELOPE.format("%(west)s, %(south)s", "180, %(north)s", 4326),
    _ENVELOPE.format("-180, %(south)s", "%(east)s, %(north)s", 4326),
)
_PROJECTED: Final = _ENVELOPE.format("%(box_x1)s, %(box_y1)s", "%(box_x2)s, %(box_y2)s", "{srid}")


def read_box(text: str, crs: Crs) -> tuple[float, float, float, float]:
    """(x1, y1, x2, y2) in `crs` with longitude or easting first; heights are passed over.

    Raises BadParameterError for anything but four or six plain numbers, degrees out of range, and a lower side that
    is above the upper one. In degrees and Web Mercator x1 greater than x2 crosses the antimeridian.
    """
    parts = [part.strip() for part in text.split(",")]
    if len(parts) not in (4, 6) or not all(_NUMBER.fullmatch(part) for part in parts):
        raise _refused(text, "four numbers (or six with heights), for example -109.1,31.3,-103,37")
    numbers = [float(part) for part in parts]
    if not all(math.isfinite(number) for number in numbers):
        raise _refused(text, "of finite numbers")
    half = len(numbers) // 2
    if half == 3 and numbers[2] > numbers[5]:
        raise _refused(text, "in order: the lower height comes first")
    (x1, y1), (x2, y2) = numbers[:2], numbers[half : half + 2]
    if crs.lat_first:
        x1, y1, x2, y2 = y1, x1, y2, x2
    _check(text, crs, (x1, y1, x2, y2))
    return x1, y1, x2, y2


def _check(text: str, crs: Crs, box: BBox) -> None:
    x1, y1, x2, y2 = box
    if crs.srid == 4326 and not (abs(x1) <= 180 and abs(x2) <= 180 and abs(y1) <= 90 and abs(y2) <= 90):
        order = "minlat,minlon,maxlat,maxlon" if crs.lat_first else "minlon,minlat,maxlon,maxlat"
        raise _refused(text, f"on Earth: the order is {order}, in degrees")
    if y1 > y2 or (x1 > x2 and crs.srid == 5070):
        raise _refused(text, "in order: the lower corner comes first")


def _refused(text: str, wanted: str) -> BadParameterError:
    return BadParameterError(f"`{text[:80]}` is not a box {wanted}.", parameter="bbox")


def inside(collection: Collection, box: tuple[float, float, float, float], crs: Crs) -> Fragment:
    """Features of `collection` whose geometry meets `box`, edges included."""
    if crs.srid == 5070:
        return _projected(collection, box, crs)
    degrees = _in_degrees(box) if crs.srid == 3857 else box
    return in_box(degrees) if collection.of_assets else _shapes(degrees)


def _in_degrees(box: BBox) -> BBox:
    """A box in Web Mercator is a box in degrees; what lies beyond its edge by rounding is its edge."""
    west, east = (max(-180.0, min(180.0, math.degrees(x / _RADIUS_M))) for x in (box[0], box[2]))
    south, north = (math.degrees(math.atan(math.sinh(_bounded(y / _RADIUS_M)))) for y in (box[1], box[3]))
    return west, south, east, north


def _bounded(value: float) -> float:
    return max(-20.0, min(20.0, value))


def _shapes(box: BBox) -> Fragment:
    """Areas: by their boundary where they have one, else by their point."""
    west, south, east, north = box
    values = {"west": west, "south": south, "east": east, "north": north}
    boxes = (_LEFT,) if west <= east else _ACROSS
    parts = (
        f"area.geom && {each} AND ST_Intersects(area.geom, {each})"
        f" OR area.geom IS NULL AND area.point && {each} AND ST_Intersects(area.point, {each})"
        for each in boxes
    )
    return Fragment(" OR ".join(parts), values)


def _projected(collection: Collection, box: BBox, crs: Crs) -> Fragment:
    """Exactly in the box of `crs`; the index is asked for its outline in degrees where that is known."""
    names = ("box_x1", "box_y1", "box_x2", "box_y2")
    exact = (
        f"ST_Intersects(ST_Transform({collection.geometry}, {crs.srid}), {_PROJECTED.format(srid=crs.srid)})"
    )
    values: dict[str, float] = dict(zip(names, box, strict=True))
    outline = _outline(box, crs)
    if outline is None:
        return Fragment(exact, values)
    around = in_box(outline) if collection.of_assets else _shapes(outline)
    return Fragment(f"({around.sql}) AND {exact}", {**values, **around.values})


def _outline(box: BBox, crs: Crs) -> BBox | None:
    """The box in degrees around `box`, a little larger; None where the projection has no answer, or around a pole."""
    to_degrees, from_degrees = _transformers(crs.srid)
    west, south, east, north = to_degrees.transform_bounds(*box, densify_pts=_EDGE_POINTS)
    x_pole, y_pole = from_degrees.transform(-96.0, 90.0)
    if not all(map(math.isfinite, (west, south, east, north))) or west > east:
        return None
    if box[0] <= x_pole <= box[2] and box[1] <= y_pole <= box[3]:
        return None
    slack = 0.01 + (east - west + north - south) / 100
    return (
        max(west - slack, -180.0),
        max(south - slack, -90.0),
        min(east + slack, 180.0),
        min(north + slack, 90.0),
    )


@lru_cache(maxsize=8)
def _transformers(srid: int) -> tuple[Transformer, Transformer]:
    return (
        Transformer.from_crs(srid, 4326, always_xy=True),
        Transformer.from_crs(4326, srid, always_xy=True),
    )
