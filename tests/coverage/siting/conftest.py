"""Small questions of sites whose best answer can be found by trying every choice."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_array

from app.coverage.geodesy import Floats, Indices


@dataclass(frozen=True, eq=False)
class Small:
    """Pairs (n, m), people (n,), groups (n, 2)."""

    pairs: csr_array
    people: Floats
    groups: Floats

    @property
    def reach(self) -> NDArray[np.bool_]:
        """In reach or not (n, m), stored zeros included."""
        dense = np.zeros(self.pairs.shape, dtype=np.bool_)
        dense[np.repeat(np.arange(dense.shape[0]), np.diff(self.pairs.indptr)), self.pairs.indices] = True
        return dense

    def reached(self, sites: tuple[int, ...] | Indices) -> float:
        return float(self.people[self.reach[:, list(sites)].any(axis=1)].sum())

    def best(self, most: int) -> float:
        sites = range(self.pairs.shape[1])
        return max(self.reached(chosen) for chosen in combinations(sites, min(most, len(sites))))


def as_pairs(reach: NDArray[np.bool_]) -> csr_array:
    """Pairs with the metres 0, 1, 2 ...: the first one is a stored 0."""
    row, column = np.nonzero(reach)
    start = np.concatenate(([0], np.cumsum(reach.sum(axis=1))))
    return csr_array((np.arange(len(row), dtype=np.float64), column, start), shape=reach.shape)


@pytest.fixture
def small() -> Callable[..., Small]:
    def make(seed: int, rows: int = 30, sites: int = 10, density: float = 0.15) -> Small:
        draws = np.random.default_rng(seed)
        reach = draws.random((rows, sites)) < density
        groups = draws.integers(0, 50, (rows, 2)).astype(np.float64)
        return Small(as_pairs(reach), groups.sum(axis=1), groups)

    return make


@pytest.fixture
def pairs_of() -> Callable[[list[list[int]]], csr_array]:
    """Pairs from rows of 0 and 1."""
    return lambda rows: as_pairs(np.array(rows, dtype=np.bool_))
