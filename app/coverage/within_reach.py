"""What each point of a context reaches: the nearest asset, how many are near, and shared access. Pure numerics.

Costs are metres times the circuity. An asset that serves a radius is reached from its edge and one that serves listed
areas is at 0 inside them; measures that share assets take the first at its point and leave the second out.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from app.coverage.catchment import inside, nearest_assets
from app.coverage.decay import Decay, binary
from app.coverage.demand import Texts, texts
from app.coverage.geodesy import (
    TIE_DIGITS,
    Floats,
    Indices,
    geodesic_m,
    longest_chord_m,
    may_be_within,
    to_ecef,
)
from app.coverage.measures.catchment import two_step
from app.coverage.reach.inputs import Places, Sites
from app.coverage.reach.reach import PointReach, Reach
from app.coverage.travel.matching import Matched
from app.coverage.weights import Weighted, by_area_set

_STEP_M: Final = 50_000.0
"""Bounds up to the same multiple of this share their points of assets."""


class Peopled(Protocol):
    """Places as arrays of one length: degrees, and people."""

    @property
    def lon(self) -> Floats:
        """Longitudes."""

    @property
    def lat(self) -> Floats:
        """Latitudes."""

    @property
    def people(self) -> Floats:
        """People of the group."""


class Around(Protocol):
    """The points of a context: `points` are those of `whole` numbered `inside`, `county` (n,) their counties."""

    @property
    def whole(self) -> Peopled:
        """All points."""

    @property
    def points(self) -> Peopled:
        """Those asked about."""

    @property
    def inside(self) -> NDArray[np.int64]:
        """Their numbers in `whole`."""

    @property
    def county(self) -> list[str]:
        """A county code for everybody."""


@dataclass(frozen=True, eq=False)
class _Located:
    lon: Floats
    lat: Floats
    county_geoid: Texts


class WithinReach:
    """Of the n points inside a context, with its assets as `weighted`. Serves as `Reach` of the presets."""

    def __init__(self, context: Around, weighted: Weighted, factor: float = 1.0) -> None:
        self.context, self.weighted, self.factor = context, weighted, factor
        self.supply = weighted.supply
        self.travel: Matched | None = None
        self._counts: dict[tuple[float, bool], Floats] = {}
        self._catchments: dict[float, Floats] = {}
        self._near_by: dict[float, tuple[Indices, Reach]] = {}

    @cached_property
    def _located(self) -> _Located:
        """The points with a county code for everybody, so that whole states are served whole."""
        points = self.context.points
        return _Located(points.lon, points.lat, texts(self.context.county))

    @cached_property
    def nearest(self) -> tuple[Floats, Indices]:
        """Cost (n,) of the nearest asset and its number; infinity and -1 where there is none."""
        sets = by_area_set(self.supply.areas, self.weighted.weight)
        areas = {first: geoids for geoids, (first, _) in sorted(sets.items(), key=lambda each: each[1][0])}
        distance_m, asset = nearest_assets(self._located, replace(self.supply, areas=areas))
        return (distance_m if self.factor == 1 else distance_m * self.factor), asset

    @cached_property
    def points(self) -> Reach:
        """Points inside and places of assets that people come to, each with its share of the weight."""
        return self._reach_of(self.context.points, np.flatnonzero(self.supply.radius_m == 0))

    def _points_near(self, bound_m: float) -> tuple[Indices, Reach]:
        """Of the points of assets that people come to those (k,) that may be within the bound, and `points` with them
        alone: of the assets of a country mostly few.
        """
        supply, points = self.supply, self.context.points
        most_m = _STEP_M * ceil(bound_m / self.factor / _STEP_M)
        if most_m not in self._near_by:
            at = np.flatnonzero(supply.radius_m == 0)
            some = at[may_be_within(points.lon, points.lat, supply.lon[at], supply.lat[at], most_m)]
            self._near_by[most_m] = some, self._reach_of(points, some)
        return self._near_by[most_m]

    def _shared_near(self, bound_m: float) -> Reach:
        """As `shared`, without the assets that are farther than the bound from every point inside."""
        supply, points = self.supply, self.context.points
        some = may_be_within(points.lon, points.lat, supply.lon, supply.lat, bound_m / self.factor)
        return self._reach_of(self.context.whole, some)

    def _reach_of(self, places: Peopled, some: Indices) -> Reach:
        supply = self.supply
        weight = self.weighted.weight[supply.asset[some]] * supply.share[some]
        sites = Sites(supply.lon[some], supply.lat[some], weight)
        return PointReach(Places(places.lon, places.lat, places.people), sites, self.factor)

    @cached_property
    def shared(self) -> Reach:
        """All points, with the margin beyond, and all places of assets."""
        return self._reach_of(self.context.whole, np.arange(len(self.supply.lon)))

    def nearest_m(self) -> Floats:
        """As Reach.nearest_m."""
        return self.nearest[0]

    def weight_within(self, bound_m: float) -> Floats:
        """The weight (n,) of the assets within the bound."""
        return self._count(bound_m, counted=False)

    def count_within(self, bound_m: float) -> Floats:
        """As Reach.count_within: assets, whatever their weight; a mobile program counts by what of it is near."""
        return self._count(bound_m, counted=True)

    def seats_within(self, bound_m: float) -> Floats:
        """As Reach.seats_within."""
        seats = np.nan_to_num(self.supply.seats)
        return WithinReach(self.context, replace(self.weighted, weight=seats), self.factor).weight_within(
            bound_m
        )

    @cached_property
    def _by_seats(self) -> "WithinReach":
        """The same with seats as weight, where any are known; assets whose seats are not known are left out."""
        seats = np.nan_to_num(self.supply.seats)
        return (
            WithinReach(self.context, replace(self.weighted, weight=seats), self.factor)
            if seats.any()
            else self
        )

    def two_step(self, bound_m: float) -> Floats:
        """As Reach.two_step."""
        return self._by_seats.two_step_assets(bound_m)

    def two_step_assets(self, bound_m: float) -> Floats:
        """As Reach.two_step_assets."""
        if bound_m not in self._catchments:
            shared = self._shared_near(bound_m) if self.travel is None else self.shared
            access = two_step(shared, binary(bound_m))
            self._catchments[bound_m] = access.value[self.context.inside]
        return self._catchments[bound_m]

    def summed(self, decay: Decay) -> Floats:
        """Weights (n,) of the assets that people come to, each by the decay."""
        return self.points.to_places(self.points.weight, decay)

    def _count(self, bound_m: float, *, counted: bool) -> Floats:
        key = (bound_m, counted)
        if key not in self._counts:
            weight = (self.weighted.weight > 0).astype(np.float64) if counted else self.weighted.weight
            self._counts[key] = self._near(bound_m, weight)
        return self._counts[key]

    def _near(self, bound_m: float, weight: Floats) -> Floats:
        supply = self.supply
        at = supply.radius_m == 0
        some, reach = self._points_near(bound_m)
        values = weight[supply.asset[some]] * supply.share[some]
        found = reach.to_places(values, binary(bound_m))
        for number in np.flatnonzero(~at).tolist():
            found[self._in_radius(number, bound_m)] += weight[supply.asset[number]]
        for geoids, (_, total) in by_area_set(supply.areas, weight).items():
            found[inside(self._located.county_geoid, geoids)] += total
        return np.round(found, TIE_DIGITS)

    def _in_radius(self, number: int, bound_m: float) -> NDArray[np.int64]:
        """The points within the bound of the edge of one service radius."""
        points, supply = self.context.points, self.supply
        lon, lat = supply.lon[number : number + 1], supply.lat[number : number + 1]
        most_m = float(supply.radius_m[number]) + bound_m / self.factor
        chord_m = np.linalg.norm(to_ecef(points.lon, points.lat) - to_ecef(lon, lat), axis=1)
        rows = np.flatnonzero(chord_m <= longest_chord_m(np.array([most_m]))[0])
        far_m = geodesic_m(
            points.lon[rows], points.lat[rows], np.repeat(lon, rows.size), np.repeat(lat, rows.size)
        )
        return rows[far_m <= round(most_m, TIE_DIGITS)]
