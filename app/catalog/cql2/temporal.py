"""Temporal functions as SQL: each side is an interval from `s` to `e`; an instant starts and ends at once.

Relations are those of Allen's interval algebra, as the standard's table of temporal functions has them.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from app.catalog.cql2.nodes import Interval, Literal, Node, Property
from app.catalog.cql2.queryables import Kind
from app.catalog.cql2.refusals import refused, shown
from app.catalog.cql2.terms import Writing, term

_RELATIONS: Final = {
    "t_after": "{s1} > {e2}",
    "t_before": "{e1} < {s2}",
    "t_contains": "{s1} < {s2} AND {e1} > {e2}",
    "t_disjoint": "({e1} < {s2} OR {s1} > {e2})",
    "t_during": "{s1} > {s2} AND {e1} < {e2}",
    "t_equals": "{s1} = {s2} AND {e1} = {e2}",
    "t_finishedby": "{s1} < {s2} AND {e1} = {e2}",
    "t_finishes": "{s1} > {s2} AND {e1} = {e2}",
    "t_intersects": "{s1} <= {e2} AND {e1} >= {s2}",
    "t_meets": "{e1} = {s2}",
    "t_metby": "{s1} = {e2}",
    "t_overlappedby": "{s1} > {s2} AND {s1} < {e2} AND {e1} > {e2}",
    "t_overlaps": "{s1} < {s2} AND {e1} > {s2} AND {e1} < {e2}",
    "t_startedby": "{s1} = {s2} AND {e1} > {e2}",
    "t_starts": "{s1} = {s2} AND {e1} < {e2}",
}
_INSTANTS: Final = frozenset({"t_after", "t_before", "t_disjoint", "t_equals", "t_intersects"})
"""Functions that take two instants; the others need an interval on the side that has an inside."""
_OUTER: Final = {
    "t_contains": 0,
    "t_during": 1,
    "t_finishedby": 0,
    "t_finishes": 1,
    "t_startedby": 0,
    "t_starts": 1,
}
"""Which side must be an interval."""


def temporal(op: str, args: Sequence[Node], writing: Writing) -> str:
    """A temporal function of two operands as SQL. Raises BadParameterError for operands of different kinds."""
    _check_intervals(op, args)
    ends = [end for node in args for end in (_ends(node))]
    kind, what = _kind(ends, op, writing)
    names = ("s1", "e1", "s2", "e2")
    opens = ("-infinity", "infinity") * 2
    cast = "date" if kind == "date" else "timestamptz"
    written = {
        name: f"'{unbounded}'::{cast}" if end is None else term(end, kind, what, writing)
        for name, end, unbounded in zip(names, ends, opens, strict=True)
    }
    return f"({_RELATIONS[op].format(**written)})"


def _check_intervals(op: str, args: Sequence[Node]) -> None:
    needed = (args[_OUTER[op]],) if op in _OUTER else () if op in _INSTANTS else args
    for node in needed:
        if not isinstance(node, Interval):
            raise refused(
                f"`{op}` needs an interval here: write INTERVAL('2026-06-01', '2026-08-31').", at=node.at
            )


def _ends(node: Node) -> tuple[Node | None, Node | None]:
    return (node.start, node.end) if isinstance(node, Interval) else (node, node)


def _kind(ends: Sequence[Node | None], op: str, writing: Writing) -> tuple[Kind, str]:
    kinds: dict[Kind, Node] = {_kind_of(end, op, writing): end for end in ends if end is not None}
    if len(kinds) > 1:
        raise refused(
            f"`{op}` compares dates with dates and times with times, not one with the other.",
            at=next(iter(kinds.values())).at,
        )
    unbounded: Kind = "timestamp"
    return next(iter(kinds), unbounded), f"`{op}`"


def _kind_of(node: Node, op: str, writing: Writing) -> Kind:
    match node:
        case Property():
            kind = writing.queryable(node).kind
            if kind in ("date", "timestamp"):
                return kind
            raise refused(f"`{shown(node.name)}` is no date or time; `{op}` needs one.", at=node.at)
        case Literal(value=datetime()):
            return "timestamp"
        case Literal(value=date()):
            return "date"
        case _:
            raise refused(f"`{op}` compares dates and times: write DATE('2026-09-15').", at=node.at)
