"""What chance alone would do: pseudo p-values from permutations, and the false discovery rate."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.coverage.geodesy import Floats, Indices

TIE_DIGITS: Final = 10
"""Standardised values are compared to this many decimals, so that sums in another order tie."""


def pseudo_p(at_least: Indices, at_most: Indices, permutations: int) -> Floats:
    """(min(#>=, #<=) + 1) / (M + 1) of M permutations: the smaller tail, the observation counted in.

    With ties this is on the safe side; it cannot go below 1 / (M + 1).
    """
    p: Floats = (np.minimum(at_least, at_most) + 1) / (permutations + 1)
    return np.minimum(p, 1.0)


def false_discovery(p: Floats) -> Floats:
    """Adjusted p-values q (n,): q <= a marks a set of which, expected, at most a share a are chance.

    Benjamini & Hochberg (1995), doi 10.1111/j.2517-6161.1995.tb02031.x. NaN stays NaN and does not count.
    """
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    scaled = p[order] * len(order) / np.arange(1, len(order) + 1)
    q = np.full(len(p), np.nan)
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q


def draws(places: int, size: int, permutations: int, seed: int) -> NDArray[np.int64]:
    """`permutations` draws (M, size) of different numbers below `places`, every ordered draw equally likely.

    Rejection: draws with a repeated number are drawn again, so it wants `size` well below `places`; else
    whole permutations are drawn.
    """
    source = np.random.default_rng(seed)
    if size * size > places:
        everyone = np.tile(np.arange(places), (permutations, 1))
        return source.permuted(everyone, axis=1)[:, :size].astype(np.int64)
    drawn = source.integers(0, places, (permutations, size), dtype=np.int64)
    again = _repeats(drawn)
    while again.size:
        drawn[again] = source.integers(0, places, (len(again), size), dtype=np.int64)
        again = again[_repeats(drawn[again])]
    return drawn


def _repeats(drawn: NDArray[np.int64]) -> Indices:
    """Rows of `drawn` with a number twice."""
    ordered = np.sort(drawn, axis=1)
    return np.flatnonzero((ordered[:, 1:] == ordered[:, :-1]).any(axis=1))
