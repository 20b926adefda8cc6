"""Sums over pairs: both kernels against GeographicLib by brute force, everywhere on earth and at the rim."""

import numpy as np
import pytest

from app.coverage import decay as d
from app.coverage.reach.choose import KernelName
from app.coverage.reach.inputs import Places, Sites
from app.coverage.reach.reach import PointReach
from app.errors import BadParameterError
from tests.coverage.brute import (
    ANTIMERIDIAN,
    MOUNTAIN_STATES,
    NORTH_POLE,
    SOUTH_POLE,
    WGS84,
    WORLD,
    metres,
    points,
    weights,
    world,
)

BOUND = 80_000.0
DECAYS = [
    d.binary(BOUND),
    d.dai(BOUND),
    d.kwan(BOUND),
    d.gaussian(BOUND, BOUND / 8),
    d.exponential(BOUND, 3 / BOUND),
    d.power(BOUND, 1.5, BOUND / 10),
    d.linear(BOUND),
    d.logistic(BOUND, BOUND / 2, BOUND / 9),
    d.knots([0, BOUND / 2, BOUND], [1, 0.6, 0.1]),
    d.stepped([BOUND / 3, BOUND / 2, BOUND], [1, 0.5, 0.2]),
]


def apart(found: np.ndarray, expected: np.ndarray) -> float:
    return float(np.abs(found - expected).max() / np.abs(expected).max())


@pytest.mark.parametrize("decay", DECAYS, ids=lambda decay: f"{decay.kind}")
def test_sums_are_those_of_brute_force(kernel: KernelName, decay: d.Decay) -> None:
    places, sites = world()
    reach, weight = PointReach(places, sites, 1.3, kernel), weights(places, sites, decay, 1.3)

    for squared, power in ((False, 1), (True, 2)):
        to_sites = reach.to_sites(places.people, decay, squared=squared)
        to_places = reach.to_places(sites.weight, decay, squared=squared)
        assert apart(to_sites, places.people @ weight**power) < 1e-9
        assert apart(to_places, weight**power @ sites.weight) < 1e-9


@pytest.mark.parametrize("box", [WORLD, ANTIMERIDIAN, NORTH_POLE, SOUTH_POLE])
def test_pairs_are_those_of_brute_force_all_over_the_earth(
    kernel: KernelName, box: tuple[float, float, float, float]
) -> None:
    places, sites = world(box)
    reach = PointReach(places, sites, kernel=kernel)
    for bound in (60_000.0, 600_000.0):
        inside = (metres(places, sites) <= bound) & (sites.weight > 0)
        assert (reach.in_reach(bound) == inside.sum(axis=1)).all()
        assert apart(reach.to_sites(places.people, d.binary(bound)), places.people @ inside) < 1e-12


@pytest.mark.parametrize("bound", [1.0, 60_000.0, 700_000.0])
def test_the_rim_is_decided_by_the_geodesic(kernel: KernelName, bound: float) -> None:
    """Sites a micrometre to a centimetre inside and outside of the bound of one place each."""
    lon, lat = points(5, 60, MOUNTAIN_STATES)
    off_m = np.tile([0.0, 2e-6, -2e-6, 1e-4, -1e-4, 6e-3, -6e-3, 0.02, -0.02, 0.3], 6)
    to_lon, to_lat, _ = WGS84.fwd(lon, lat, np.arange(60) * 6.1, bound + off_m)
    for at in range(60):
        places = Places(lon[at : at + 1], lat[at : at + 1], np.ones(1))
        sites = Sites(to_lon[at : at + 1], to_lat[at : at + 1], np.ones(1))
        reach = PointReach(places, sites, kernel=kernel)
        expected = int(off_m[at] <= 0)
        assert reach.to_sites(np.ones(1), d.binary(bound))[0] == expected
        assert reach.in_reach(bound)[0] == expected
        assert len(reach.around(float(to_lon[at]), float(to_lat[at]), d.binary(bound))[0]) == expected


def test_each_step_of_a_stepped_decay_has_an_exact_rim(kernel: KernelName) -> None:
    lon, lat = points(6, 40, MOUNTAIN_STATES)
    off_m = np.tile([0.0, 2e-6, 1e-4, -1e-4], 10)
    to_lon, to_lat, _ = WGS84.fwd(lon, lat, np.arange(40) * 9.0, 10_000 + off_m)
    decay = d.stepped([10_000, 30_000], [1.0, 0.25])
    for at in range(40):
        site = Sites(to_lon[at : at + 1], to_lat[at : at + 1], np.ones(1))
        reach = PointReach(Places(lon[at : at + 1], lat[at : at + 1], np.ones(1)), site, kernel=kernel)
        expected = 1.0 if off_m[at] <= 0 else 0.25
        assert reach.to_places(np.ones(1), decay)[0] == expected
        assert reach.to_sites(np.ones(1), decay)[0] == expected
        assert reach.around(float(to_lon[at]), float(to_lat[at]), decay)[1][0] == expected


def test_both_kernels_and_any_number_of_threads_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba", reason="numba is not installed")
    places, sites = world(many=6_000)
    plain, fast = (PointReach(places, sites, kernel=name) for name in ("plain", "numba"))
    fast_again = PointReach(places, sites, kernel="numba")
    fast_again._at_once = 1
    for decay in (d.binary(9e3), d.dai(9e3), d.exponential(9e3, 1e-4)):
        assert apart(fast.to_sites(places.people, decay), plain.to_sites(places.people, decay)) < 1e-12
        assert (fast.to_sites(places.people, decay) == fast_again.to_sites(places.people, decay)).all()
        assert (plain.in_reach(9e3) == fast.in_reach(9e3)).all()


def test_nobody_and_nothing(kernel: KernelName) -> None:
    places, sites = world()
    none = np.zeros(0)
    empty = PointReach(Places(none, none, none), sites, kernel=kernel)
    assert (empty.to_sites(none, d.dai(BOUND)) == 0).all()
    assert empty.to_places(sites.weight, d.dai(BOUND)).shape == (0,)
    bare = PointReach(places, Sites(none, none, none), kernel=kernel)
    assert (bare.to_places(none, d.dai(BOUND)) == 0).all()
    assert (bare.in_reach(BOUND) == 0).all()
    closed = PointReach(places, Sites([0.0], [0.0], [0.0]), kernel=kernel)
    assert closed.to_sites(places.people, d.dai(BOUND)).tolist() == [0.0]


@pytest.mark.parametrize("bound", [1_000_001.0, 2e7])
def test_a_bound_too_long_for_the_series_is_refused(kernel: KernelName, bound: float) -> None:
    reach = PointReach(*world(), kernel=kernel)
    with pytest.raises(BadParameterError, match=r"must be more than 0 and at most 1,000,000 m\."):
        reach.in_reach(bound)
    assert PointReach(*world(), 25.0, kernel).in_reach(bound).any()  # 25 times the way: within the series


@pytest.mark.parametrize("factor", [0.99, 0.0, float("nan"), float("inf")])
def test_a_road_is_never_shorter_than_the_straight_way(factor: float) -> None:
    with pytest.raises(BadParameterError, match="The circuity factor is"):
        PointReach(*world(), factor)


@pytest.mark.parametrize("bad", [float("nan"), -1.0, float("inf")])
def test_an_amount_that_is_not_known_is_refused_by_number(bad: float) -> None:
    with pytest.raises(BadParameterError, match=r"^weight 1 is .* leave out the points"):
        Sites([1.0, 2.0], [1.0, 2.0], [1.0, bad])
    with pytest.raises(BadParameterError, match=r"^people 1 is "):
        Places([1.0, 2.0], [1.0, 2.0], [1.0, bad])
    with pytest.raises(BadParameterError, match=r"^people: \(1,\) numbers for 2 points"):
        Places([1.0, 2.0], [1.0, 2.0], [1.0])
    with pytest.raises(BadParameterError, match=r"^sites: position 1 is not on the earth"):
        Sites([1.0, 200.0], [1.0, 2.0], [1.0, 1.0])
