"""The measure of a question at each point: a cost, a count, or what people share of what is there."""

from collections.abc import Callable
from typing import Final

import numpy as np
from sqlalchemy.orm import Session

from app.coverage.context import Context
from app.coverage.geodesy import Floats
from app.coverage.grounds import assets_inside
from app.coverage.measures import catchment, opportunity, raam
from app.coverage.measures.result import Conservation
from app.coverage.methods import decay_of
from app.coverage.within_reach import WithinReach
from app.errors import TooLargeError
from app.settings import get_settings

_SHARED: Final = {
    "2sfca": catchment.two_step,
    "e2sfca": catchment.two_step,
    "3sfca": catchment.three_step,
    "bfca": catchment.balanced,
    "spatial-availability": catchment.two_step,  # V_i / P_i is the same number: see catchment.spatial_availability
}


class TooManyPointsError(TooLargeError):
    """Rational agents settle too slowly for so many points: ask for fewer states, or for another measure."""

    code = "too-many-points"


def by_bound(find: Callable[[float], Floats], bounds: Floats) -> Floats:
    """What `find` finds for each point (n,) within its own bound."""
    found = np.zeros(len(bounds))
    for bound in np.unique(bounds):
        here = bounds == bound
        found[here] = find(float(bound))[here]
    return found


def measure_values(
    session: Session, context: Context, reach: WithinReach, bounds: Floats
) -> tuple[Floats, tuple[Conservation, ...]]:
    """Of each point (n,) the measure that is asked for, as `Measured.value` has it, and what was checked.

    `bounds` (n,) are how far people go there. Raises TooManyPointsError.
    """
    how, bound = context.question.how, context.question.bound
    if how.measure == "nearest":
        cost = reach.nearest[0]
        return np.where(np.isinf(cost), np.nan, cost), ()
    if how.measure in ("count", "seats"):
        return by_bound(reach.weight_within, bounds), ()
    if how.measure == "ratio":
        return _ratio(session, context, reach), ()
    if how.measure == "gravity":
        return reach.summed(decay_of(how.decay, bound)), ()
    if how.measure == "raam":
        return _rational(context, reach)
    access = _SHARED[how.measure](reach.shared, decay_of(how.decay, bound))
    return access.value[context.inside], access.conservation


def _ratio(session: Session, context: Context, reach: WithinReach) -> Floats:
    """Weight in the point's area per person of it; NaN where nobody of the group lives."""
    people = np.bincount(context.areas.of, context.points.people, minlength=len(context.areas)).astype(
        np.float64
    )
    inside = assets_inside(session, context, reach)
    found = opportunity.provider_ratio(inside, reach.weighted.weight[: len(inside)], people)
    return found.ratio[context.areas.of]


def _rational(context: Context, reach: WithinReach) -> tuple[Floats, tuple[Conservation, ...]]:
    most = get_settings().coverage_raam_points_max
    if len(context.whole) > most:
        raise TooManyPointsError(
            f"Rational agents are settled for {most:,} points at most, and these are {len(context.whole):,}: ask for "
            "fewer states, or for another measure."
        )
    bound = context.question.bound
    access = raam.rational_agents(reach.shared, bound, tau=bound)
    value = access.value[context.inside]
    return np.where(np.isinf(value), np.nan, value), access.conservation
