"""Rational agents: everybody goes where congestion and travel together cost least (RAAM). Pure.

Saxon & Snow 2020 (10.1080/24694452.2019.1629870): k_ij = D_j / (rho S_j) + c_ij / tau with D_j the people who
go to site j and rho = people / weight of those within reach; at rest nobody has a cheaper site (Wardrop).
That rest is the minimum of a convex sum (Beckmann, McGuire & Winsten 1956), so D and every value are unique.
It is approached place by place: the people of one place fill its sites, cheapest first, to one level, all
others staying where they are. How far from rest the answer can be at most is measured, not hoped:

    gap = sum_ij x_ij (k_ij - value_i) / sum_i P_i value_i
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from app.coverage.geodesy import Floats, Indices
from app.coverage.measures.result import Conservation, Flags, conserved
from app.coverage.reach.choose import KernelName, kernel_name
from app.coverage.reach.pairs import pair_rows
from app.coverage.reach.reach import PointReach, Reach
from app.coverage.reach.table import TableReach
from app.errors import BadParameterError
from app.language import N_

_SWEEPS_BETWEEN_LOOKS: Final = 10
Filling = Callable[["Choices", Floats, Floats, Floats, int], None]


@dataclass(frozen=True, eq=False)
class RationalAccess:
    """`value` (n,): the cost of the cheapest site, 1 being a site at its average load next door; **lower is
    better**, infinity where nothing is within the bound; `people_at_site` (m,): D; `gap`: the certificate.
    """

    value: Floats
    people_at_site: Floats
    gap: float
    sweeps: int
    in_reach: Indices
    conservation: tuple[Conservation, ...]

    @property
    def no_supply_in_reach(self) -> Flags:
        """Places (n,) without any site within the bound: they are no part of the competition."""
        none: Flags = self.in_reach == 0
        return none


@dataclass(frozen=True, eq=False)
class Choices:
    """Compressed rows: `first` (n + 1,), `site` and `travel` = c / tau (pairs,); `people` (n,), `room` =
    rho S (m,).
    """

    first: Indices
    site: Indices
    travel: Floats
    people: Floats
    room: Floats


def rational_agents(
    reach: Reach,
    bound: float,
    tau: float,
    tolerance: float = 5e-4,
    sweeps_max: int = 1_000,
    kernel: KernelName | None = None,
) -> RationalAccess:
    """Values at a gap of at most `tolerance`, or after `sweeps_max` rounds; read `gap`.

    `tau` is the cost that weighs as much as the average congestion, in the unit of the costs, as `bound`.
    Raises BadParameterError for a tau or tolerance that is not positive.
    """
    if not (tau > 0 and tolerance > 0 and sweeps_max > 0):
        raise BadParameterError(
            f"tau is {tau}, tolerance {tolerance}, sweeps {sweeps_max}: all must be above 0.", parameter="tau"
        )
    first, site, cost = _pairs(reach, bound)
    in_reach = np.diff(first)
    people = np.where(in_reach > 0, reach.people, 0.0)
    reached = np.zeros(len(reach.weight), dtype=np.bool_)
    reached[site] = True
    supply = float(reach.weight[reached].sum())
    rho = people.sum() / supply if supply else 0.0
    choices = Choices(first, site, cost / tau, people, rho * reach.weight)
    load, gap, sweeps = _settled(choices, tolerance, sweeps_max, kernel_name(kernel))
    value = _values(choices, load)
    identity = conserved(
        N_("People at all sites are the people who reach any"), float(load.sum()), float(people.sum())
    )
    return RationalAccess(value, load, gap, sweeps, in_reach, (identity,))


def _pairs(reach: Reach, bound: float) -> tuple[Indices, Indices, Floats]:
    """The pairs within the bound with their costs."""
    if isinstance(reach, PointReach):
        open_sites = reach.sites.positions.take(reach.open)
        first, site, metres = pair_rows(reach.places.positions, open_sites, bound / reach.factor)
        return first, reach.open[site], metres * reach.factor
    if not isinstance(reach, TableReach):
        raise TypeError(f"no pairs are known of a {type(reach).__name__}")
    table = reach.table
    kept = (table.cost <= bound) & (reach.weight[table.site] > 0)
    first = np.concatenate(([0], np.cumsum(kept)))[table.first].astype(np.int64)
    return first, table.site[kept].astype(np.int64), table.cost[kept]


def _settled(choices: Choices, tolerance: float, sweeps_max: int, kernel: str) -> tuple[Floats, float, int]:
    """People at each site at rest, the gap, and the rounds it took."""
    flow, load = np.zeros(len(choices.site)), np.zeros(len(choices.room))
    level = np.full(len(choices.people), np.inf)
    if not choices.people.sum() > 0:
        return load, 0.0, 0
    gap, sweeps = np.inf, 0
    while gap > tolerance and sweeps < sweeps_max:
        many = min(max(_SWEEPS_BETWEEN_LOOKS, sweeps // 8), sweeps_max - sweeps)
        load = np.bincount(choices.site, flow, minlength=len(load)).astype(
            np.float64
        )  # without the rounding of rounds before
        _round_of(kernel)(choices, flow, level, load, many)
        sweeps += many
        gap = _gap(choices, flow, load)
    return load, gap, sweeps


def _round_of(kernel: str) -> Filling:
    if kernel == "numba":
        from app.coverage.measures import raam_compiled

        return raam_compiled.fill
    return fill


def fill(choices: Choices, flow: Floats, level: Floats, load: Floats, rounds: int) -> None:
    """`rounds` times every place in turn, forwards and then backwards.

    Changes `flow` (pairs,), `level` (n,) and `load` (m,).
    """
    rows = np.flatnonzero(choices.people > 0)
    for at in range(rounds):
        for row in rows if at % 2 == 0 else rows[::-1]:
            mine = slice(choices.first[row], choices.first[row + 1])
            site = choices.site[mine]
            others, room = load[site] - flow[mine], choices.room[site]
            base = others / room + choices.travel[mine]
            level[row] = _level(float(level[row]), base, room, float(choices.people[row]))
            poured = room * np.maximum(level[row] - base, 0.0)
            flow[mine] = poured * (choices.people[row] / poured.sum())
            load[site] = others + flow[mine]


def _level(level: float, base: Floats, room: Floats, people: float) -> float:
    """The level `people` reach over sites that cost `base` when empty and 1 more for each `room`.

    Newton's steps on a convex function: after the first they only go down, to the level itself.
    """
    level = _poured_to(level, base, room, people)
    lower = _poured_to(level, base, room, people)
    while lower < level:
        level, lower = lower, _poured_to(lower, base, room, people)
    return level


def _poured_to(level: float, base: Floats, room: Floats, people: float) -> float:
    below = base < level
    rooms = float(room[below].sum())
    return (people + float(room[below] @ base[below])) / rooms if rooms > 0 else np.inf


def _costs(choices: Choices, load: Floats) -> Floats:
    """k_ij (pairs,)."""
    cost: Floats = load[choices.site] / choices.room[choices.site] + choices.travel
    return cost


def _values(choices: Choices, load: Floats) -> Floats:
    """The cheapest cost of each place (n,); infinity for one without a site."""
    value = np.full(len(choices.people), np.inf)
    filled = np.flatnonzero(np.diff(choices.first))
    if filled.size:
        cost = choices.travel if not choices.room.any() else _costs(choices, load)
        value[filled] = np.minimum.reduceat(cost, choices.first[filled])
    return value


def _gap(choices: Choices, flow: Floats, load: Floats) -> float:
    value = _values(choices, load)
    paid = float((flow * _costs(choices, load)).sum())
    known = choices.people > 0
    best = float((choices.people[known] * value[known]).sum())
    return max(paid - best, 0.0) / best if best > 0 else 0.0
