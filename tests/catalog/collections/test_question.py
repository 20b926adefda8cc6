"""Queries as questions, without a database: paging, cursors, order, boxes, times."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog.collections import COLLECTIONS
from app.catalog.collections.boxes import read_box
from app.catalog.collections.crs import CRS84, CRSS
from app.catalog.collections.paging import read_cursor, write_cursor
from app.catalog.collections.question import Question, read_display, read_question
from app.catalog.collections.times import read_period
from app.errors import AppError, BadParameterError
from app.settings import Settings

SETTINGS = Settings(page_limit_default=10, page_limit_max=20)
ASSETS, COUNTIES = COLLECTIONS["assets"], COLLECTIONS["counties"]
UUID_TEXT = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"


def question(*pairs: tuple[str, str], collection: Any = ASSETS) -> Question:
    return read_question(collection, pairs, SETTINGS)


def test_nothing_asked() -> None:
    asked = question()
    assert (asked.limit, asked.offset, asked.after, asked.order, asked.hits) == (10, 0, None, (), False)
    assert asked.rows(date(2026, 9, 15)).key == "asset.id"
    assert question(collection=COUNTIES).rows(date(2026, 9, 15)).where.sql == "(area.kind = 'county')"


@pytest.mark.parametrize(("text", "limit"), [("1", 1), ("20", 20), ("21", 20), ("9" * 40, 20)])
def test_limits(text: str, limit: int) -> None:
    assert question(("limit", text)).limit == limit


def test_orders() -> None:
    asked = question(("sortby", " name,-state,name"))
    assert asked.order == (("asset.name", False), ("asset.state", True))


@given(st.text(max_size=40).filter(lambda text: "\ud800" not in text), st.text(max_size=20))
def test_cursors_come_back(key: str, mark: str) -> None:
    try:
        key.encode()
        mark.encode()
    except UnicodeEncodeError:
        return
    assert read_cursor(write_cursor(mark, key), mark, COUNTIES) == key
    with pytest.raises(BadParameterError):
        read_cursor(write_cursor(mark, key), mark + "x", COUNTIES)


@given(st.text(max_size=60))
def test_forged_cursors_are_refused(text: str) -> None:
    with pytest.raises(BadParameterError):
        read_cursor(text, "mark", ASSETS)


def test_the_same_walk_has_the_same_mark() -> None:
    first = question(("state", "NM"), ("limit", "5"), ("kind", "program"))
    again = question(("kind", "program"), ("f", "json"), ("state", "NM"))
    assert first.mark == again.mark
    assert first.mark != question(("state", "NM")).mark
    following = question(("state", "NM"), ("kind", "program"), ("cursor", first.cursor_after(UUID_TEXT)))
    assert str(following.after) == UUID_TEXT


@given(st.lists(st.tuples(st.sampled_from(["bbox", "datetime", "limit", "seats", "sortby", "properties", "crs",
                                           "offset", "cursor", "start_date", "updated_at", "skipGeometry"]),
                          st.text(max_size=30)), max_size=3))  # fmt: skip
def test_any_text_is_read_or_refused(pairs: list[tuple[str, str]]) -> None:
    problem: AppError | None = None
    try:
        question(*pairs)
    except AppError as error:
        problem = error
    assert problem is None or (problem.status == 400 and problem.parameter)


def test_one_feature_takes_few_parameters() -> None:
    assert read_display(ASSETS, [("properties", "name")]).names == ("name",)
    with pytest.raises(AppError, match="There is no parameter `limit`"):
        read_display(ASSETS, [("limit", "1")])


@pytest.mark.parametrize(
    ("text", "system", "box"),
    [
        ("1,2,3,4", 0, (1, 2, 3, 4)),
        ("1,2,-10,3,4,10", 0, (1, 2, 3, 4)),
        ("2,1,4,3", 1, (1, 2, 3, 4)),
        ("170,-1e1,-170,+10.", 0, (170, -10, -170, 10)),
        ("-20037508.342789244,0,20037508.342789244,1", 2, (-20037508.342789244, 0, 20037508.342789244, 1)),
        ("1e30,0,1e31,1", 3, (1e30, 0, 1e31, 1)),
    ],
)
def test_boxes(text: str, system: int, box: tuple[float, ...]) -> None:
    assert read_box(text, list(CRSS.values())[system]) == box


@given(st.text(max_size=40))
def test_any_text_is_a_box_or_refused(text: str) -> None:
    try:
        west, south, east, north = read_box(text, CRS84)
    except BadParameterError:
        return
    assert -180 <= west <= 180
    assert -180 <= east <= 180
    assert -90 <= south <= north <= 90


def test_periods() -> None:
    day = date(2026, 6, 1)
    assert read_period("2026-06-01") == (day, day)
    assert read_period("2026-06-01T23:59:59-07:00/..") == (day, None)
    assert read_period("/2026-06-01") == (None, day)
