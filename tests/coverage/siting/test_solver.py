"""The solver in slices: cancelled at once, out of time with what it has, and failures that are told."""

import time

import numpy as np
import pytest
from scipy.sparse import csr_array

from app.coverage.siting.exact import prove
from app.coverage.siting.problem import cover
from app.coverage.siting.solver import Program, Solution, Watch, solve


def hard() -> tuple[csr_array, np.ndarray]:
    """Random sets, which leave bounds far apart: minutes of work."""
    draws = np.random.default_rng(1)
    return csr_array((draws.random((400, 300)) < 0.05).astype(np.float64)), draws.integers(1, 100, 400) * 1.0


def test_a_caller_who_cancels_gets_away_while_the_solver_works() -> None:
    pairs, people = hard()
    start = time.monotonic()
    at_work: list[float] = []

    def cancelled() -> bool:
        if len(at_work) < 12:
            at_work.append(time.monotonic() - start)
        return len(at_work) >= 12 and time.monotonic() - start > at_work[-1] + 0.3

    found = prove(cover(pairs, people), 10, cancelled=cancelled)
    assert time.monotonic() - start < at_work[-1] + 1.5
    assert not found.proven
    assert 0.63 < found.share_of_best < 1


def test_a_slice_that_ends_leaves_its_best_choice_and_bound() -> None:
    pairs, people = hard()
    start = time.monotonic()
    found = prove(cover(pairs, people), 10, time_limit_s=1.2)
    assert time.monotonic() - start < 4
    reached = (pairs.toarray()[:, found.chosen] > 0).any(axis=1)
    assert found.value == people[reached].sum()
    assert found.value < found.bound < people.sum()
    assert not found.proven


def test_a_solved_program_is_proven() -> None:
    """Two of three halves: whole numbers cannot share them."""
    ring = csr_array(np.array([[1.0, 1, 0], [0, 1, 1], [1, 0, 1]]))
    seen: list[Solution] = []
    solve(Program(np.ones(3), ring, np.ones(3), np.full(3, np.inf), 3), Watch(10), seen.append)
    assert len(seen) == 1
    assert seen[0].proven
    assert seen[0].bound == pytest.approx(2)


def test_what_goes_wrong_in_the_solver_is_raised_to_the_caller() -> None:
    impossible = Program(np.ones(1), csr_array(np.ones((1, 1))), np.full(1, 2.0), np.full(1, 3.0), 1)
    with pytest.raises(RuntimeError, match="infeasible"):
        solve(impossible, Watch(10), lambda _: None)
