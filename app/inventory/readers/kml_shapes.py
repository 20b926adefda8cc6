"""The shapes of a placemark: points, lines, rings and tracks in degrees, as one shapely geometry."""

from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import shapely
from shapely.errors import ShapelyError

from app.inventory.readers.limits import Limits
from app.inventory.readers.points import too_many_vertices

_SHOWN_CHARS = 40


@dataclass(frozen=True)
class Shape:
    """A geometry, or the text that could not be read as one."""

    made: Any = None
    unread: str = ""


def shapes_of(mark: Element, row: int, limits: Limits) -> Shape:
    """What the placemark of `row` marks. Raises TooLargeError over the vertices allowed."""
    made: list[Any] = []
    vertices = 0
    for element in mark.iter():
        name = element.tag.rpartition("}")[2]
        text = (element.text or "").strip()
        if name not in ("coordinates", "coord") or not text:
            continue
        pairs = _pairs(text.replace(" ", ",") if name == "coord" else text)
        if pairs is None:
            return Shape(None, f"unreadable {text}"[:_SHOWN_CHARS])
        vertices += len(pairs)
        if vertices > limits.vertices:
            raise too_many_vertices(row, vertices, limits.vertices)
        made.append(_shape(pairs))
    if not made:
        return Shape()
    return Shape(made[0] if len(made) == 1 else shapely.geometrycollections(made))


def _pairs(text: str) -> list[tuple[float, float]] | None:
    try:
        return [(float(parts[0]), float(parts[1])) for parts in (each.split(",") for each in text.split())]
    except (ValueError, IndexError):
        return None


def _shape(pairs: list[tuple[float, float]]) -> Any:
    """One pair is a point, a closed line an area."""
    if len(pairs) == 1:
        return shapely.points(*pairs[0])
    try:
        return (
            shapely.polygons(pairs)
            if len(pairs) > 3 and pairs[0] == pairs[-1]
            else shapely.linestrings(pairs)
        )
    except (ShapelyError, ValueError):
        return shapely.points(*pairs[0])
