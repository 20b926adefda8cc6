"""Rational agents: at rest nobody has a cheaper site; an example by hand; the certificate."""

import numpy as np
import pytest
from scipy.optimize import minimize

from app.coverage.measures.raam import rational_agents
from app.coverage.reach.choose import KernelName
from app.coverage.reach.reach import PointReach
from app.coverage.reach.table import TableReach, cost_table
from app.errors import BadParameterError
from tests.coverage.brute import world


def table_of(costs: np.ndarray, people: np.ndarray, seats: np.ndarray) -> TableReach:
    place, site = np.nonzero(np.isfinite(costs))
    return TableReach(cost_table(place, site, costs[place, site], *costs.shape), people, seats)


def test_two_sites_by_hand(kernel: KernelName) -> None:
    """60 people, 20 and 10 seats (rho = 2), 0 and 30 minutes away, tau = 60: D/40 = (60 - D)/20 + .5."""
    reach = table_of(np.array([[0.0, 30.0]]), np.array([60.0]), np.array([20.0, 10.0]))
    found = rational_agents(reach, 60.0, 60.0, kernel=kernel)
    at_first = 3.5 / (1 / 40 + 1 / 20)
    assert found.people_at_site == pytest.approx([at_first, 60 - at_first])
    assert found.value == pytest.approx([at_first / 40])
    assert found.gap < 1e-12


def test_the_rest_is_the_minimum_of_beckmanns_sum(kernel: KernelName) -> None:
    rng = np.random.default_rng(1)
    costs = np.where(rng.uniform(size=(6, 4)) < 0.8, rng.uniform(0, 60, (6, 4)), np.inf)
    people, seats = rng.uniform(10, 100, 6), rng.uniform(5, 20, 4)
    found = rational_agents(table_of(costs, people, seats), 60.0, 60.0, 1e-7, kernel=kernel)
    place, site = np.nonzero(np.isfinite(costs))
    room = people.sum() / seats.sum() * seats

    def beckmann(flow: np.ndarray) -> float:
        load = np.bincount(site, flow, minlength=4)
        return float((load**2 / (2 * room)).sum() + (flow * costs[place, site] / 60).sum())

    everybody = {"type": "eq", "fun": lambda flow: np.bincount(place, flow, minlength=6) - people}
    start = people[place] / np.bincount(place)[place]
    best = minimize(beckmann, start, bounds=[(0, None)] * len(place), constraints=everybody, method="SLSQP",
                    options={"maxiter": 500, "ftol": 1e-12})  # fmt: skip
    assert found.people_at_site == pytest.approx(np.bincount(site, best.x, minlength=4), rel=1e-3)
    assert found.gap <= 1e-7


def test_the_certificate_holds_on_points(kernel: KernelName) -> None:
    places, sites = world(many=60)
    found = rational_agents(PointReach(places, sites, 1.3, kernel), 150e3, 60e3, 1e-4, kernel=kernel)
    assert found.gap <= 1e-4
    assert found.people_at_site.sum() == pytest.approx(places.people[~found.no_supply_in_reach].sum())
    assert (found.people_at_site[sites.weight == 0] == 0).all()
    assert np.isinf(found.value[found.no_supply_in_reach]).all()
    assert np.isfinite(found.value[~found.no_supply_in_reach]).all()
    finer = rational_agents(PointReach(places, sites, 1.3, kernel), 150e3, 60e3, 1e-5, kernel=kernel)
    reached = ~found.no_supply_in_reach
    assert found.value[reached] == pytest.approx(finer.value[reached], rel=0.05)


def test_rounds_end_and_the_gap_says_so() -> None:
    places, sites = world(many=120)
    found = rational_agents(PointReach(places, sites, kernel="plain"), 150e3, 60e3, 1e-9, 3, kernel="plain")
    assert found.sweeps == 3
    assert found.gap > 1e-9


def test_nobody_and_nothing(kernel: KernelName) -> None:
    nobody = rational_agents(table_of(np.array([[6.0]]), np.zeros(1), np.ones(1)), 60.0, 60.0, kernel=kernel)
    assert (nobody.value.tolist(), nobody.gap) == ([0.1], 0.0)
    nothing = rational_agents(table_of(np.array([[6.0]]), np.ones(1), np.zeros(1)), 60.0, 60.0, kernel=kernel)
    assert nothing.value.tolist() == [np.inf]
    assert nothing.no_supply_in_reach.tolist() == [True]


@pytest.mark.parametrize("wrong", [{"tau": 0.0}, {"tau": -1.0}, {"tau": 1.0, "tolerance": 0.0}])
def test_what_cannot_be_is_refused(wrong: dict[str, float]) -> None:
    reach = table_of(np.array([[6.0]]), np.ones(1), np.ones(1))
    with pytest.raises(BadParameterError, match="all must be above 0"):
        rational_agents(reach, 60.0, **wrong)
