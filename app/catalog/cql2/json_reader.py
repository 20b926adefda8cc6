"""CQL2 JSON becomes nodes: the same tree as from text."""

import json
from collections.abc import Mapping
from typing import Any, Final, Never

from app.catalog.cql2.building import FOLDS, call, instant, interval, literal
from app.catalog.cql2.nodes import Array, Call, Coordinates, Interval, Literal, Node, Property, Shape
from app.catalog.cql2.refusals import refused, shown

_NESTING: Final = {
    "Point": 0,
    "LineString": 1,
    "MultiPoint": 1,
    "Polygon": 2,
    "MultiLineString": 2,
    "MultiPolygon": 3,
}
"""How many lists a geometry's positions stand in."""
_FORMS: Final = ("args", "op", "property", "date", "timestamp", "interval", "bbox", "type")


def read_json(text: str) -> Node:
    """The tree of a filter written as JSON. Raises BadParameterError; nesting must be bounded already."""
    try:
        document = json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise refused(f"The filter is no JSON: {error.msg}.", at=error.pos) from None
    except ValueError:  # an integer of thousands of digits
        raise refused("A number in the filter is too long.") from None
    return _node(document)


def _no_constant(name: str) -> Never:
    raise refused(f"{name} is no number that can be compared.")


def _node(value: Any) -> Node:
    if isinstance(value, dict):
        return _object(value)
    if isinstance(value, list):
        return Array(tuple(_node(each) for each in value))
    if value is None:
        raise refused('Nothing equals null: write {"op": "isNull", "args": [{"property": "…"}]}.')
    return literal(value)


def _object(value: Mapping[str, Any]) -> Node:
    if "type" in value:
        return _shape(value)
    if set(value) == {"op", "args"}:
        return _call(value["op"], value["args"])
    if len(value) == 1:
        return _single(*next(iter(value.items())))
    names = ", ".join(f"`{shown(name)}`" for name in list(value)[:5]) or "nothing"
    raise refused(f"An object in the filter has {names}: that is no expression.", accepted=_FORMS)


def _call(op: Any, args: Any) -> Call:
    if not isinstance(op, str):
        raise refused("`op` must be a text.")
    if not isinstance(args, list):
        raise refused(f"`args` of `{shown(op)}` must be a list.")
    return call(op, [_node(each) for each in args])


def _single(name: str, value: Any) -> Node:
    if name in FOLDS:  # as drafts of the standard had it
        return call(name, [_node(value)])
    if name == "property":
        return Property(_text(name, value))
    if name in ("date", "timestamp"):
        return instant(name, _text(name, value))
    if name == "interval":
        return _interval(value)
    if name == "bbox":
        return Shape("BBox", _numbers(value))
    raise refused(f"An object in the filter has `{shown(name)}`: that is no expression.", accepted=_FORMS)


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise refused(f"`{name}` must be a text.")
    return str(literal(value).value)


def _interval(value: Any) -> Interval:
    sides = [each if isinstance(each, str) else _node(each) for each in _list(value)]
    if not all(isinstance(side, (str, Property)) for side in sides):
        raise refused("A side of an interval is a text or a property.")
    return interval([side for side in sides if isinstance(side, (str, Property))])


def _shape(value: Mapping[str, Any]) -> Shape:
    kind = value["type"]
    if kind == "GeometryCollection":
        parts = [_node(each) for each in _list(value.get("geometries"))]
        if not parts or not all(isinstance(part, Shape) and part.kind != "BBox" for part in parts):
            raise refused("A GeometryCollection holds geometries.")
        return Shape(kind, parts=tuple(part for part in parts if isinstance(part, Shape)))
    if not isinstance(kind, str) or kind not in _NESTING:
        raise refused(f"`{shown(kind)}` is no kind of geometry.", accepted=[*_NESTING, "GeometryCollection"])
    return Shape(kind, _coordinates(value.get("coordinates"), _NESTING[kind]))


def _coordinates(value: Any, nesting: int) -> Coordinates:
    if nesting:
        return tuple(_coordinates(each, nesting - 1) for each in _list(value))
    return _numbers(value)


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise refused("A geometry or interval needs lists that are not empty.")
    return value


def _numbers(value: Any) -> tuple[float, ...]:
    numbers = [literal(each) if type(each) in (int, float) else None for each in _list(value)]
    if None in numbers:
        raise refused("A coordinate must be a number.")
    return tuple(each.value for each in numbers if isinstance(each, Literal))  # type: ignore[misc]  # all numbers
