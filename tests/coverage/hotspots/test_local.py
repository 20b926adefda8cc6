"""Local Moran against permutations one by one, against all there are, and quadrants."""

from itertools import combinations

import numpy as np
import pytest

from app.coverage.hotspots.chance import draws
from app.coverage.hotspots.local import NO_QUADRANT, QUADRANTS, local_moran
from app.coverage.hotspots.neighbours import nearest_neighbours


def test_values_and_quadrants_are_their_formulas(near, sloped) -> None:
    x = sloped[near.place]
    z = x - x.mean()
    found = local_moran(sloped, near, 99)
    for at, place in enumerate(near.place):
        lag = z[near.of[at]].mean()
        assert found.i[place] == pytest.approx(56 * z[at] * lag / (z @ z))
        own, beside = ("high" if side > 0 else "low" for side in (z[at], lag))
        assert QUADRANTS[found.quadrant[place]] == f"{own}-{beside}"
    assert np.isnan(found.i[[4, 20, 59]]).all()
    assert np.isnan(found.p[4])
    assert found.quadrant[4] == NO_QUADRANT


def test_counting_is_what_permuting_place_by_place_would_count(near, sloped) -> None:
    """Each place draws its k neighbours from the others: from each draw of k + 1, the first k without it."""
    z = np.round(sloped[near.place] - sloped[near.place].mean(), 12)
    found = local_moran(sloped, near, 299, seed=7)
    drawn = draws(57, 5, 299, seed=7)
    for at, place in enumerate(near.place):
        sums = np.array([z[[each for each in row if each != at][:4]].sum() for row in drawn])
        observed = z[near.of[at]].sum()
        tail = min((sums >= observed - 1e-9).sum(), (sums <= observed + 1e-9).sum())
        assert found.p[place] == pytest.approx(min((tail + 1) / 300, 1))


def test_p_values_are_those_of_every_choice_of_neighbours() -> None:
    lon, lat = np.random.default_rng(3).uniform(-107, -105, (2, 12)) + np.array([[0.0], [141]])
    near = nearest_neighbours(lon, lat, np.ones(12), k=3)
    values = np.random.default_rng(4).normal(size=12)
    found = local_moran(values, near, 40_000)
    for at in range(12):
        others = [each for each in range(12) if each != at]
        sums = np.array([values[list(chosen)].sum() for chosen in combinations(others, 3)])
        observed = values[near.of[at]].sum()
        exact = min((sums >= observed - 1e-9).mean(), (sums <= observed + 1e-9).mean())
        assert found.p[at] == pytest.approx(exact, abs=0.015)


def test_hot_spots_survive_the_adjustment_and_noise_does_not(near, sloped) -> None:
    assert local_moran(sloped, near).significant().any()
    noise = local_moran(np.random.default_rng(9).normal(size=60), near)
    assert (noise.p < 0.05).any()
    assert not noise.significant().any()


def test_an_average_place_is_no_spot(near) -> None:
    values = np.zeros(60)
    values[0], values[1] = 5, -5
    found = local_moran(values, near, 99)
    average = np.setdiff1d(near.place, [0, 1])
    assert (found.i[average] == 0).all()
    assert (found.p[average] == 1).all()
    assert (found.quadrant[average] == NO_QUADRANT).all()


def test_one_value_everywhere_has_no_spots(near) -> None:
    found = local_moran(np.full(60, 2.5), near)
    assert np.isnan(found.q).all()
    assert not found.significant().any()


def test_the_same_seed_gives_the_same_answer_and_units_do_not_matter(near, sloped) -> None:
    found, again = local_moran(sloped, near, 999), local_moran(1000 * sloped - 7, near, 999)
    assert np.array_equal(found.p, again.p, equal_nan=True)
    assert np.array_equal(found.p, local_moran(sloped, near, 999).p, equal_nan=True)
    assert not np.array_equal(found.p, local_moran(sloped, near, 999, seed=1).p, equal_nan=True)


def test_everyone_a_neighbour_of_everyone() -> None:
    near = nearest_neighbours(np.arange(4.0), np.zeros(4), np.ones(4), k=3)
    found = local_moran(np.array([1.0, 2, 3, 9]), near, 99)
    assert (found.p == 1).all()
