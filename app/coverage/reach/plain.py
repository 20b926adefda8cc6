"""Sums over all pairs within a bound with numpy alone: the same index, pairs and answers as `compiled`.

Candidate pairs are written out a block at a time, small enough for a processor's cache, so memory does not
grow with the number of pairs. Also finds single pairs: those at the rim, those of one point, those of a
table of pairs.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np

from app.coverage.geodesy import Floats, Indices
from app.coverage.reach.bands import BandIndex, runs, spans
from app.coverage.reach.ecef import squares_of
from app.coverage.reach.task import Found, Task

_TARGETS_AT_ONCE: Final = 4_096
_PAIRS_AT_ONCE: Final = 65_536


def sweep(targets: Floats, sources: BandIndex, values: Floats, task: Task) -> Found:
    """As compiled.sweep."""
    total = targets.shape[1]
    sums, within, rim = np.zeros(total), np.zeros(total), np.zeros(total)
    for target, source, squares in candidates(targets, sources):
        inside = squares <= task.inside2
        at_rim = (squares <= task.outside2) & ~inside
        carried = np.where(inside, _carried(squares, values[source], task), 0.0)
        starts = np.flatnonzero(np.diff(target, prepend=-1))
        of = target[starts]
        sums[of] += np.add.reduceat(carried, starts)
        within[of] += np.add.reduceat(inside, starts, dtype=np.float64)
        rim[of] += np.add.reduceat(at_rim, starts, dtype=np.float64)
    return Found(sums, within, rim)


def _carried(squares: Floats, values: Floats, task: Task) -> Floats:
    if task.decay.kind == "binary":
        return values
    weight = task.decay.of_squares(squares * task.factor**2)
    weight *= weight if task.squared else 1.0
    weight *= values
    return weight


def candidates(targets: Floats, sources: BandIndex) -> Iterator[tuple[Indices, Indices, Floats]]:
    """Blocks of pairs that may be within the index's bound: target, place in the index, squared distance.

    Targets ascend; one target may go on in the next block.
    """
    points = sources.points.rows
    for begin in range(0, targets.shape[1], _TARGETS_AT_ONCE):
        some = targets[:, begin : begin + _TARGETS_AT_ONCE]
        target, start, count = runs(sources, some)
        for first, last in _blocks(count):
            source, of = spans(start[first:last], count[first:last])
            lot = target[first:last]
            dx, dy, dz = (some[row, lot][of] - points[row].take(source) for row in (2, 3, 4))
            both = some[5, lot][of] + points[5].take(source)
            yield begin + lot[of], source, squares_of(dx, dy, dz, both)


def _blocks(count: Indices) -> Iterator[tuple[int, int]]:
    """Runs, a block at a time: at most about _PAIRS_AT_ONCE pairs, or one longer run."""
    ends = np.cumsum(count)
    first = 0
    while first < len(count):
        done = int(ends[first - 1]) if first else 0
        last = max(int(np.searchsorted(ends, done + _PAIRS_AT_ONCE, "right")), first + 1)
        yield first, last
        first = last
