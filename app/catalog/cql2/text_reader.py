"""CQL2 text becomes nodes. The parser is LALR(1): time and memory grow with the length alone, whatever is written."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from lark import Lark, Token, Transformer, UnexpectedInput, v_args

from app.catalog.cql2.building import call, instant, interval, literal
from app.catalog.cql2.grammar import GRAMMAR, NUMBER, STRINGS, WORDS
from app.catalog.cql2.nodes import Array, Call, Coordinates, Interval, Literal, Node, Property, Shape
from app.catalog.cql2.refusals import refused, shown
from app.errors import BadParameterError

_ESCAPES: Final = {"a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r"}
_ESCAPED: Final = re.compile(r"''|\\(.)", re.DOTALL)
_DIGITS_MAX: Final = 400
"""Digits of a number beyond which it cannot be finite and small at once; Python's int refuses some thousands."""
_KINDS: Final = {
    kind.upper(): kind
    for kind in ("Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon")
}


def read_text(text: str, dialect: str = "cql2-text") -> Node:
    """The tree of a filter written as text. Raises BadParameterError with the place that is not understood."""
    try:
        tree: Node = _parser(dialect).parse(text)  # type: ignore[assignment]  # the embedded transformer's result
    except UnexpectedInput as error:
        raise _not_understood(text, error) from None
    return tree


@lru_cache(maxsize=2)
def _parser(dialect: str) -> Lark:
    return Lark(
        GRAMMAR % {"string": STRINGS[dialect], "number": NUMBER}, parser="lalr", transformer=_Builder(dialect)
    )


def _not_understood(text: str, error: UnexpectedInput) -> BadParameterError:
    at = error.pos_in_stream if error.pos_in_stream is not None else len(text)
    if getattr(getattr(error, "token", None), "type", None) == "$END":
        at = len(text)
    expected = next(
        filter(None, (getattr(error, name, None) for name in ("accepts", "expected", "allowed"))), ()
    )
    words = [word for name, word in WORDS.items() if name in expected]
    place = f"at position {at + 1} (`{shown(text[at : at + 20])}`)" if text[at:].strip() else "at its end"
    return refused(
        f"The filter is not understood {place}; expected: {', '.join(words)}.", at=at, accepted=words
    )


def _unescaped(found: re.Match[str]) -> str:
    """An escape as the standard has it (requirement cql2-text/escaping); others keep their backslash, for LIKE."""
    follower = found[1]
    if follower is None or follower in "'\\":
        return follower or "'"
    return _ESCAPES.get(follower, found[0])


def _number(written: str, at: int | None) -> tuple[float, int | None]:
    if len(written) > _DIGITS_MAX:
        raise refused("A number in the filter is too long.", at=at)
    return (int(written) if written.lstrip("+-").isdigit() else float(written)), at


def _finite(numbers: Iterable[tuple[float, int | None]]) -> Coordinates:
    return tuple(value for value, at in numbers if literal(value, at))


@v_args(inline=True)
class _Builder(Transformer[Token, Node]):
    """Makes nodes while the parser runs; holds no state between filters."""

    def __init__(self, dialect: str) -> None:
        super().__init__()
        self._escapes = dialect == "cql2-text"

    def _content(self, token: Token) -> str:
        inner = str(token)[1:-1]
        return _ESCAPED.sub(_unescaped, inner) if self._escapes else inner.replace("''", "'")

    def either(self, *args: Node) -> Call:
        return call("or", args)

    def both(self, *args: Node) -> Call:
        return call("and", args)

    def negated(self, arg: Node) -> Call:
        return call("not", (arg,))

    def truth(self, arg: Node) -> Node:
        return arg

    def compared(self, left: Node, operator: Token, right: Node) -> Call:
        return call(operator, (left, right), operator.start_pos)

    def like(self, value: Node, pattern: Node) -> Call:
        return call("like", (value, pattern), value.at)

    def not_like(self, value: Node, pattern: Node) -> Call:
        return self.negated(self.like(value, pattern))

    def ilike(self, value: Node, pattern: Node) -> Call:
        return self.like(call("casei", (value,), value.at), call("casei", (pattern,), pattern.at))

    def not_ilike(self, value: Node, pattern: Node) -> Call:
        return self.negated(self.ilike(value, pattern))

    def between(self, value: Node, low: Node, high: Node) -> Call:
        return call("between", (value, low, high), value.at)

    def not_between(self, value: Node, low: Node, high: Node) -> Call:
        return self.negated(self.between(value, low, high))

    def is_in(self, value: Node, items: Array) -> Call:
        return call("in", (value, items), value.at)

    def not_in(self, value: Node, items: Array) -> Call:
        return self.negated(self.is_in(value, items))

    def is_null(self, value: Node) -> Call:
        return call("isnull", (value,), value.at)

    def not_null(self, value: Node) -> Call:
        return self.negated(self.is_null(value))

    def text(self, token: Token) -> Literal:
        return literal(self._content(token), token.start_pos)

    def number(self, *tokens: Token) -> tuple[float, int | None]:
        return _number("".join(tokens), tokens[0].start_pos)

    def amount(self, number: tuple[float, int | None]) -> Literal:
        return literal(*number)

    def truthful(self, token: Token) -> Literal:
        return Literal(True, token.start_pos)

    def untruthful(self, token: Token) -> Literal:
        return Literal(False, token.start_pos)

    def property(self, token: Token) -> Property:
        quoted = token.type == "QUOTED"
        name = str(token)[1:-1].replace('""', '"') if quoted else str(token)
        return Property(name, quoted, token.start_pos)

    def instant(self, kind: Token, written: Token) -> Literal:
        return instant(kind.lower(), self._content(written), kind.start_pos)

    def interval(self, name: Token, *sides: Token | Property) -> Interval:
        ends = [self._content(side) if isinstance(side, Token) else side for side in sides]
        return interval(ends, name.start_pos)

    def call(self, name: Token, *args: Node | None) -> Call:
        return call(name, [arg for arg in args if arg is not None], name.start_pos)

    def list(self, *items: Node) -> Array:
        return Array(items)

    def position(self, token: Token) -> Coordinates:
        return _finite(_number(each, token.start_pos) for each in token.split())

    def path(self, *parts: Coordinates) -> Coordinates:
        return parts

    points = rings = polygons = path

    def shape(self, name: Token, coordinates: Coordinates) -> Shape:
        return Shape(_KINDS[name.upper().removesuffix("Z").strip()], coordinates, at=name.start_pos)

    def collection(self, name: Token, *parts: Shape) -> Shape:
        return Shape("GeometryCollection", parts=parts, at=name.start_pos)

    def box(self, name: Token, *numbers: tuple[float, int | None]) -> Shape:
        return Shape("BBox", _finite(numbers), at=name.start_pos)
