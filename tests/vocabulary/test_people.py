"""What people write in a grades column, and the groups people are counted in."""
# ruff: noqa: RUF001 (the ambiguous characters are what people type)

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.vocabulary.people import (
    AUDIENCES,
    BAND_LABELS,
    BANDS,
    GRADES,
    GROUPS,
    OPEN_TO_ALL,
    PERKINS_GROUPS,
    grades_of,
)
from app.vocabulary.terms import fold
from tests.deep import times

MIDDLE, HIGH = ("6", "7", "8"), ("9", "10", "11", "12")
ALL_GRADES = GRADES.slugs[:-2]
K_TO_5 = ("K", "1", "2", "3", "4", "5")


@pytest.mark.parametrize(
    ("text", "grades"),
    [
        ("7", ("7",)),
        ("06", ("6",)),
        ("7th", ("7",)),
        ("1st grade", ("1",)),
        ("Grade 11", ("11",)),
        ("12th graders", ("12",)),
        ("K", ("K",)),
        ("Kindergarten", ("K",)),
        ("Pre-K", ("PK",)),
        ("PK", ("PK",)),
        ("preschool", ("PK",)),
        ("College", ("postsecondary",)),
        ("Adults", ("adult",)),
        ("6th-8th", MIDDLE),
        ("Gr 6-8", MIDDLE),
        ("grades 06-08", MIDDLE),
        ("6 to 8", MIDDLE),
        ("6 through 8", MIDDLE),
        ("6 thru 8", MIDDLE),
        ("6th grade to 8th grade", MIDDLE),
        ("9–12", HIGH),
        ("9—12", HIGH),
        ("1–2", ("1", "2")),
        ("1–3", ("1", "2", "3")),
        ("Gr K to 5", K_TO_5),
        ("K–5th grade", K_TO_5),
        ("Pre-K to 2", ("PK", "K", "1", "2")),
        ("11-college", ("11", "12", "postsecondary")),
        ("8-8", ("8",)),
        ("middle school", MIDDLE),
        ("Middle School Students", MIDDLE),
        ("HS", HIGH),
        ("elementary", ("1", "2", "3", "4", "5")),
        ("K-12", ALL_GRADES[1:]),
        ("k12", ALL_GRADES[1:]),
        ("PreK-12", ALL_GRADES),
        ("all grades", ALL_GRADES),
        ("All ages", GRADES.slugs),
    ],
)
def test_grades_that_are_understood(text: str, grades: tuple[str, ...]) -> None:
    assert grades_of(text) == grades


@pytest.mark.parametrize(
    "text", ["", " ", "-", "8-6", "12-K", "0", "15", "99", "1-99", "6-8-9", "robots", "grade", "２０"]
)
def test_grades_that_are_not(text: str) -> None:
    assert grades_of(text) is None


@given(
    st.text()
    | st.from_regex(r"(gr(ade)?s? ?)?(p?k|\d{1,3})(st|th)? ?(-|–|to|thru) ?(k|\d{1,3})\w*", fullmatch=True)
)
@settings(max_examples=times(60), deadline=None)
def test_any_text_gives_known_grades_in_order_or_none(text: str) -> None:
    found = grades_of(text)
    assert found is None or (found and [*found] == [grade for grade in GRADES if grade in found])


def test_bands_hold_each_grade_once() -> None:
    assert set(BANDS) == set(BAND_LABELS)
    assert tuple(grade for band in BANDS.values() for grade in band) == GRADES.slugs


def test_perkins_groups_come_first_in_the_order_of_the_statute() -> None:
    assert AUDIENCES.slugs[:9] == tuple(PERKINS_GROUPS)
    assert (AUDIENCES.slugs[0], AUDIENCES.slugs[8]) == ("disability", "military-family")


def test_nobody_in_particular_is_no_audience() -> None:
    assert fold("Open to ALL") in OPEN_TO_ALL
    assert not [text for text in OPEN_TO_ALL if AUDIENCES.find(text)]


def test_everybody_is_the_first_group() -> None:
    assert GROUPS.slugs[0] == "total"
