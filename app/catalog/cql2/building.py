"""Checked nodes out of raw parts: what both readers, of text and of JSON, share."""

import math
from collections.abc import Sequence
from typing import Final

from app.catalog.cql2.instants import find_date, find_timestamp, read_date, read_timestamp
from app.catalog.cql2.nodes import OPEN_END, Array, Call, Interval, Literal, Node, Property
from app.catalog.cql2.refusals import refused, shown

COMPARISONS: Final = frozenset({"=", "<>", "<", ">", "<=", ">="})
SPATIAL: Final = frozenset(
    {
        "s_intersects",
        "s_equals",
        "s_disjoint",
        "s_touches",
        "s_within",
        "s_overlaps",
        "s_crosses",
        "s_contains",
    }
)
TEMPORAL: Final = frozenset(
    {"t_after", "t_before", "t_contains", "t_disjoint", "t_during", "t_equals", "t_finishedby", "t_finishes"}
    | {"t_intersects", "t_meets", "t_metby", "t_overlappedby", "t_overlaps", "t_startedby", "t_starts"}
)
ARRAYS: Final = frozenset({"a_equals", "a_contains", "a_containedby", "a_overlaps"})
FOLDS: Final = frozenset({"casei", "accenti"})

_COUNTS: Final = (
    {"not": 1, "isnull": 1, "like": 2, "between": 3, "in": 2}
    | dict.fromkeys(COMPARISONS | SPATIAL | TEMPORAL | ARRAYS, 2)
    | dict.fromkeys(FOLDS, 1)
)
_SPELT: Final = {
    "a_containedby": "a_containedBy",
    "isnull": "isNull",
    "t_finishedby": "t_finishedBy",
    "t_metby": "t_metBy",
    "t_overlappedby": "t_overlappedBy",
    "t_startedby": "t_startedBy",
}
"""Names that the standard writes with a capital letter."""


def literal(value: str | float | bool, at: int | None = None) -> Literal:
    """A plain value. Refuses texts the database cannot hold and numbers that are not finite."""
    if isinstance(value, str) and any(each == "\0" or "\ud800" <= each <= "\udfff" for each in value):
        raise refused("A text in the filter holds characters that no stored text can hold.", at=at)
    if isinstance(value, float) and not math.isfinite(value):
        raise refused("A number in the filter is too large.", at=at)
    return Literal(value, at)


def instant(kind: str, text: str, at: int | None = None) -> Literal:
    """The literal of `kind` `date` or `timestamp`."""
    return Literal(read_date(text, at) if kind == "date" else read_timestamp(text, at), at)


def interval(sides: Sequence[str | Property], at: int | None = None) -> Interval:
    """An interval of texts (`..` is open) or properties. Raises BadParameterError when it ends before it starts."""
    if len(sides) != 2:
        raise refused("An interval has a start and an end: INTERVAL('2026-06-01', '..').", at=at)
    start, end = (_side(side, at) for side in sides)
    if isinstance(start, Literal) and isinstance(end, Literal):
        if type(start.value) is not type(end.value):
            raise refused("An interval has two dates or two times, not one of each.", at=at)
        if start.value > end.value:  # type: ignore[operator]  # both dates or both datetimes
            raise refused("The interval ends before it starts.", at=at)
    return Interval(start, end, at)


def _side(side: str | Property, at: int | None) -> Node | None:
    if isinstance(side, Property):
        return side
    if side == OPEN_END:
        return None
    value = find_timestamp(side) or find_date(side)
    if value is None:
        raise refused(
            f"`{shown(side)}` is no side of an interval: write '2026-09-15', '2026-09-15T12:00:00Z' or '..'.",
            at=at,
        )
    return Literal(value, at)


def call(op: str, args: Sequence[Node], at: int | None = None) -> Call:
    """An operator or function by name, in any case. Refuses unknown ones and a wrong number of operands."""
    name = op.lower()
    if name in ("and", "or"):
        if len(args) < 2:
            raise refused(f"`{name}` needs two operands or more.", at=at)
        return Call(name, tuple(args), at)
    if name not in _COUNTS:
        raise refused(f"There is no function or operator `{shown(op)}`.", at=at, accepted=accepted())
    if len(args) != _COUNTS[name]:
        raise refused(f"`{_SPELT.get(name, name)}` takes {_COUNTS[name]} operands, not {len(args)}.", at=at)
    if name == "in" and not isinstance(args[1], Array):
        raise refused("`in` needs a list of values on its right side.", at=at)
    return Call(name, tuple(args), at)


def accepted() -> list[str]:
    """The names of all operators and functions."""
    return sorted({"and", "or", *(_SPELT.get(name, name) for name in _COUNTS)})
