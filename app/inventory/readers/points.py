"""Shapes to points: WGS84 degrees as text, a point on each shape, and how many were no points.

Nothing is judged here: a point outside the world stays one and is refused with its row.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from app.errors import TooLargeError

if TYPE_CHECKING:  # slow to load, and most files need none
    from pyproj import Transformer

_DECIMALS = 7  # about a centimetre


@dataclass
class ShapeCount:
    """How many shapes were no points, and the row of the first."""

    others: int = 0
    first_row: int = 0


def points_on(
    shapes: Any, rows: list[int], way: "Transformer | None", max_vertices: int, count: ShapeCount
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
