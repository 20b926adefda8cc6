"""What a filter expression is once it is read: the same tree from text and from JSON. Pure data.

Numbers are int or float, texts str; dates and timestamps are Python's (timestamps in UTC). `at` is the place
in the text, counted from 0; it takes no part in comparisons.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

Value = str | int | float | bool | date | datetime
Coordinates = tuple["Coordinates | float", ...]

OPEN_END: Final = ".."
"""How an interval says that it has no end on this side."""


@dataclass(frozen=True, slots=True)
class Property:
    """A queryable, by its public name; `quoted` says that the text has it in double quotes."""

    name: str
    quoted: bool = field(default=False, compare=False)
    at: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written in the filter."""

    value: Value
    at: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Array:
    """A list of values or properties."""

    items: tuple["Node", ...]
    at: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Interval:
    """From `start` to `end`; None is an open side."""

    start: "Node | None"
    end: "Node | None"
    at: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Shape:
    """A geometry as GeoJSON has it; a box has kind `BBox` and its four or six numbers."""

    kind: str
    coordinates: Coordinates = ()
    parts: tuple["Shape", ...] = ()
    at: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """An operator or function with its operands; `op` is in small letters (`isnull`, `s_intersects`, `=`)."""

    op: str
    args: tuple["Node", ...]
    at: int | None = field(default=None, compare=False)


Node = Property | Literal | Array | Interval | Shape | Call


def children(node: Node) -> tuple[Node, ...]:
    """What stands directly inside `node`."""
    match node:
        case Call(args=inner) | Array(items=inner) | Shape(parts=inner):
            return inner
        case Interval(start=start, end=end):
            return tuple(each for each in (start, end) if each is not None)
        case _:
            return ()


def walk(node: Node) -> Iterator[tuple[Node, int]]:
    """Every node of the tree with its depth, from 1; without recursion, however deep the tree is."""
    waiting: list[tuple[Node, int]] = [(node, 1)]
    while waiting:
        each, depth = waiting.pop()
        yield each, depth
        waiting.extend((child, depth + 1) for child in children(each))
