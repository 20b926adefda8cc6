"""Fewest sites for everyone against every choice there is."""

from itertools import combinations

import numpy as np
import pytest

from app.coverage.siting.whole import everyone


def fewest(question, wanted) -> int:
    """By trying every choice, small ones first."""
    reach = question.reach[wanted]
    for size in range(reach.shape[1] + 1):
        for sites in combinations(range(reach.shape[1]), size):
            if reach[:, list(sites)].any(axis=1).all():
                return size
    raise AssertionError


@pytest.mark.parametrize("seed", range(25))
def test_no_fewer_sites_reach_everyone(small, seed: int) -> None:
    question = small(seed, rows=15 + seed, sites=11, density=0.12 + 0.02 * (seed % 6))
    found = everyone(question.pairs, question.people)
    wanted = (question.people > 0) & question.reach.any(axis=1)
    assert question.reach[wanted][:, found.chosen].any(axis=1).all()
    assert found.proven
    assert len(found.chosen) == found.at_least == fewest(question, wanted)
    assert found.unreachable.tolist() == np.flatnonzero((question.people > 0) & ~wanted).tolist()


def test_who_is_served_or_nobody_needs_no_site_and_who_has_none_is_named(pairs_of) -> None:
    pairs = pairs_of([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0], [0, 0, 0]])
    served = np.array([True, False, False, False, True])
    found = everyone(pairs, np.array([5.0, 5, 0, 5, 5]), served)
    assert (found.chosen.tolist(), found.at_least, found.proven) == ([1], 1, True)
    assert found.unreachable.tolist() == [3]


def test_nobody_to_reach_needs_nothing(pairs_of) -> None:
    found = everyone(pairs_of([[1, 0]]), np.zeros(1))
    assert (found.chosen.size, found.at_least, found.proven, found.unreachable.size) == (0, 0, True, 0)


def test_a_search_without_time_still_reaches_everyone(small) -> None:
    question = small(3, rows=60, sites=30, density=0.1)
    found = everyone(question.pairs, question.people, cancelled=lambda: True)
    wanted = (question.people > 0) & question.reach.any(axis=1)
    assert question.reach[wanted][:, found.chosen].any(axis=1).all()
    assert found.at_least <= len(everyone(question.pairs, question.people).chosen) <= len(found.chosen)


def test_a_cyclic_question_needs_the_solver(pairs_of) -> None:
    """Seven rows in a ring, site j reaches rows j and j + 1: nothing is forced or contained; 4 are needed."""
    ring = [[int(site in (row, (row - 1) % 7)) for site in range(7)] for row in range(7)]
    found = everyone(pairs_of(ring), np.ones(7))
    assert (len(found.chosen), found.at_least, found.proven) == (4, 4, True)
