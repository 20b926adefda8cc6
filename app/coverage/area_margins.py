"""Margins of people in areas whose figures may be published for other, larger areas. Pure numerics."""

import numpy as np
from numpy.typing import NDArray

from app.coverage.demand import Demand
from app.coverage.geodesy import Floats, Indices


def part_margins(points: Demand, of: Indices, size: int, chosen: NDArray[np.bool_] | None = None) -> Floats:
    """The 90 % margin (size,) of the people at the `chosen` points (None: all) in each of `size` groups `of` (n,).

    A part of a published figure has that part of its margin: an area with a third of a county's people has a third of
    its margin, and points of one figure are not independent. Margins of different figures add up as the root of their
    squares; of figures that are zero only the largest counts. NaN where a margin is not known.
    """
    taken = points.unit >= 0
    if chosen is not None:
        taken &= chosen
    units = max(len(points.unit_people), 1)
    pair, at = np.unique(of[taken] * units + points.unit[taken], return_inverse=True)
    part = np.bincount(at, weights=points.people[taken], minlength=len(pair))
    group, unit = pair // units, pair % units
    people, margin = points.unit_people[unit], points.unit_moe[unit]
    some = people > 0
    squares = np.bincount(
        group[some], weights=(part[some] / people[some] * margin[some]) ** 2, minlength=size
    ).astype(np.float64)
    zeros = np.zeros(size)
    np.maximum.at(zeros, group[~some], np.nan_to_num(margin[~some]) ** 2)
    zeros[group[~some & np.isnan(margin)]] = np.nan
    root: Floats = np.sqrt(squares + zeros)
    return root
