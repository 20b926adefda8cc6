"""Grades by hand: the weakest link decides and is named."""

import numpy as np

from app.coverage.confidence import GRADES, ONLY_STARTER, confidence

NAN = float("nan")


def graded(**links: float) -> str:
    given = {"days": 10.0, "verified": 1.0, "placed": 1.0, "people": 1000.0, "moe": 0.0} | links
    arrays = [np.array([given[name]]) for name in ("days", "verified", "placed", "people", "moe")]
    return confidence(*arrays).words(0)


def test_the_weakest_link_decides_and_is_named() -> None:
    assert graded() == "high"
    assert graded(days=NAN) == "no data: nothing is known of the state"
    assert graded(days=ONLY_STARTER, moe=NAN) == (
        "not inventoried: the state has not sent its inventory; what is listed is an unverified starter list"
    )
    assert graded(days=365) == "high"
    assert graded(days=366) == "medium: how long ago the state sent its inventory"
    assert graded(days=731, verified=0.1) == (
        "low: how long ago the state sent its inventory; how many of the programs are verified"
    )
    assert graded(placed=0.2) == "medium: how exactly the programs are placed"
    assert graded(placed=NAN, verified=NAN) == "high"


def test_margins_are_graded_by_their_coefficient_of_variation() -> None:
    assert graded(moe=1.645 * 120) == "high"
    assert graded(moe=1.645 * 121) == "medium: how wide the margin of the population figure is"
    assert graded(moe=1.645 * 401).startswith("low")
    assert graded(moe=NAN).startswith("medium"), "no margin is no certainty"
    assert graded(people=0, moe=12).startswith("low")
    assert graded(people=0, moe=0) == "high"


def test_grades_are_in_order() -> None:
    days = np.array([NAN, ONLY_STARTER, 800, 400, 1])
    ones = np.ones(5)
    assert [GRADES[each] for each in confidence(days, ones, ones, ones, 0 * ones).grade] == list(GRADES)
