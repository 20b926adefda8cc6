"""Filters put together at random: each is a condition that PostGIS runs, or a 400; nothing else ever comes out."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import Cursor

from app.catalog.cql2 import read_filter
from app.errors import BadParameterError
from app.settings import Settings
from tests.deep import times

VALUES = [
    "name", "seats", "cost", "open", "starts", "ends", "seen", "tags", "place", "key", "odd", "nme", '"name"', "NULL",
    "'x'", "'%_\\\\'", "'\uff3c'", "'2026-06-01'", "''", "0", "-1", "1.5", "1e300", "99999999999999999999", "TRUE",
    "DATE('2026-06-01')", "TIMESTAMP('2026-06-01T00:00:00Z')", "INTERVAL('2026-06-01', '..')", "INTERVAL(starts, ends)",
    "POINT(0 0)", "BBOX(-109,31,-106,36)", "BBOX(1,1,1,1)", "LINESTRING(0 0, 1 1)", "()", "('x', 'y')", "(1, name)",
    "POLYGON((0 0,1 0,1 1,0 0))", "GEOMETRYCOLLECTION(POINT(0 0), POLYGON((0 0,1 0,1 1,0 0)))",
    "casei(name)", "accenti('\u2216\uff05')", "casei(accenti(name))",
]  # fmt: skip
OPERATORS = [
    "=",
    "<>",
    "<",
    ">=",
    "LIKE",
    "NOT LIKE",
    "ILIKE",
    "IN",
    "NOT IN",
    "BETWEEN 0 AND",
    "IS NULL AND",
]
FUNCTIONS = [
    "casei", "accenti", "s_intersects", "s_within", "s_touches", "s_crosses", "s_overlaps", "s_equals", "s_disjoint",
    "s_contains", "a_equals", "a_overlaps", "a_containedBy", "t_after", "t_meets", "t_during", "t_overlaps", "f",
]  # fmt: skip
COMPARED = st.tuples(st.sampled_from(VALUES), st.sampled_from(OPERATORS), st.sampled_from(VALUES)).map(
    " ".join
)
CALLED = st.tuples(st.sampled_from(FUNCTIONS), st.lists(st.sampled_from(VALUES), min_size=1, max_size=3)).map(
    lambda pair: f"{pair[0]}({', '.join(pair[1])})"
)
SOUP = st.lists(
    st.sampled_from([*VALUES, *OPERATORS, "AND", "OR", "NOT", "(", ")", ",", "["]), max_size=8
).map(" ".join)
TEXTS = st.one_of(
    COMPARED,
    CALLED,
    SOUP,
    st.text(max_size=20),
    st.tuples(COMPARED | CALLED, st.sampled_from(["AND", "OR NOT"]), COMPARED | CALLED).map(" ".join),
)
KEYS = st.sampled_from(
    ["op", "args", "property", "date", "timestamp", "interval", "bbox", "type", "coordinates", "casei"]
)
ATOMS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.sampled_from(
        ["=", "and", "like", "isNull", "s_intersects", "name", "Polygon", "2026-06-01", "..", "\0"]
    ),
)
DOCUMENTS = st.recursive(
    ATOMS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)
RELAXED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def run(
    cursor: Cursor[Any], text: str, lang: str, queryables: Any, limits: Settings, srid: int = 4326
) -> None:
    try:
        fragment = read_filter(text, lang, queryables, limits, srid)
    except BadParameterError as error:
        json.dumps(error.problem()).encode()
        return
    with cursor.connection.transaction():
        cursor.execute(f"SELECT count(*) FROM thing t WHERE {fragment.sql}", dict(fragment.values))


@settings(max_examples=times(60), suppress_health_check=RELAXED)
@given(text=TEXTS, lang=st.sampled_from(["cql2-text", "cql-text"]), srid=st.sampled_from([4326, 3857, 5070]))
def test_text_soup(
    text: str, lang: str, srid: int, cursor: Cursor[Any], queryables: Any, limits: Settings
) -> None:
    run(cursor, text, lang, queryables, limits, srid)


@settings(max_examples=times(60), suppress_health_check=RELAXED)
@given(document=DOCUMENTS)
def test_document_soup(document: Any, cursor: Cursor[Any], queryables: Any, limits: Settings) -> None:
    run(cursor, json.dumps(document), "cql2-json", queryables, limits)
