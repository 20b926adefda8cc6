"""Who reaches what: the two sums every floating-catchment measure is made of, without a table of pairs.

    to_sites(v, f)_j  = sum over places i within the bound of v_i f(c_ij)
    to_places(v, f)_i = sum over sites  j within the bound of v_j f(c_ij)

Costs come from points (`PointReach`) or from a table of one's own (`reach.table`). Sites of weight 0 are no
supply: nobody reaches them.
"""

from abc import ABC, abstractmethod
from typing import Final

import numpy as np

from app.coverage.decay import Decay
from app.coverage.geodesy import TIE_DIGITS, Floats, Indices, geodesic_m
from app.coverage.reach.choose import KernelName, kernel_name, sweep_of, threads
from app.coverage.reach.inputs import Places, Sites
from app.coverage.reach.plain import candidates
from app.coverage.reach.task import Task
from app.coverage.reach.within import Within
from app.errors import BadParameterError

_BOUNDS_KEPT: Final = 8
"""Indexes of one reach kept at a time, the oldest goes: about 70 bytes a point each."""


class Reach(ABC):
    """n places with `people`, m sites with `weight`, and which reaches which at what cost."""

    people: Floats
    weight: Floats

    @abstractmethod
    def to_sites(self, values: Floats, decay: Decay, *, squared: bool = False) -> Floats:
        """Sums (m,) over places, weighed by `decay`, or by its square; 0 for a site of weight 0."""

    @abstractmethod
    def to_places(self, values: Floats, decay: Decay, *, squared: bool = False) -> Floats:
        """Sums (n,) over the sites with a weight, weighed by `decay`, or by its square."""

    @abstractmethod
    def in_reach(self, bound: float) -> Indices:
        """How many sites with a weight (n,) each place reaches within `bound`."""


class PointReach(Reach):
    """Costs are factor x geodesic in metres between points; `factor` is the circuity of the roads.

    Indexes are kept, so several measures of one bound cost one look at the rim.
    """

    def __init__(
        self, places: Places, sites: Sites, factor: float = 1.0, kernel: KernelName | None = None
    ) -> None:
        """Raises BadParameterError for a factor below 1 or a kernel that is not there."""
        if not (np.isfinite(factor) and factor >= 1):
            raise BadParameterError(
                f"The circuity factor is {factor}: no road is shorter than the straight way; give at least 1.",
                parameter="factor",
            )
        self.places, self.sites, self.factor = places, sites, factor
        self.people, self.weight = places.people, sites.weight
        self.open = np.flatnonzero(sites.weight > 0).astype(np.int64)
        self._sweep, self._at_once = sweep_of(kernel_name(kernel)), threads()
        self._within: dict[float, Within] = {}
        self._counts: dict[float, Indices] = {}

    def within(self, bound: float) -> Within:
        """The pairs within `bound`; sites are numbered as in `open`."""
        if bound not in self._within:
            if len(self._within) == _BOUNDS_KEPT:
                del self._within[next(iter(self._within))]
            sites = self.sites.positions.take(self.open)
            self._within[bound] = Within(
                self.places.positions, sites, bound, self.factor, self._sweep, self._at_once
            )
        return self._within[bound]

    def to_sites(self, values: Floats, decay: Decay, *, squared: bool = False) -> Floats:
        """As Reach.to_sites."""
        sums = np.zeros(len(self.weight))
        for share, part in _parts(decay, squared=squared):
            found, _ = self.within(part.bound).to_sites(values, part, squared=squared)
            sums[self.open] += share * found
        return sums

    def to_places(self, values: Floats, decay: Decay, *, squared: bool = False) -> Floats:
        """As Reach.to_places."""
        sums = np.zeros(len(self.people))
        for share, part in _parts(decay, squared=squared):
            found, counts = self.within(part.bound).to_places(values[self.open], part, squared=squared)
            self._counts[part.bound] = counts
            sums += share * found
        return sums

    def in_reach(self, bound: float) -> Indices:
        """As Reach.in_reach."""
        if bound not in self._counts:
            self.to_places(self.weight, Decay("binary", bound))
        return self._counts[bound]

    def around(self, lon: float, lat: float, decay: Decay) -> tuple[Indices, Floats]:
        """The places within the decay's bound of one point, ascending, and their weights."""
        return reached_from(self, lon, lat, decay)


def _parts(decay: Decay, *, squared: bool) -> list[tuple[float, Decay]]:
    """A stepped decay as a sum of binary ones, so that each of its steps has an exact rim."""
    if decay.kind != "stepped":
        return [(1.0, decay)]
    ends = [end for end, _ in decay.steps()]
    weights = decay(np.array(ends)) ** (2 if squared else 1)
    return [
        (float(more), Decay("binary", end))
        for end, more in zip(ends, np.diff(weights, prepend=0.0), strict=True)
    ]


def reached_from(reach: PointReach, lon: float, lat: float, decay: Decay) -> tuple[Indices, Floats]:
    """Places within the bound of (lon, lat) and their weights; cost grows with the places near by only."""
    site = Sites(np.array([lon]), np.array([lat]), np.ones(1))
    index = reach.within(decay.bound).places
    task = Task(decay, reach.factor)
    found = [
        (source[near], squares[near])
        for _, source, squares in candidates(site.positions.rows, index)
        if (near := squares <= task.outside2).any()
    ]
    if not found:
        return np.zeros(0, dtype=np.int64), np.zeros(0)
    source, squares = (np.concatenate(each) for each in zip(*found, strict=True))
    distance_m = np.sqrt(squares)
    if decay.kind == "stepped":  # each step is inclusive to the micrometre, as the bound is
        distance_m = np.round(distance_m, TIE_DIGITS)
    rim = np.flatnonzero(squares > task.inside2)
    ends = np.full(len(rim), lon), np.full(len(rim), lat)
    distance_m[rim] = geodesic_m(*ends, index.points.lon[source[rim]], index.points.lat[source[rim]])
    inside = np.ones(len(source), dtype=np.bool_)
    inside[rim] = distance_m[rim] <= round(task.bound_m, TIE_DIGITS)
    place = index.order[source[inside]]
    cost = np.minimum(distance_m[inside] * reach.factor, decay.bound)
    order = np.argsort(place)
    return place[order], decay(cost)[order]
