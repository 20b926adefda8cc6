"""Where seats do most: F(Z) = sum P_i min(a*, A_i + sum over j in Z of r_ij), every person up to a target.

A_i: seats per person now; r_ij = (S_j / D_j) f_ij: what site j would add, its seats shared among all who reach
it (D_j = sum P_i f_ij, as in floating catchments), D_j fixed by total demand. F is monotone and submodular
(a minimum of a constant and a sum), so the greedy choice has the guarantee of `lazy`.
"""

from typing import TYPE_CHECKING

import numpy as np

from app.coverage.geodesy import Floats, Indices
from app.coverage.siting.lazy import choose_lazily
from app.coverage.siting.problem import checked_weight
from app.coverage.siting.results import Siting

if TYPE_CHECKING:
    from scipy.sparse import csr_array


def seats_added(
    decayed: "csr_array[np.float64]", people: Floats, seats: Floats | float
) -> "csr_array[np.float64]":
    """Seats per person r_ij (n, m) that new sites with `seats` (m,) or each would bring.

    `decayed` (n, m): f_ij, the weight of a distance, 0 to 1. Sites that nobody reaches add nothing.
    """
    from scipy.sparse import csr_array

    people = checked_weight(people, decayed.shape[0])
    demand = np.asarray(decayed.T @ people, dtype=np.float64)
    each = np.broadcast_to(np.asarray(seats, dtype=np.float64), demand.shape)
    per_person = np.divide(each, demand, out=np.zeros_like(demand), where=demand > 0)
    return csr_array(
        (decayed.data * per_person[decayed.indices], decayed.indices, decayed.indptr), decayed.shape
    )


def most_seats(
    added: "csr_array[np.float64]",
    people: Floats,
    access: Floats,
    target: float,
    most: int,
    groups: Floats | None = None,
) -> Siting:
    """Up to `most` sites that bring most seats to people below `target` (seats per person).

    `added` (n, m) from `seats_added`, `people` (n,), `access` (n,) seats per person now; `groups` (n, g).
    `value` is in seats that are short now and would not be. Raises ValueError for lengths that do not fit,
    negative or missing values, and a target that is not above 0.
    """
    if not target > 0:
        raise ValueError(f"the target of {target} seats per person must be above 0")
    people = checked_weight(people, added.shape[0])
    choice = _Choice(added, people, checked_weight(access, added.shape[0]), target, groups)
    chosen, gains = choose_lazily(choice.all_gains(), choice.gain, choice.take, most)
    value = sum(gains)
    proven = len(chosen) < most or most <= 1
    bound = value if proven else min(value + choice.best_left(most), value / (1 - (1 - 1 / most) ** most))
    return Siting(
        chosen=np.array(chosen, dtype=np.int64),
        gain=np.array(gains, dtype=np.float64),
        group_gain=np.array(choice.group_gain).reshape(len(chosen), choice.groups.shape[1]),
        value=value,
        served=float(people @ np.minimum(access, target)),
        bound=bound,
        share_of_best=value / bound if bound > 0 else 1.0,
        proven=proven,
    )


class _Choice:
    """How much each row still lacks while sites are chosen."""

    def __init__(
        self,
        added: "csr_array[np.float64]",
        people: Floats,
        access: Floats,
        target: float,
        groups: Floats | None,
    ) -> None:
        self.columns = added.tocsc()
        self.people, self.lack = people, np.maximum(0.0, target - access)
        self.groups = np.zeros((len(people), 0)) if groups is None else groups
        self.group_gain: list[Floats] = []

    def all_gains(self) -> Floats:
        """Gains (m,) of every site now."""
        rows, size = self.columns.indices, np.diff(self.columns.indptr)
        seats = np.minimum(self.columns.data, self.lack[rows]) * self.people[rows]
        of = np.repeat(np.arange(len(size)), size)
        return np.bincount(of, weights=seats, minlength=len(size)).astype(np.float64)

    def gain(self, site: int) -> float:
        rows, more = self._more(site)
        return float((self.people[rows] * more).sum())

    def take(self, site: int) -> None:
        rows, more = self._more(site)
        self.group_gain.append(more @ self.groups[rows])
        self.lack[rows] -= more

    def best_left(self, most: int) -> float:
        """The `most` largest gains on top of the choice, as if they did not overlap."""
        return float(np.sort(self.all_gains())[::-1][:most].sum())

    def _more(self, site: int) -> tuple[Indices, Floats]:
        """Rows of `site` and the seats per person it would add there, no more than is lacking."""
        start, end = self.columns.indptr[site : site + 2]
        rows = self.columns.indices[start:end].astype(np.int64)
        return rows, np.minimum(self.columns.data[start:end], self.lack[rows])
