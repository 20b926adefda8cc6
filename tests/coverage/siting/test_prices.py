"""Prices on rows: a bound that no choice undercuts, and choices that reach every row."""

from itertools import combinations

import numpy as np
import pytest

from app.coverage.siting.prices import all_rows, priced
from app.coverage.siting.problem import cover
from app.coverage.siting.residual import residual
from app.coverage.siting.solver import Watch


@pytest.mark.parametrize("seed", range(12))
def test_bound_and_choice_enclose_the_fewest(small, seed: int) -> None:
    question = small(seed, rows=40, sites=12, density=0.25)
    problem = cover(question.pairs, np.ones(40))
    part, _ = residual(problem, 12)
    found = priced(part, all_rows(problem), Watch(10))
    wanted = question.reach.any(axis=1)

    def enough(sites: tuple[int, ...] | np.ndarray) -> bool:
        return bool(question.reach[wanted][:, list(sites)].any(axis=1).all())

    fewest = next(k for k in range(13) if any(enough(sites) for sites in combinations(range(12), k)))
    assert enough(found.chosen)
    assert found.bound <= fewest + 1e-9
    assert fewest <= len(found.chosen)
    assert found.bound > fewest - 1.5


def test_spare_sites_are_given_back(pairs_of) -> None:
    """The middle site is taken first, and then both others are needed, which have all its rows."""
    rows = [[1, 1, 0], [1, 1, 0], [0, 1, 1], [0, 1, 1], [1, 0, 0], [0, 0, 1]]
    assert sorted(all_rows(cover(pairs_of(rows), np.ones(6))).tolist()) == [0, 2]


def test_without_time_the_first_choice_stays(small) -> None:
    question = small(1, density=0.2)
    problem = cover(question.pairs, np.ones(30))
    part, _ = residual(problem, 10)
    first = all_rows(problem)
    assert priced(part, first, Watch(0)).chosen.tolist() == first.tolist()
