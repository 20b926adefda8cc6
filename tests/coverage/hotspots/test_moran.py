"""Moran and Getis-Ord against their formulas written out, and what constant or shuffled maps say."""

import numpy as np
import pytest

from app.coverage.hotspots.getis import getis_ord
from app.coverage.hotspots.moran import moran


def weights(near) -> np.ndarray:
    matrix = np.zeros((57, 57))
    for at, others in enumerate(near.of):
        matrix[at, others] = 1
    return matrix


def test_moran_is_its_formula(near, sloped) -> None:
    x = sloped[near.place]
    z, w = x - x.mean(), weights(near) / 4
    found = moran(sloped, near)
    assert found is not None
    assert found.i == pytest.approx(57 / w.sum() * (z @ w @ z) / (z @ z))
    assert found.expected == -1 / 56


def test_a_slope_is_a_pattern_and_noise_is_none(near, sloped) -> None:
    slope = moran(sloped, near)
    noise = moran(np.random.default_rng(8).normal(size=60), near)
    assert slope is not None
    assert noise is not None
    assert slope.p == 0.001  # as small as 999 permutations allow
    assert slope.z > 4
    assert noise.p > 0.05


def test_shuffled_maps_average_what_is_expected_without_pattern(near) -> None:
    source = np.random.default_rng(6)
    found = [moran(source.normal(size=60), near, permutations=1) for _ in range(800)]
    assert np.mean([each.i for each in found if each]) == pytest.approx(-1 / 56, abs=0.01)


def test_the_same_seed_gives_the_same_answer(near, sloped) -> None:
    assert moran(sloped, near, seed=5) == moran(sloped, near, seed=5)


def test_one_value_everywhere_has_no_pattern(near) -> None:
    assert moran(np.full(60, 3.0), near) is None
    assert np.isnan(getis_ord(np.full(60, 3.0), near).z).all()


def test_values_are_checked(near) -> None:
    with pytest.raises(ValueError, match="one for each of 60 places"):
        moran(np.ones(57), near)
    with pytest.raises(ValueError, match="must be numbers"):
        moran(np.full(60, np.nan), near)


def test_getis_ord_is_its_formula(near, sloped) -> None:
    x = sloped[near.place]
    w = weights(near) + np.eye(57)
    spread = x.std() * np.sqrt((57 * 5 - 25) / 56)
    found = getis_ord(sloped, near)
    assert found.z[near.place] == pytest.approx((w @ x - 5 * x.mean()) / spread)
    assert np.isnan(found.z[4])
    assert found.p[np.nanargmax(np.abs(found.z))] == np.nanmin(found.p)
    assert (found.q[near.place] >= found.p[near.place]).all()


def test_a_hot_place_of_1_96_deviations_is_one_in_twenty(near, sloped) -> None:
    found = getis_ord(sloped, near)
    inside = np.abs(found.z[near.place]) < 1.959964
    assert ((found.p[near.place] > 0.05) == inside).all()
