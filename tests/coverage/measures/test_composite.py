"""Scores of several indicators, and natural breaks against trying every cut."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.coverage.measures.classes import class_of, natural_breaks
from app.coverage.measures.composite import composite_index, priority
from app.errors import BadParameterError


def spread(values: np.ndarray, breaks: np.ndarray) -> float:
    of = class_of(values, breaks)
    return sum(float(((values[of == c] - values[of == c].mean()) ** 2).sum()) for c in np.unique(of))


@settings(max_examples=60, deadline=None)
@given(values=st.lists(st.integers(-50, 50), min_size=1, max_size=14), k=st.integers(1, 4))
def test_no_other_cut_has_less_spread(values: list[int], k: int) -> None:
    numbers = np.array(values, dtype=np.float64)
    distinct = np.unique(numbers)
    breaks = natural_breaks(numbers, k)
    assert len(breaks) == min(k, len(distinct))
    best = min(
        spread(numbers, np.array([*cut, distinct[-1]]))
        for cut in combinations(distinct[:-1], min(k, len(distinct)) - 1)
    )
    assert spread(numbers, breaks) == pytest.approx(best, abs=1e-9)


def test_breaks_by_eye_and_classes() -> None:
    values = np.array([1, 2, 1, 50, 52, 99, 100, 101, 7.0])
    breaks = natural_breaks(values, 3)
    assert breaks.tolist() == [7, 52, 101]
    assert class_of(values, breaks).tolist() == [1, 1, 1, 2, 2, 3, 3, 3, 1]


@pytest.mark.parametrize(("values", "k"), [([], 2), ([1.0], 0), ([1.0, np.nan], 2)])
def test_breaks_of_nothing(values: list[float], k: int) -> None:
    with pytest.raises(BadParameterError, match="Natural breaks need"):
        natural_breaks(np.array(values), k)


def test_a_score_of_indicators_that_say_one_thing() -> None:
    need = np.array([1.0, 2.0, 4.0, 7.0, 11.0, 16.0])
    found = composite_index(np.column_stack((need, -3 * need, 2 * need + 1)), [True, False, True], "none")
    assert found.score == pytest.approx((need - 1) / 15 * 100)
    assert found.weights == pytest.approx(np.full(3, 3**-0.5))
    assert found.explained == pytest.approx(1)
    assert found.classes.min() == 1
    assert found.classes.max() == 5


def test_the_score_is_the_first_component_of_the_correlations() -> None:
    table = np.random.default_rng(1).normal(size=(40, 3)) @ np.array([[1, 0.6, 0.2], [0, 1, 0.4], [0, 0, 1]])
    found = composite_index(table, [True, True, True], "none")
    values, vectors = np.linalg.eigh(np.corrcoef(table.T))
    assert found.explained == pytest.approx(values[-1] / 3)
    assert np.abs(found.weights) == pytest.approx(np.abs(vectors[:, -1]))
    assert found.weights.sum() > 0
    assert (found.score.min(), found.score.max()) == (0, 100)


def test_transforms_towards_symmetry() -> None:
    rng = np.random.default_rng(2)
    even, skewed = rng.normal(size=500), np.exp(rng.normal(size=500) + 3)
    found = composite_index(np.column_stack((even, skewed)), [True, True])
    assert found.transforms == ("none", "log")


def test_priority_where_demand_outruns_supply() -> None:
    demand = composite_index(np.arange(10.0)[:, None], [True], "none", classes=5)
    supply = composite_index(np.arange(10.0)[::-1, None], [True], "none", classes=5)
    poor = np.arange(10) != 9
    assert (priority(demand, supply) == (demand.classes > supply.classes)).all()
    assert priority(demand, supply)[9]
    assert not priority(demand, supply)[0]
    assert not priority(demand, supply, poor)[9]
    assert priority(demand, supply, poor)[8]


@pytest.mark.parametrize(
    ("table", "directions", "words"),
    [
        ([[1.0], [1.0]], [True], "Indicator 0 is the same everywhere"),
        ([[1.0], [np.nan]], [True], "Indicator 0 of area 1 is not a number"),
        ([[1.0]], [True], "do not fit"),
        ([[1.0], [2.0]], [True, False], "do not fit"),
    ],
)
def test_what_cannot_be_is_refused(table: list[list[float]], directions: list[bool], words: str) -> None:
    with pytest.raises(BadParameterError, match=words):
        composite_index(np.array(table), directions)


def test_no_logarithm_of_a_negative_number() -> None:
    with pytest.raises(BadParameterError, match="Indicator 0 has negative numbers"):
        composite_index(np.array([[-1.0], [1.0]]), [True], "log")
