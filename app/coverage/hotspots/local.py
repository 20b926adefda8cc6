"""Local Moran (Anselin 1995, doi 10.1111/j.1538-4632.1995.tb00338.x): hot spots, cold spots and outliers.

Significance is by conditional permutation: place i keeps its value, its k neighbours are drawn at random from
all others. As every place has k neighbours of one weight, one set of draws serves all places: k + 1 numbers
are drawn, and a place that is among the first k takes the last one instead, which is again an even draw of k
others. A place's permuted I_i is then its z_i times one of M sums, and counting those beyond the observed one
is a search in a sorted list: no loop over places and permutations.
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from app.coverage.geodesy import Floats, Indices
from app.coverage.hotspots.chance import TIE_DIGITS, draws, false_discovery, pseudo_p
from app.coverage.hotspots.moran import standardised
from app.coverage.hotspots.neighbours import Neighbours

Quadrant = Literal["high-high", "low-high", "low-low", "high-low"]
QUADRANTS: Final[tuple[Quadrant, ...]] = ("high-high", "low-high", "low-low", "high-low")
NO_QUADRANT: Final = -1


@dataclass(frozen=True, eq=False)
class LocalMoran:
    """Per place (n,); NaN and NO_QUADRANT where nobody lives, or where all values are one.

    `i`: (n - 1) z_i lag_i / sum z^2; `quadrant`: a number into QUADRANTS by the signs of z_i and its
    neighbours' mean, NO_QUADRANT where one of them is 0; `p` pseudo p-value, `q` adjusted for false
    discoveries.
    """

    i: Floats
    quadrant: Indices
    p: Floats
    q: Floats
    permutations: int

    def significant(self, rate: float = 0.05) -> NDArray[np.bool_]:
        """Places (n,) of which, expected, at most `rate` are there by chance."""
        found: NDArray[np.bool_] = (self.q <= rate) & (self.quadrant != NO_QUADRANT)
        return found


def local_moran(values: Floats, near: Neighbours, permutations: int = 9_999, seed: int = 0) -> LocalMoran:
    """Local Moran of `values` (n,); the same seed gives the same p-values.

    A p-value cannot be below 1 / (permutations + 1), so with 999 few places outlast the adjustment. Raises
    ValueError for values that are not numbers at inhabited places, and as many neighbours as other places.
    """
    z = standardised(values, near)
    if z is None:
        nothing = np.full(near.places, np.nan)
        return LocalMoran(nothing, np.full(near.places, NO_QUADRANT), nothing, nothing, permutations)
    lag = z[near.of].sum(axis=1)
    p = near.spread(_pseudo_p(z, lag, near.k, permutations, seed))
    i = near.spread((len(z) - 1) / len(z) * z * lag / near.k)
    return LocalMoran(i, _quadrants(z, lag, near), p, false_discovery(p), permutations)


def _pseudo_p(z: Floats, lag: Floats, k: int, permutations: int, seed: int) -> Floats:
    """Pseudo p-values (m,). A place of average value has I_i = 0 whatever its neighbours: p = 1."""
    if k + 1 > len(z):
        raise ValueError(f"{k} neighbours of {len(z)} places cannot be permuted")
    drawn = draws(len(z), k + 1, permutations, seed)
    sums = z[drawn[:, :k]].sum(axis=1)
    seen = np.round(lag, TIE_DIGITS)
    ordered = np.sort(np.round(sums, TIE_DIGITS))
    at_most = np.searchsorted(ordered, seen, side="right")
    at_least = permutations - np.searchsorted(ordered, seen, side="left")
    _replace_own(z, seen, drawn, sums, at_least, at_most)
    p = pseudo_p(at_least, at_most, permutations)
    return np.where(np.round(z, TIE_DIGITS) == 0, 1.0, p)


def _replace_own(
    z: Floats, seen: Floats, drawn: Indices, sums: Floats, at_least: Indices, at_most: Indices
) -> None:
    """Recount, in place, the draws that hold the place itself among the first k."""
    own, last = drawn[:, :-1], drawn[:, -1:]
    replaced = np.round(sums[:, None] - z[own] + z[last], TIE_DIGITS)
    was = np.broadcast_to(np.round(sums, TIE_DIGITS)[:, None], own.shape)
    for counts, beyond in ((at_least, np.greater_equal), (at_most, np.less_equal)):
        change = beyond(replaced, seen[own]).astype(np.int64) - beyond(was, seen[own])
        np.add.at(counts, own, change)


def _quadrants(z: Floats, lag: Floats, near: Neighbours) -> Indices:
    side, beside = np.sign(np.round(z, TIE_DIGITS)), np.sign(np.round(lag, TIE_DIGITS))
    quadrant = np.full(near.places, NO_QUADRANT, dtype=np.int64)
    signs = ((1, 1), (-1, 1), (-1, -1), (1, -1))
    for number, (own, others) in enumerate(signs):
        quadrant[near.place[(side == own) & (beside == others)]] = number
    return quadrant
