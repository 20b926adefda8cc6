"""Natural breaks: k classes of numbers with the least spread within classes, exactly. Pure.

Fisher 1958 (10.1080/01621459.1958.10501479), known in maps as Jenks 1967. Dynamic programming over the sorted
distinct values, by divide and conquer: O(k n log n).
"""

import numpy as np

from app.coverage.geodesy import Floats, Indices
from app.coverage.reach.bands import spans
from app.errors import BadParameterError


def natural_breaks(values: Floats, k: int = 5) -> Floats:
    """Upper ends of the classes, ascending and inclusive: k of them, or as many as there are distinct values.

    Raises BadParameterError for k below 1, no values, or one that is not finite.
    """
    values = np.asarray(values, dtype=np.float64)
    if k < 1 or not values.size or not np.isfinite(values).all():
        raise BadParameterError(
            f"Natural breaks need at least one class and finite numbers: k = {k}, {values.size} numbers.",
            parameter="k",
        )
    distinct, count = np.unique(values, return_counts=True)
    spread = _Spread(distinct - distinct.mean(), count.astype(np.float64))
    many = len(distinct)
    best = spread.of(np.zeros(many, dtype=np.int64), np.arange(many))
    cuts: list[Indices] = []
    for _ in range(min(k, many) - 1):
        best, cut = _one_class_more(best, spread)
        cuts.append(cut)
    ends, last = [many - 1], many - 1
    for cut in reversed(cuts):
        last = int(cut[last]) - 1
        if last >= 0:
            ends.append(last)
    return distinct[ends[::-1]]


def class_of(values: Floats, breaks: Floats) -> Indices:
    """The class (n,) of each value, 1 for the lowest."""
    found: Indices = np.searchsorted(breaks, values, side="left").astype(np.int64) + 1
    return np.minimum(found, len(breaks))


class _Spread:
    """Sum of squared deviations of any run of sorted values, from running totals."""

    def __init__(self, values: Floats, count: Floats) -> None:
        self._count = np.concatenate(([0.0], np.cumsum(count)))
        self._sum = np.concatenate(([0.0], np.cumsum(count * values)))
        self._squares = np.concatenate(([0.0], np.cumsum(count * values**2)))

    def of(self, first: Indices, last: Indices) -> Floats:
        """Of the values first to last, both included."""
        count = self._count[last + 1] - self._count[first]
        total = self._sum[last + 1] - self._sum[first]
        spread: Floats = self._squares[last + 1] - self._squares[first] - total**2 / count
        return np.maximum(spread, 0.0)


def _one_class_more(best: Floats, spread: _Spread) -> tuple[Floats, Indices]:
    """Least spread of values 0..j in one class more, and where the last class then begins.

    The best beginning never falls as j grows, so the middle of a range bounds both of its halves.
    """
    many = len(best)
    better, cut = best.copy(), np.zeros(many, dtype=np.int64)
    low, high = np.array([0]), np.array([many - 1])
    left, right = np.array([0]), np.array([many - 1])
    while low.size:
        middle = (low + high) // 2
        cut[middle], better[middle] = _best_beginning(middle, left, np.minimum(right, middle), best, spread)
        down, up = low < middle, middle < high
        low, high, left, right = (
            np.concatenate((low[down], middle[up] + 1)),
            np.concatenate((middle[down] - 1, high[up])),
            np.concatenate((left[down], cut[middle[up]])),
            np.concatenate((cut[middle[down]], right[up])),
        )
    return better, cut


def _best_beginning(
    last: Indices, left: Indices, right: Indices, best: Floats, spread: _Spread
) -> tuple[Indices, Floats]:
    """For each `last` the beginning between left and right with the least spread, the first among equals."""
    begin, of = spans(left, right - left + 1)
    before = np.where(begin > 0, best[begin - 1], 0.0)
    total = before + spread.of(begin, last[of])
    starts = np.flatnonzero(np.diff(of, prepend=-1))
    least = np.minimum.reduceat(total, starts)
    ties = np.flatnonzero(total == least[of])
    _, first = np.unique(of[ties], return_index=True)
    return begin[ties[first]], least
