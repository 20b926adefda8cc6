"""Text and JSON are one language: whatever can be said is the same SQL, and finds what its rows say."""

import re
import unicodedata
from datetime import UTC, date, datetime
from types import SimpleNamespace as Row
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import Cursor

from app.catalog.cql2 import CONFORMANCE, LANGUAGES
from tests.deep import times

Document = Any
WORDS = [
    "",
    "Robotics Club",
    "x",
    "it's",
    "100%",
    "_",
    "\\",
    "a\\nb",
    "%s",
    "%(c0)s",
    ":name",
    "ß",
    "É",
    "\t'",
    "--",
]
TEXTS = st.sampled_from(WORDS) | st.text(st.sampled_from("aAßé'\"\\%_:;-$\n\t"), max_size=6)
NUMBERS = st.integers(-10, 40) | st.sampled_from([2**31, 2**63, -(2**70)]) | st.floats(-1e16, 1e16)
DATES = st.dates(date(2024, 1, 1), date(2027, 1, 1)).map(lambda day: {"date": day.isoformat()})
TIMES = st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 31)).map(  # noqa: DTZ001  # hypothesis asks for naive ones
    lambda when: {"timestamp": when.replace(microsecond=0).isoformat() + "Z"}
)
SCALARS = {
    "name": TEXTS, "alias": TEXTS, "seats": NUMBERS, "cost": NUMBERS, "open": st.booleans(), "starts": DATES,
    "seen": TIMES,
}  # fmt: skip
PAIRS = st.sampled_from(sorted(SCALARS)).flatmap(
    lambda name: st.tuples(st.just({"property": name}), SCALARS[name])
)
LISTS = st.sampled_from(sorted(SCALARS)).flatmap(
    lambda name: st.tuples(st.just({"property": name}), st.lists(SCALARS[name], min_size=1, max_size=3))
)


def operation(op: str, *args: Document) -> Document:
    return {"op": op, "args": list(args)}


def folded(pair: tuple[Document, str]) -> list[Document]:
    return [operation("casei", each) for each in pair]


TEXT_PAIRS = st.tuples(st.sampled_from(["name", "alias"]).map(lambda name: {"property": name}), TEXTS)
PATTERNS = TEXT_PAIRS.filter(lambda pair: not pair[1].endswith("\\"))
TAGS = st.lists(st.sampled_from(["engineering", "science", "it's", "a,b"]), max_size=3)
LEAVES = st.one_of(
    st.booleans(),
    st.builds(
        lambda op, pair: operation(op, *pair), st.sampled_from(["=", "<>", "<", ">", "<=", ">="]), PAIRS
    ),
    PATTERNS.map(lambda pair: operation("like", *pair)),
    PATTERNS.map(lambda pair: operation("like", *folded(pair))),
    TEXT_PAIRS.map(lambda pair: operation("=", *folded(pair))),
    LISTS.map(lambda pair: operation("in", *pair)),
    st.tuples(NUMBERS, NUMBERS).map(lambda pair: operation("between", {"property": "seats"}, *pair)),
    st.sampled_from([*SCALARS, "tags", "place"]).map(lambda name: operation("isNull", {"property": name})),
    st.tuples(st.sampled_from(["a_equals", "a_contains", "a_containedBy", "a_overlaps"]), TAGS).map(
        lambda pair: operation(pair[0], {"property": "tags"}, pair[1])
    ),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(lambda each: operation("not", each)),
        st.tuples(st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=3)).map(
            lambda pair: operation(pair[0], *pair[1])
        ),
    ),
    max_leaves=6,
)


def written(node: Document) -> str:
    """`node` as CQL2 text, by the standard's rules alone."""
    if isinstance(node, bool):
        return str(node).upper()
    if isinstance(node, str):
        return "'" + node.replace("\\", "\\\\").replace("'", "''").replace("\n", "\\n") + "'"
    if isinstance(node, int | float):
        return repr(node)
    if isinstance(node, list):
        return "(" + ", ".join(map(written, node)) + ")"
    if "op" not in node:
        ((name, value),) = node.items()
        return str(value) if name == "property" else f"{name.upper()}('{value}')"
    return operated(node["op"], [written(each) for each in node["args"]])


def operated(op: str, args: list[str]) -> str:
    forms = {
        "and": "(" + ") AND (".join(args) + ")",
        "or": "(" + ") OR (".join(args) + ")",
        "not": f"NOT ({args[0]})",
        "isNull": f"{args[0]} IS NULL",
        "like": " LIKE ".join(args),
        "in": " IN ".join(args),
        "between": f"{args[0]} BETWEEN {' AND '.join(args[1:])}",
    }
    if op in forms:
        return forms[op]
    return f" {op} ".join(args) if op in ("=", "<>", "<", ">", "<=", ">=") else f"{op}({', '.join(args)})"


def holds(node: Document, row: Row) -> bool | None:
    """Whether `row` fulfils `node`: true, false or unknown."""
    if isinstance(node, bool):
        return node
    op, args = node["op"], node["args"]
    if op in ("and", "or", "not"):
        return logical(op, [holds(each, row) for each in args])
    values = [value(each, row) for each in args]
    if op == "isNull":
        return values[0] is None
    return None if values[0] is None else RULES[op](*values)


def logical(op: str, parts: list[bool | None]) -> bool | None:
    if op == "not":
        return None if parts[0] is None else not parts[0]
    decisive = op == "or"
    if decisive in parts:
        return decisive
    return None if None in parts else not decisive


def value(node: Document, row: Row) -> Any:
    if isinstance(node, list):
        return [value(each, row) for each in node]
    if not isinstance(node, dict):
        return node
    if "op" in node:
        inner = value(node["args"][0], row)
        return None if inner is None else inner.casefold()
    if "property" in node:
        return getattr(row, node["property"])
    if "date" in node:
        return date.fromisoformat(node["date"])
    return datetime.fromisoformat(node["timestamp"]).astimezone(UTC)


def like(text: str, pattern: str) -> bool:
    parts = re.findall(r"\\.|.", pattern, re.DOTALL)
    signs = {"%": ".*", "_": "."}
    return (
        re.fullmatch("".join(signs.get(part) or re.escape(part[-1]) for part in parts), text, re.DOTALL)
        is not None
    )


RULES: dict[str, Any] = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "like": like,
    "in": lambda a, b: a in b,
    "between": lambda a, b, c: b <= a <= c,
    "a_equals": lambda a, b: set(a) == set(b),
    "a_contains": lambda a, b: set(a) >= set(b),
    "a_containedBy": lambda a, b: set(a) <= set(b),
    "a_overlaps": lambda a, b: bool(set(a) & set(b)),
}


@settings(
    max_examples=times(40), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(document=TREES)
def test_text_and_json_are_the_same_sql_and_find_the_same_rows(
    document: Document, read: Any, ask: Any, rows: list[Row]
) -> None:
    assert read(written(document)) == read(document)
    assert ask(document) == {row.id for row in rows if holds(document, row)}


def test_case_is_folded_as_unicode_says(cursor: Any, read: Any) -> None:
    """Every character that has a case at all: equal without case in SQL exactly when Python's full folding is equal."""
    cased = [
        each
        for each in map(chr, [*range(1, 0xD800), *range(0xE000, 0x20000)])
        if {each} != {each.casefold(), each.lower(), each.upper()} and unicodedata.category(each) != "Co"
    ]
    fragment = read("casei(name) = 'x'")
    expression = fragment.sql.split(" = ")[0].lstrip("(").replace('t."name"', "letter")
    expression = "(" * (expression.count(")") - expression.count("(")) + expression
    cursor.execute(
        f"SELECT array_agg({expression} ORDER BY at) FROM unnest(%s::text[]) WITH ORDINALITY each(letter, at)",
        [cased],
    )
    by_sql: dict[str, set[str]] = {}
    by_python: dict[str, set[str]] = {}
    for letter, ours in zip(cased, cursor.fetchone()[0], strict=True):
        by_sql.setdefault(ours, set()).add(letter)
        by_python.setdefault(letter.casefold(), set()).add(letter)
    assert len(cased) > 2500
    apart = {frozenset(each) for each in by_python.values()} ^ {frozenset(each) for each in by_sql.values()}
    assert apart == set()


def test_no_character_becomes_a_wildcard_by_losing_its_accent(cursor: Cursor[Any], read: Any) -> None:
    cursor.execute(
        "SELECT letter FROM (SELECT chr(code) FROM generate_series(161, 65535) code"
        " WHERE code NOT BETWEEN 55296 AND 57343) each(letter) WHERE unaccent(letter) ~ '[%_\\\\]'"
    )
    letters = [letter for (letter,) in cursor]
    assert len(letters) >= 6
    for letter in letters:
        for pattern in (letter, "\\" + letter):
            fragment = read(
                {
                    "op": "like",
                    "args": [operation("accenti", "x" + letter), operation("accenti", "x" + pattern)],
                }
            )
            cursor.execute(f"SELECT {fragment.sql}", dict(fragment.values))
            assert cursor.fetchone() == (True,), letter
        fragment = read({"op": "like", "args": ["xy", operation("accenti", "x" + letter)]})
        cursor.execute(f"SELECT {fragment.sql}", dict(fragment.values))
        assert cursor.fetchone() == (False,), letter


def test_languages_and_conformance_classes_have_the_names_of_the_standard() -> None:
    assert LANGUAGES == ("cql2-text", "cql2-json", "cql-text")
    assert "http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators" in CONFORMANCE
    assert len(CONFORMANCE) == len(set(CONFORMANCE)) == 12
