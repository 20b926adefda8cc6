"""Inequality by hand, and what no index may depend on."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.coverage.equity.inequality import (
    access_poverty,
    concentration_index,
    erreygers_index,
    gini,
    kappa_for,
    kolm_pollak,
    palma,
    theil,
)
from app.coverage.geodesy import Floats

ACCESS = np.array([0.0, 1, 3])
PEOPLE = np.array([2.0, 1, 1])
"""Four people have 0, 0, 1 and 3."""


def test_gini_by_hand() -> None:
    """Mean absolute difference of all pairs over twice the mean: (2x1 + 2x3 + 2) x 2 / 16 / 2."""
    assert gini(ACCESS, PEOPLE) == pytest.approx(20 / 16 / 2)
    assert gini(np.array([5.0, 5]), np.array([1.0, 9])) == 0


def test_theil_by_hand() -> None:
    """Relative to the mean of 1: 0, 0, 1 and 3, so 3 ln 3 / 4 in all; states {0, 0, 1} and {3}."""
    found = theil(ACCESS, PEOPLE, np.array([0, 0, 1]))
    assert found is not None
    assert found.total == pytest.approx(3 * math.log(3) / 4)
    assert found.between == pytest.approx(0.75 * (1 / 3) * math.log(1 / 3) + 0.25 * 3 * math.log(3))
    assert found.within == pytest.approx(0.25 * math.log(3))  # share of access 1/4, own index ln 3


def test_concentration_by_hand() -> None:
    """Ranks 1/4 (two share it), 5/8 and 7/8; mean 1."""
    by_hand = 2 * (0.5 * -1 * -0.25 + 0.25 * 0 * 0.125 + 0.25 * 2 * 0.375)
    income = np.array([10.0, 20, 30])
    assert concentration_index(ACCESS, PEOPLE, income) == pytest.approx(by_hand)
    assert concentration_index(ACCESS, PEOPLE, -income) == pytest.approx(-by_hand)
    assert erreygers_index(ACCESS, PEOPLE, income, 0, 5) == pytest.approx(by_hand * 4 / 5)


def test_concentration_by_access_itself_is_gini() -> None:
    draws = np.random.default_rng(3)
    access, people = draws.uniform(0, 5, 30), draws.uniform(1, 9, 30)
    assert concentration_index(access, people, access) == pytest.approx(gini(access, people))


def test_areas_of_one_income_share_a_rank_in_any_order() -> None:
    income = np.array([1.0, 1, 2])
    turned = concentration_index(ACCESS[[1, 0, 2]], PEOPLE[[1, 0, 2]], income)
    assert concentration_index(ACCESS, PEOPLE, income) == pytest.approx(turned)


def test_palma_by_hand() -> None:
    """Of 20 people the richest 2 have 6 each, the poorest 8: 5 with 1 and 3 of the next 13 with 3."""
    access, people, income = np.array([6.0, 1, 3]), np.array([2.0, 5, 13]), np.array([90.0, 10, 20])
    assert palma(access, people, income) == pytest.approx(6 / ((5 * 1 + 3 * 3) / 8))


def test_palma_without_access_of_the_poor_is_not_defined() -> None:
    assert palma(np.array([0.0, 4]), np.ones(2), np.array([1.0, 2])) is None


def test_kolm_pollak_by_hand() -> None:
    ede = kolm_pollak(ACCESS, PEOPLE, 0.5)
    assert ede == pytest.approx(-2 * math.log(0.5 + 0.25 * math.exp(-0.5) + 0.25 * math.exp(-1.5)))
    assert ede is not None
    assert 0 < ede < 1
    burden = kolm_pollak(ACCESS, PEOPLE, -0.5)
    assert burden is not None
    assert burden > 1
    assert kappa_for(ACCESS, PEOPLE, 1.0) == pytest.approx(1 / 2.5)


def test_kolm_pollak_of_large_numbers_does_not_overflow() -> None:
    assert kolm_pollak(np.array([1e5, 2e5]), np.ones(2), 1.0) == pytest.approx(1e5 + math.log(2))


def test_poverty_of_access_by_hand() -> None:
    found = access_poverty(ACCESS, PEOPLE, 2.0)
    assert found is not None
    assert (found.headcount, found.depth, found.severity) == (0.75, 0.5 + 0.25 / 2, 0.5 + 0.25 / 4)


def test_nobody_and_no_access_are_not_defined() -> None:
    nothing, of = np.zeros(2), np.zeros(2, dtype=np.int64)
    for people in (np.zeros(2), np.ones(2)):
        assert gini(nothing, people) is theil(nothing, people, of) is None
        assert concentration_index(nothing, people, nothing) is None
        assert erreygers_index(nothing, people, nothing, 0, 1) is None
        assert palma(nothing, people, nothing) is kappa_for(nothing, people, 1.0) is None
    assert access_poverty(nothing, nothing, 1) is kolm_pollak(nothing, nothing, 1) is None
    assert kolm_pollak(nothing, np.ones(2), 1) == 0


def test_values_are_checked() -> None:
    with pytest.raises(ValueError, match="at least 0"):
        gini(np.array([-1.0]), np.ones(1))
    with pytest.raises(ValueError, match="at least 0"):
        gini(np.array([np.nan]), np.ones(1))
    with pytest.raises(ValueError, match="one length"):
        gini(np.ones(2), np.ones(1))
    with pytest.raises(ValueError, match="kappa"):
        kolm_pollak(ACCESS, PEOPLE, 0)
    with pytest.raises(ValueError, match="above 0"):
        access_poverty(ACCESS, PEOPLE, 0)
    with pytest.raises(ValueError, match="not in order"):
        erreygers_index(ACCESS, PEOPLE, ACCESS, 1, 1)


def _income(access: Floats) -> Floats:
    return np.cos(access)


INDICES: dict[str, Callable[[Floats, Floats], float | None]] = {
    "gini": gini,
    "theil": lambda access, people: (
        found.total if (found := theil(access, people, np.zeros(len(access), dtype=np.int64))) else None
    ),
    "concentration": lambda access, people: concentration_index(access, people, _income(access)),
    "palma": lambda access, people: palma(access, people, _income(access)),
    "kolm_pollak": lambda access, people: kolm_pollak(access, people, 0.7),
    "poverty": lambda access, people: (
        found.severity if (found := access_poverty(access, people, 2.0)) else None
    ),
}
AREAS = st.lists(
    st.tuples(st.integers(0, 50).map(lambda tenths: tenths / 10), st.integers(0, 999)),
    min_size=1,
    max_size=12,
)


@pytest.mark.parametrize("name", INDICES)
@given(areas=AREAS, split=st.integers(1, 9))
def test_splitting_an_area_turning_them_round_or_empty_areas_change_nothing(
    name: str, areas: list[tuple[float, int]], split: int
) -> None:
    access, people = (np.array(each, dtype=np.float64) for each in zip(*areas, strict=True))
    index = INDICES[name]
    whole = index(access, people)
    parts = np.concatenate(([7.7], access[::-1], access[:1]))
    shared = np.concatenate(([0.0], people[::-1], people[:1] * split / 10))
    shared[-2] *= 1 - split / 10
    again = index(parts, shared)
    if whole is None:
        assert again is None
    else:
        assert again == pytest.approx(whole, rel=1e-9, abs=1e-9)


@given(areas=AREAS, times=st.integers(1, 50))
def test_more_for_everyone_alike_leaves_relative_indices_and_moves_kolm_pollak(
    areas: list[tuple[float, int]], times: int
) -> None:
    access, people = (np.array(each, dtype=np.float64) for each in zip(*areas, strict=True))
    for name in ("gini", "theil"):
        assert INDICES[name](access * times, people) == pytest.approx(INDICES[name](access, people), abs=1e-9)
    whole = kolm_pollak(access, people, 0.7)
    if whole is not None:
        assert kolm_pollak(access + times, people, 0.7) == pytest.approx(whole + times)


@given(areas=AREAS)
def test_parts_of_theil_are_never_negative(areas: list[tuple[float, int]]) -> None:
    access, people = (np.array(each, dtype=np.float64) for each in zip(*areas, strict=True))
    found = theil(access, people, np.arange(len(areas)) % 3)
    if found is not None:
        assert found.between >= -1e-12
        assert found.within >= -1e-12
