"""Floating catchments: examples by hand, formulas by matrices, identities, and what must not matter."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.coverage import decay as d
from app.coverage.measures.catchment import balanced, spatial_availability, three_step, two_step
from app.coverage.measures.opportunity import cumulative, gravity, zero_program
from app.coverage.measures.result import Conservation, ConservationError, conserved
from app.coverage.reach.choose import KernelName
from app.coverage.reach.inputs import Places, Sites
from app.coverage.reach.reach import PointReach
from app.coverage.reach.table import TableReach, cost_table
from tests.coverage.brute import weights, world

DAI, BINARY, STEPS = d.dai(60e3), d.binary(60e3), d.stepped([10e3, 30e3, 60e3], [1, 0.68, 0.22])


def table_of(costs: list[list[float]], people: list[float], seats: list[float]) -> TableReach:
    matrix = np.array(costs)
    place, site = np.nonzero(np.isfinite(matrix))
    made = cost_table(place, site, matrix[place, site], *matrix.shape)
    return TableReach(made, np.array(people), np.array(seats))


FAR = np.inf
# Three communities and two programs: A near the first, both within reach of the second, the third reaches none.
SMALL = [[5.0, FAR], [15.0, 8.0], [FAR, 31.0]]


def test_two_steps_by_hand() -> None:
    access = two_step(table_of(SMALL, [100, 300, 50], [20, 30]), d.binary(30))
    assert access.demand.tolist() == [400, 300]
    assert access.ratio == pytest.approx([0.05, 0.1])
    assert access.value == pytest.approx([0.05, 0.15, 0])
    assert access.no_supply_in_reach.tolist() == [False, False, True]
    assert access.unused.tolist() == [False, False]


def test_enhanced_steps_by_hand() -> None:
    access = two_step(table_of(SMALL, [100, 300, 50], [20, 30]), d.luo_qi_slow())
    demand = [100 + 300 * 0.68, 300]
    assert access.demand == pytest.approx(demand)
    assert access.value == pytest.approx([20 / demand[0], 20 / demand[0] * 0.68 + 30 / 300, 0])


def test_three_steps_by_hand() -> None:
    access = three_step(table_of(SMALL, [100, 300, 50], [20, 30]), d.luo_qi_slow())
    g_first, g_second = 0.68 / 1.68, 1 / 1.68
    demand = [100 * 1 * 1 + 300 * g_first * 0.68, 300 * g_second]
    second = 20 / demand[0] * g_first * 0.68 + 30 / demand[1] * g_second
    assert access.value == pytest.approx([20 / demand[0], second, 0])


def test_balanced_by_hand() -> None:
    access = balanced(table_of(SMALL, [100, 300, 50], [20, 30]), d.luo_qi_slow())
    demand = [100 + 300 * 0.68 / 1.68, 300 / 1.68]
    service = [20 / demand[0], 30 / demand[1]]
    assert access.demand == pytest.approx(demand)
    assert sum(demand) == pytest.approx(400)
    assert access.value == pytest.approx([service[0] / 1.68, service[0] * 0.68 / 1.68 + service[1], 0])


def test_spatial_availability_by_hand() -> None:
    """Its two factors written out, as in the paper."""
    access = spatial_availability(table_of(SMALL, [100, 300, 50], [20, 30]), d.luo_qi_slow())
    f = np.array([[1, 0], [0.68, 1], [0, 0]])
    by_people, by_cost = np.array([100, 300, 50]) / 450, f / f.sum(axis=0)
    both = by_people[:, None] * by_cost
    assert access.value == pytest.approx((both / both.sum(axis=0)) @ [20, 30])
    assert access.value.sum() == pytest.approx(50)
    assert access.unit == "sites' weight"


@pytest.mark.parametrize("decay", [BINARY, DAI, STEPS], ids=lambda decay: decay.kind)
def test_measures_are_their_formulas(kernel: KernelName, decay: d.Decay) -> None:
    places, sites = world()
    reach = PointReach(places, sites, kernel=kernel)
    f, people, seats = weights(places, sites, decay), places.people, sites.weight
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.nan_to_num(seats / (people @ f), posinf=0)
        g = np.nan_to_num(f / f.sum(axis=1)[:, None])
        three = np.nan_to_num(seats / (people @ (g * f)), posinf=0)
        service = np.nan_to_num(seats / (people @ g), posinf=0)
        v = np.nan_to_num(f / f.sum(axis=0))

    assert two_step(reach, decay).value == pytest.approx(f @ ratio, rel=1e-6, abs=1e-15)
    assert three_step(reach, decay).value == pytest.approx((g * f) @ three, rel=1e-6, abs=1e-15)
    assert balanced(reach, decay).value == pytest.approx(v @ service, rel=1e-6, abs=1e-15)
    assert spatial_availability(reach, decay).value == pytest.approx(
        people * (f @ ratio), rel=1e-6, abs=1e-12
    )
    assert gravity(reach, decay).value == pytest.approx(f @ seats, rel=1e-9, abs=1e-12)
    assert cumulative(reach, 60e3).value.tolist() == (weights(places, sites, BINARY) @ seats).tolist()


@pytest.mark.parametrize("measure", [two_step, three_step, balanced, spatial_availability])
def test_nothing_in_reach_is_zero_and_flagged_and_what_nobody_reaches_is_unused(
    kernel: KernelName, measure: type
) -> None:
    places = Places([-105.0, -105.1, -90.0], [40.0, 40.0, 40.0], [100.0, 0.0, 7.0])
    sites = Sites([-105.0, -80.0, -105.0], [40.0, 40.0, 40.0], [5.0, 9.0, 0.0])
    access = measure(PointReach(places, sites, kernel=kernel), DAI)
    assert access.no_supply_in_reach.tolist() == [False, False, True]
    assert access.in_reach.tolist() == [1, 1, 0]
    assert access.value[2] == 0
    assert np.isfinite(access.value).all()
    assert access.unused.tolist() == [False, True, False]
    assert access.unused_weight == 9
    assert zero_program(PointReach(places, sites, kernel=kernel), 60e3).tolist() == [False, False, True]


def test_supply_only_the_empty_reach_is_unused() -> None:
    """A place without people still has a site in reach; the site serves nobody."""
    access = two_step(table_of([[1.0]], [0], [5]), d.binary(10))
    assert (access.value[0], access.no_supply_in_reach[0], access.unused_weight) == (0, False, 5)
    assert access.conservation[0].relative_error == 0


def test_an_identity_that_does_not_hold_is_an_error() -> None:
    assert conserved("sums agree", 1.0, 1.0 + 1e-10).relative_error < 1e-9
    assert Conservation("nothing", 0.0, 0.0).relative_error == 0
    for right in (1.0 + 1e-8, float("nan"), 0.0):
        with pytest.raises(ConservationError, match="sums agree does not hold"):
            conserved("sums agree", 1.0, right)


seeds = st.integers(0, 10_000)


@settings(max_examples=12, deadline=None)
@given(seed=seeds, lon=st.floats(-112, -104), lat=st.floats(35, 41))
def test_one_more_site_never_lowers_what_is_in_reach(seed: int, lon: float, lat: float) -> None:
    places, sites = world(seed=seed, many=60)
    more = Sites(np.append(sites.lon, lon), np.append(sites.lat, lat), np.append(sites.weight, 2.0))
    before = cumulative(PointReach(places, sites, kernel="plain"), 90e3)
    after = cumulative(PointReach(places, more, kernel="plain"), 90e3)
    assert (after.in_reach >= before.in_reach).all()
    assert (after.value >= before.value).all()


@settings(max_examples=12, deadline=None)
@given(seed=seeds, share=st.floats(0, 1))
def test_splitting_a_place_changes_nobodys_access(seed: int, share: float) -> None:
    places, sites = world(seed=seed, many=60)
    people = np.append(places.people, places.people[0] * (1 - share))
    people[0] *= share
    split = Places(np.append(places.lon, places.lon[0]), np.append(places.lat, places.lat[0]), people)
    for measure in (two_step, three_step):
        before = measure(PointReach(places, sites, kernel="plain"), DAI).value
        after = measure(PointReach(split, sites, kernel="plain"), DAI).value
        assert after == pytest.approx(np.append(before, before[0]), rel=1e-9, abs=1e-15)


@settings(max_examples=12, deadline=None)
@given(seed=seeds)
def test_other_numbers_for_the_same_points_change_nothing(seed: int) -> None:
    places, sites = world(seed=seed, many=60)
    rng = np.random.default_rng(seed)
    p, s = rng.permutation(len(places)), rng.permutation(len(sites))
    others = Places(places.lon[p], places.lat[p], places.people[p])
    elsewhere = Sites(sites.lon[s], sites.lat[s], sites.weight[s])
    for measure in (two_step, three_step, balanced):
        before = measure(PointReach(places, sites, kernel="plain"), DAI)
        after = measure(PointReach(others, elsewhere, kernel="plain"), DAI)
        assert after.value == pytest.approx(before.value[p], rel=1e-9, abs=1e-15)
        assert (after.unused == before.unused[s]).all()
