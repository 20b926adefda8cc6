"""Which points may be within a bound: latitude bands, longitudes sorted within each. Pure, exact, no pair lost.

A path on the ellipsoid is at least as long as the same path in (longitude, latitude) on a sphere of the
ellipsoid's smallest radius of curvature. So all points within `bound_m` lie within the angle
`bound_m / smallest radius` on that sphere, and a band of it is cut to the longitudes the disk reaches there.
The disk is about 1 % wider than needed, the bands add a tenth.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from app.coverage.geodesy import Floats, Indices
from app.coverage.reach.ecef import SMALLEST_RADIUS_M, Positions, rim_m

BANDS_IN_A_BOUND: Final = 4
_MOST_BANDS: Final = 20_000
PAD: Final = 1e-7
"""Radians added to every cut (0.6 m), far above rounding."""
_KEY: Final = 8.0
"""More than a whole turn: distance of two bands in the sorted keys."""


@dataclass(frozen=True, eq=False)
class BandIndex:
    """Points sorted by band and longitude.

    `order` (n,): where each sorted point was; `first` (bands + 1,): where each band starts; `keys` (n,):
    band x 8 + longitude + pi; `reach`: the angle in which all points within the bound are.
    """

    points: Positions
    order: Indices
    first: Indices
    keys: Floats
    bottom: float
    height: float
    reach: float

    def __len__(self) -> int:
        return len(self.order)

    @property
    def bands(self) -> int:
        """Number of bands."""
        return len(self.first) - 1


def band_index(points: Positions, bound_m: float) -> BandIndex:
    """An index of `points` for pairs within `bound_m` and its rim."""
    reach = (bound_m + 2 * rim_m(bound_m)) / SMALLEST_RADIUS_M + PAD
    lon, lat = points.rows[0], points.rows[1]
    bottom, top = (float(lat.min()), float(lat.max())) if len(points) else (0.0, 0.0)
    height = max(reach / BANDS_IN_A_BOUND, (top - bottom) / _MOST_BANDS)
    band = np.floor((lat - bottom) / height).astype(np.int64)
    order = np.lexsort((lon, band)).astype(np.int64)
    bands = int(band.max(initial=0)) + 1
    first = np.searchsorted(band[order], np.arange(bands + 1)).astype(np.int64)
    keys = band[order] * _KEY + (lon[order] + np.pi)
    return BandIndex(points.take(order), order, first, keys, bottom, height, reach)


def half_width(lat: Floats, low: Floats, high: Floats, reach: float) -> Floats:
    """Largest longitude difference (radians) of points within `reach` of `lat` at latitudes `low` to `high`.

    On a sphere; a disk that holds a pole reaches all longitudes.
    """
    tangent = np.arcsin(np.clip(np.sin(lat) / np.cos(min(reach, 1.5)), -1, 1))
    at = np.clip(tangent, low, high)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (np.sin(reach / 2) ** 2 - np.sin((lat - at) / 2) ** 2) / (np.cos(lat) * np.cos(at))
    width = 2 * np.arcsin(np.sqrt(np.clip(share, 0, 1))) + PAD
    widest: Floats = np.where(np.abs(lat) + reach >= np.pi / 2 - PAD, np.pi, width)
    return widest


def spans(first: Indices, count: Indices) -> tuple[Indices, Indices]:
    """For ranges [first, first + count): each member (sum of counts,), and the number of its range."""
    of = np.repeat(np.arange(len(count)), count)
    ends = np.cumsum(count)
    return np.arange(len(of)) + (first - ends + count)[of], of


def runs(index: BandIndex, targets: Floats) -> tuple[Indices, Indices, Indices]:
    """Ranges of the sorted points that may be within the bound of `targets`, rows (6, n) as in Positions.

    Returns target numbers in ascending order, and the start and length of each range.
    """
    lat = targets[1]
    low = np.clip(np.floor((lat - index.reach - index.bottom) / index.height), 0, index.bands)
    high = np.clip(np.floor((lat + index.reach - index.bottom) / index.height) + 1, 0, index.bands)
    low = low.astype(np.int64)
    band, target = spans(low, np.maximum(high.astype(np.int64) - low, 0))
    bottom: Floats = (index.bottom + band * index.height).astype(np.float64)
    width = half_width(lat[target], bottom - PAD, bottom + index.height + PAD, index.reach)
    west, east = targets[0][target] - width, targets[0][target] + width
    whole = width >= np.pi
    start, stop = _between(index, band, np.where(whole, -np.pi, west), np.where(whole, np.pi, east))
    again = np.flatnonzero(~whole & ((west < -np.pi) | (east > np.pi)))
    turn = np.where(west[again] < -np.pi, 2 * np.pi, -2 * np.pi)
    start2, stop2 = _between(index, band[again], west[again] + turn, east[again] + turn)
    target = np.concatenate((target, target[again]))
    start, stop = np.concatenate((start, start2)), np.concatenate((stop, stop2))
    kept = np.flatnonzero(stop > start)
    kept = kept[np.argsort(target[kept], kind="stable")] if again.size else kept
    return target[kept], start[kept], (stop - start)[kept]


def _between(index: BandIndex, band: Indices, west: Floats, east: Floats) -> tuple[Indices, Indices]:
    key = band * _KEY
    start = np.searchsorted(index.keys, key + np.clip(west + np.pi, 0, _KEY - 1), "left")
    stop = np.searchsorted(index.keys, key + np.clip(east + np.pi, 0, _KEY - 1), "right")
    return start.astype(np.int64), stop.astype(np.int64)
