"""The nearest asset of each place where assets also serve a radius or listed areas. Pure numerics.

Distance to an asset is to the nearest of its points; to one that serves a radius, to the edge of it (0 inside); to one
that serves listed areas, 0 inside them. Bounds are inclusive. Distances are geodesics on WGS84, in metres.
"""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.coverage.geodesy import TIE_DIGITS, Floats, Indices, geodesic_m, nearest, to_ecef
from app.coverage.supply import Supply

Texts = NDArray[np.object_]


class Located(Protocol):
    """Places as arrays of one length n: degrees, and the GEOID of the county (or None)."""

    @property
    def lon(self) -> Floats:
        """Longitudes."""

    @property
    def lat(self) -> Floats:
        """Latitudes."""

    @property
    def county_geoid(self) -> Texts:
        """Counties."""


def nearest_assets(places: Located, supply: Supply) -> tuple[Floats, Indices]:
    """For each place the distance (n,) in metres to its nearest asset and that asset's index; infinity and -1
    where there is none. Among equally near assets the lowest index is taken.
    """
    at_point = supply.radius_m == 0
    distance_m, point = nearest(places.lon, places.lat, supply.lon[at_point], supply.lat[at_point])
    owner = supply.asset[at_point]
    asset = np.where(point >= 0, owner[point] if len(owner) else -1, -1).astype(np.int64)
    for at in np.flatnonzero(~at_point).tolist():
        _nearer_by_radius(places, supply, at, distance_m, asset)
    for at, geoids in supply.areas.items():
        _served_by_area(places, at, geoids, distance_m, asset)
    return distance_m, asset


def _nearer_by_radius(places: Located, supply: Supply, at: int, distance_m: Floats, asset: Indices) -> None:
    """Where the edge of one service radius is nearer than what was found, take it (in place)."""
    lon, lat, radius_m = supply.lon[at : at + 1], supply.lat[at : at + 1], float(supply.radius_m[at])
    chord_m = np.linalg.norm(to_ecef(places.lon, places.lat) - to_ecef(lon, lat), axis=1)
    rows = np.flatnonzero(chord_m <= radius_m + distance_m)  # a chord is never longer than its geodesic
    if not rows.size:
        return
    far_m = geodesic_m(
        places.lon[rows], places.lat[rows], np.repeat(lon, rows.size), np.repeat(lat, rows.size)
    )
    _take(
        rows,
        np.maximum(np.round(far_m - radius_m, TIE_DIGITS), 0.0),
        int(supply.asset[at]),
        distance_m,
        asset,
    )


def _served_by_area(
    places: Located, at: int, geoids: frozenset[str], distance_m: Floats, asset: Indices
) -> None:
    rows = np.flatnonzero(inside(places.county_geoid, geoids))
    _take(rows, np.zeros(rows.size), at, distance_m, asset)


def inside(county_geoid: Texts, geoids: frozenset[str]) -> NDArray[np.bool_]:
    """Which places (n,) lie in one of the counties or states `geoids`."""
    return np.array(
        [geoid is not None and (geoid in geoids or geoid[:2] in geoids) for geoid in county_geoid]
    )


def _take(rows: Indices, far_m: Floats, owner: int, distance_m: Floats, asset: Indices) -> None:
    better = (far_m < distance_m[rows]) | ((far_m == distance_m[rows]) & (owner < asset[rows]))
    distance_m[rows[better]], asset[rows[better]] = far_m[better], owner
