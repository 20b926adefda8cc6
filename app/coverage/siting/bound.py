"""How much better any choice could be: the Lagrangian bound of maximal covering, and the sites it rules out.

With multipliers 0 <= l_i <= w_i on "covered only by a chosen site" the question falls apart:
bound(l) = sum (w_i - l_i) + the p largest of g_j = sum of l_i over the rows of j. Every l gives a valid bound;
the least is sought by deflected subgradient steps (Held, Wolfe & Crowder 1974; Galvao & ReVelle 1996,
doi 10.1016/0377-2217(94)00159-6).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.coverage.geodesy import Floats, Indices
from app.coverage.siting.residual import Residual

_OLD: Final = 0.7
"""Part of the last direction that is kept in the next one (deflection)."""
_PATIENCE: Final = 15
"""Steps without a better bound after which steps are halved."""


@dataclass(frozen=True, eq=False)
class Relaxed:
    """The bound of multipliers `l` (n,) with the worth `g` (m,) of sites, and the sites (p,) worth most."""

    bound: float
    multiplier: Floats
    worth: Floats
    top: Indices


def relax(part: Residual, multiplier: Floats) -> Relaxed:
    """The bound that `multiplier` (n,), each from 0 to the row's weight, gives."""
    worth = np.asarray(part.reach @ multiplier, dtype=np.float64)
    most = min(part.most, len(worth))
    top = np.argpartition(worth, len(worth) - most)[len(worth) - most :] if most else np.zeros(0, np.int64)
    bound = float((part.weight - multiplier).sum() + worth[top].sum())
    return Relaxed(bound, multiplier, worth, top)


def first_multipliers(part: Residual, order: Indices, gain: Floats) -> Floats:
    """Multipliers (n,) from a choice `order` (k,) (columns of `part`) with its gains.

    A row outside counts in full; a row that a chosen site reaches is scaled down so that every chosen site is
    worth what the last one gains: then sites near the large ones are worth no more than that either.
    """
    multiplier = part.weight.copy()
    for site, worth in zip(order[::-1], gain[::-1], strict=True):  # the first to reach a row decides
        rows = rows_of(part, int(site))
        multiplier[rows] = part.weight[rows] * min(1.0, float(gain[-1]) / worth) if worth > 0 else 0.0
    return multiplier


def rows_of(part: Residual, site: int) -> Indices:
    """Rows of a column of `part`."""
    start, end = part.reach.indptr[site : site + 2]
    return part.reach.indices[start:end].astype(np.int64)


def times_reached(part: Residual, sites: Indices) -> Indices:
    """How many (n,) of `sites` reach each row."""
    rows = [rows_of(part, int(site)) for site in sites]
    together = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int64)
    return np.bincount(together, minlength=len(part.weight)).astype(np.int64)


class Descent:
    """Subgradient steps on one question; keeps the best bound and the best choice seen."""

    def __init__(
        self, part: Residual, multiplier: Floats, value: float, tolerance: float, scale: float = 1.0
    ) -> None:
        """`value` is what the best choice known reaches; nothing better by less than `tolerance` is sought."""
        self.part, self.value, self.tolerance, self.scale = part, value, tolerance, scale
        self.best = relax(part, multiplier)
        self.chosen: Indices | None = None
        self._multiplier = self.best.multiplier
        self._direction = np.zeros(len(part.weight))
        self._idle = 0

    @property
    def closed(self) -> bool:
        """Nothing better than `value` can exist."""
        return self.best.bound < self.value + self.tolerance

    def run(self, steps: int) -> None:
        """Take `steps` steps, or fewer when the bound meets the value."""
        for _ in range(steps):
            now = relax(self.part, self._multiplier)
            self._note(now)
            if self.closed:
                return
            self._move(now)

    def _note(self, now: Relaxed) -> None:
        """Better bound, better choice, or one more idle step."""
        self._reached = times_reached(self.part, now.top)
        value = float(self.part.weight[self._reached > 0].sum())
        if value > self.value:
            self.value, self.chosen = value, now.top
        self._idle += 1
        if now.bound < self.best.bound:
            self.best, self._idle = now, 0
        if self._idle >= _PATIENCE:
            self.scale, self._idle = self.scale / 2, 0
            self._multiplier = self.best.multiplier

    def _move(self, now: Relaxed) -> None:
        """Where a row's multiplier is its weight, covering it or not costs the same: take what suits."""
        free = self._multiplier >= self.part.weight
        wanted = np.where(free, self._reached > 0, 1)
        self._direction = _OLD * self._direction + (1 - _OLD) * (self._reached - wanted)
        length = float(self._direction @ self._direction)
        if length > 0:
            step = self.scale * (now.bound - self.value) / length
            moved = self._multiplier - step * self._direction
            self._multiplier = np.clip(moved, 0.0, self.part.weight)


def carried(part: Residual, of: Indices, multiplier: Floats) -> Floats:
    """Multipliers of `part` from those of rows that became its rows `of` (-1: none)."""
    kept = of >= 0
    sums = np.bincount(of[kept], weights=multiplier[kept], minlength=len(part.weight))
    return np.minimum(sums, part.weight)


def possible(part: Residual, relaxed: Relaxed, value: float) -> NDArray[np.bool_]:
    """Sites (m,) that a choice of at least `value` may use: forcing any other one in keeps the bound below
    `value`, which is the least that would be better.
    """
    if part.most >= len(relaxed.worth):
        return np.ones(len(relaxed.worth), dtype=np.bool_)
    last = relaxed.worth[relaxed.top].min()
    able: NDArray[np.bool_] = relaxed.bound - last + relaxed.worth >= value
    able[relaxed.top] = True
    return able
