"""False discoveries by hand, pseudo p-values, and draws that are even."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.coverage.hotspots.chance import draws, false_discovery, pseudo_p


def test_false_discovery_by_hand() -> None:
    """Sorted .005, .01, .03, .04 of 4: x 4/1, 4/2, 4/3, 4/4 = .02, .02, .04, .04."""
    q = false_discovery(np.array([0.04, 0.005, math.nan, 0.03, 0.01]))
    assert q[[0, 1, 3, 4]] == pytest.approx([0.04, 0.02, 0.04, 0.02])
    assert math.isnan(q[2])


def test_the_rule_of_benjamini_and_hochberg_is_met_where_q_is_below_the_rate() -> None:
    """Their rule: the largest k with p_(k) <= k a / n, and all up to it."""
    p = np.random.default_rng(4).random(200) ** 3
    for rate in (0.01, 0.05, 0.2):
        ordered = np.sort(p)
        meets = np.flatnonzero(ordered <= np.arange(1, 201) * rate / 200)
        count = int(meets[-1]) + 1 if len(meets) else 0
        assert (false_discovery(p) <= rate).sum() == count


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_adjusting_keeps_the_order_and_never_makes_smaller(p: list[float]) -> None:
    values = np.array(p)
    q = false_discovery(values)
    assert (q >= values - 1e-12).all()
    assert (q <= 1).all()
    assert (np.diff(q[np.argsort(values, kind="stable")]) >= 0).all()


def test_nothing_known_is_nothing_found() -> None:
    assert np.isnan(false_discovery(np.full(3, math.nan))).all()


def test_pseudo_p_counts_the_observation_in_and_takes_the_nearer_tail() -> None:
    assert pseudo_p(np.array([4, 99, 60]), np.array([95, 0, 60]), 99).tolist() == [0.05, 0.01, 0.61]


@pytest.mark.parametrize(("places", "size"), [(40, 3), (5, 3)])
def test_draws_hold_different_numbers_and_every_number_as_often(places: int, size: int) -> None:
    drawn = draws(places, size, 20_000, seed=1)
    assert drawn.shape == (20_000, size)
    assert (np.sort(drawn, axis=1)[:, 1:] != np.sort(drawn, axis=1)[:, :-1]).all()
    for column in drawn.T:
        share = np.bincount(column, minlength=places) / 20_000
        assert np.abs(share - 1 / places).max() < 5 * math.sqrt(1 / places / 20_000)


def test_the_same_seed_draws_the_same() -> None:
    assert (draws(50, 4, 100, seed=3) == draws(50, 4, 100, seed=3)).all()
    assert (draws(50, 4, 100, seed=3) != draws(50, 4, 100, seed=4)).any()
