"""Predicates as SQL. NULL is neither true nor false, as in SQL and in the standard."""

from collections.abc import Callable, Sequence
from typing import Final

from app.catalog.cql2.building import ARRAYS, COMPARISONS, SPATIAL, TEMPORAL, accepted
from app.catalog.cql2.nodes import Array, Call, Interval, Literal, Node, Property, Shape
from app.catalog.cql2.queryables import WRITTEN
from app.catalog.cql2.refusals import refused, shown
from app.catalog.cql2.shapes import ewkb_of
from app.catalog.cql2.temporal import temporal
from app.catalog.cql2.terms import Writing, common_kind, kind_of, natural_kind, term, texts

_RELATIONS: Final = {
    "s_intersects": "ST_Intersects",
    "s_equals": "ST_Equals",
    "s_disjoint": "ST_Disjoint",
    "s_touches": "ST_Touches",
    "s_within": "ST_Within",
    "s_overlaps": "ST_Overlaps",
    "s_crosses": "ST_Crosses",
    "s_contains": "ST_Contains",
}
_SETS: Final = {
    "a_contains": "({0} @> {1})",
    "a_containedby": "({0} <@ {1})",
    "a_equals": "({0} @> {1} AND {0} <@ {1})",
    "a_overlaps": "({0} && {1})",
}


def predicate(node: Node, writing: Writing) -> str:
    """A boolean node as SQL, in brackets where it needs them. The tree's depth must be bounded already."""
    match node:
        case Literal(value=bool(value)):
            return "TRUE" if value else "FALSE"
        case Property():
            return _flag(node, writing)
        case Call(op="and" | "or" as op, args=args):
            return "(" + f" {op.upper()} ".join(predicate(each, writing) for each in args) + ")"
        case Call(op="not", args=(inner,)):
            return f"(NOT {predicate(inner, writing)})"
        case Call(op=op, args=args):
            return _write(op, args, node, writing)
        case _:
            raise refused(
                "A value alone is no condition: compare it with something.", at=node.at, accepted=accepted()
            )


def _flag(node: Property, writing: Writing) -> str:
    kind = writing.queryable(node).kind
    if kind != "boolean":
        raise refused(
            f"`{shown(node.name)}` alone is no condition: compare it with {WRITTEN[kind]}.", at=node.at
        )
    return writing.column(node)


def _write(op: str, args: Sequence[Node], node: Call, writing: Writing) -> str:
    writers: dict[str, Callable[[Sequence[Node], Writing], str]] = {
        "like": _like,
        "between": _between,
        "in": _in,
        "isnull": _is_null,
    }
    if op in COMPARISONS:
        return _compared(op, args, writing)
    if op in SPATIAL:
        return f"{_RELATIONS[op]}({_shape(args[0], writing)}, {_shape(args[1], writing)})"
    if op in TEMPORAL:
        return temporal(op, args, writing)
    if op in ARRAYS:
        return _SETS[op].format(*(texts(each, op, writing) for each in args))
    if op not in writers:
        raise refused(f"`{op}(…)` alone is no condition: compare it with a text.", at=node.at)
    return writers[op](args, writing)


def _compared(op: str, args: Sequence[Node], writing: Writing) -> str:
    kind, what = common_kind(args, writing)
    _refuse_geometry(kind, what, args[0])
    left, right = (term(each, kind, what, writing) for each in args)
    if kind == "text-array":
        raise refused(f"{what} is a list of texts: write a_equals(…, …) or a_overlaps(…, …).", at=args[0].at)
    return f"({left} {op} {right})"


def _refuse_geometry(kind: str, what: str, node: Node) -> None:
    if kind == "geometry":
        raise refused(f"{what} is a geometry: write s_intersects({what.strip('`')}, BBOX(…)).", at=node.at)


def _like(args: Sequence[Node], writing: Writing) -> str:
    kind, what = common_kind(args[:1], writing)
    if kind != "text":
        raise refused(f"LIKE compares texts; {what} is compared with {WRITTEN[kind]}.", at=args[0].at)
    _check_pattern(args[1])
    value = term(args[0], "text", what, writing)
    return f"({value} LIKE {term(args[1], 'text', what, writing, pattern=True)})"


def _check_pattern(node: Node) -> None:
    while isinstance(node, Call) and node.op in ("casei", "accenti"):
        node = node.args[0]
    if not isinstance(node, Literal) or not isinstance(node.value, str):
        raise refused("LIKE needs a pattern in quotes on its right side.", at=node.at)
    if (len(node.value) - len(node.value.rstrip("\\"))) % 2:
        raise refused("The pattern ends with a backslash that escapes nothing: double it.", at=node.at)


def _between(args: Sequence[Node], writing: Writing) -> str:
    kind, what = common_kind(args, writing)
    if kind not in ("number", "integer", "date", "timestamp"):
        raise refused(
            f"BETWEEN compares numbers, dates and times; {what} is compared with {WRITTEN[kind]}.",
            at=args[0].at,
        )
    value, low, high = (term(each, kind, what, writing) for each in args)
    return f"({value} BETWEEN {low} AND {high})"


def _in(args: Sequence[Node], writing: Writing) -> str:
    items = args[1].items if isinstance(args[1], Array) else ()
    if not items:
        raise refused("IN needs at least one value.", at=args[0].at)
    kind, what = common_kind((args[0], *items), writing)
    _refuse_geometry(kind, what, args[0])
    value = term(args[0], kind, what, writing)
    return f"({value} IN ({', '.join(term(each, kind, what, writing) for each in items)}))"


def _is_null(args: Sequence[Node], writing: Writing) -> str:
    node = args[0]
    if isinstance(node, Property):
        return f"({writing.column(node)} IS NULL)"
    kind = kind_of(node, writing) or natural_kind(node)
    return f"({term(node, kind, 'this', writing)} IS NULL)"


def _shape(node: Node, writing: Writing) -> str:
    match node:
        case Property():
            kind = writing.queryable(node).kind
            if kind != "geometry":
                raise refused(f"`{shown(node.name)}` is no geometry; it is {kind}.", at=node.at)
            return writing.column(node)
        case Shape():
            ewkb = ewkb_of(
                node,
                srid=writing.srid,
                lat_first=writing.lat_first,
                vertices_max=writing.bounds.vertices_max,
            )
            return writing.bind(ewkb, "geometry")
        case Interval() | Array() | Literal() | Call():
            raise refused(f"A spatial function compares geometries: write {WRITTEN['geometry']}.", at=node.at)
