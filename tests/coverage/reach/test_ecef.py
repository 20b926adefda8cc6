"""Squared geodesics from chords: against GeographicLib at every length the engine is used for."""

import numpy as np
import pytest

from app.coverage.reach.ecef import geodesic_squares, positions, rim_m
from tests.coverage.brute import WGS84, WORLD, points


@pytest.mark.parametrize(
    ("length_m", "error_m"),
    [(1e3, 1e-8), (30e3, 2e-8), (60e3, 1e-7), (200e3, 3e-5), (500e3, 3e-3), (1e6, 0.1)],
)
def test_error_stays_far_below_the_rim(length_m: float, error_m: float) -> None:
    lon, lat = points(1, 20_000, WORLD)
    lat[:40], lon[40:80] = np.repeat([90.0, -90.0, 89.999, 0.0], 10), np.repeat([180.0, -180.0], 20)
    rng = np.random.default_rng(2)
    to_lon, to_lat, _ = WGS84.fwd(lon, lat, rng.uniform(0, 360, len(lon)), rng.uniform(0, length_m, len(lon)))
    to_lon = (to_lon + 180) % 360 - 180
    exact_m = WGS84.inv(lon, lat, to_lon, to_lat)[2]

    found_m = np.sqrt(geodesic_squares(positions(lon, lat).rows, positions(to_lon, to_lat).rows))

    assert np.abs(found_m - exact_m).max() < error_m < rim_m(length_m)


def test_the_same_bits_from_both_ends() -> None:
    one, other = positions(*points(3, 5_000, WORLD)).rows, positions(*points(4, 5_000, WORLD)).rows
    assert (geodesic_squares(one, other) == geodesic_squares(other, one)).all()


def test_a_point_is_at_0_of_itself() -> None:
    here = positions(np.array([-105.0]), np.array([39.0])).rows
    assert geodesic_squares(here, here)[0] == 0
