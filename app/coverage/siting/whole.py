"""Location set covering (Toregas et al. 1971, doi 10.1287/opre.19.6.1363): fewest sites that reach everyone.

Who cannot be reached by any site is named and left out. Forced sites, contained rows and dominated sites are
settled first (Toregas & ReVelle 1972), then prices on rows give a bound (`prices`); HiGHS proves the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from app.coverage.geodesy import Floats, Indices
from app.coverage.siting.prices import all_rows, priced
from app.coverage.siting.problem import Cover, cover
from app.coverage.siting.residual import Residual, contained, fewer, residual, undominated
from app.coverage.siting.solver import Program, Solution, Watch, solve

if TYPE_CHECKING:
    from scipy.sparse import csr_array

_SHRINK: Final = 0.95
"""Reductions go on while they leave at most this share of pairs."""
_ROUNDING: Final = 1e-6


@dataclass(frozen=True, eq=False)
class Whole:
    """`chosen` (k,) columns, ascending. No choice of fewer than `at_least` sites reaches everyone who can be
    reached; `proven`: `chosen` is that few. `unreachable` rows have people, no site in reach and none there.
    """

    chosen: Indices
    at_least: int
    proven: bool
    unreachable: Indices


def everyone(
    pairs: "csr_array[np.float64]",
    people: Floats,
    served: NDArray[np.bool_] | None = None,
    *,
    time_limit_s: float = 60.0,
    cancelled: Callable[[], bool] | None = None,
) -> Whole:
    """Fewest sites of `pairs` (n, m) that reach every row with people (n,) that is not `served` and can be.

    Ends when proven, after `time_limit_s`, or soon after `cancelled` answers True, then with the best found.
    Raises ValueError as `problem.cover` does.
    """
    problem = cover(pairs, people, served)
    reached = np.zeros(len(problem.weight), dtype=np.bool_)
    reached[problem.rows] = True
    search = _Search(problem, Watch(time_limit_s, cancelled))
    search.run()
    unreachable = np.flatnonzero(~reached & (problem.weight > 0))
    return Whole(np.sort(search.chosen), search.at_least, len(search.chosen) == search.at_least, unreachable)


class _Search:
    """What is forced, what is left, and the best choice so far."""

    def __init__(self, problem: Cover, watch: Watch) -> None:
        alike = Cover(problem.start, problem.rows, np.sign(problem.weight), 0.0)
        self.watch = watch
        self.chosen = all_rows(alike)
        self.forced = np.zeros(0, dtype=np.int64)
        self.part, _ = residual(alike, alike.sites)
        self.at_least = int(len(self.chosen) > 0)

    def run(self) -> None:
        self._reduce()
        self._at_least(int(len(self.part.weight) > 0))
        if not len(self.part.weight):
            self.chosen = self.forced
        if len(self.chosen) > self.at_least:
            self._price()
        if len(self.chosen) > self.at_least:
            solve(_program(self.part), self.watch, self._note)

    def _reduce(self) -> None:
        """Until little changes: drop rows that follow from others, sites that others replace; take forced
        ones.
        """
        before = 2 * self.part.reach.nnz
        while self.part.reach.nnz <= _SHRINK * before and len(self.part.weight) and not self.watch.over:
            before = self.part.reach.nnz
            self._drop_implied_rows()
            self.part, _ = fewer(self.part, undominated(self.part))
            self._take_forced()

    def _price(self) -> None:
        reach = self.part.reach
        start, rows = reach.indptr.astype(np.int64), reach.indices.astype(np.int64)
        found = priced(self.part, all_rows(Cover(start, rows, self.part.weight, 0.0)), self.watch)
        self._take(self.part.site[found.chosen])
        self._at_least(int(np.ceil(found.bound - _ROUNDING)))

    def _take(self, sites: Indices) -> None:
        if len(self.forced) + len(sites) <= len(self.chosen):
            self.chosen = np.concatenate((self.forced, sites))

    def _at_least(self, more: int) -> None:
        """The forced sites and `more` others are needed."""
        self.at_least = min(max(self.at_least, len(self.forced) + more), len(self.chosen))

    def _drop_implied_rows(self) -> None:
        """A row with all the sites of another one is reached whenever that one is."""
        _, implied = contained(self.part.reach.T.tocsr())
        weight = self.part.weight.copy()
        weight[implied] = 0
        self._weigh(weight)

    def _take_forced(self) -> None:
        """The only site of some row must be taken, and then all its rows are done."""
        by_row = self.part.reach.T.tocsr()
        single = np.diff(by_row.indptr) == 1
        sites = np.unique(by_row.indices[by_row.indptr[:-1][single]])
        self.forced = np.concatenate((self.forced, self.part.site[sites]))
        weight = self.part.weight.copy()
        weight[self.part.reach[sites].indices] = 0
        self._weigh(weight)

    def _weigh(self, weight: Floats) -> None:
        """Rows of weight 0 leave, and with them sites that have no other."""
        part = Residual(self.part.site, self.part.reach, np.sign(weight), self.part.most)
        part, _ = fewer(part, np.ones(len(part.site), dtype=np.bool_))
        self.part, _ = fewer(part, np.diff(part.reach.indptr) > 0)

    def _note(self, found: Solution) -> None:
        if found.x is not None:
            self._take(self.part.site[found.x > 0.5])
        if np.isfinite(found.bound):
            self._at_least(int(np.ceil(found.bound - _ROUNDING)))
        if found.proven:
            self.at_least = len(self.chosen)


def _program(part: Residual) -> Program:
    """min sum x, every row has a site."""
    from scipy.sparse import csr_array

    sites, rows = part.reach.shape
    matrix = csr_array(part.reach.T.tocsr())
    return Program(np.ones(sites), matrix, np.ones(rows), np.full(rows, np.inf), sites)
