"""A map of 60 places around Santa Fe, three of them empty."""

import numpy as np
import pytest

from app.coverage.geodesy import Floats
from app.coverage.hotspots.neighbours import Neighbours, nearest_neighbours

EMPTY = [4, 20, 59]


@pytest.fixture(scope="session")
def positions() -> tuple[Floats, Floats, Floats]:
    """Longitude, latitude, people."""
    draws = np.random.default_rng(11)
    people = np.ones(60)
    people[EMPTY] = 0
    return draws.uniform(-107, -105, 60), draws.uniform(35, 37, 60), people


@pytest.fixture(scope="session")
def near(positions: tuple[Floats, Floats, Floats]) -> Neighbours:
    return nearest_neighbours(*positions, k=4)


@pytest.fixture(scope="session")
def sloped(positions: tuple[Floats, Floats, Floats]) -> Floats:
    """Values that rise to the north, with noise; NaN where nobody lives."""
    lat, people = positions[1], positions[2]
    values = np.round(3 * (lat - 35) + np.random.default_rng(2).normal(0, 1, 60), 1)
    return np.where(people > 0, values, np.nan)
