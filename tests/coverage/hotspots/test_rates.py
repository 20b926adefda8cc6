"""Empirical Bayes by hand."""

import numpy as np
import pytest

from app.coverage.hotspots.rates import shrunk_rates


def test_rates_by_hand() -> None:
    """Overall .5; spread (10 x .09 + 90 x .01) / 100... of rates .2 and .5333 by moments."""
    part, people = np.array([2.0, 48]), np.array([10.0, 90])
    spread = (10 * (0.2 - 0.5) ** 2 + 90 * (48 / 90 - 0.5) ** 2) / 100
    between = spread - 0.5 / 50
    assert between == pytest.approx(0)
    assert shrunk_rates(part, people).tolist() == pytest.approx([0.5, 0.5], abs=1e-9)
    part = np.array([1.0, 49])
    between = (10 * 0.4**2 + 90 * (49 / 90 - 0.5) ** 2) / 100 - 0.01
    expected = [
        0.5 + between / (between + 0.05) * -0.4,
        0.5 + between / (between + 0.5 / 90) * (49 / 90 - 0.5),
    ]
    assert shrunk_rates(part, people).tolist() == pytest.approx(expected)


def test_small_places_are_drawn_further_and_empty_ones_have_no_rate() -> None:
    part, people = np.array([0.0, 0, 500, 900, 0]), np.array([5.0, 1000, 1000, 1000, 0])
    found = shrunk_rates(part, people)
    assert found[0] > found[1] > 0
    assert np.isnan(found[4])
    assert shrunk_rates(np.zeros(2), np.ones(2)).tolist() == [0, 0]


def test_counts_are_checked() -> None:
    with pytest.raises(ValueError, match="parts must be"):
        shrunk_rates(np.array([3.0]), np.array([2.0]))
