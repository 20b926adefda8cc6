"""From measured points to areas, states and totals. Arrays in, results out: nothing is read here."""

from collections import Counter
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.coverage.area_margins import part_margins
from app.coverage.context import NOWHERE, Context
from app.coverage.demand import Texts, texts
from app.coverage.equity.margins import reliability
from app.coverage.geodesy import Floats, Indices
from app.coverage.grouping import (
    Groups,
    asset_of_most,
    farthest_place,
    grouped,
    mean_distance_m,
    mostly,
    worst_first,
)
from app.coverage.measured import Measured, mean_over
from app.coverage.preset_answers import PresetAnswer
from app.coverage.results import AreaGaps, StateGap, Summary, known, share_of
from app.coverage.sureness import area_confidence, at_edge
from app.vocabulary.codes import AREA_KINDS, STATES

_ONE_COUNTY: Final = ("county", "zip", "tract")


def by_area(found: Measured) -> AreaGaps:
    """The areas of the answer, worst first, their people counted at their points."""
    context, groups = found.context, found.context.areas
    points = context.points
    people, beyond = groups.total(points.people), groups.total(found.people_beyond)
    order = worst_first(people, beyond, groups.keys)
    biggest = groups.first_by(-points.people)
    moe = part_margins(points, groups.of, len(groups))
    state = points.state[biggest]
    sure = area_confidence(found, state, people, moe)
    county, farthest = _counties(context, biggest), farthest_place(groups, points.people, found.nearest_m)
    at = _points(context, biggest)
    return AreaGaps(
        geoid=texts(groups.keys)[order],
        name=_names(context, biggest)[order],
        state=state[order],
        county_geoid=county[order],
        county_name=texts([_county_name(context, each) for each in county])[order],
        lon=at[order, 0],
        lat=at[order, 1],
        people=people[order],
        people_beyond=beyond[order],
        nearest_m=mean_distance_m(groups, points.people, found.nearest_m)[order],
        farthest_m=found.nearest_m[farthest][order],
        asset=asset_of_most(groups, points.people, found.asset)[order],
        asset_ids=found.reach.supply.ids,
        asset_names=found.reach.supply.names,
        people_moe=moe[order],
        people_beyond_moe=part_margins(points, groups.of, len(groups), found.gap)[order],
        value=_means(groups, points.people, found.value)[order],
        near=_means(groups, points.people, found.count)[order],
        confidence=sure.grade[order].astype(np.int64),
        reasons=texts([sure.words(number) for number in order.tolist()]),
        edge=_any(groups, at_edge(context))[order],
        unreached=~_any(groups, found.count > 0)[order],
        in_minutes=context.question.travel is not None,
    )


def with_preset(areas: AreaGaps, preset: PresetAnswer | None) -> AreaGaps:
    """`areas` with the columns of what the preset says of them."""
    if preset is None:
        return areas
    at = {key: number for number, key in enumerate(preset.context.areas.keys)}
    order = np.fromiter((at[geoid] for geoid in areas.geoid), dtype=np.int64, count=len(areas))
    return replace(areas, extra=preset.columns(order))


def _names(context: Context, biggest: Indices) -> Texts:
    kind, layer, points = context.question.areas, context.layer, context.points
    if kind == "zip":
        return points.name[biggest]
    if kind == "state":
        return texts([STATES.label(state) for state in points.state[biggest]])
    missing = "County not known" if kind == "county" else ""
    return texts(
        [
            layer.name[layer.at[key]] if key in layer.at else missing or _nameless(kind, key)
            for key in context.areas.keys
        ]
    )


def _nameless(kind: str, key: str) -> str:
    return f"In none of the {AREA_KINDS.label(kind).lower()}" if key == NOWHERE else key


def _counties(context: Context, biggest: Indices) -> Texts:
    """The county (a,) of areas that lie in one; None for others."""
    if context.question.areas == "county":
        return texts(context.areas.keys)
    if context.question.areas in _ONE_COUNTY:
        return context.points.county_geoid[biggest]
    return texts([None] * len(biggest))


def _county_name(context: Context, geoid: str | None) -> str | None:
    counties = context.counties
    if geoid is not None and geoid in counties.at:
        return str(counties.name[counties.at[geoid]])
    return "County not known" if geoid and context.question.areas == "county" else None


def _points(context: Context, biggest: Indices) -> Floats:
    """The area's own point, or that of its most populous place where the area is not known."""
    points, layer = context.points, context.layer
    pairs = np.column_stack((points.lon[biggest], points.lat[biggest]))
    if context.question.areas != "zip":
        for number, key in enumerate(context.areas.keys):
            if key in layer.at:
                pairs[number] = layer.lon[layer.at[key]], layer.lat[layer.at[key]]
    return pairs


def _means(groups: Groups, people: Floats, value: Floats) -> Floats:
    """The mean (g,) over people (over points where nobody lives) of those points where `value` is defined."""
    weight = np.where(groups.total(people)[groups.of] > 0, people, 1.0) * np.isfinite(value)
    whole = groups.total(weight)
    total = groups.total(weight * np.where(np.isfinite(value), value, 0.0))
    mean: Floats = np.divide(total, whole, out=np.full(len(groups), np.nan), where=whole > 0)
    return mean


def _any(groups: Groups, true: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return groups.total(true.astype(np.float64)) > 0


def by_state(found: Measured, areas: AreaGaps) -> tuple[StateGap, ...]:
    """Each state in alphabetical order of postal codes; people by the state of their place."""
    points = found.context.points
    groups = grouped(points.state.tolist())
    people, beyond = groups.total(points.people), groups.total(found.people_beyond)
    mean_m = mean_distance_m(groups, points.people, found.nearest_m)
    value, count = (_means(groups, points.people, each) for each in (found.value, found.count))
    moe = part_margins(points, groups.of, len(groups))
    beyond_moe = part_margins(points, groups.of, len(groups), found.gap)
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
            mean_nearest_m=known(mean_m[at]),
            people_moe=known(moe[at]),
            people_beyond_moe=known(beyond_moe[at]),
            reliability=reliability(float(beyond[at]), float(beyond_moe[at])),
            value=known(value[at]),
            count=known(count[at]),
        )
        for at, state in enumerate(groups.keys)
    )


def _by_state_count(state: Texts, which: NDArray[np.bool_]) -> dict[str, int]:
    return dict(Counter(state[which].tolist()))


def summary(found: Measured, areas: AreaGaps) -> Summary:
    """The whole in numbers."""
    points = found.context.points
    counties, everybody = grouped(found.context.county), grouped(["all"] * len(points))
    people, beyond = float(points.people.sum()), float(found.people_beyond.sum())
    far = int(farthest_place(everybody, points.people, found.nearest_m)[0])
    in_counties = counties.total(points.people), counties.total(found.people_beyond)
    beyond_moe = float(part_margins(points, everybody.of, 1, found.gap)[0])
    return Summary(
        people=people,
        people_beyond=beyond,
        share_beyond=share_of(beyond, people),
        areas=_count(areas.people > 0),
        areas_beyond=_count(mostly(areas.people, areas.people_beyond)),
        areas_without_people=_count(areas.people <= 0),
        zips_without_figure=points.zips_without_figure,
        counties=_count(in_counties[0] > 0),
        counties_mostly_beyond=_count(mostly(*in_counties)),
        mean_nearest_m=known(mean_distance_m(everybody, points.people, found.nearest_m)[0]),
        farthest_m=known(found.nearest_m[far]),
        farthest_name=None if np.isnan(found.nearest_m[far]) else points.name[far],
        farthest_state=None if np.isnan(found.nearest_m[far]) else points.state[far],
        people_moe=known(part_margins(points, everybody.of, 1)[0]),
        people_beyond_moe=known(beyond_moe),
        reliability=reliability(beyond, beyond_moe),
        value=found.mean,
        count=mean_over(points.people, found.count),
        areas_at_edge=_count(areas.edge),
        areas_without_data=_count((areas.confidence == 0) & (areas.people > 0)),
    )


def _count(which: NDArray[np.bool_]) -> int:
    return int(np.count_nonzero(which))
