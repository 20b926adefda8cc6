"""The question of a report: what its address says, what it passes over, how it is written back."""

import pytest

from app.coverage.confidence import GRADES
from app.coverage.reports.asking import is_informal, parse_report, report_pairs
from app.coverage.reports.phrases import GRADES as SAID
from app.coverage.reports.phrases import grade
from app.coverage.reports.scope import Scope
from app.errors import BadParameterError, UnknownParameterError
from app.settings import Settings

SCOPE = Scope("counties", "35045", "San Juan County", ("NM",), "35045", -108.3, 36.5)


def test_without_a_word_informal_programs_count(settings: Settings) -> None:
    asked = parse_report([], SCOPE, settings)
    assert is_informal(asked, settings)
    assert (asked.states, asked.areas) == (("NM",), "county")
    assert report_pairs(asked, settings) == []


def test_links_of_the_gap_page_are_understood(settings: Settings) -> None:
    pairs = [
        ("states", "UT,WY"),
        ("areas", "zip"),
        ("view", "share"),
        ("b.distance", "5mi"),
        ("kind", "institution"),
    ]
    asked = parse_report(pairs, SCOPE, settings)
    assert (asked.states, asked.areas, asked.supply.kind) == (("NM",), "county", ("institution",))


@pytest.mark.parametrize(
    "pairs",
    [
        [],
        [("assets", "all")],
        [("group", "hispanic"), ("preset", "P12")],
        [("distance", "10mi"), ("kind", "program"), ("discipline", "robotics")],
        [("preset", "P4"), ("p.distance_m", "5000"), ("assets", "all")],
    ],
)
def test_a_question_is_written_back_as_itself(pairs: list[tuple[str, str]], settings: Settings) -> None:
    asked = parse_report(pairs, SCOPE, settings)
    again = report_pairs(asked, settings)
    assert parse_report(again, SCOPE, settings) == asked
    assert report_pairs(parse_report(again, SCOPE, settings), settings) == again


def test_what_is_not_known_is_refused(settings: Settings) -> None:
    with pytest.raises(UnknownParameterError):
        parse_report([("colour", "red")], SCOPE, settings)
    with pytest.raises(BadParameterError):
        parse_report([("assets", "some")], SCOPE, settings)


def test_every_grade_of_confidence_has_words() -> None:
    assert {grade(name) for name in GRADES} == set(GRADES)
    assert set(GRADES) <= set(SAID)
