"""Figures of larger areas spread over the points inside them, and points near others. Pure numerics."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.coverage.geodesy import Floats, Indices, longest_chord_m, to_ecef

_METRES_A_DEGREE: Final = 110_000.0
"""Less than a degree of latitude anywhere, so that a margin in degrees is never too small."""


def spread(unit: Indices, weight: Floats, unit_people: Floats) -> Floats:
    """People (n,) at points: the figure of each point's unit in proportion to `weight` (n,), all above 0.

    `unit` (n,) are indices into `unit_people` (u,). The points of a unit add up to its figure: what rounding
    leaves goes to its heaviest point.
    """
    whole = np.bincount(unit, weights=weight, minlength=len(unit_people))
    people = unit_people[unit] * (weight / whole[unit])
    left = unit_people - np.bincount(unit, weights=people, minlength=len(unit_people))
    order = np.lexsort((weight, unit))
    last = np.flatnonzero(np.diff(unit[order], append=-1))
    heaviest = order[last]
    people[heaviest] += left[unit[heaviest]]
    result: Floats = people
    return result


def within_m(lon: Floats, lat: Floats, of_lon: Floats, of_lat: Floats, margin_m: float) -> NDArray[np.bool_]:
    """Which points (n,) lie within `margin_m` of any of the other points; a few metres more may count."""
    if not len(lon) or not len(of_lon):
        return np.zeros(len(lon), dtype=np.bool_)
    from scipy.spatial import cKDTree  # slow to import: the service answers before it needs this

    reach_m = float(longest_chord_m(np.array([margin_m]))[0])
    chord_m, _ = cKDTree(to_ecef(of_lon, of_lat)).query(to_ecef(lon, lat), distance_upper_bound=reach_m)
    near: NDArray[np.bool_] = np.isfinite(chord_m)
    return near


def grown(box: tuple[float, float, float, float], margin_m: float) -> tuple[float, float, float, float]:
    """A box (west, south, east, north) in degrees that holds every point within `margin_m` of `box`."""
    west, south, east, north = box
    up = margin_m / _METRES_A_DEGREE
    farthest = min(89.0, max(abs(south), abs(north)) + up)
    aside = min(360.0, up / np.cos(np.radians(farthest)))
    return west - aside, south - up, east + aside, north + up
