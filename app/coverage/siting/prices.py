"""How few sites could reach everyone at least: the Lagrangian bound of set covering, and choices it suggests.

With a price u_i >= 0 on every row, no choice that reaches all rows has fewer sites than
sum u_i + sum over sites of min(0, 1 - their rows' prices) (Beasley 1990, Naval Research Logistics 37).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from app.coverage.geodesy import Floats, Indices
from app.coverage.siting.bound import times_reached
from app.coverage.siting.cover import greedy
from app.coverage.siting.problem import Cover
from app.coverage.siting.residual import Residual
from app.coverage.siting.solver import Watch

_STEPS: Final = 400
_PATIENCE: Final = 12
_SUGGEST_EVERY: Final = 40
_LEAST_PRICE: Final = 1e-4
"""Added where sites are chosen by price, so that rows without one are reached, too."""


@dataclass(frozen=True, eq=False)
class Priced:
    """No fewer than `bound` sites reach every row; `chosen` (k,) columns that do."""

    bound: float
    chosen: Indices


def priced(part: Residual, chosen: Indices, watch: Watch) -> Priced:
    """Bound and choice of `part`, each of whose rows has a site; starts from `chosen`, which reaches all."""
    ascent = _Ascent(part, chosen)
    for step in range(_STEPS):
        if watch.over or ascent.bound > len(ascent.chosen) - 1:
            break
        ascent.move()
        if step % _SUGGEST_EVERY == 0:
            ascent.suggest()
    return Priced(ascent.bound, ascent.chosen)


class _Ascent:
    """Subgradient steps upwards; keeps the best bound and the smallest choice seen."""

    def __init__(self, part: Residual, chosen: Indices) -> None:
        self.part, self.chosen = part, chosen
        self._price = self._best = _even_prices(part)
        self.bound = 0.0
        self._scale, self._idle = 1.0, 0

    def move(self) -> None:
        left = 1.0 - np.asarray(self.part.reach @ self._price, dtype=np.float64)
        taken = np.flatnonzero(left < 0)
        bound = float(self._price.sum() + left[taken].sum())
        self._note(bound)
        direction = 1.0 - times_reached(self.part, taken)
        direction[(self._price <= 0) & (direction < 0)] = 0.0
        length = float(direction @ direction)
        if length > 0:
            step = self._scale * (len(self.chosen) - bound) / length
            self._price = np.maximum(0.0, self._price + step * direction)

    def _note(self, bound: float) -> None:
        self._idle += 1
        if bound > self.bound:
            self.bound, self._best, self._idle = bound, self._price, 0
        elif self._idle >= _PATIENCE:
            self._scale, self._idle, self._price = self._scale / 2, 0, self._best

    def suggest(self) -> None:
        """Rows that are hard to reach have high prices: choose sites by them."""
        reach = self.part.reach
        weight = self._best + _LEAST_PRICE
        found = all_rows(Cover(reach.indptr.astype(np.int64), reach.indices.astype(np.int64), weight, 0.0))
        if len(found) < len(self.chosen):
            self.chosen = found


def _even_prices(part: Residual) -> Floats:
    """Each row pays its part of the largest site it has: then no site's rows pay more than 1 in all."""
    size = np.diff(part.reach.indptr)
    by_row = part.reach.T.tocsr()
    largest = np.maximum.reduceat(size[by_row.indices], by_row.indptr[:-1])
    prices: Floats = 1.0 / largest
    return prices


def all_rows(problem: Cover) -> Indices:
    """Sites that reach every row that can be: the greedy choice without those it can spare."""
    chosen, _, _ = greedy(problem, problem.sites)
    times = np.zeros(len(problem.weight), dtype=np.int64)
    for site in chosen:
        times[problem.of(site)] += 1
    needed: list[int] = []
    for site in chosen[::-1]:
        rows = problem.of(site)
        if (times[rows] > 1).all():
            times[rows] -= 1
        else:
            needed.append(int(site))
    return np.array(needed[::-1], dtype=np.int64)
