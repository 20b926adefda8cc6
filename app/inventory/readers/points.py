"""Shapes to points: WGS84 degrees as text, a point on each shape, and how many were no points.

Nothing is judged here: a point outside the world stays one and is refused with its row.
"""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from app.errors import InvalidFileError, TooLargeError

_DECIMALS = 7  # about a centimetre
_AUTHORITY = re.compile(r"^(?:EPSG|ESRI):\d{4,6}$", re.IGNORECASE)
_SOMEWHERE = (-106.0, 35.0)
_SAME_DEG = 1e-6
"""NAD83 is within a metre of WGS84, and transformations say they are the same."""
_WGS84 = CRS.from_epsg(4326)


@dataclass
class ShapeCount:
    """How many shapes were no points, and the row of the first."""

    others: int = 0
    first_row: int = 0


def given_crs(text: str) -> CRS:
    """The coordinate system a person named. Raises InvalidFileError."""
    if not _AUTHORITY.match(text.strip()):
        raise InvalidFileError(
            f"“{text[:100]}” is no code of a coordinate system: write for example EPSG:26913.",
            parameter="crs",
        )
    return known_crs(text.strip().upper())


def known_crs(text: str) -> CRS:
    """The coordinate system described by a code or by WKT. Raises InvalidFileError naming it when not usable."""
    try:
        crs = CRS.from_user_input(text)
    except CRSError as error:
        raise _unusable(text[:200]) from error
    horizontal = crs.sub_crs_list[0] if crs.is_compound else crs
    if not (horizontal.is_geographic or horizontal.is_projected) or "undefined" in horizontal.name.lower():
        raise _unusable(horizontal.name)
    return horizontal


def _unusable(name: str) -> InvalidFileError:
    return InvalidFileError(
        f"The coordinate system “{name}” is not one we can place on the map: export the file in WGS84 (EPSG:4326).",
        parameter="file",
    )


def to_wgs84(crs: CRS) -> Transformer | None:
    """The way from `crs` to WGS84 degrees, None when there is nothing to do."""
    if crs.equals(_WGS84, ignore_axis_order=True):
        return None
    try:
        way = Transformer.from_crs(crs, _WGS84, always_xy=True)
    except ProjError as error:
        raise _unusable(crs.name) from error
    same = crs.is_geographic and np.allclose(way.transform(*_SOMEWHERE), _SOMEWHERE, rtol=0, atol=_SAME_DEG)
    return None if same else way


def points_on(
    shapes: Any, rows: list[int], way: Transformer | None, max_vertices: int, count: ShapeCount
) -> tuple[list[str], list[str]]:
    """Longitudes and latitudes (as text, "" where there is no shape) of points on `shapes` (n), seen in `rows`.

    Raises TooLargeError for a shape of more than `max_vertices`.
    """
    _refuse_large(shapes, rows, max_vertices)
    other = ~np.isin(shapely.get_type_id(shapes), (-1, 0))
    if other.any():
        shapes = shapes.copy()
        shapes[other] = shapely.point_on_surface(shapes[other])
        count.others += int(other.sum())
        count.first_row = count.first_row or rows[int(np.argmax(other))]
    empty = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    lon, lat = shapely.get_x(shapes), shapely.get_y(shapes)
    if way is not None:
        lon, lat = way.transform(lon, lat)
    return _texts(lon, empty), _texts(lat, empty)


def _refuse_large(shapes: Any, rows: list[int], max_vertices: int) -> None:
    vertices = shapely.get_num_coordinates(shapes)
    if len(vertices) and vertices.max() > max_vertices:
        place = int(vertices.argmax())
        raise too_many_vertices(rows[place], int(vertices[place]), max_vertices)


def too_many_vertices(row: int, found: int, most: int) -> TooLargeError:
    """The error that names the shape and the limit."""
    return TooLargeError(
        f"The shape of row {row} has {found:,} vertices; {most:,} are accepted. Simplify it or send points.",
        parameter="file",
    )


def _texts(numbers: Any, empty: Any) -> list[str]:
    rounded = np.round(numbers, _DECIMALS).tolist()
    return [
        "" if missing else degrees_text(number)
        for number, missing in zip(rounded, empty.tolist(), strict=True)
    ]


def degrees_text(number: float) -> str:
    """A coordinate without an exponent and without a useless fraction."""
    text = f"{number:.{_DECIMALS}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
