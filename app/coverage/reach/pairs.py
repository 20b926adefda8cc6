"""The pairs within a bound written out, for what needs them all at once (siting, RAAM). Pure."""

from typing import Any

import numpy as np
from scipy.sparse import csr_array

from app.coverage.decay import Decay
from app.coverage.geodesy import TIE_DIGITS, Floats, Indices, geodesic_m
from app.coverage.reach.bands import band_index
from app.coverage.reach.ecef import LONGEST_BOUND_M, Positions
from app.coverage.reach.inputs import Places, Sites
from app.coverage.reach.plain import candidates
from app.coverage.reach.task import Task
from app.errors import BadParameterError


def pairs_within(places: Places, sites: Sites, bound_m: float) -> "csr_array[Any, Any]":
    """Geodesic distances (n, m) in metres of the pairs at most `bound_m` apart.

    Explicit entries are the pairs, 0 m among them; columns ascend in each row. 12 to 16 bytes a pair.
    """
    first, site, distance_m = pair_rows(places.positions, sites.positions, bound_m)
    return csr_array((distance_m, site, first), shape=(len(places), len(sites)))


def pair_rows(places: Positions, sites: Positions, bound_m: float) -> tuple[Indices, Indices, Floats]:
    """The same as compressed rows: starts (n + 1,), sites and metres (pairs,)."""
    if not 0 < bound_m <= LONGEST_BOUND_M:
        raise BadParameterError(
            f"The bound is {bound_m:,.0f} m: it must be more than 0 and at most {LONGEST_BOUND_M:,.0f} m.",
            parameter="bound",
        )
    index, task = band_index(sites, bound_m), Task(Decay("binary", bound_m))
    blocks = []
    for place, source, squares in candidates(places.rows, index):
        near = squares <= task.outside2
        blocks.append(
            (place[near].astype(np.int32), index.order[source[near]].astype(np.int32), squares[near])
        )
    if not blocks:
        return np.zeros(len(places) + 1, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0)
    place, site, squares = (np.concatenate(each) for each in zip(*blocks, strict=True))
    kept, distance_m = _decided(places, sites, place, site, squares, task)
    place, site, distance_m = place[kept], site[kept], distance_m[kept]
    order = np.lexsort((site, place))
    first = np.zeros(len(places) + 1, dtype=np.int64)
    np.cumsum(np.bincount(place, minlength=len(places)), out=first[1:])
    return first, site[order].astype(np.int64), distance_m[order]


def _decided(
    places: Positions, sites: Positions, place: Indices, site: Indices, squares: Floats, task: Task
) -> tuple[Indices, Floats]:
    """Which of the pairs are within the bound, and their distances."""
    distance_m = np.sqrt(squares)
    rim = np.flatnonzero(squares > task.inside2)
    one, other = place[rim], site[rim]
    distance_m[rim] = geodesic_m(places.lon[one], places.lat[one], sites.lon[other], sites.lat[other])
    inside = np.ones(len(place), dtype=np.bool_)
    inside[rim] = distance_m[rim] <= round(task.bound_m, TIE_DIGITS)
    return np.flatnonzero(inside).astype(np.int64), distance_m
