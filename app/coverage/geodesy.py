"""Exact distances on the WGS84 ellipsoid between many points. Pure numerics: no database, files or clock.

A nearest neighbour is looked up by straight line (chord) through the earth, which a k-d tree does fast, and
then decided by the geodesic itself. Two facts say which points still have to be compared once one geodesic
`s` is known:

1. A straight line is never longer than a path on the surface: a point nearer than `s` has a chord of at
   most `s`.
2. Moving every point of a path straight towards the centre, onto the sphere of the polar radius `b`, never
   lengthens it (nearest-point projection onto a convex body), so `s >= b * angle`, the angle seen from the
   centre. With `chord^2 = (r1 - r2)^2 + 4 r1 r2 sin^2(angle / 2)`, `r1 r2 <= a^2` and `|r1 - r2| <= a - b`,
   a point nearer than `s` has `chord^2 <= (a - b)^2 + (2 a sin(s / 2b))^2`.

The smaller of the two is the bound. It exceeds the nearest chord by under 1e-5 of it at 100 km and by about
0.5 % at continental distances, so almost every point needs one geodesic, and the answer is exact by
construction.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

EQUATOR_RADIUS_M: Final = 6_378_137.0
"""WGS84 semi-major axis a (NIMA TR8350.2)."""
_FLATTENING: Final = 1 / 298.257223563
POLE_RADIUS_M: Final = EQUATOR_RADIUS_M * (1 - _FLATTENING)
_ECCENTRICITY_SQUARED: Final = _FLATTENING * (2 - _FLATTENING)

TIE_DIGITS: Final = 6
"""Distances are rounded to a micrometre: far above their error (15 nm), so that equal distances are equal."""
_SLACK_M: Final = 1e-5
_MOST_PAIRS_AT_ONCE: Final = 2_000_000

_WGS84 = Geod(ellps="WGS84")

_LOOKS_M: Final = (50_000.0, 200_000.0, np.inf)
"""How far is looked for the nearest: mostly it is near, and then most of the country need not be sorted."""
_FEW_SITES: Final = 1_000
SHORTEST_DEGREE_M: Final = 110_500.0
"""No degree of latitude is shorter."""


def checked_positions(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """`lon` and `lat` as float64 arrays (n,), in degrees.

    Raises ValueError naming the first position that is not finite or not on the earth.
    """
    lon, lat = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    if lon.shape != lat.shape or lon.ndim != 1:
        raise ValueError(f"longitudes {lon.shape} and latitudes {lat.shape} are not two lists of one length")
    good = (np.abs(lon) <= 180) & (np.abs(lat) <= 90)  # NaN compares false
    if not good.all():
        at = int(np.argmin(good))
        raise ValueError(f"position {at} is not on the earth: longitude {lon[at]}, latitude {lat[at]}")
    return lon, lat


def to_ecef(lon: Floats, lat: Floats) -> Floats:
    """Earth-centred coordinates (n, 3) in metres of points on the WGS84 ellipsoid, given in degrees."""
    lon, lat = checked_positions(lon, lat)
    lam, phi = np.radians(lon), np.radians(lat)
    prime_vertical_m = EQUATOR_RADIUS_M / np.sqrt(1 - _ECCENTRICITY_SQUARED * np.sin(phi) ** 2)
    ring_m = prime_vertical_m * np.cos(phi)
    height_m = prime_vertical_m * (1 - _ECCENTRICITY_SQUARED) * np.sin(phi)
    return np.column_stack((ring_m * np.cos(lam), ring_m * np.sin(lam), height_m))


def geodesic_m(from_lon: Floats, from_lat: Floats, to_lon: Floats, to_lat: Floats) -> Floats:
    """Geodesic distances (n,) in metres between pairs of points (Karney 2013), rounded to a micrometre."""
    _, _, distance_m = _WGS84.inv(from_lon, from_lat, to_lon, to_lat)
    rounded: Floats = np.empty(len(distance_m), dtype=np.float64)
    return np.round(distance_m, TIE_DIGITS, out=rounded)


def longest_chord_m(distance_m: Floats) -> Floats:
    """The longest chord of any two points at most `distance_m` apart on the surface (see the module's
    text).
    """
    reach_m = distance_m + _SLACK_M
    half_angle = np.minimum(reach_m / (2 * POLE_RADIUS_M), np.pi / 2)
    by_sphere_m = np.hypot(EQUATOR_RADIUS_M - POLE_RADIUS_M, 2 * EQUATOR_RADIUS_M * np.sin(half_angle))
    chord_m: Floats = np.minimum(reach_m, by_sphere_m + _SLACK_M)
    return chord_m


def may_be_within(lon: Floats, lat: Floats, site_lon: Floats, site_lat: Floats, reach_m: float) -> Indices:
    """The sites (k,), ascending, of which some may be within `reach_m` of some point: all others are farther from all.

    By a box around the points in earth-centred coordinates: no geodesic is shorter than its chord.
    """
    if not len(lon):
        return np.empty(0, dtype=np.int64)
    reach_m += 1.0
    beside = reach_m / SHORTEST_DEGREE_M
    some = np.flatnonzero((site_lat >= lat.min() - beside) & (site_lat <= lat.max() + beside))
    points, sites = to_ecef(lon, lat), to_ecef(site_lon[some], site_lat[some])
    inside = (sites >= points.min(axis=0) - reach_m) & (sites <= points.max(axis=0) + reach_m)
    found: Indices = some[inside.all(axis=1)].astype(np.int64)
    return found


def nearest(
    demand_lon: Floats, demand_lat: Floats, supply_lon: Floats, supply_lat: Floats
) -> tuple[Floats, Indices]:
    """For each demand point the geodesic distance (n,) in metres to its nearest supply point, and that
    point's index.

    Among equally near supply points the lowest index is taken. Without supply: infinity and -1.
    Raises ValueError for a position that is not finite or not on the earth.
    """
    demand_lon, demand_lat = checked_positions(demand_lon, demand_lat)
    supply_lon, supply_lat = checked_positions(supply_lon, supply_lat)
    distance_m = np.full(demand_lon.shape, np.inf)
    index = np.full(demand_lon.shape, -1, dtype=np.int64)
    rows = np.arange(demand_lon.size)
    for reach_m in _LOOKS_M:
        lon, lat = demand_lon[rows], demand_lat[rows]
        some = _looked_at(lon, lat, supply_lon, supply_lat, reach_m)
        if some.size and rows.size:
            distance_m[rows], found = _Sites(supply_lon[some], supply_lat[some]).nearest_to(lon, lat)
            index[rows] = some[found]
        if some.size == supply_lon.size:
            break
        rows = rows[distance_m[rows] > reach_m]
    return distance_m, index


def _looked_at(lon: Floats, lat: Floats, site_lon: Floats, site_lat: Floats, reach_m: float) -> Indices:
    """The sites that may be within `reach_m`; all where they are few, or where most of them may be."""
    most = site_lon.size // 2
    if most > _FEW_SITES and reach_m < np.inf:
        some = may_be_within(lon, lat, site_lon, site_lat, reach_m)
        if some.size <= most:
            return some
    return np.arange(site_lon.size)


class _Sites:
    """Distinct supply points with their k-d tree."""

    def __init__(self, lon: Floats, lat: Floats) -> None:
        _, first = np.unique(lon + 1j * lat, return_index=True)
        self.index: Indices = np.sort(first).astype(np.int64)
        self.lon, self.lat = lon[self.index], lat[self.index]
        from scipy.spatial import cKDTree  # slow to import: the service answers before it needs this

        self.tree = cKDTree(to_ecef(self.lon, self.lat))

    def nearest_to(self, lon: Floats, lat: Floats) -> tuple[Floats, Indices]:
        """Distances and indices (into the supply as given) for the demand points."""
        points = to_ecef(lon, lat)
        chord_m, order = self._by_chord(points, 2)
        site = order[:, 0]
        distance_m = geodesic_m(lon, lat, self.lon[site], self.lat[site])
        limit_m = longest_chord_m(distance_m)
        open_rows = np.flatnonzero(chord_m[:, 1] <= limit_m)
        candidates = 4
        while open_rows.size:
            open_rows = self._decide(open_rows, candidates, lon, lat, points, limit_m, distance_m, site)
            candidates *= 4
        return distance_m, self.index[site]

    def _by_chord(self, points: Floats, candidates: int) -> tuple[Floats, Indices]:
        """Chords (n, candidates) and sites of the nearest by chord; missing ones are at infinity, site 0."""
        chord_m, order = self.tree.query(points, k=np.arange(1, candidates + 1))
        return np.asarray(chord_m), np.where(np.isinf(chord_m), 0, order).astype(np.int64)

    def _decide(
        self,
        rows: Indices,
        candidates: int,
        lon: Floats,
        lat: Floats,
        points: Floats,
        limit_m: Floats,
        distance_m: Floats,
        site: Indices,
    ) -> Indices:
        """Settle those of `rows` for which `candidates` neighbours are enough (in place); return the
        others.
        """
        left: list[Indices] = []
        step = max(1, _MOST_PAIRS_AT_ONCE // candidates)
        for start in range(0, rows.size, step):
            some = rows[start : start + step]
            chord_m, order = self._by_chord(points[some], candidates)
            enough = chord_m[:, -1] > limit_m[some]
            done = some[enough]
            near = chord_m[enough] <= limit_m[done, None]
            distance_m[done], site[done] = self._best(lon[done], lat[done], order[enough], near)
            left.append(some[~enough])
        return np.concatenate(left)

    def _best(
        self, lon: Floats, lat: Floats, order: Indices, near: NDArray[np.bool_]
    ) -> tuple[Floats, Indices]:
        """The nearest by geodesic among the candidates marked `near` (n, k), the lowest site among equals."""
        row, column = np.nonzero(near)
        site = order[row, column]
        far_m = np.full(order.shape, np.inf)
        far_m[row, column] = geodesic_m(lon[row], lat[row], self.lon[site], self.lat[site])
        best_m = far_m.min(axis=1)
        winner = np.where(far_m == best_m[:, None], order, np.iinfo(np.int64).max).min(axis=1)
        return best_m, winner
