"""From measured points to states and totals. Arrays in, results out: nothing is read here."""

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from app.coverage.area_margins import part_margins
from app.coverage.confidence import NO_DATA, NOT_INVENTORIED
from app.coverage.demand import Texts
from app.coverage.equity.margins import reliability
from app.coverage.geodesy import Floats
from app.coverage.grouping import (
    Groups,
    farthest_place,
    grouped,
    mean_distance_m,
    mostly,
)
from app.coverage.measured import Measured, mean_over
from app.coverage.results import AreaGaps, StateGap, Summary, known, share_of
from app.vocabulary.codes import STATES


def means(groups: Groups, people: Floats, value: Floats) -> Floats:
    """The mean (g,) over people (over points where nobody lives) of those points where `value` is defined."""
    weight = np.where(groups.total(people)[groups.of] > 0, people, 1.0) * np.isfinite(value)
    whole = groups.total(weight)
    total = groups.total(weight * np.where(np.isfinite(value), value, 0.0))
    mean: Floats = np.divide(total, whole, out=np.full(len(groups), np.nan), where=whole > 0)
    return mean


def by_state(found: Measured, areas: AreaGaps) -> tuple[StateGap, ...]:
    """Each state in alphabetical order of postal codes; people by the state of their place."""
    points = found.context.points
    groups = grouped(points.state.tolist())
    people, beyond = groups.total(points.people), groups.total(found.people_beyond)
    mean_m = mean_distance_m(groups, points.people, found.nearest_m)
    value, count = (means(groups, points.people, each) for each in (found.value, found.count))
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
        areas_without_data=_count((areas.confidence == NO_DATA) & (areas.people > 0)),
        areas_not_inventoried=_count((areas.confidence == NOT_INVENTORIED) & (areas.people > 0)),
    )


def _count(which: NDArray[np.bool_]) -> int:
    return int(np.count_nonzero(which))
