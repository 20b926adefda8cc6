"""Moran's I of the whole map (Moran 1950): do near places have like values?"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from app.coverage.geodesy import Floats
from app.coverage.hotspots.chance import TIE_DIGITS, pseudo_p
from app.coverage.hotspots.neighbours import Neighbours

_ENTRIES_AT_ONCE: Final = 4_000_000


@dataclass(frozen=True)
class Moran:
    """`i`, its expectation -1/(n - 1) without pattern, mean and deviation of permutations, and pseudo p.

    `z`: deviations of `i` from the permutations' mean.
    """

    i: float
    expected: float
    z: float
    p: float
    permutations: int


def moran(values: Floats, near: Neighbours, permutations: int = 999, seed: int = 0) -> Moran | None:
    """Moran's I of `values` (n,) with weights 1/k; None when all inhabited places have one value.

    I = (n / S0) sum_ij w_ij z_i z_j / sum z^2. The p-value is that of the nearer tail (one-sided).
    Raises ValueError for values that are not numbers at inhabited places.
    """
    z = standardised(values, near)
    if z is None:
        return None
    observed = _index(z[None, :], near)[0]
    source = np.random.default_rng(seed)
    block = max(1, _ENTRIES_AT_ONCE // near.of.size)
    found: list[Floats] = []
    for start in range(0, permutations, block):
        size = min(block, permutations - start)
        found.append(_index(source.permuted(np.tile(z, (size, 1)), axis=1), near))
    chance = np.concatenate(found)
    tails = np.array([(chance >= observed).sum()]), np.array([(chance <= observed).sum()])
    deviation = float(chance.std())
    above = (float(observed) - float(chance.mean())) / deviation if deviation > 0 else 0.0
    p = float(pseudo_p(*tails, permutations)[0])
    return Moran(float(observed), -1 / (len(z) - 1), above, p, permutations)


def standardised(values: Floats, near: Neighbours) -> Floats | None:
    """Values (m,) of inhabited places less their mean, in population standard deviations; None if constant.

    Raises ValueError for values that are not numbers.
    """
    values = np.asarray(values, dtype=np.float64)
    if values.shape != (near.places,):
        raise ValueError(f"values {values.shape} do not have one for each of {near.places} places")
    kept = values[near.place]
    if not np.isfinite(kept).all():
        raise ValueError("values of inhabited places must be numbers")
    if (kept == kept[0]).all():
        return None
    away = kept - kept.mean()
    z: Floats = away / np.sqrt((away**2).mean())
    return z


def _index(z: Floats, near: Neighbours) -> Floats:
    """I (b,) of maps z (b, m) that are standardised."""
    lag = np.zeros_like(z)
    for column in range(near.k):
        lag += z[:, near.of[:, column]]
    index: Floats = np.round((z * lag).mean(axis=1) / near.k, TIE_DIGITS)
    return index
