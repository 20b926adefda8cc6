"""Whatever is sent, the answer is a condition or a 400 that helps, and at once."""

import json
import time
from typing import Any

import pytest
from psycopg import Cursor

from app.catalog.cql2 import read_filter
from app.errors import AppError, BadParameterError
from app.settings import Settings

WRONG: list[tuple[str, str]] = [
    ("", "at its end"),
    ("   ", "at its end"),
    ("name", "`name` alone is no condition: compare it with a text"),
    ("'x'", "A value alone is no condition"),
    ("(1)", "A value alone"),
    ("nme = 'x'", "There is no property `nme` to filter by"),
    ("'x' = nme", "There is no property `nme`"),
    ("NAME = 'x'", "There is no property `NAME`"),
    ("n\u0430me = 'x'", "There is no property"),  # a Cyrillic letter
    ("name = NULL", "write `… IS NULL`"),
    ("name == 'x'", "position 7"),
    ("name != 'x'", "position 6"),
    ("name = 'x", "position 8"),
    ("name = x'", "not understood at position 9"),
    ("name = 5", "`name` is compared with a text \\('…'\\), not with `5`"),
    ("name = true", "`name` is compared with a text"),
    ("seats = '5'", "`seats` is compared with a whole number"),
    ("seats = true", "`seats` is compared with a whole number"),
    ("cost = '5'", "`cost` is compared with a number"),
    ("open = 2", "`open` is compared with TRUE or FALSE"),
    ("open = 'true'", "TRUE or FALSE"),
    ("starts = 'soon'", "`starts` is compared with a date"),
    ("starts = DATE('soon')", "is no date"),
    ("starts = DATE('2026-02-30')", "`2026-02-30` is no date"),
    ("starts = TIMESTAMP('2026-01-01T00:00:00Z')", "`starts` is compared with a date"),
    ("seen = DATE('2026-01-01')", "`seen` is compared with a time"),
    ("seen = TIMESTAMP('2026-01-01T00:00:00')", "is no time"),
    ("seen = TIMESTAMP('2026-01-01T24:00:00Z')", "is no time"),
    ("seen = TIMESTAMP('0001-01-01T00:00:00+10:00')", "is no time"),
    ("seen = TIMESTAMP('٢026-01-01T00:00:00Z')", "is no time"),
    ("key = 'abc'", "`key` is compared with an identifier"),
    ("key = 5", "`key` is compared with an identifier"),
    ("tags = 'engineering'", r"write a_contains\(tags, 'engineering'\)"),
    ("tags IN ('engineering')", r"write a_contains\(tags, 'engineering'\)"),
    ("tags = tags", "write a_equals"),
    ("tags LIKE 'e%'", "LIKE compares texts; `tags`"),
    ("place = 'here'", r"write s_intersects\(place"),
    ("place IN ('here')", r"write s_intersects\(place"),
    ("seats LIKE '1%'", "LIKE compares texts; `seats` is compared with a whole number"),
    ("name LIKE 5", "LIKE needs a pattern in quotes"),
    ("name LIKE alias", "LIKE needs a pattern in quotes"),
    (r"name LIKE 'x\\'", "ends with a backslash"),
    ("name BETWEEN 'a' AND 'b'", "BETWEEN compares numbers"),
    ("seats BETWEEN 1 AND 'b'", "`seats` is compared with a whole number"),
    ("seats BETWEEN 1", "at its end"),
    ("seats IN ()", "IN needs at least one value"),
    ("seats IN (1, 'b')", "`seats` is compared with a whole number"),
    ("seats IN 1", "position 10"),
    ("name = seats", "`name` is a text, `seats` is a whole number"),
    ("seats = starts", "`seats` is a whole number, `starts` is a date"),
    ("1 = 'a'", "compared with a number"),
    ("casei(seats) = 'x'", "`casei` takes texts; `seats` is a whole number"),
    ("casei(5) = 'x'", "`casei` takes texts"),
    ("casei(name)", "alone is no condition"),
    ("casei(name, 'x') = 'x'", "`casei` takes 1 operands, not 2"),
    ("casei() = 'x'", "`casei` takes 1 operands, not 0"),
    ("s_intersects(place)", "takes 2 operands, not 1"),
    ("s_intersects(place, POINT(0 0)) = true", "cannot be compared|compared with"),
    ("pg_sleep(10) = 1", "There is no function or operator `pg_sleep`"),
    ("f(g(h(1))) = 1", "There is no function or operator `h`"),
    ("seats + 1 = 2", "position 7"),
    ("-seats = 2", "expected: a number"),
    ("a_contains(name, ('x'))", "`name` is a text, not a list"),
    ("a_contains(tags, (1, 2))", "compares lists of texts"),
    ("a_contains(tags, (engineering))", "There is no property `engineering`"),
    ("t_after(name, DATE('2026-01-01'))", "`name` is no date or time"),
    ("t_after(starts, TIMESTAMP('2026-01-01T00:00:00Z'))", "dates with dates and times with times"),
    ("t_after(starts, 'soon')", "compares dates and times"),
    ("t_during(starts, DATE('2026-01-01'))", "needs an interval here"),
    ("t_meets(starts, INTERVAL('2026-01-01', '..'))", "needs an interval here"),
    ("t_during(starts, INTERVAL('2026-01-02', '2026-01-01'))", "ends before it starts"),
    ("t_during(starts, INTERVAL('2026-01-02', '2026-01-03T00:00:00Z'))", "two dates or two times"),
    ("t_during(starts, INTERVAL('soon', '..'))", "is no side of an interval"),
    ("seats = 1e999", "too large"),
    ("seats = " + "9" * 401, "too long"),
    ("cost = " + "9" * 399, "`cost` is compared with a number"),
    ("seats = 1 AND", "at its end"),
    ("seats = 1 seats = 2", "position 11"),
    ("(seats = 1", "at its end"),
    ("seats = 1)", "position 10"),
    ("name = 'a\0b'", "no stored text can hold"),
    ("name = 'a\ud800b'", "no stored text can hold"),
    ("seats = 1; DROP TABLE thing", "position 10"),
    ("seats = 1 -- x", "position 11"),
    ("seats = 1 /* x */", "position 11"),
    ("seats = $1", "position 9"),
    ("seats = %s", "position 9"),
    ("seats = :name", "There is no property `:name`"),
    ("name = $$x$$", "position 8"),
    ("name = E'x'", "not understood"),
    ("name = U&'x'", "not understood"),
    ('"t"."name" = \'x\'', "not understood"),
    ("\"name\" || 'x' = 'x'", "not understood"),
    ('"name""; DROP TABLE thing" = 1', "There is no property"),
    ("name = (SELECT 1)", "position 8"),
    ("name = 'x' UNION SELECT 1", "position 12"),
]


@pytest.mark.parametrize(("text", "words"), WRONG, ids=[repr(text)[:60] for text, _ in WRONG])
def test_a_wrong_filter_is_refused_with_its_cure_at_once(text: str, words: str, read: Any) -> None:
    begun = time.process_time()
    with pytest.raises(BadParameterError, match=words) as caught:
        read(text)
    assert time.process_time() - begun < 1
    assert caught.value.parameter == "filter"
    json.dumps(caught.value.problem()).encode()


DOCUMENTS: list[tuple[str, str]] = [
    ("", "is no JSON"),
    ("{", "is no JSON"),
    ("null", "isNull"),
    ("[]", "A value alone"),
    ("5", "A value alone"),
    ("{}", "has nothing"),
    ('"name = 1"', "A value alone"),
    ('{"op": "="}', "`op`"),
    ('{"op": "=", "args": 5}', "must be a list"),
    ('{"op": 5, "args": []}', "`op` must be a text"),
    ('{"op": ["="], "args": []}', "`op` must be a text"),
    ('{"op": "=", "args": []}', "takes 2 operands, not 0"),
    ('{"op": "and", "args": [true]}', "two operands or more"),
    ('{"op": "=", "args": [{"property": "seats"}, null]}', "isNull"),
    ('{"op": "=", "args": [{"property": "seats"}, NaN]}', "NaN is no number"),
    ('{"op": "=", "args": [{"property": "seats"}, -Infinity]}', "is no number"),
    ('{"op": "=", "args": [{"property": "seats"}, 1e999]}', "too large"),
    ('{"op": "=", "args": [{"property": "seats"}, [1]]}', "cannot be compared"),
    ('{"op": "=", "args": [{"property": "seats"}, {"interval": ["..", ".."]}]}', "cannot be compared"),
    ('{"op": "=", "args": [{"property": 5}, 1]}', "`property` must be a text"),
    ('{"op": "=", "args": [{"property": "seats", "x": 1}, 1]}', "that is no expression"),
    ('{"op": "in", "args": [{"property": "seats"}, 1]}', "needs a list"),
    ('{"op": "like", "args": [{"property": "name"}, ["x"]]}', "pattern in quotes"),
    ('{"op": "=", "args": [{"property": "name"}, "\\u0000"]}', "no stored text"),
    ('{"op": "=", "args": [{"property": "name"}, "\\ud800"]}', "no stored text"),
    ('{"op": "=", "args": [[1], [1]]}', "cannot be compared this way"),
    ('{"op": "isNull", "args": [{"bbox": [0, 0, 1, 1]}]}', "cannot be compared this way"),
    ('{"op": "+", "args": [1, 2]}', "no function or operator"),
    ('{"op": "t_after", "args": [{"property": "starts"}, {"date": 5}]}', "`date` must be a text"),
    ('{"op": "t_after", "args": [{"property": "starts"}, {"interval": ["..", 5]}]}', "side of an interval"),
    ('{"op": "t_after", "args": [{"property": "starts"}, {"interval": [".."]}]}', "a start and an end"),
    ('{"function": {"name": "pg_sleep", "args": [10]}}', "that is no expression"),
    ('{"op": "=", "args": [{"property": "cost"}, ' + "9" * 3900 + "]}", "`cost` is compared with a number"),
]


@pytest.mark.parametrize(("text", "words"), DOCUMENTS, ids=[text[:60] for text, _ in DOCUMENTS])
def test_a_wrong_document_is_refused(text: str, words: str, limits: Settings, queryables: Any) -> None:
    with pytest.raises(BadParameterError, match=words):
        read_filter(text, "cql2-json", queryables, limits)


def test_a_whole_number_of_any_length_is_one(cursor: Cursor[Any], read: Any) -> None:
    fragment = read({"op": "<", "args": [{"property": "seats"}, 10**400]})
    cursor.execute(f"SELECT count(*) FROM thing t WHERE {fragment.sql}", dict(fragment.values))
    assert cursor.fetchone() == (6,)


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE thing; --",
        "' OR 1=1 --",
        "x' OR 'x'='x",
        "%s %(c0)s %% %",
        ":name ${x} {0} {sql}",
        "$$; SELECT 1; $$",
        "\\'; DROP TABLE thing; --",
        "\u02bc OR 1=1",
        "\uff07 OR 1=1",
        "/* */ -- \n;",
        "\u202e\u200b\ufeff",
        "\U0001f600",
    ],
)
def test_what_is_written_is_compared_and_never_run(
    text: str, cursor: Cursor[Any], limits: Settings, queryables: Any
) -> None:
    quoted = "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"
    for filter_text, lang in (
        (f"name = {quoted} OR casei(name) = {quoted} OR a_contains(tags, ({quoted}))", "cql2-text"),
        (json.dumps({"op": "in", "args": [{"property": "name"}, [text]]}), "cql2-json"),
    ):
        fragment = read_filter(filter_text, lang, queryables, limits)
        assert text not in fragment.sql
        assert text in str(next(iter(fragment.values.values())))
        cursor.execute(f"SELECT id FROM thing t WHERE {fragment.sql}", dict(fragment.values))
        assert cursor.fetchall() == []


def test_an_unknown_property_lists_what_can_be_asked_and_where_it_stands(read: Any, queryables: Any) -> None:
    with pytest.raises(BadParameterError) as caught:
        read("seats = 1 AND nme = 'x'")
    problem = caught.value.problem()
    assert problem["accepted"] == sorted(queryables)
    assert problem["position"] == 15
    assert problem["status"] == 400


def test_an_unknown_language_lists_those_that_are_known(limits: Settings, queryables: Any) -> None:
    with pytest.raises(BadParameterError) as caught:
        read_filter("true", "sql", queryables, limits)
    assert caught.value.parameter == "filter-lang"
    assert caught.value.accepted == ["cql2-text", "cql2-json", "cql-text"]


def narrow(**values: int) -> Settings:
    return Settings(_env_file=None, **values)  # type: ignore[call-arg, arg-type]


LIMITS: list[tuple[dict[str, int], str, str, str]] = [
    (
        {"cql2_text_max": 20},
        "name = 'aaaaaaaaaaa'",
        "name = 'aaaaaaaaaaaa'",
        "21 characters; 20 are accepted",
    ),
    ({"cql2_depth_max": 3}, "NOT (open = true)", "NOT (NOT (open = true))", "deeper than 3 levels"),
    ({"cql2_nodes_max": 5}, "seats IN (1, 2)", "seats IN (1, 2, 3)", "more than 5 parts"),
    (
        {"cql2_vertices_max": 4},
        "s_intersects(place, POLYGON((0 0,1 0,1 1,0 0)))",
        "s_intersects(place, POLYGON((0 0,1 0,1 1,0 1,0 0)))",
        "5 vertices; 4 are accepted",
    ),
]


@pytest.mark.parametrize(("values", "fits", "exceeds", "words"), LIMITS)
def test_every_limit_holds_and_is_said(
    values: dict[str, int], fits: str, exceeds: str, words: str, queryables: Any
) -> None:
    limits = narrow(**values)
    read_filter(fits, "cql2-text", queryables, limits)
    with pytest.raises(BadParameterError, match=words):
        read_filter(exceeds, "cql2-text", queryables, limits)


HUGE = {
    "long": "name = '" + "x" * 10_000_000 + "'",
    "brackets": "(" * 2000 + "open" + ")" * 1990,
    "open brackets": "(" * 4000,
    "open brackets with a tail": "(" * 25 + " OR ".join(["seats = 1"] * 250) + " !",
    "nots": "NOT " * 990 + "open",
    "folds": "casei(" * 600 + "name" + ")" * 50,
    "many": " OR ".join(["open"] * 600),
    "list": "seats IN (" + ",".join("1" * 1900) + ")",
    "signs": "seats = " + "-" * 3900,
    "quotes": "name = '" + "''" * 1900,
    "backslashes": "name = '" + "\\" * 3900,
    "spaces": " " * 3999,
    "name": "a" * 3999,
    "quoted name": '"' * 3999,
    "collections": "s_intersects(place, " + "GEOMETRYCOLLECTION(" * 190 + ")",
    "vertices": "s_intersects(place, MULTIPOINT(" + ",".join(["1 1"] * 950) + "))",
    "digits": "seats = " + "1" * 3990,
    "fraction": "cost = 0." + "0" * 3900 + "1e" + "9" * 50,
}


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
def test_a_monstrous_text_is_refused_at_once(text: str, read: Any) -> None:
    read("open")  # the parser is made once
    begun = time.process_time()
    with pytest.raises(AppError) as caught:
        read(text)
    assert time.process_time() - begun < 1
    assert caught.value.status == 400
    assert len(json.dumps(caught.value.problem())) < 4000


HUGE_DOCUMENTS = {
    "lists": "[" * 2000,
    "closed lists": "[" * 2000 + "]" * 2000,
    "nots": '{"op":"not","args":[' * 190 + "true" + "]}" * 190,
    "values": '{"op":"in","args":[{"property":"seats"},[' + ",".join("1" * 1800) + "]]}",
    "digits": '{"op":"=","args":[{"property":"cost"},' + "1" * 3900 + "]}",
    "long": '"' + "x" * 10_000_000 + '"',
}


@pytest.mark.parametrize("text", HUGE_DOCUMENTS.values(), ids=HUGE_DOCUMENTS)
def test_a_monstrous_document_is_refused_at_once(text: str, limits: Settings, queryables: Any) -> None:
    begun = time.process_time()
    with pytest.raises(BadParameterError):
        read_filter(text, "cql2-json", queryables, limits)
    assert time.process_time() - begun < 1
