"""What each point of a context reaches in time, by a travel table: as `within_reach`, in minutes. Pure numerics.

An asset is one destination, wherever its stops are. One that serves a radius is at 0 minutes inside of it and as far
as the table says outside; one that serves listed areas is at 0 in them. A pair without a row is out of reach.
"""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.coverage.catchment import inside
from app.coverage.context import Context
from app.coverage.decay import Decay, binary
from app.coverage.geodesy import TIE_DIGITS, Floats, Indices
from app.coverage.reach.table import TableReach
from app.coverage.travel.matching import Matched
from app.coverage.weights import Weighted, by_area_set
from app.coverage.within_reach import WithinReach


class WithinMinutes(WithinReach):
    """Of the n points inside a context, with its assets as `weighted`; costs are minutes."""

    def __init__(self, context: Context, weighted: Weighted, travel: Matched) -> None:
        super().__init__(context, weighted)
        self.travel, self._matched = travel, travel

    @cached_property
    def _present(self) -> Floats:
        """What of each asset (m,) people can come to: its stops together, 0 for one that only serves areas."""
        supply = self.supply
        return np.minimum(np.bincount(supply.asset, supply.share, minlength=len(supply)), 1.0)

    @cached_property
    def nearest(self) -> tuple[Floats, Indices]:
        """Minutes (n,) to the nearest asset and its number; infinity and -1 where there is none."""
        table = self._matched.table(self.context.inside)
        cost, asset = _least(table.first, table.cost, table.site, self._present > 0)
        for number, rows in self._served():
            better = (cost[rows] > 0) | (asset[rows] > number)
            cost[rows[better]], asset[rows[better]] = 0.0, number
        return cost, asset

    def _served(self) -> list[tuple[int, Indices]]:
        """Assets that come to people, and the points that each serves: inside its radius, or in its areas."""
        supply = self.supply
        circles = [
            (int(supply.asset[at]), self._in_radius(at, 0.0))
            for at in np.flatnonzero(supply.radius_m > 0).tolist()
        ]
        sets = by_area_set(supply.areas, self.weighted.weight)
        return circles + [
            (first, np.flatnonzero(inside(self._located.county_geoid, geoids)))
            for geoids, (first, _) in sets.items()
        ]

    @cached_property
    def points(self) -> TableReach:
        """Points inside and the assets that people come to."""
        people = self.context.points.people
        return TableReach(self._matched.table(self.context.inside), people, self._weight)

    @cached_property
    def shared(self) -> TableReach:
        """All points that are read, with the margin beyond, and all assets that people come to."""
        return TableReach(self._matched.table(), self.context.whole.people, self._weight)

    @property
    def _weight(self) -> Floats:
        return self.weighted.weight[: len(self._present)] * self._present

    def summed(self, decay: Decay) -> Floats:
        """As WithinReach.summed."""
        return self.points.to_places(self.points.weight, decay)

    def _near(self, bound: float, weight: Floats) -> Floats:
        supply, table = self.supply, self.points.table
        values = weight * self._present
        found = TableReach(table, self.points.people, values).to_places(values, binary(bound))
        for at in np.flatnonzero(supply.radius_m > 0).tolist():
            number, rows = int(supply.asset[at]), self._in_radius(at, 0.0)
            found[rows[~_has(table.first, table.site, table.cost, rows, number, bound)]] += weight[number]
        for geoids, (_, total) in by_area_set(supply.areas, weight).items():
            found[inside(self._located.county_geoid, geoids)] += total
        return np.round(found, TIE_DIGITS)


def _least(
    first: Indices, cost: Floats, site: NDArray[np.int32], counts: NDArray[np.bool_]
) -> tuple[Floats, Indices]:
    """The least cost (n,) of each place among the sites that count, and which; infinity and -1 for none."""
    place = np.repeat(np.arange(len(first) - 1), np.diff(first))
    kept = np.flatnonzero(counts[site])
    order = kept[np.lexsort((site[kept], cost[kept], place[kept]))]
    found, least = np.unique(place[order], return_index=True)
    minutes, asset = np.full(len(first) - 1, np.inf), np.full(len(first) - 1, -1, dtype=np.int64)
    minutes[found], asset[found] = cost[order[least]], site[order[least]]
    return minutes, asset


def _has(
    first: Indices, site: NDArray[np.int32], cost: Floats, rows: Indices, number: int, bound: float
) -> NDArray[np.bool_]:
    """Which of the places `rows` reach the site `number` within the bound by the table alone."""
    return np.array(
        [
            bool(
                (
                    (site[first[row] : first[row + 1]] == number)
                    & (cost[first[row] : first[row + 1]] <= bound)
                ).any()
            )
            for row in rows.tolist()
        ],
        dtype=np.bool_,
    )
