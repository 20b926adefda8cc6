"""What presets judge: areas with their facts, the points where their people are, and what those reach. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
Bools = NDArray[np.bool_]


class Reach(Protocol):
    """What each of n points reaches among the chosen assets. Bounds are inclusive, in metres."""

    def nearest_m(self) -> Floats:
        """Distance to the nearest asset; infinity where there is none."""

    def count_within(self, bound_m: float) -> Floats:
        """How many assets are within the bound."""

    def seats_within(self, bound_m: float) -> Floats:
        """Their seats; assets whose seats are not known add none."""

    def two_step(self, bound_m: float) -> Floats:
        """Two-step floating catchment access: assets (or seats, where known) per person of the group."""

    def two_step_assets(self, bound_m: float) -> Floats:
        """The same by assets, whatever their seats."""


@dataclass(frozen=True, eq=False)
class Ground:
    """a areas and n points. All arrays are by area or by point as named; NaN stands for what is not known.

    `facts` hold shares between 0 and 1 (poverty, broadband, single_mothers), dollars (income), square metres
    (land_m2), by area. `rural` says of each point whether it is rural, None where no classification is loaded.
    `assets_in` and `seats_in` count the chosen assets inside each area, None where points cannot be told areas;
    `seats_known` says whether any chosen asset has a number of seats.
    """

    geoid: NDArray[np.object_]
    state: NDArray[np.object_]
    facts: Mapping[str, Floats]
    of: Indices
    people: Floats
    total: Floats
    rural: Bools | None
    reach: Reach
    assets_in: Floats | None = None
    seats_in: Floats | None = None
    unknown_seats_in: Floats | None = None
    """How many of `assets_in` have no known number of seats."""
    seats_known: bool = False
    audience_assets: bool = False
    """Whether the chosen assets are those designed for, or accessible to, the group asked about."""

    def __len__(self) -> int:
        return len(self.geoid)

    def by_area(self, values: Floats) -> Floats:
        """Sums (a,) of point values (n,)."""
        return np.bincount(self.of, weights=values, minlength=len(self)).astype(np.float64)

    def area_people(self) -> Floats:
        """People of the group by area."""
        return self.by_area(self.people)

    def beyond(self, bound_m: float, rural_bound_m: float | None = None) -> Bools:
        """Which points (n,) have no asset within the bound; rural ones within theirs."""
        return self.reach.nearest_m() > self.bounds(bound_m, rural_bound_m)

    def bounds(self, bound_m: float, rural_bound_m: float | None = None) -> Floats:
        """The bound (n,) that holds for each point."""
        if rural_bound_m is None or self.rural is None:
            return np.full(len(self.of), bound_m)
        return np.where(self.rural, rural_bound_m, bound_m)

    def count_within(self, bound_m: float, rural_bound_m: float | None = None) -> Floats:
        """How many assets each point (n,) has within its bound."""
        near = self.reach.count_within(bound_m)
        if rural_bound_m is None or self.rural is None:
            return near
        return np.where(self.rural, self.reach.count_within(rural_bound_m), near)

    def mean(self, values: Floats) -> Floats:
        """Mean (a,) of point values over people of the group; NaN for areas without any."""
        people = self.area_people()
        total = self.by_area(np.where(self.people > 0, values * self.people, 0.0))
        mean: Floats = np.divide(total, people, out=np.full(len(self), np.nan), where=people > 0)
        return mean
