"""Swaps: what they reach, that none is left that would gain, and that they never lose."""

import numpy as np
import pytest

from app.coverage.siting.problem import cover
from app.coverage.siting.residual import residual
from app.coverage.siting.swap import swapped


@pytest.mark.parametrize("seed", range(15))
def test_no_swap_is_left_that_gains(small, seed: int) -> None:
    question = small(seed, density=0.25)
    part, _ = residual(cover(question.pairs, question.people), 3)
    start = np.random.default_rng(seed).choice(10, 3, replace=False)
    chosen, value = swapped(part, start, 1.0)
    assert value == question.reached(chosen) >= question.reached(start)
    assert len(set(chosen.tolist())) == 3
    for place in range(3):
        for site in set(range(10)) - set(chosen.tolist()):
            assert question.reached(np.append(np.delete(chosen, place), site)) <= value


def test_nothing_chosen_stays_nothing(small) -> None:
    question = small(1)
    part, _ = residual(cover(question.pairs, question.people), 3)
    chosen, value = swapped(part, np.zeros(0, dtype=np.int64), 1.0)
    assert (chosen.size, value) == (0, 0)
