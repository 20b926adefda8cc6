"""Figures spread over points add up to the figures; what is near is found."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.coverage.geodesy import geodesic_m
from app.coverage.spreading import grown, spread, within_m

UNITS = st.lists(
    st.tuples(
        st.floats(0, 1e8), st.lists(st.floats(0.01, 1e6), min_size=1, max_size=20)
    ),
    min_size=1, max_size=10,
)  # fmt: skip


def test_in_proportion_to_weight() -> None:
    people = spread(np.array([0, 1, 0]), np.array([1.0, 5.0, 3.0]), np.array([100.0, 7.0]))
    assert people.tolist() == [25.0, 7.0, 75.0]


@settings(deadline=None)
@given(UNITS)
def test_points_add_up_to_the_figure(units: list[tuple[float, list[float]]]) -> None:
    unit = np.array([at for at, (_, weights) in enumerate(units) for _ in weights], dtype=np.int64)
    weight = np.array([each for _, weights in units for each in weights])
    figures = np.array([people for people, _ in units])
    people = spread(unit, weight, figures)
    np.testing.assert_allclose(np.bincount(unit, weights=people), figures, rtol=1e-14, atol=1e-9)
    assert (people >= -1e-9).all()


def test_a_figure_of_nobody_is_nobody_everywhere() -> None:
    assert spread(np.array([0, 0]), np.array([2.0, 1.0]), np.array([0.0])).tolist() == [0.0, 0.0]


def test_within_is_by_distance_on_the_ground() -> None:
    lon, lat = np.array([-106.0, -106.0, -100.0]), np.array([36.0, 36.2, 36.0])
    of_lon, of_lat = np.array([-106.0, -101.0]), np.array([35.5, 36.0])
    distance = float(geodesic_m(lon[:1], lat[:1], of_lon[:1], of_lat[:1])[0])
    assert within_m(lon, lat, of_lon, of_lat, distance).tolist() == [True, False, False]
    assert within_m(lon, lat, of_lon, of_lat, distance - 10).tolist() == [False, False, False]
    assert within_m(lon, lat, of_lon[:0], of_lat[:0], 1e6).tolist() == [False] * 3


@pytest.mark.parametrize("lat", [0.0, 35.0, 71.0, -14.0])
def test_a_grown_box_holds_everything_within_the_margin(lat: float) -> None:
    west, south, east, north = grown((-100.0, lat, -99.0, lat), 50_000)
    for lon, other in ((west, lat), (east, lat), (-100.0, south), (-100.0, north)):
        start = -99.0 if lon == east else -100.0
        assert geodesic_m(np.array([start]), np.array([lat]), np.array([lon]), np.array([other]))[0] >= 50_000
