"""Whole-number programs, solved by HiGHS (scipy.optimize.milp) in slices of time.

HiGHS cannot be interrupted through SciPy, but it lets other threads run: a slice runs in a thread of its own,
a caller who cancels gets away at once, and the thread ends with its slice. The interpreter waits for it when
it ends (leaving HiGHS at work would abort the process), hence the limit of a slice.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from app.coverage.geodesy import Floats

if TYPE_CHECKING:
    from scipy.optimize import OptimizeResult
    from scipy.sparse import csr_array

_POLL_S: Final = 0.02
_FIRST_SLICE_S: Final = 2.0
_LONGEST_SLICE_S: Final = 30.0
_GRACE_S: Final = 1.0
"""HiGHS looks at its clock between steps only, and a step may be long."""


class Watch:
    """How long a search may go on: until `limit_s` seconds from now, or until `cancelled` answers True."""

    def __init__(self, limit_s: float, cancelled: Callable[[], bool] | None = None) -> None:
        self._start, self._limit_s, self._cancelled = time.monotonic(), limit_s, cancelled

    @property
    def spent_s(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._start

    @property
    def left_s(self) -> float:
        """Seconds left, at least 0."""
        return max(0.0, self._limit_s - self.spent_s)

    @property
    def over(self) -> bool:
        """Out of time, or cancelled."""
        return self.left_s <= 0 or self.cancelled

    @property
    def cancelled(self) -> bool:
        """The caller wants no more."""
        return self._cancelled is not None and self._cancelled()

    @property
    def overdue(self) -> bool:
        """Cancelled, or so far out of time that the solver's own limit should have ended it."""
        return self.spent_s > self._limit_s + _GRACE_S or self.cancelled


@dataclass(frozen=True, eq=False)
class Program:
    """min cost x, lower <= matrix x <= upper, 0 <= x <= 1, the first `whole` of x (k,) whole numbers."""

    cost: Floats
    matrix: "csr_array[np.float64]"
    lower: Floats
    upper: Floats
    whole: int


@dataclass(frozen=True, eq=False)
class Solution:
    """The best `x` found (None: none yet), a lower bound of the cost, and whether x is proven best."""

    x: Floats | None
    bound: float
    proven: bool


def solve(program: Program, watch: Watch, better: Callable[[Solution], None]) -> None:
    """Solve in slices of 2, 4, 8, 16 and then 30 seconds, each from the start; `better` hears of each one."""
    slice_s = _FIRST_SLICE_S
    while not watch.over:
        found = _slice(program, min(slice_s, watch.left_s), watch)
        if found is None:
            return
        better(found)
        if found.proven:
            return
        slice_s = min(2 * slice_s, _LONGEST_SLICE_S)


def _slice(program: Program, limit_s: float, watch: Watch) -> Solution | None:
    """One slice; None when cancelled or overdue meanwhile. What HiGHS raises is raised here."""
    answers: list[Solution] = []
    failures: list[BaseException] = []

    def work() -> None:
        try:
            answers.append(_solution(_milp(program, limit_s)))
        except BaseException as failure:  # noqa: BLE001  (handed to the thread that waits)
            failures.append(failure)

    thread = threading.Thread(target=work, name="siting-solver")
    thread.start()
    while thread.is_alive():
        thread.join(_POLL_S)
        if thread.is_alive() and watch.overdue:
            return None
    if failures:
        raise failures[0]
    return answers[0]


def _milp(program: Program, limit_s: float) -> "OptimizeResult":
    from scipy.optimize import Bounds, LinearConstraint, milp

    size = len(program.cost)
    return milp(
        program.cost,
        integrality=(np.arange(size) < program.whole).astype(np.int64),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(program.matrix, program.lower, program.upper),
        options={"time_limit": limit_s, "mip_rel_gap": 0.0},
    )


def _solution(result: "OptimizeResult") -> Solution:
    """Status 0 is proven, 1 is out of time; anything else cannot happen to a program that has solutions."""
    if result.status not in (0, 1):
        raise RuntimeError(f"the solver gave up: {result.message}")
    bound = getattr(result, "mip_dual_bound", None)
    return Solution(result.x, -np.inf if bound is None else float(bound), result.status == 0)
