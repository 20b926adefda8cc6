"""From distances to areas, states and totals. Arrays in, results out: nothing is read here."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.coverage.catchment import nearest_assets
from app.coverage.demand import Counties, Demand, Texts, texts
from app.coverage.geodesy import TIE_DIGITS, Floats, Indices
from app.coverage.grouping import (
    Groups,
    asset_of_most,
    farthest_place,
    grouped,
    mean_distance_m,
    mostly,
    worst_first,
)
from app.coverage.results import AreaGaps, StateGap, Summary, share_of
from app.coverage.supply import Supply
from app.vocabulary.codes import STATE_FIPS, STATES

UNKNOWN_COUNTY: Final = "999"
"""County part of the code of people whose county is not known (as the Bureau of Labor Statistics writes
it).
"""


@dataclass(frozen=True, eq=False)
class Places:
    """Demand with its distances: nearest_m NaN and asset -1 when there is no supply."""

    demand: Demand
    nearest_m: Floats
    asset: Indices
    people_beyond: Floats
    counties: Groups
    states: Groups


def measured(demand: Demand, supply: Supply, distance_m: float) -> Places:
    """`demand` with the nearest of `supply` for each place; exactly at `distance_m` is not beyond it."""
    nearest_m, asset = nearest_assets(demand, supply)
    beyond = nearest_m > round(distance_m, TIE_DIGITS)
    county = [
        geoid or STATE_FIPS[state] + UNKNOWN_COUNTY
        for geoid, state in zip(demand.county_geoid, demand.state, strict=True)
    ]
    return Places(
        demand=demand,
        nearest_m=np.where(np.isinf(nearest_m), np.nan, nearest_m),
        asset=asset,
        people_beyond=np.where(beyond, demand.people, 0.0),
        counties=grouped(county),
        states=grouped(demand.state.tolist()),
    )


def by_zip(places: Places, counties: Counties, supply: Supply) -> AreaGaps:
    """Each place as an area of the answer."""
    demand = places.demand
    order = worst_first(demand.people, places.people_beyond, demand.geoid.tolist())
    county_name = [counties.name.get(geoid) for geoid in demand.county_geoid]
    return AreaGaps(
        geoid=demand.geoid[order],
        name=demand.name[order],
        state=demand.state[order],
        county_geoid=demand.county_geoid[order],
        county_name=texts(county_name)[order],
        lon=demand.lon[order],
        lat=demand.lat[order],
        people=demand.people[order],
        people_beyond=places.people_beyond[order],
        nearest_m=places.nearest_m[order],
        farthest_m=places.nearest_m[order],
        asset=places.asset[order],
        asset_ids=supply.ids,
        asset_names=supply.names,
    )


def by_county(places: Places, counties: Counties, supply: Supply) -> AreaGaps:
    """Counties as areas of the answer, their people counted at their places."""
    demand, groups = places.demand, places.counties
    people, beyond = groups.total(demand.people), groups.total(places.people_beyond)
    order = worst_first(people, beyond, groups.keys)
    geoids = texts(groups.keys)
    names = texts([counties.name.get(key, "County not known") for key in groups.keys])
    biggest = groups.first_by(-demand.people)
    points = _points(groups, counties, demand, biggest)
    farthest = farthest_place(groups, demand.people, places.nearest_m)
    return AreaGaps(
        geoid=geoids[order],
        name=names[order],
        state=demand.state[biggest][order],
        county_geoid=geoids[order],
        county_name=names[order],
        lon=points[order, 0],
        lat=points[order, 1],
        people=people[order],
        people_beyond=beyond[order],
        nearest_m=mean_distance_m(groups, demand.people, places.nearest_m)[order],
        farthest_m=places.nearest_m[farthest][order],
        asset=asset_of_most(groups, demand.people, places.asset)[order],
        asset_ids=supply.ids,
        asset_names=supply.names,
    )


def _points(groups: Groups, counties: Counties, demand: Demand, biggest: Indices) -> Floats:
    """The county's own point, or that of its most populous ZIP area where the county is not known."""
    pairs = [
        counties.point.get(key, (float(demand.lon[at]), float(demand.lat[at])))
        for key, at in zip(groups.keys, biggest, strict=True)
    ]
    return np.array(pairs, dtype=np.float64).reshape(-1, 2)


def by_state(places: Places, areas: AreaGaps) -> tuple[StateGap, ...]:
    """Each state in alphabetical order of postal codes; people by the state of their place."""
    groups, demand = places.states, places.demand
    people, beyond = groups.total(demand.people), groups.total(places.people_beyond)
    mean_m = mean_distance_m(groups, demand.people, places.nearest_m)
    inhabited = _by_state_count(areas.state, areas.people > 0)
    badly = _by_state_count(areas.state, mostly(areas.people, areas.people_beyond))
    return tuple(
        StateGap(
            state=state,
            name=STATES.label(state),
            people=float(people[at]),
            people_beyond=float(beyond[at]),
            share_beyond=share_of(float(beyond[at]), float(people[at])),
            areas=inhabited.get(state, 0),
            areas_beyond=badly.get(state, 0),
            mean_nearest_m=_number(mean_m[at]),
        )
        for at, state in enumerate(groups.keys)
    )


def _by_state_count(state: Texts, which: NDArray[np.bool_]) -> dict[str, int]:
    return dict(Counter(state[which].tolist()))


def summary(places: Places, areas: AreaGaps) -> Summary:
    """The whole in numbers."""
    demand, counties = places.demand, places.counties
    everybody = grouped(["all"] * len(demand))
    people, beyond = float(demand.people.sum()), float(places.people_beyond.sum())
    far = int(farthest_place(everybody, demand.people, places.nearest_m)[0])
    by_county = counties.total(demand.people), counties.total(places.people_beyond)
    return Summary(
        people=people,
        people_beyond=beyond,
        share_beyond=share_of(beyond, people),
        areas=_count(areas.people > 0),
        areas_beyond=_count(mostly(areas.people, areas.people_beyond)),
        areas_without_people=_count(areas.people <= 0),
        zips_without_figure=demand.zips_without_figure,
        counties=_count(by_county[0] > 0),
        counties_mostly_beyond=_count(mostly(*by_county)),
        mean_nearest_m=_number(mean_distance_m(everybody, demand.people, places.nearest_m)[0]),
        farthest_m=_number(places.nearest_m[far]),
        farthest_name=None if np.isnan(places.nearest_m[far]) else demand.name[far],
        farthest_state=None if np.isnan(places.nearest_m[far]) else demand.state[far],
    )


def _count(which: NDArray[np.bool_]) -> int:
    return int(np.count_nonzero(which))


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
