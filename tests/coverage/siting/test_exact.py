"""The proven best choice against every choice there is; bounds that hold when a proof is stopped."""

from itertools import combinations, pairwise

import numpy as np
import pytest

from app.coverage.siting import bound as lagrange
from app.coverage.siting.cover import most_people
from app.coverage.siting.exact import Progress, prove
from app.coverage.siting.problem import cover
from app.coverage.siting.residual import residual, undominated
from app.coverage.siting.solver import Watch


@pytest.mark.parametrize("seed", range(25))
def test_the_best_of_all_choices_is_found_and_proven(small, seed: int) -> None:
    question = small(seed, rows=40, sites=11, density=0.1 + 0.02 * (seed % 8))
    found = prove(cover(question.pairs, question.people), 3, people=question.groups)
    assert found.proven
    assert found.value == found.bound == question.best(3) == question.reached(found.chosen)
    assert found.share_of_best == 1
    assert found.group_gain.sum() == found.value


@pytest.mark.parametrize("seed", range(5))
def test_weights_need_not_be_whole(small, seed: int) -> None:
    question = small(seed, density=0.25)
    scaled = type(question)(question.pairs, question.people / 7, question.groups / 7)
    found = prove(cover(scaled.pairs, scaled.people), 3)
    assert found.proven
    assert found.value == pytest.approx(scaled.best(3))


def test_the_solver_is_needed_and_used(pairs_of) -> None:
    """A projective plane of order 3: all 13 sites alike, every two share a row, so bounds alone are weak."""
    pairs = pairs_of([[int((row - site) % 13 in (0, 1, 3, 9)) for site in range(13)] for row in range(13)])
    seen: list[Progress] = []
    found = prove(cover(pairs, np.ones(13)), 3, progress=seen.append)
    assert (found.value, found.proven) == (10, True)  # three sites that share one row: 1 + 3 x 3
    assert seen[-2].bound >= 12  # 3/13 of each site would reach 12/13 of everybody
    assert seen[-1].share_of_best == 1


def test_a_proof_that_is_cancelled_keeps_what_is_certain(small) -> None:
    question = small(2, rows=60, sites=14, density=0.2)
    problem = cover(question.pairs, question.people)
    stopped = prove(problem, 4, cancelled=lambda: True)
    quick = most_people(problem, 4)
    assert (stopped.value, stopped.proven) == (quick.value, False)
    assert stopped.bound <= quick.bound
    assert stopped.value <= question.best(4) <= stopped.bound


def test_a_proof_without_time_keeps_what_is_certain(small) -> None:
    question = small(2, rows=60, sites=14, density=0.2)
    stopped = prove(cover(question.pairs, question.people), 4, time_limit_s=0)
    assert not stopped.proven
    assert question.best(4) <= stopped.bound
    assert 0.63 <= stopped.share_of_best < 1


def test_progress_only_gets_better(small) -> None:
    question = small(4, rows=200, sites=60, density=0.04)
    seen: list[Progress] = []
    prove(cover(question.pairs, question.people), 8, progress=seen.append)
    assert seen
    assert all(0 <= now.share_of_best <= 1 for now in seen)
    for before, now in pairwise(seen):
        assert now.value >= before.value
        assert now.bound <= before.bound or now.bound == now.value
        assert now.sites_left <= before.sites_left
        assert now.spent_s >= before.spent_s


@pytest.mark.parametrize("seed", range(10))
def test_any_multipliers_give_a_bound_and_never_rule_out_the_best(small, seed: int) -> None:
    question, draws = small(seed, density=0.2), np.random.default_rng(seed)
    best = question.best(3)
    part, _ = residual(cover(question.pairs, question.people), 3)
    for _ in range(20):
        relaxed = lagrange.relax(part, part.weight * draws.random(len(part.weight)))
        assert relaxed.bound >= best - 1e-9
        able = np.flatnonzero(lagrange.possible(part, relaxed, best))
        assert question.reached(_best_of(question, able)) == best


def _best_of(question, sites) -> tuple[int, ...]:
    return max(combinations(sites.tolist(), min(3, len(sites))), key=question.reached)


@pytest.mark.parametrize("seed", range(5))
def test_steps_bring_the_bound_down_to_the_best(small, seed: int) -> None:
    question = small(seed, density=0.2)
    problem = cover(question.pairs, question.people)
    quick = most_people(problem, 3)
    part, _ = residual(problem, 3)
    first = lagrange.first_multipliers(part, quick.chosen, quick.gain)
    descent = lagrange.Descent(part, first, quick.value, 1e-6)
    start = descent.best.bound
    descent.run(200)
    assert question.best(3) - 1e-6 <= descent.best.bound <= start
    assert descent.best.bound <= 1.05 * question.best(3)


def test_rows_with_the_same_sites_are_one_and_empty_rows_none(pairs_of) -> None:
    pairs = pairs_of([[1, 1, 0], [0, 0, 1], [1, 1, 0], [0, 0, 0], [0, 1, 0]])
    part, of = residual(cover(pairs, np.array([1.0, 2, 3, 4, 0])), 2)
    assert of[0] == of[2] != of[1]
    assert of[3] == of[4] == -1
    assert sorted(part.weight.tolist()) == [2, 4]


def test_dominated_sites_go_and_of_equal_ones_the_first_stays(pairs_of) -> None:
    pairs = pairs_of([[1, 1, 0, 1], [1, 1, 0, 0], [0, 0, 1, 0]])
    part, _ = residual(cover(pairs, np.ones(3)), 2)
    assert undominated(part).tolist() == [True, False, True, False]


def test_a_watch_ends_by_time_or_by_cancel() -> None:
    assert Watch(0.0).over
    assert not Watch(60.0).over
    assert Watch(60.0, lambda: True).over
    assert 59 < Watch(60.0).left_s <= 60
