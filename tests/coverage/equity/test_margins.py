"""Margins by hand: the Census Bureau's own example of three Virginia counties, and small sums."""

import math

import numpy as np
import pytest

from app.coverage.equity import margins
from app.coverage.equity.margins import UNDEFINED, figure, reliability

NAN = math.nan


def test_the_sum_of_the_handbooks_three_counties() -> None:
    """Never-married women of Fairfax, Arlington and Alexandria: 203,119 with a margin of 5,070."""
    value, margin = margins.total(np.array([135173.0, 43104, 24842]), np.array([3860.0, 2642, 1957]))
    assert value == 203119
    assert round(margin) == 5070


def test_the_share_of_the_handbooks_three_counties() -> None:
    """203,119 of 630,498 (831) women: 32.2 % with a margin of 0.8 points."""
    value, margin = margins.share(203119, 5070, 630498, 831)
    assert round(100 * value, 1) == 32.2
    assert round(100 * margin, 1) == 0.8
    assert margin == pytest.approx(math.sqrt(5070**2 - (203119 / 630498) ** 2 * 831**2) / 630498)


def test_a_share_with_a_negative_root_uses_the_formula_of_a_ratio() -> None:
    value, margin = margins.share(90, 5, 100, 20)  # 25 - .81 x 400 < 0
    assert (value, margin) == (0.9, pytest.approx(math.sqrt(25 + 0.81 * 400) / 100))


def test_a_ratio_a_difference_and_a_product() -> None:
    assert margins.ratio(30, 3, 60, 8) == (0.5, pytest.approx(5 / 60))  # 3 and .5 x 8 = 4 make 5
    assert margins.difference(10, 3, 4, 4) == (6, 5)
    assert margins.product(10, 1, 5, 2) == (50, pytest.approx(math.sqrt(10**2 * 2**2 + 5**2 * 1**2)))


def test_nothing_divided_by_nothing_is_not_defined() -> None:
    for value, margin in (margins.share(0, 0, 0, 3), margins.ratio(1, 1, 0, 1)):
        assert math.isnan(value)
        assert math.isnan(margin)
    assert figure(*margins.share(0, 0, 0, 3)) == UNDEFINED


def test_margins_of_zeros_count_once_with_the_largest() -> None:
    estimate, margin = np.array([500.0, 0, 0, 400]), np.array([100.0, 200, 150, 50])
    assert margins.total(estimate, margin) == (900, pytest.approx(math.sqrt(100**2 + 200**2 + 50**2)))


def test_areas_that_take_no_part_bring_no_margin() -> None:
    assert margins.total(np.array([5.0, 7]), np.array([3.0, NAN]), np.array([1.0, 0])) == (5, 3)


def test_an_unknown_margin_makes_the_sum_unknown_not_smaller() -> None:
    for estimate in (7.0, 0.0):
        _, margin = margins.total(np.array([5.0, estimate]), np.array([3.0, NAN]))
        assert math.isnan(margin)
    assert figure(12, NAN).margin is None
    assert figure(12, NAN).reliability == "unknown"


def test_controlled_estimates_have_no_error() -> None:
    assert margins.total(np.array([5.0, 7]), np.zeros(2)) == (12, 0)
    assert figure(12, 0) == margins.Figure(12, 0, "high")


def test_the_mean_of_people_by_hand() -> None:
    """Areas of 30 +- 3 and 10 +- 4 with 1 and 5: mean 2; (1-2) x 3 and (5-2) x 4 over 40 people."""
    value, margin = margins.weighted_mean(np.array([1.0, 5]), np.array([30.0, 10]), np.array([3.0, 4]))
    assert (value, margin) == (2, pytest.approx(math.hypot(3, 12) / 40))


def test_the_margin_of_a_mean_agrees_with_simulation() -> None:
    draws = np.random.default_rng(5)
    value, people, margin = draws.uniform(0, 9, 40), draws.uniform(500, 900, 40), draws.uniform(50, 99, 40)
    samples = draws.normal(people, margin / margins.Z_90, (20_000, 40))
    error = 1.645 * np.std((samples * value).sum(axis=1) / samples.sum(axis=1))
    assert margins.weighted_mean(value, people, margin)[1] == pytest.approx(error, rel=0.03)


def test_a_mean_with_an_unknown_margin_is_not_exact_even_where_the_area_is_average() -> None:
    _, margin = margins.weighted_mean(np.array([2.0, 2]), np.array([30.0, 10]), np.array([3.0, NAN]))
    assert math.isnan(margin)


def test_nobody_has_no_mean() -> None:
    assert math.isnan(margins.weighted_mean(np.array([1.0]), np.zeros(1), np.array([12.0]))[0])


@pytest.mark.parametrize(
    ("value", "cv", "grade"),
    [(100, 0.12, "high"), (100, 0.121, "medium"), (-100, 0.4, "medium"), (100, 0.401, "low")],
)
def test_grades_change_at_12_and_40_percent(value: float, cv: float, grade: str) -> None:
    assert reliability(value, abs(value) * cv * 1.645 * (1 - 1e-12)) == grade


def test_a_zero_is_reliable_only_when_it_is_exact() -> None:
    assert reliability(0, 0) == "high"
    assert reliability(0, 5) == "low"


def test_a_gap_is_clear_beyond_its_margin() -> None:
    assert margins.differs(-3, 2.9) is True
    assert margins.differs(3, 3) is False
    assert margins.differs(3, NAN) is None
