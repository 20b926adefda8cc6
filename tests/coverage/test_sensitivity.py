"""The curve against counting, and its ends."""

import numpy as np
import pytest

from app.coverage.sensitivity import distance_of_share, people_beyond


def test_equals_counting_at_every_distance() -> None:
    rng = np.random.default_rng(3)
    nearest_m, people = np.round(rng.uniform(0, 100, 200)), rng.uniform(0, 50, 200)
    nearest_m[:3] = [np.inf, np.nan, 0]
    distances = np.array([0.0, 1, 50, 50.5, 99, 1e9])
    expected = [people[~(nearest_m <= each)].sum() for each in distances]
    assert people_beyond(nearest_m, people, distances) == pytest.approx(expected)


def test_the_distance_of_a_share() -> None:
    nearest_m, people = np.array([30.0, 10, 20, np.inf]), np.array([10.0, 40, 30, 20])
    assert distance_of_share(nearest_m, people, 0.4) == 10
    assert distance_of_share(nearest_m, people, 0.5) == 20
    assert distance_of_share(nearest_m, people, 0.8) == 30
    assert distance_of_share(nearest_m, people, 0.81) == np.inf
    assert np.isnan(distance_of_share(nearest_m, np.zeros(4), 0.5))
