"""The ladder of a pathway: for each area the first grade band without a program in reach."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.coverage.geodesy import Floats, Indices

COMPLETE: Final = -1
"""Stands for "no rung is missing"."""


@dataclass(frozen=True, eq=False)
class Ladder:
    """`first_missing` (n,): the lowest rung without cover, or COMPLETE; so also the number of rungs a child
    can climb without a gap, unless complete. `broken` (n,): a rung above the missing one is there, so one
    program would join what exists. `people` (b + 1,): people by first missing rung, the last: none missing.
    """

    first_missing: Indices
    broken: NDArray[np.bool_]
    people: Floats


def ladder(rungs: NDArray[np.bool_], people: Floats) -> Ladder:
    """The first missing of `rungs` (n, b): whether each band, youngest first, has a program in reach.

    `people` (n,) to count. Raises ValueError for lengths that do not fit and for no bands.
    """
    rungs = np.asarray(rungs, dtype=np.bool_)
    if rungs.ndim != 2 or not rungs.shape[1] or len(people) != len(rungs):
        raise ValueError(
            f"rungs {rungs.shape} must be areas by bands, with people {np.shape(people)} of each area"
        )
    bands = rungs.shape[1]
    complete = rungs.all(axis=1)
    first = np.where(complete, COMPLETE, np.argmin(rungs, axis=1)).astype(np.int64)
    above = np.arange(bands) > first[:, None]
    broken = np.asarray(~complete & (rungs & above).any(axis=1), dtype=np.bool_)
    counts = np.bincount(np.where(complete, bands, first), weights=people, minlength=bands + 1)
    return Ladder(first, broken, counts.astype(np.float64))
