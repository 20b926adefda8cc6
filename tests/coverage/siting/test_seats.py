"""Seats: what a site adds by hand, the best choice by trying all, and the guarantee."""

from itertools import combinations

import numpy as np
import pytest
from scipy.sparse import csr_array

from app.coverage.siting.seats import most_seats, seats_added


def test_seats_are_shared_among_all_who_reach_them() -> None:
    decayed = csr_array(np.array([[1.0, 0.5, 0], [0, 0.5, 0]]))
    added = seats_added(decayed, np.array([30.0, 10]), np.array([15.0, 40, 9]))
    assert added.toarray().tolist() == [[0.5, 1, 0], [0, 1, 0]]  # 15/30; 40/(15 + 5) x .5; nobody


def test_nobody_gets_more_than_the_target() -> None:
    added = csr_array(np.array([[0.5, 0.25], [0.0, 0.25]]))
    people, access = np.array([10.0, 20]), np.array([0.1, 0.4])
    found = most_seats(added, people, access, 0.3, 2, np.array([[4.0, 6], [20, 0]]))
    assert (found.chosen.tolist(), found.gain.tolist()) == ([0], [pytest.approx(2)])
    assert found.group_gain.tolist() == [[pytest.approx(0.8), pytest.approx(1.2)]]
    assert found.served == pytest.approx(10 * 0.1 + 20 * 0.3)
    assert found.proven


@pytest.mark.parametrize("seed", range(15))
def test_the_choice_keeps_its_guarantee_and_its_bound(seed: int) -> None:
    draws = np.random.default_rng(seed)
    decayed = csr_array(draws.random((25, 8)) * (draws.random((25, 8)) < 0.4))
    people = draws.integers(1, 90, 25).astype(np.float64)
    added = seats_added(decayed, people, 60.0)
    access = draws.random(25) * 0.3
    found = most_seats(added, people, access, 0.5, 3)

    def seats(sites: tuple[int, ...]) -> float:
        return float(people @ np.minimum(0.5, access + added.toarray()[:, list(sites)].sum(axis=1)))

    base = float(people @ np.minimum(0.5, access))
    best = max(seats(sites) for sites in combinations(range(8), 3)) - base
    assert found.value == pytest.approx(seats(tuple(found.chosen)) - base, abs=1e-5)
    assert (1 - (1 - 1 / 3) ** 3) * best - 1e-5 <= found.value <= best + 1e-5
    assert best <= found.bound + 1e-5


def test_questions_are_checked() -> None:
    added = csr_array(np.ones((2, 1)))
    with pytest.raises(ValueError, match="target"):
        most_seats(added, np.ones(2), np.zeros(2), 0, 1)
    with pytest.raises(ValueError, match="at least 0"):
        most_seats(added, np.ones(2), np.array([0, -1]), 1, 1)
    with pytest.raises(ValueError, match="one value for each of 2"):
        seats_added(added, np.ones(3), 5)
