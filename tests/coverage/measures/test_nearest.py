"""The k nearest: against brute force, ties by number, sites without a weight passed over."""

import numpy as np
import pytest

from app.coverage.measures.nearest import nearest_k, nearest_k_of_table
from app.coverage.reach.inputs import Places, Sites
from app.coverage.reach.table import TableReach, cost_table
from app.errors import BadParameterError
from tests.coverage.brute import MOUNTAIN_STATES, WORLD, metres, world


@pytest.mark.parametrize("box", [WORLD, MOUNTAIN_STATES, (-105.0, 39.0, -104.99, 39.01)])
@pytest.mark.parametrize("k", [1, 3, 8])
def test_the_k_nearest_are_those_of_brute_force(box: tuple[float, float, float, float], k: int) -> None:
    places, sites = world(box)
    distance_m = np.where(sites.weight > 0, metres(places, sites), np.inf)
    order = np.argsort(distance_m, axis=1, kind="stable")[:, :k]

    found = nearest_k(places, sites, k, 1.3)

    assert (found.site == order).all()
    assert (found.cost == np.take_along_axis(distance_m, order, 1) * 1.3).all()


def test_equal_sites_by_number_and_fewer_than_asked() -> None:
    places = Places([-105.0], [40.0], [1.0])
    sites = Sites([-105.0] * 40, [40.0] * 40, [0.0, *[1.0] * 39])
    assert nearest_k(places, sites, 3).site.tolist() == [[1, 2, 3]]
    few = nearest_k(places, Sites([-105.0, 10.0], [40.0, 0.0], [1.0, 0.0]), 3)
    assert few.site.tolist() == [[0, -1, -1]]
    assert few.cost.tolist() == [[0, np.inf, np.inf]]
    none = nearest_k(places, Sites([], [], []), 2)
    assert none.no_supply_in_reach.tolist() == [True]
    assert nearest_k(Places([], [], []), sites, 2).cost.shape == (0, 2)


def test_by_a_table() -> None:
    place, site = np.array([0, 0, 0, 1]), np.array([0, 1, 2, 1])
    table = cost_table(place, site, np.array([9.0, 1.0, 9.0, 4.0]), 3, 3)
    found = nearest_k_of_table(TableReach(table, np.ones(3), np.array([1.0, 0.0, 1.0])), 2)
    assert found.site.tolist() == [[0, 2], [-1, -1], [-1, -1]]
    assert found.no_supply_in_reach.tolist() == [False, True, True]


def test_at_least_one_is_asked_for() -> None:
    with pytest.raises(BadParameterError, match="k is 0"):
        nearest_k(*world(), 0)
