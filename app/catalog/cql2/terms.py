"""Operands as SQL: properties through the queryables, values bound and cast to the kind they are compared with."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from app.catalog.cql2.bounds import Bounds
from app.catalog.cql2.building import literal
from app.catalog.cql2.nodes import Array, Call, Literal, Node, Property, Value
from app.catalog.cql2.queryables import WRITTEN, Kind, Queryable, Queryables
from app.catalog.cql2.refusals import refused, shown
from app.catalog.cql2.values import value_of

_BIGINT: Final = 2**63
_FOLDED: Final = {
    # Full case folding (Unicode 5.18): ẞ becomes ß, then SS, then ss; the final sigma is no letter of its own, but
    # the dotless i is, so it is kept out of upper case by a private character.
    "casei": (
        'translate(lower(upper(translate(lower(({}) COLLATE "und-x-icu"), '
        r"U&'\0131', U&'\E131'))), U&'\03C2', U&'\03C3')"
    ),
    "accenti": "unaccent(normalize({}))",
}
_WIDE: Final = re.compile(r"\\.|[\u2216\ufe68\ufe6a\uff05\uff3c\uff3f]", re.DOTALL)
"""Characters that unaccent makes %, _ or a backslash of, and what is escaped already."""
_CAST: Final[dict[Kind, str]] = {
    "text": "text",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamptz",
    "uuid": "uuid",
    "number": "float8",
}


@dataclass
class Writing:
    """A statement in the making: what names mean, what is bound so far, how geometries are given."""

    queryables: Queryables
    bounds: Bounds
    srid: int = 4326
    lat_first: bool = False
    values: dict[str, Any] = field(default_factory=dict)

    def bind(self, value: Any, cast: str) -> str:
        """A placeholder for `value`, cast to the SQL type `cast`."""
        name = f"c{len(self.values)}"
        self.values[name] = value
        return f"%({name})s::{cast}"

    def queryable(self, node: Property) -> Queryable:
        """What a property means. Raises BadParameterError that lists the queryables."""
        found = self.queryables.get(node.name)
        if found is None:
            cure = " (to find missing values, write `… IS NULL`)" if node.name.upper() == "NULL" else ""
            raise refused(
                f"There is no property `{shown(node.name)}` to filter by{cure}.",
                at=node.at,
                accepted=sorted(self.queryables),
            )
        return found

    def column(self, node: Property) -> str:
        """A property as SQL."""
        found = self.queryable(node)
        if found.values is None:
            return f"({found.sql.replace('%', '%%')})"
        self.values |= found.values()
        return f"({found.sql})"


def kind_of(node: Node, writing: Writing) -> Kind | None:
    """The kind a node has by itself; None for values, which take that of what they are compared with."""
    match node:
        case Property():
            return writing.queryable(node).kind
        case Call(op="casei" | "accenti"):
            return "text"
        case _:
            return None


def natural_kind(node: Node) -> Kind:
    """The kind of a value that is compared with values only."""
    if not isinstance(node, Literal):
        raise refused("A list, interval or geometry cannot be compared this way.", at=node.at)
    value = node.value
    kinds: tuple[tuple[type, Kind], ...] = (
        (bool, "boolean"),
        (datetime, "timestamp"),
        (date, "date"),
        (str, "text"),
    )
    return next((kind for each, kind in kinds if isinstance(value, each)), "number")


def common_kind(nodes: Sequence[Node], writing: Writing) -> tuple[Kind, str]:
    """The kind that operands are compared as, and what gives it, for messages.

    Raises BadParameterError when properties of different kinds meet.
    """
    known = [(kind, node) for node in nodes if (kind := kind_of(node, writing)) is not None]
    if not known:
        return natural_kind(nodes[0]), "the first value"
    kind, node = known[0]
    for other, at in known[1:]:
        if other != kind and {kind, other} != {"number", "integer"}:
            raise refused(f"{_name(node)} is {_a(kind)}, {_name(at)} is {_a(other)}.", at=at.at)
    return kind, _name(node)


def _name(node: Node) -> str:
    if isinstance(node, Property):
        return f"`{shown(node.name)}`"
    return f"`{node.op}(…)`" if isinstance(node, Call) else "this"


def _a(kind: Kind) -> str:
    return {"text-array": "a list of texts", "integer": "a whole number", "uuid": "an identifier"}.get(
        kind, f"a {kind}"
    )


def term(node: Node, kind: Kind, what: str, writing: Writing, *, pattern: bool = False) -> str:
    """A scalar operand as SQL of `kind`; `what` names the property it is compared with, for messages."""
    match node:
        case Property():
            return writing.column(node)
        case Call(op="casei" | "accenti" as op, args=(inner,)):
            return _folded(op, inner, writing, pattern=pattern)
        case Literal(value=value):
            return _bound(value, kind, what, node, writing)
        case _:
            raise refused(f"{what} cannot be compared with this: write {WRITTEN[kind]}.", at=node.at)


def _folded(op: str, inner: Node, writing: Writing, *, pattern: bool) -> str:
    kind = kind_of(inner, writing) or natural_kind(inner)
    if kind != "text":
        raise refused(f"`{op}` takes texts; {_name(inner)} is {_a(kind)}.", at=inner.at)
    if pattern and op == "accenti":
        inner = _without_other_wildcards(inner)
    return _FOLDED[op].format(term(inner, "text", f"`{op}`", writing, pattern=pattern))


def _without_other_wildcards(node: Node) -> Node:
    """Wide and small forms of wildcards are escaped, as losing their form must not make wildcards of them."""
    match node:
        case Literal(value=str(text), at=at):
            return Literal(
                _WIDE.sub(lambda found: found[0] if found[0][0] == "\\" else "\\" + found[0], text), at
            )
        case Call(op=op, args=args, at=at):
            return Call(op, tuple(_without_other_wildcards(each) for each in args), at)
        case _:
            return node


def _bound(value: Value, kind: Kind, what: str, node: Node, writing: Writing) -> str:
    if kind == "text-array":
        raise refused(_array_cure(what, value), at=node.at)
    if kind == "integer" and type(value) in (int, float):
        return _number(value, writing)
    found = value_of(value, kind)
    if found is None:
        raise refused(f"{what} is compared with {WRITTEN[kind]}, not with `{shown(value)}`.", at=node.at)
    return writing.bind(found, _CAST[kind])


def _array_cure(what: str, value: Value) -> str:
    example = str(value).replace("'", "''")
    return (
        f"{what} is a list of texts: write a_contains({what.strip('`')}, '{shown(example)}'), "
        "or a_overlaps for any of several."
    )


def _number(value: Any, writing: Writing) -> str:
    """Whole numbers as such, so that an index on the column serves; others exactly."""
    if value == int(value) and -_BIGINT <= value < _BIGINT:
        return writing.bind(int(value), "bigint")
    return writing.bind(str(value), "numeric")


def texts(node: Node, what: str, writing: Writing) -> str:
    """An operand of an array function as SQL of text[]."""
    if isinstance(node, Property):
        kind = writing.queryable(node).kind
        if kind != "text-array":
            raise refused(f"{_name(node)} is {_a(kind)}, not a list: use = or IN.", at=node.at)
        return writing.column(node)
    items = [_item(each, writing) for each in (node.items if isinstance(node, Array) else (node,))]
    if all(isinstance(item, Literal) and isinstance(item.value, str) for item in items):
        return writing.bind([item.value for item in items if isinstance(item, Literal)], "text[]")
    if all((kind_of(item, writing) or natural_kind(item)) == "text" for item in items):
        return f"ARRAY[{', '.join(term(item, 'text', f'`{what}`', writing) for item in items)}]::text[]"
    raise refused(f"`{what}` compares lists of texts: write ('…', '…').", at=node.at)


def _item(node: Node, writing: Writing) -> Node:
    """An element of a list. The standard's own tests write texts of a list in double quotes."""
    if isinstance(node, Property) and node.quoted and node.name not in writing.queryables:
        return literal(node.name, node.at)
    return node
