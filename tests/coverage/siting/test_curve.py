"""The budget curve: values, bounds that no choice exceeds, and how many sites a share takes."""

import numpy as np
import pytest

from app.coverage.siting.cover import most_people
from app.coverage.siting.curve import budget_curve
from app.coverage.siting.problem import cover


@pytest.mark.parametrize("seed", range(8))
def test_every_point_of_the_curve_and_its_bound(small, seed: int) -> None:
    question = small(seed)
    problem = cover(question.pairs, question.people)
    curve = budget_curve(problem, 4, question.groups)
    for sites in range(len(curve.value)):
        assert curve.value[sites] == most_people(problem, sites).value
        assert curve.value[sites] <= question.best(sites) <= curve.bound[sites] + 1e-9
    assert curve.group.sum(axis=1) == pytest.approx(curve.value)
    assert (curve.bound <= curve.coverable + 1e-9).all()
    assert (np.diff(curve.value) > 0).all()
    assert (np.diff(curve.value, 2) <= 1e-9).all()


def test_the_number_of_sites_for_a_share(pairs_of) -> None:
    pairs = pairs_of([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0]])
    curve = budget_curve(cover(pairs, np.array([50.0, 30, 20, 900])), 2)
    assert curve.coverable == 100
    assert [curve.sites_for(share) for share in (0, 0.5, 0.51, 0.8, 0.81)] == [0, 1, 2, 2, None]


def test_nothing_to_gain_is_a_curve_of_one_point(pairs_of) -> None:
    curve = budget_curve(cover(pairs_of([[1]]), np.zeros(1)), 3)
    assert curve.value.tolist() == curve.bound.tolist() == [0]
