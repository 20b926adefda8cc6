"""What if a site opened, closed or moved: who gains and who loses cover, by group and by area."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from app.coverage.geodesy import Floats, Indices

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True, eq=False)
class Change:
    """`gained`, `lost`: rows that are covered only after, only before. `before`, `after` (g,): people covered.

    `areas` (k,): areas with a change, ascending; `area_change` (k, g): people more (or fewer) covered there.
    """

    gained: Indices
    lost: Indices
    before: Floats
    after: Floats
    areas: Indices
    area_change: Floats


class Standing:
    """Cover as it stands: how many sites reach each row. Asking what if leaves it as it is."""

    def __init__(self, pairs: "csr_array[np.float64]", people: Floats, area: Indices) -> None:
        """`pairs` (n, s) with the sites there are, `people` (n, g) of groups, `area` (n,) numbers of areas.

        Raises ValueError for lengths that do not fit.
        """
        if not len(people) == len(area) == pairs.shape[0]:
            raise ValueError(f"people {people.shape} and areas {area.shape} do not fit pairs {pairs.shape}")
        self.people, self.area = people, area
        self._columns = pairs.tocsc()
        self._columns.sum_duplicates()  # a pair that is there twice counts once
        self.times = np.bincount(self._columns.indices, minlength=len(area)).astype(np.int64)
        self.covered: Floats = people[self.times > 0].sum(axis=0)

    def what_if(self, added: "csr_array[np.float64] | None" = None, removed: Indices | None = None) -> Change:
        """The change when sites with the pairs `added` (n, k) open and the columns `removed` close.

        A move is one of each. Raises ValueError for a column that is not there or is named twice, and for
        added pairs of another number of rows.
        """
        rows, by = self._touched(added, removed)
        before = self.times[rows] > 0
        after = self.times[rows] + by > 0
        return self._change(rows[after & ~before], rows[before & ~after])

    def _touched(
        self, added: "csr_array[np.float64] | None", removed: Indices | None
    ) -> tuple[Indices, Indices]:
        """Rows with another number of sites, and by how many."""
        fewer = np.zeros(0, dtype=np.int64) if removed is None else self._rows_of(removed)
        more = np.zeros(0, dtype=np.int64) if added is None else self._rows_of_new(added)
        rows, of = np.unique(np.concatenate((more, fewer)), return_inverse=True)
        sign = np.repeat([1.0, -1.0], [len(more), len(fewer)])
        by = np.bincount(of, weights=sign, minlength=len(rows)).astype(np.int64)
        return rows, by

    def _rows_of(self, sites: Indices) -> Indices:
        sites = np.asarray(sites, dtype=np.int64)
        size = self._columns.shape[1]
        if len(np.unique(sites)) < len(sites) or ((sites < 0) | (sites >= size)).any():
            raise ValueError(f"sites to remove must be different numbers from 0 to {size - 1}")
        starts = self._columns.indptr
        rows = [self._columns.indices[starts[site] : starts[site + 1]] for site in sites]
        return np.concatenate([np.zeros(0, dtype=np.int64), *rows]).astype(np.int64)

    def _rows_of_new(self, added: "csr_array[np.float64]") -> Indices:
        if added.shape[0] != len(self.people):
            raise ValueError(f"added pairs have {added.shape[0]} rows instead of {len(self.people)}")
        columns = added.tocsc()
        columns.sum_duplicates()
        return columns.indices.astype(np.int64)

    def _change(self, gained: Indices, lost: Indices) -> Change:
        more, fewer = self.people[gained], self.people[lost]
        areas, of = np.unique(self.area[np.concatenate((gained, lost))], return_inverse=True)
        area_change = np.zeros((len(areas), self.people.shape[1]))
        np.add.at(area_change, of, np.concatenate((more, -fewer)))
        after = self.covered + more.sum(axis=0) - fewer.sum(axis=0)
        return Change(gained, lost, self.covered, after, areas, area_change)
