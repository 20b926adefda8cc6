"""A context measured: for each point its nearest asset, what is near, its access, and whether it is in a gap."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.coverage.asked import contradiction
from app.coverage.context import Context
from app.coverage.geodesy import TIE_DIGITS, Floats, Indices
from app.coverage.measure_values import by_bound, measure_values
from app.coverage.measures.result import Conservation
from app.coverage.presets.judging import CURES
from app.coverage.presets.model import Need
from app.coverage.travel.matching import matched
from app.coverage.travel.reading import read_table
from app.coverage.travel.within import WithinMinutes
from app.coverage.weights import Weighted, weighted
from app.coverage.within_reach import WithinReach
from app.vocabulary.codes import STATE_FIPS


@dataclass(frozen=True, eq=False)
class Measured:
    """Of the n points inside a context, whose assets are `weighted`.

    `nearest_m` is the cost of the nearest asset, in metres or in minutes of a travel table (NaN: none), `asset` its
    number (-1: none), `count` how many assets are within the distance. `value` is the measure asked for, in its unit:
    NaN where it is not defined (nearest: nothing there; raam: nothing within the distance). `gap` says who is in a gap;
    `threshold` is where that begins, None for having nothing; `mean` is the value of the mean person. `identities` were
    checked on this very answer.
    """

    context: Context
    reach: WithinReach
    weighted: Weighted
    nearest_m: Floats
    asset: Indices
    count: Floats
    value: Floats
    gap: NDArray[np.bool_]
    threshold: float | None
    mean: float | None
    identities: tuple[Conservation, ...]

    @property
    def people_beyond(self) -> Floats:
        """People (n,) in a gap."""
        return np.where(self.gap, self.context.points.people, 0.0)


def measured(session: Session, context: Context) -> Measured:
    """`context` by its question.

    Raises BadParameterError for what needs figures that are not loaded, TooManyPointsError.
    """
    question = context.question
    counted = weighted(context.supply, question.how, _online(context))
    reach = _reach(context, counted)
    cost, asset = reach.nearest
    bounds = _bounds(context)
    count = by_bound(reach.count_within, bounds)
    value, identities = measure_values(session, context, reach, bounds)
    nothing = _nothing(question.how.measure, cost, value, bounds)
    gap, threshold, mean = _gap(context, value, nothing)
    nearest_m = np.where(np.isinf(cost), np.nan, cost)
    return Measured(context, reach, counted, nearest_m, asset, count, value, gap, threshold, mean, identities)


def _reach(context: Context, counted: Weighted) -> WithinReach:
    """By straight lines and their circuity, or by the travel table that was asked for."""
    question = context.question
    if question.travel is None:
        return WithinReach(context, counted, question.how.circuity)
    table, whole = read_table(question.travel.there()), context.whole
    ids = [str(each) for each in counted.supply.ids]
    found = matched(table, whole.geoid.tolist(), whole.point_kind.tolist(), ids, question.travel.name)
    return WithinMinutes(context, counted, found)


def _online(context: Context) -> frozenset[str]:
    """Where virtual assets count: everywhere, or counties with enough broadband."""
    least = context.question.how.broadband_min
    if least is None:
        return frozenset(STATE_FIPS.values())
    share = context.counties.facts.get("broadband")
    if share is None:
        raise contradiction("broadband_min", CURES[Need.broadband])
    return frozenset(context.counties.geoid[share >= least])


def _bounds(context: Context) -> Floats:
    """The distance (n,) that holds for each point."""
    question, rural_m = context.question, context.question.how.rural_distance_m
    same = np.full(len(context.points), question.bound)
    if rural_m is None:
        return same
    if context.rural is None:
        raise contradiction("rural_distance", CURES[Need.rural])
    return np.where(context.rural, rural_m, same)


def _nothing(measure: str, cost: Floats, value: Floats, bounds: Floats) -> NDArray[np.bool_]:
    """Who (n,) has nothing: no asset within the distance, or none that counts."""
    if measure == "nearest":
        return cost > np.round(bounds, TIE_DIGITS)
    if measure == "raam":
        return np.isnan(value)
    return value <= 0


def _gap(
    context: Context, value: Floats, nothing: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], float | None, float | None]:
    """Who is in a gap, where that begins, and the value of the mean person."""
    how, mean = context.question.how, mean_over(context.points.people, value)
    if how.below is None:
        return nothing, None, mean
    threshold = how.below.value
    if how.below.of_mean:
        if mean is None:
            return nothing, None, mean
        threshold *= mean
    worse = value > threshold if how.method.cost else value < threshold
    return nothing | worse, threshold, mean


def mean_over(people: Floats, value: Floats) -> float | None:
    """The mean of `value` (n,) over people, of those points where it is defined; None without any."""
    known = np.isfinite(value) & (people > 0)
    return float(np.average(value[known], weights=people[known])) if known.any() else None
