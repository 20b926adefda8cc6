"""Everything by everything with GeographicLib, and points to do it on."""

import numpy as np
from pyproj import Geod

from app.coverage.decay import Decay
from app.coverage.reach.inputs import Places, Sites

WGS84 = Geod(ellps="WGS84")
WORLD = (-180.0, -90.0, 180.0, 90.0)
MOUNTAIN_STATES = (-112.0, 35.0, -104.0, 41.0)
NORTH_POLE = (-180.0, 87.0, 180.0, 90.0)
SOUTH_POLE = (-180.0, -90.0, 180.0, -87.0)
ANTIMERIDIAN = (176.0, -4.0, 184.0, 4.0)


def points(seed: int, many: int, box: tuple[float, float, float, float]) -> tuple[np.ndarray, np.ndarray]:
    """Random points of a box; longitudes beyond 180 go round."""
    rng = np.random.default_rng(seed)
    lon, lat = rng.uniform(box[0], box[2], many), rng.uniform(box[1], box[3], many)
    return np.where(lon > 180, lon - 360, lon), lat


def world(
    box: tuple[float, float, float, float] = MOUNTAIN_STATES, many: int = 200, seed: int = 1
) -> tuple[Places, Sites]:
    """Places, some without people, and sites, some without a weight."""
    rng = np.random.default_rng(seed + 1000)
    people = np.round(rng.pareto(1.2, many) * 100)
    weight = rng.integers(0, 6, many - 20).astype(np.float64)
    return Places(*points(seed, many, box), people), Sites(*points(seed + 1, many - 20, box), weight)


def metres(places: Places, sites: Sites) -> np.ndarray:
    """Geodesics (n, m), rounded to a micrometre as everywhere in the service."""
    n, m = len(places), len(sites)
    here, there = places.positions, sites.positions
    ends = np.repeat(here.lon, m), np.repeat(here.lat, m), np.tile(there.lon, n), np.tile(there.lat, n)
    return np.round(WGS84.inv(*ends)[2], 6).reshape(n, m)


def weights(places: Places, sites: Sites, decay: Decay, factor: float = 1.0) -> np.ndarray:
    """f(c_ij) (n, m), 0 for sites without a weight."""
    cost = metres(places, sites) * factor
    inside = (metres(places, sites) <= round(decay.bound / factor, 6)) & (sites.weight > 0)
    return np.where(inside, decay.of_squares(np.minimum(cost, decay.bound) ** 2), 0.0)
