"""Nearest neighbours against distances of every pair."""

import numpy as np
import pytest

from app.coverage.geodesy import to_ecef
from app.coverage.hotspots.neighbours import nearest_neighbours


def test_the_nearest_inhabited_others(positions, near) -> None:
    lon, lat, people = positions
    points = to_ecef(lon, lat)
    inhabited = np.flatnonzero(people > 0)
    assert near.place.tolist() == inhabited.tolist()
    for at, place in enumerate(inhabited):
        others = inhabited[inhabited != place]
        away = np.linalg.norm(points[others] - points[place], axis=1)
        assert near.place[near.of[at]].tolist() == others[np.argsort(away)][:4].tolist()


def test_among_equally_near_ones_the_lowest_number_is_taken() -> None:
    lon, lat = np.array([0.0, 1, -1, 1, 9]), np.array([0.0, 0, 0, 0, 0])
    near = nearest_neighbours(lon, lat, np.ones(5), k=2)
    assert near.of[0].tolist() == [1, 2]
    assert near.of[1].tolist() == [3, 0]  # the place at the same point is another place


def test_values_are_spread_over_all_places(near) -> None:
    whole = near.spread(np.arange(57.0))
    assert np.isnan(whole[[4, 20, 59]]).all()
    assert whole[[0, 5, 58]].tolist() == [0, 4, 56]


@pytest.mark.parametrize("k", [0, 3])
def test_there_must_be_more_places_than_neighbours(k: int) -> None:
    with pytest.raises(ValueError, match=f"{k} neighbours cannot be found among 3 inhabited"):
        nearest_neighbours(np.arange(4.0), np.zeros(4), np.array([1.0, 1, 0, 1]), k=k)
