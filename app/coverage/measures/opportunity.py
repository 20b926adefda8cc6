"""What is within reach, whoever else reaches it: cumulative opportunities, gravity, ratios by area. Pure."""

from dataclasses import dataclass

import numpy as np

from app.coverage.decay import Decay, binary
from app.coverage.geodesy import Floats, Indices
from app.coverage.measures.result import Access, Flags
from app.coverage.reach.inputs import checked_amounts
from app.coverage.reach.reach import Reach
from app.errors import BadParameterError


def cumulative(reach: Reach, bound: float) -> Access:
    """O_i = sum of the weights within `bound`, in the unit of the weights (Wachs & Kumagai 1973).

    People play no part. 0 and flagged where nothing is within the bound.
    """
    return gravity(reach, binary(bound))


def gravity(reach: Reach, decay: Decay) -> Access:
    """H_i = sum_j S_j f(c_ij), discounted weights (Hansen 1959). People play no part."""
    many = len(reach.weight)
    value = reach.to_places(reach.weight, decay)
    return Access(
        value=value,
        unit="sites' weight within reach",
        in_reach=reach.in_reach(decay.bound),
        demand=np.zeros(many),
        ratio=np.zeros(many),
        unused=np.zeros(many, dtype=np.bool_),
        unused_weight=0.0,
        conservation=(),
    )


@dataclass(frozen=True, eq=False)
class AreaRatio:
    """By area (a,): weight, sites, people, `ratio` = weight / people, NaN where nobody lives (`undefined`);
    `zero_program`: areas without a site that has a weight; `outside`: sites in no area.
    """

    weight: Floats
    sites: Indices
    people: Floats
    ratio: Floats
    outside: int

    @property
    def undefined(self) -> Flags:
        """Areas without people: no ratio, whatever is there."""
        empty: Flags = self.people <= 0
        return empty

    @property
    def zero_program(self) -> Flags:
        """Areas without any program."""
        none: Flags = self.sites == 0
        return none


def provider_ratio(area_of_site: Indices, weight: Floats, people: Floats) -> AreaRatio:
    """PPR_u = sum of the weights in area u / people of u, as health shortage areas are found (42 CFR 5).

    `area_of_site` (m,): index of the area each site is in, -1 for none; `people` (a,) of the group asked
    about. With seats as weight and young people this is seats per youth. Borders are walls: what is across
    one does not count. Raises BadParameterError for an unknown area or a bad number.
    """
    area = np.asarray(area_of_site, dtype=np.int64)
    people = checked_amounts(people, len(people), "people")
    weight = checked_amounts(weight, len(area), "weight")
    if area.size and (area.min() < -1 or area.max() >= len(people)):
        raise BadParameterError(
            f"A site is in area {int(area.max())} or {int(area.min())}: areas are 0 to {len(people) - 1}, or -1.",
            parameter="area_of_site",
        )
    inside = np.flatnonzero((area >= 0) & (weight > 0))
    total = np.bincount(area[inside], weight[inside], minlength=len(people)).astype(np.float64)
    ratio = np.divide(total, people, out=np.full(len(people), np.nan), where=people > 0)
    sites = np.bincount(area[inside], minlength=len(people)).astype(np.int64)
    return AreaRatio(total, sites, people, ratio, int(np.count_nonzero(area < 0)))


def seats_per_youth(area_of_site: Indices, seats: Floats, youth: Floats) -> AreaRatio:
    """Seats of the programs in each area for one young person living there: provider_ratio by that name."""
    return provider_ratio(area_of_site, seats, youth)


def zero_program(reach: Reach, bound: float) -> Flags:
    """Places (n,) without any site within `bound`."""
    none: Flags = reach.in_reach(bound) == 0
    return none
