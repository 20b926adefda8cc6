"""What a question about sites is made of: who can be reached from where, who counts how much, who is served."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from app.coverage.geodesy import Floats, Indices

if TYPE_CHECKING:
    from scipy.sparse import csr_array

TIE_DIGITS: Final = 6
"""Gains are rounded to a millionth of a person, so that equal gains are equal and the lowest index wins."""


@dataclass(frozen=True, eq=False)
class Cover:
    """A question of cover: sites by column, each with the demand rows it would reach anew.

    `start` (m + 1,) and `rows`: rows of site j are rows[start[j]:start[j + 1]], ascending; rows that are
    served already or weigh nothing are left out. `weight` (n,) as asked, 0 where served.
    """

    start: Indices
    rows: Indices
    weight: Floats
    served_weight: float

    @property
    def sites(self) -> int:
        """How many sites there are to choose from."""
        return len(self.start) - 1

    def of(self, site: int) -> Indices:
        """The rows `site` reaches."""
        return self.rows[self.start[site] : self.start[site + 1]]

    @cached_property
    def by_site(self) -> "csr_array[np.float64]":
        """The same as a matrix of ones, sites by demand rows (m, n)."""
        from scipy.sparse import csr_array

        ones = np.ones(len(self.rows))
        return csr_array((ones, self.rows, self.start), shape=(self.sites, len(self.weight)))


def cover(pairs: "csr_array[np.float64]", weight: Floats, served: NDArray[np.bool_] | None = None) -> Cover:
    """The question of reaching most `weight` (n,) with the sites of `pairs` (n, m).

    `served` (n,): rows within reach of a site that is there already. Raises ValueError for lengths that do
    not fit and weights that are negative or missing.
    """
    weight = checked_weight(weight, pairs.shape[0])
    if served is None:
        served = np.zeros(len(weight), dtype=np.bool_)
    if served.shape != weight.shape:
        raise ValueError(f"served {served.shape} does not have one value for each of {len(weight)} rows")
    left = np.where(served, 0.0, weight)
    start, rows = _columns(pairs, left > 0)
    return Cover(start, rows, left, float(weight[served].sum()))


def checked_weight(weight: Floats, size: int) -> Floats:
    """`weight` as float64; raises ValueError unless it is (size,), all numbers of at least 0."""
    weight = np.asarray(weight, dtype=np.float64)
    if weight.shape != (size,):
        raise ValueError(f"weights {weight.shape} do not have one value for each of {size} rows of pairs")
    if not (np.isfinite(weight) & (weight >= 0)).all():
        raise ValueError("weights must be numbers of at least 0")
    return weight


def equity_weight(people: Floats, importance: Floats) -> Floats:
    """Weights (n,) of rows from people of groups (n, g) and the importance (g,) of one person of each.

    Raises ValueError for an importance below 0.
    """
    if (np.asarray(importance) < 0).any():
        raise ValueError("the importance of a group must be at least 0")
    weight: Floats = np.asarray(people, dtype=np.float64) @ np.asarray(importance, dtype=np.float64)
    return weight


def served_by(pairs: "csr_array[np.float64]") -> NDArray[np.bool_]:
    """Which rows (n,) of `pairs` with the sites that are there already have one of them in reach."""
    served: NDArray[np.bool_] = np.diff(pairs.indptr) > 0
    return served


def _columns(pairs: "csr_array[np.float64]", kept: NDArray[np.bool_]) -> tuple[Indices, Indices]:
    """Starts (m + 1,) and rows of the columns of `pairs`, rows that are not `kept` left out.

    Explicit zeros are entries, so the structure is transposed, with ones for the distances; a pair
    that is there twice counts once.
    """
    from scipy.sparse import csr_array

    ones = np.ones(len(pairs.indices), dtype=np.int8)
    by_column = csr_array((ones, pairs.indices, pairs.indptr), shape=pairs.shape).tocsc()
    by_column.sum_duplicates()
    rows = by_column.indices
    entries = kept[rows]
    before = np.concatenate(([0], np.cumsum(entries, dtype=np.int64)))
    return before[by_column.indptr].astype(np.int64), rows[entries].astype(np.int64)
