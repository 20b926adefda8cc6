"""From measured points to areas. Arrays in, results out: nothing is read here."""

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.coverage.area_keys import NOWHERE
from app.coverage.area_margins import part_margins
from app.coverage.context import Context
from app.coverage.demand import Texts, texts
from app.coverage.geodesy import Floats, Indices
from app.coverage.grouping import (
    Groups,
    asset_of_most,
    farthest_place,
    mean_distance_m,
    worst_first,
)
from app.coverage.measured import Measured
from app.coverage.preset_answers import PresetAnswer
from app.coverage.results import AreaGaps
from app.coverage.sureness import area_confidence, at_edge
from app.coverage.totals import means
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
        value=means(groups, points.people, found.value)[order],
        near=means(groups, points.people, found.count)[order],
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


def _any(groups: Groups, true: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return groups.total(true.astype(np.float64)) > 0
