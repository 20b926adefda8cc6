"""The best possible choice of sites, proven, or how far from it an answer can be at most.

Greedy choice, then a Lagrangian bound that rules out most sites (`bound`), then HiGHS on what is left.
Every stage narrows "at least x % of the best possible"; stop at any time and the answer holds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Final

import numpy as np

from app.coverage.geodesy import Floats, Indices
from app.coverage.siting import bound as lagrange
from app.coverage.siting.cover import in_order, most_people
from app.coverage.siting.problem import Cover
from app.coverage.siting.residual import Residual, fewer, residual, undominated
from app.coverage.siting.results import Siting, siting
from app.coverage.siting.solver import Program, Solution, Watch, solve
from app.coverage.siting.swap import swapped

_STEPS: Final = 10
_LEAST_SCALE: Final = 1e-3
_SMALL: Final = 400
"""A question of so few sites is handed to the solver as soon as a round of steps closes little of the gap."""
_TINY: Final = 60
"""So few are handed over at once."""
_WORTHWHILE: Final = 0.03
_SHRINK: Final = 0.7
_SWAP_EVERY: Final = 5
_RELATIVE: Final = 1e-9


@dataclass(frozen=True)
class Progress:
    """Where a proof is: weight reached, the bound, how many sites are still in question, seconds spent."""

    value: float
    bound: float
    sites_left: int
    spent_s: float

    @property
    def share_of_best(self) -> float:
        """At least this share of the best possible is reached."""
        return self.value / self.bound if self.bound > 0 else 1.0


def prove(
    problem: Cover,
    most: int,
    *,
    people: Floats | None = None,
    time_limit_s: float = 60.0,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Siting:
    """The `most` sites that reach most weight; `people` (n, g) for gains by group.

    Ends when nothing better can exist (`proven`), after `time_limit_s`, or soon after `cancelled` answers
    True; then the answer is the best found, at least `share_of_best` of the best possible. "Nothing better":
    by one where all weights are whole numbers, else by a billionth of all weight.
    """
    quick = most_people(problem, most, people)
    if quick.proven:
        return quick
    search = _Search(problem, most, quick, Watch(time_limit_s, cancelled), progress)
    search.tighten()
    if not search.closed and not search.watch.over:
        search.finish()
    chosen, gain = in_order(problem, search.chosen)
    used = gain > 0
    return siting(problem, chosen[used], gain[used], search.bound, people, proven=search.closed)


class _Search:
    """The state of a proof."""

    def __init__(
        self,
        problem: Cover,
        most: int,
        quick: Siting,
        watch: Watch,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self.problem, self.watch, self._progress = problem, watch, progress
        self.chosen, self.value, self.bound = quick.chosen, quick.value, quick.bound
        self.tolerance = _least_improvement(problem)
        self.part, _ = residual(problem, most)
        first = lagrange.first_multipliers(self.part, quick.chosen, quick.gain)
        self.descent = lagrange.Descent(self.part, first, self.value, self.tolerance)

    @property
    def closed(self) -> bool:
        """Nothing better can exist."""
        return self.bound < self.value + self.tolerance

    def tighten(self) -> None:
        """Rounds of subgradient steps, each followed by ruling out sites, until steps no longer help."""
        self._note(self.value, self.descent.best.bound)
        for turn in count():
            if self.closed or self.watch.over:
                return
            if turn % _SWAP_EVERY == 0:
                self._swap(self.chosen if turn == 0 else self.part.site[self.descent.best.top])
            gap = self.bound - self.value
            self.descent.run(_STEPS)
            self._note_descent()
            self._rule_out()
            slow = self.bound - self.value > (1 - _WORTHWHILE) * gap
            few = len(self.part.site) <= (_SMALL if slow else _TINY)
            if few or self.descent.scale < _LEAST_SCALE:
                return

    def _note_descent(self) -> None:
        if self.descent.chosen is not None:
            self.chosen, self.descent.chosen = self.part.site[self.descent.chosen], None
        self._note(self.descent.value, self.descent.best.bound)

    def _note(self, value: float, bound: float) -> None:
        self.value, self.bound = max(self.value, value), min(self.bound, bound)
        if self._progress:
            at_least = max(self.bound, self.value)
            self._progress(Progress(self.value, at_least, len(self.part.site), self.watch.spent_s))

    def _swap(self, sites: Indices) -> None:
        """Improve a choice by swaps among the sites in question."""
        columns = np.flatnonzero(np.isin(self.part.site, sites))
        chosen, value = swapped(self.part, columns, self.tolerance)
        if value > self.value:
            self.chosen = self.part.site[chosen]
            self.descent.value = value
            self._note(value, self.bound)

    def _rule_out(self) -> None:
        """Sites that no better choice can use are dropped, when they are many enough to be worth it."""
        able = lagrange.possible(self.part, self.descent.best, self.value + self.tolerance)
        if able.sum() <= _SHRINK * len(able):
            self.part, of = fewer(self.part, able)
            left = lagrange.carried(self.part, of, self.descent.best.multiplier)
            self.descent = lagrange.Descent(self.part, left, self.value, self.tolerance, self.descent.scale)

    def finish(self) -> None:
        """Hand what is left to the solver."""
        able = lagrange.possible(self.part, self.descent.best, self.value + self.tolerance)
        part, _ = fewer(self.part, able)
        self.part, _ = fewer(part, undominated(part))
        solve(_program(self.part), self.watch, self._note_solution)

    def _note_solution(self, found: Solution) -> None:
        """A choice outside `part` reaches no more than `value`, so the bound is never below that."""
        value = self.value
        if found.x is not None:
            sites = np.flatnonzero(found.x[: len(self.part.site)] > 0.5)
            reached = lagrange.times_reached(self.part, sites) > 0
            value = float(self.part.weight[reached].sum())
            if value > self.value:
                self.chosen = self.part.site[sites]
        best = max(value, self.value)
        self._note(value, best if found.proven else max(best, -found.bound))


def _least_improvement(problem: Cover) -> float:
    """The least by which one choice can be better than another and count as better, less a rounding error."""
    rounding = _RELATIVE * float(problem.weight.sum())
    whole = bool((problem.weight == np.rint(problem.weight)).all())
    return 1.0 - rounding if whole and rounding < 0.5 else max(rounding, np.finfo(np.float64).tiny)


def _program(part: Residual) -> Program:
    """Sites x (m,) whole, rows y (n,): max w y, y_i <= sum of x_j in reach, sum x <= most."""
    from scipy.sparse import csr_array, eye_array, hstack, vstack

    sites, rows = part.reach.shape
    rows_covered = hstack([-part.reach.T, eye_array(rows)], format="csr")
    sites_taken = csr_array((np.ones(sites), np.arange(sites), [0, sites]), shape=(1, sites + rows))
    matrix = vstack([rows_covered, sites_taken], format="csr")
    upper = np.concatenate((np.zeros(rows), [float(part.most)]))
    cost = np.concatenate((np.zeros(sites), -part.weight))
    return Program(cost, matrix, np.full(rows + 1, -np.inf), upper, sites)
