"""Breaks of classes against brute force and by hand."""

from itertools import combinations

import mapclassify
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.maps.breaks import JENKS_MOST, METHODS, equal, jenks, quantile

VALUES = np.array([1.0, 2, 2, 3, 10, 11, 12, 40, 41])


def within(values: np.ndarray, bounds: np.ndarray) -> float:
    of = np.searchsorted(bounds, values, side="left")
    return float(sum(((values[of == at] - values[of == at].mean()) ** 2).sum() for at in np.unique(of)))


def test_breaks_by_hand() -> None:
    assert jenks(VALUES, 3).tolist() == [3, 12]
    assert equal(np.array([0.0, 10]), 5).tolist() == [2, 4, 6, 8]
    assert quantile(np.arange(1.0, 9), 4).tolist() == [2.75, 4.5, 6.25]


@given(st.lists(st.integers(0, 60), min_size=4, max_size=9), st.integers(2, 4))
def test_natural_breaks_are_the_best_there_are(numbers: list[int], classes: int) -> None:
    values = np.sort(np.array(numbers, dtype=np.float64))
    different = np.unique(values)
    cuts = [np.array(each) for each in combinations(different[:-1], min(classes, len(different)) - 1)]
    best = min((within(values, each) for each in cuts), default=0.0)
    assert within(values, jenks(values, classes)) == pytest.approx(best, abs=1e-6)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("values", [[5.0, 5, 5], [0.0, 0, 0, 1], list(range(JENKS_MOST * 3))])
def test_bounds_ascend_and_part_the_values(method: str, values: list[float]) -> None:
    found = METHODS[method](np.array(values, dtype=np.float64), 5)
    assert np.all(np.diff(found) > 0)
    assert np.all(found < max(values))
    assert len(found) <= 4


@pytest.mark.parametrize("seed", range(4))
def test_natural_breaks_are_those_of_mapclassify(seed: int) -> None:
    values = np.random.default_rng(seed).lognormal(1.0, 0.9, 210).round(4)
    assert jenks(values, 5).tolist() == mapclassify.FisherJenks(values, k=5).bins[:-1].tolist()
