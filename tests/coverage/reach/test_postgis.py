"""The same pairs as PostGIS geography, the rim, the poles and the antimeridian among them."""

import numpy as np
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.coverage.reach.choose import KernelName
from app.coverage.reach.inputs import Places, Sites
from app.coverage.reach.pairs import pairs_within
from app.coverage.reach.reach import PointReach
from app.errors import BadParameterError
from tests.coverage.brute import (
    ANTIMERIDIAN,
    MOUNTAIN_STATES,
    NORTH_POLE,
    SOUTH_POLE,
    WGS84,
    points,
)

WITHIN = """
WITH
d AS (SELECT at, geography(ST_MakePoint(lon, lat)) g
      FROM unnest(CAST(:dlon AS float8[]), CAST(:dlat AS float8[])) WITH ORDINALITY p(lon, lat, at)),
s AS (SELECT at, geography(ST_MakePoint(lon, lat)) g
      FROM unnest(CAST(:slon AS float8[]), CAST(:slat AS float8[])) WITH ORDINALITY p(lon, lat, at))
SELECT d.at - 1, s.at - 1, ST_Distance(d.g, s.g) FROM d JOIN s ON ST_DWithin(d.g, s.g, :bound)
"""
BOUND = 60_000.0


def everywhere() -> tuple[Places, Sites]:
    """Points of four regions, and sites 10 micrometres to 2 cm from the rim of the first hundred places."""
    boxes = (MOUNTAIN_STATES, ANTIMERIDIAN, NORTH_POLE, SOUTH_POLE)
    lon, lat = (np.concatenate(each) for each in zip(*(points(1, 150, box) for box in boxes), strict=True))
    slon, slat = (np.concatenate(each) for each in zip(*(points(2, 100, box) for box in boxes), strict=True))
    off_m = np.tile([1e-5, -1e-5, 1e-3, -1e-3, 5e-3, -5e-3, 0.02, -0.02], 75)
    rim = WGS84.fwd(lon, lat, np.arange(600) * 7.3, BOUND + off_m)[:2]
    rim_lon, rim_lat = (rim[0] + 180) % 360 - 180, rim[1]
    slon, slat = np.concatenate((slon, rim_lon)), np.concatenate((slat, rim_lat))
    return Places(lon, lat, np.ones(len(lon))), Sites(slon, slat, np.ones(len(slon)))


def test_same_pairs_and_distances_as_postgis(kernel: KernelName, session: Session) -> None:
    places, sites = everywhere()
    asked = {
        "dlon": places.lon.tolist(),
        "dlat": places.lat.tolist(),
        "slon": sites.lon.tolist(),
        "slat": sites.lat.tolist(),
        "bound": BOUND,
    }
    rows = session.execute(text(WITHIN), asked).all()
    expected = {(place, site): distance_m for place, site, distance_m in rows}

    pairs = pairs_within(places, sites, BOUND).tocoo()
    found = dict(zip(zip(*(each.tolist() for each in pairs.coords), strict=True), pairs.data, strict=True))

    assert found.keys() == expected.keys()
    assert len(found) > 4_000
    assert max(abs(found[pair] - expected[pair]) for pair in found) < 1e-6
    counts = np.bincount([place for place, _ in expected], minlength=len(places))
    assert (PointReach(places, sites, kernel=kernel).in_reach(BOUND) == counts).all()


def test_pairs_are_rows_of_places_with_a_stored_zero() -> None:
    here = Places([-105.0, -105.0, 10.0], [39.0, 39.1, 0.0], [1, 1, 1])
    pairs = pairs_within(here, Sites([-105.0, -104.99], [39.1, 39.0], [1, 1]), 20_000)
    assert pairs.shape == (3, 2)
    assert pairs.indptr.tolist() == [0, 2, 4, 4]
    assert pairs.indices.tolist() == [0, 1, 0, 1]
    assert pairs[1, 0] == 0
    assert pairs.data[2] == 0
    assert pairs_within(Places([], [], []), Sites([], [], []), 20_000).shape == (0, 0)


@pytest.mark.parametrize("bound", [0.0, -1.0, 1e6 + 1, float("nan")])
def test_a_bound_that_cannot_be_is_refused(bound: float) -> None:
    with pytest.raises(BadParameterError, match="must be more than 0"):
        pairs_within(*everywhere(), bound)
