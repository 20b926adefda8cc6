"""Getis-Ord Gi* (Ord & Getis 1995, doi 10.1111/j.1538-4632.1995.tb00912.x): sums that are high or low."""

from dataclasses import dataclass

import numpy as np

from app.coverage.geodesy import Floats
from app.coverage.hotspots.chance import false_discovery
from app.coverage.hotspots.moran import standardised
from app.coverage.hotspots.neighbours import Neighbours


@dataclass(frozen=True, eq=False)
class Getis:
    """Per place (n,), NaN where nobody lives or all values are one: `z` standard deviations above (hot) or
    below (cold) what chance gives, `p` two-sided by the normal law, `q` adjusted for false discoveries.
    """

    z: Floats
    p: Floats
    q: Floats


def getis_ord(values: Floats, near: Neighbours) -> Getis:
    """Gi* of `values` (n,) over each place and its k neighbours, all of weight 1.

    z = (sum_j x_j - W mean) / (s sqrt((n W - W^2) / (n - 1))), W = k + 1. Raises ValueError for values that
    are not numbers at inhabited places.
    """
    from scipy.special import erfc

    own = standardised(values, near)
    if own is None:
        nothing = np.full(near.places, np.nan)
        return Getis(nothing, nothing, nothing)
    n, together = len(own), near.k + 1
    spread = np.sqrt(together * (n - together) / (n - 1)) if together < n else np.inf
    z = near.spread((own + own[near.of].sum(axis=1)) / spread)
    p = erfc(np.abs(z) / np.sqrt(2))
    return Getis(z, p, false_discovery(p))
