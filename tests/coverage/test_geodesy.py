"""Distances are exact: against GeographicLib by brute force, and against PostGIS."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.coverage.geodesy import (
    checked_positions,
    geodesic_m,
    longest_chord_m,
    may_be_within,
    nearest,
    to_ecef,
)
from tests.deep import times

WGS84 = Geod(ellps="WGS84")
ANTIMERIDIAN_AND_POLES = ([179.99, -179.99, 180.0, -180.0, -150.0, 30.0, 0.0, -105.0, -105.0],
                          [51.9, 52.0, -16.5, -16.5, 89.9, 90.0, -90.0, 35.0, 35.0])  # fmt: skip


def brute_force(demand: tuple[np.ndarray, np.ndarray], supply: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    n, m = len(demand[0]), len(supply[0])
    lon1, lat1 = (np.repeat(values, m) for values in demand)
    lon2, lat2 = (np.tile(values, n) for values in supply)
    return np.round(WGS84.inv(lon1, lat1, lon2, lat2)[2], 6).reshape(n, m)


def spread(seed: int, count: int, box: tuple[float, float, float, float]) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.uniform(box[0], box[2], count), rng.uniform(box[1], box[3], count)


WORLD = (-180.0, -90.0, 180.0, 90.0)
MOUNTAIN_STATES = (-120.0, 31.0, -102.0, 49.0)
ONE_TOWN = (-105.0, 39.7, -104.99, 39.71)


@pytest.mark.parametrize("demand_box", [WORLD, MOUNTAIN_STATES, ONE_TOWN])
@pytest.mark.parametrize("supply_box", [WORLD, MOUNTAIN_STATES, ONE_TOWN])
def test_nearest_is_the_brute_force_nearest(
    demand_box: tuple[float, float, float, float], supply_box: tuple[float, float, float, float]
) -> None:
    demand, supply = spread(1, 150, demand_box), spread(2, 120, supply_box)
    everything = brute_force(demand, supply)

    distance_m, index = nearest(*demand, *supply)

    assert (distance_m == everything.min(axis=1)).all()
    assert (index == everything.argmin(axis=1)).all()


SPARSE = (-115.0, 38.0, -60.0, 49.0)


@pytest.mark.parametrize("demand_box", [MOUNTAIN_STATES, ONE_TOWN, (-180.0, 60.0, 180.0, 90.0)])
@pytest.mark.parametrize("supply_box", [WORLD, MOUNTAIN_STATES, SPARSE])
def test_of_many_sites_only_those_around_are_sorted_and_the_answer_is_the_same(
    demand_box: tuple[float, float, float, float], supply_box: tuple[float, float, float, float]
) -> None:
    demand, supply = spread(3, 60, demand_box), spread(4, 5_000, supply_box)
    everything = brute_force(demand, supply)

    distance_m, index = nearest(*demand, *supply)

    assert (distance_m == everything.min(axis=1)).all()
    assert (index == everything.argmin(axis=1)).all()


@pytest.mark.parametrize("reach_m", [0.0, 1_000.0, 90_000.0, 3_000_000.0])
def test_what_is_left_out_of_a_look_is_farther(reach_m: float) -> None:
    for box in (ONE_TOWN, (179.0, -20.0, 180.0, -10.0), (-180.0, 85.0, 180.0, 90.0)):
        demand, supply = spread(5, 40, box), spread(6, 2_000, WORLD)
        some = may_be_within(*demand, *supply, reach_m)
        near = np.flatnonzero((brute_force(demand, supply) <= reach_m).any(axis=0))
        assert set(near) <= set(some.tolist())
        assert (np.diff(some) > 0).all()
    few = may_be_within(*spread(5, 40, ONE_TOWN), *spread(6, 2_000, WORLD), 90_000.0)
    assert len(few) < 20, "hardly anything is looked at"
    assert may_be_within(np.empty(0), np.empty(0), *supply, reach_m).size == 0


def test_nearest_where_chord_and_geodesic_disagree() -> None:
    """Half around the earth the chord prefers other sites than the geodesic does; the answer must not."""
    (lon, lat), supply = spread(3, 150, WORLD), spread(4, 800, WORLD)
    chord = np.linalg.norm(to_ecef(lon, lat)[:, None] - to_ecef(*supply)[None], axis=2)
    disagreements = 0
    for row in range(len(lon)):
        farthest = np.argsort(chord[row])[-3:]
        sites = supply[0][farthest], supply[1][farthest]
        by_geodesic = brute_force((lon[row : row + 1], lat[row : row + 1]), sites)[0].argmin()
        _, index = nearest(lon[row : row + 1], lat[row : row + 1], *sites)
        assert index[0] == by_geodesic
        disagreements += int(chord[row, farthest].argmin() != by_geodesic)
    assert disagreements > 0, "the points never put the rule to the test"


NEAREST_BY_POSTGIS = """
SELECT (
  SELECT min(ST_Distance(geography(ST_MakePoint(d.lon, d.lat)), geography(ST_MakePoint(s.lon, s.lat))))
  FROM unnest(CAST(:slon AS float8[]), CAST(:slat AS float8[])) s(lon, lat)
)
FROM unnest(CAST(:dlon AS float8[]), CAST(:dlat AS float8[])) WITH ORDINALITY d(lon, lat, at) ORDER BY at
"""


def test_same_as_postgis(session: Session) -> None:
    demand = tuple(np.concatenate(pair) for pair in zip(spread(5, 60, MOUNTAIN_STATES), spread(6, 30, WORLD),
                                                        ANTIMERIDIAN_AND_POLES, strict=True))  # fmt: skip
    supply = tuple(np.concatenate(pair) for pair in zip(spread(7, 60, MOUNTAIN_STATES), spread(8, 30, WORLD),
                                                        ANTIMERIDIAN_AND_POLES, strict=True))  # fmt: skip
    rows = session.execute(
        text(NEAREST_BY_POSTGIS),
        {"dlon": list(demand[0]), "dlat": list(demand[1]), "slon": list(supply[0]), "slat": list(supply[1])},
    )
    by_postgis = np.array([row[0] for row in rows])

    distance_m, _ = nearest(*demand, *supply)

    assert np.abs(distance_m - by_postgis).max() < 0.001


def test_ties_and_identical_points_go_to_the_lowest_index() -> None:
    _, index = nearest([-105.0], [35.0], [-104.0, -106.0, -106.0, -104.0], [35.0, 35.0, 35.0, 35.0])
    assert index[0] == 0
    _, index = nearest([180.0, 10.0], [0.0, 90.0], [-180.0, 180.0, 55.0], [0.0, 0.0, 90.0])
    assert index.tolist() == [0, 2]


def test_many_sites_at_one_distance_are_all_looked_at() -> None:
    """300 sites on a circle of latitude are equally far from the pole."""
    lon = np.linspace(-180, 179, 300)
    distance_m, index = nearest([12.0], [90.0], lon, np.full(300, 40.0))
    assert index[0] == 0  # all equal, so the lowest
    quarter_meridian_m, arc_to_40_m = 10_001_965.729, 4_429_529.030
    assert distance_m[0] == pytest.approx(quarter_meridian_m - arc_to_40_m, abs=0.01)


def test_no_supply_and_no_demand() -> None:
    distance_m, index = nearest([1.0, 2.0], [3.0, 4.0], [], [])
    assert np.isinf(distance_m).all()
    assert index.tolist() == [-1, -1]
    distance_m, index = nearest([], [], [1.0], [2.0])
    assert distance_m.shape == index.shape == (0,)


def test_same_point_is_at_zero() -> None:
    distance_m, _ = nearest([-106.9], [34.1], [-106.9], [34.1])
    assert distance_m[0] == 0


@pytest.mark.parametrize(
    ("lon", "lat"), [(float("nan"), 1), (1, float("nan")), (float("inf"), 1), (181, 1), (1, -90.01)]
)
def test_positions_off_the_earth_are_refused_by_number(lon: float, lat: float) -> None:
    with pytest.raises(ValueError, match="position 1 is not on the earth"):
        checked_positions(np.array([0.0, lon]), np.array([0.0, lat]))
    with pytest.raises(ValueError, match="position 1"):
        nearest([0.0], [0.0], [0.0, lon], [0.0, lat])


def test_lists_of_two_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="not two lists"):
        nearest([0.0, 1.0], [0.0], [0.0], [0.0])


points = st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1, max_size=30)


@settings(max_examples=times(30), deadline=None)
@given(demand=points, supply=points, more=st.tuples(st.floats(-180, 180), st.floats(-90, 90)))
def test_one_more_site_never_puts_anybody_farther(
    demand: list[tuple[float, float]], supply: list[tuple[float, float]], more: tuple[float, float]
) -> None:
    lon, lat = np.array(demand).T
    before, _ = nearest(lon, lat, *np.array(supply).T)
    after, index = nearest(lon, lat, *np.array([*supply, more]).T)
    assert (after <= before).all()
    assert ((index == len(supply)) == (after < before)).all()


@settings(max_examples=times(60), deadline=None)
@given(
    a=st.tuples(st.floats(-180, 180), st.floats(-90, 90)),
    b=st.tuples(st.floats(-180, 180), st.floats(-90, 90)),
)
def test_the_bound_on_chords_holds(a: tuple[float, float], b: tuple[float, float]) -> None:
    ends = np.array([a, b])
    chord_m = np.linalg.norm(np.subtract(*to_ecef(*ends.T)))
    distance_m = geodesic_m(ends[:1, 0], ends[:1, 1], ends[1:, 0], ends[1:, 1])
    assert chord_m <= longest_chord_m(distance_m)[0]
