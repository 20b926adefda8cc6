"""What is left of a question of cover once sites are ruled out, and ways to make it smaller without losing a
better answer.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from app.coverage.geodesy import Floats, Indices
from app.coverage.siting.problem import Cover

if TYPE_CHECKING:
    from scipy.sparse import csr_array

_HASHES: Final = 2
_BLOCK: Final = 2_000


@dataclass(frozen=True, eq=False)
class Residual:
    """The sites still in question: `site` (m,) their numbers, `reach` (m, n) ones, `weight` (n,) of merged rows."""

    site: Indices
    reach: "csr_array[np.float64]"
    weight: Floats
    most: int


def residual(problem: Cover, most: int) -> tuple[Residual, Indices]:
    """The whole question, rows with the same sites merged; and for each row its merged row (-1: none)."""
    whole = Residual(np.arange(problem.sites), problem.by_site, problem.weight, most)
    return merged(whole)


def merged(part: Residual) -> tuple[Residual, Indices]:
    """`part` with rows that have the same sites made one, rows without sites or weight left out.

    The second answer says for each row of `part` its new row, or -1. Sets of sites are compared by two
    independent 64-bit sums; two different sets agree by chance once in 2^128 pairs.
    """
    from scipy.sparse import csr_array

    signs = _signs(part)
    kept = np.flatnonzero((signs != 0).any(axis=1) & (part.weight > 0))
    _, first, inverse = np.unique(signs[kept], axis=0, return_index=True, return_inverse=True)
    of = np.full(len(part.weight), -1, dtype=np.int64)
    of[kept] = inverse.ravel()
    weight = np.bincount(of[kept], weights=part.weight[kept], minlength=len(first)).astype(np.float64)
    reach = csr_array(part.reach.tocsc()[:, kept[first]].tocsr())
    return Residual(part.site, reach, weight, part.most), of


def _signs(part: Residual) -> NDArray[np.uint64]:
    """Two random sums (n, 2) over the sites of each row; 0 for a row without sites."""
    draws = np.random.default_rng(0).integers(1, 2**63, (part.reach.shape[0], _HASHES), dtype=np.uint64)
    by_row = part.reach.T.tocsr().astype(np.uint64)
    return np.asarray(by_row @ draws, dtype=np.uint64)


def fewer(part: Residual, sites: NDArray[np.bool_]) -> tuple[Residual, Indices]:
    """`part` with only the marked sites (m,), its rows merged; and for each row its new row, or -1."""
    return merged(keep(part, sites))


def keep(part: Residual, sites: NDArray[np.bool_]) -> Residual:
    """`part` with only the marked sites (m,)."""
    return Residual(part.site[sites], part.reach[sites], part.weight, part.most)


def undominated(part: Residual) -> NDArray[np.bool_]:
    """Sites (m,) whose rows are not all among those of another one; of equals, the lowest number stays.

    With any choice there is one at least as good that needs no other site, as long as `most` of them stay.
    """
    inner, outer = contained(part.reach)
    size = np.diff(part.reach.indptr)
    better = (size[outer] > size[inner]) | (outer < inner)
    kept = np.ones(len(size), dtype=np.bool_)
    kept[inner[better]] = False
    return kept


def contained(sets: "csr_array[np.float64]") -> tuple[Indices, Indices]:
    """Pairs (inner, outer) of different rows of `sets` (ones) where all of the inner is in the outer one."""
    size = np.diff(sets.indptr)
    across = sets.T.tocsc()
    none = np.zeros(0, dtype=np.int64)
    inner, outer = [none], [none]
    for start in range(0, len(size), _BLOCK):
        common = (sets[start : start + _BLOCK] @ across).tocoo()
        left, right = common.row.astype(np.int64) + start, common.col.astype(np.int64)
        inside = (common.data == size[left]) & (left != right)
        inner.append(left[inside])
        outer.append(right[inside])
    return np.concatenate(inner), np.concatenate(outer)
