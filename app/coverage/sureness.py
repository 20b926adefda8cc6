"""How sure the answer of each area is, and where the data end. Pure numerics."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.coverage.columns import Texts
from app.coverage.confidence import Confidence, confidence
from app.coverage.context import Context
from app.coverage.geodesy import Floats, Indices
from app.coverage.measured import Measured
from app.coverage.spreading import within_m

_VERIFIED: Final = ("fresh", "aging")
_PLACED: Final = ("exact", "street", None)


def area_confidence(found: Measured, state: NDArray[np.object_], people: Floats, moe: Floats) -> Confidence:
    """The confidence of a areas in the states `state` (a,), with `people` of the group and their margin."""
    context, supply = found.context, found.reach.supply
    days = np.array([context.inventory_days.get(each, np.nan) for each in state], dtype=np.float64)
    verified, placed = (
        _nearest_in(found, supply.freshness, _VERIFIED),
        _nearest_in(found, supply.precision, _PLACED),
    )
    return confidence(days, _share(found, verified), _share(found, placed), people, moe)


def _nearest_in(found: Measured, texts: Texts, good: tuple[str | None, ...]) -> Floats:
    """Of each point (n,) whether the text of its nearest asset is one of the `good` (1.0; 0.0 without an asset)."""
    near = found.asset >= 0
    said = np.zeros(len(found.asset))
    said[near] = [each in good for each in texts[found.asset[near]]]
    return said


def _share(found: Measured, held: Floats) -> Floats:
    """Of the people of each area (a,) those whose nearest asset has it (n,); NaN where there is no asset."""
    areas, people = found.context.areas, found.context.points.people
    near = found.asset >= 0
    weight = np.where(near, np.where(areas.total(people)[areas.of] > 0, people, 1.0), 0.0)
    whole = areas.total(weight)
    share: Floats = np.divide(
        areas.total(weight * held), whole, out=np.full(len(areas), np.nan), where=whole > 0
    )
    return share


def at_edge(context: Context) -> NDArray[np.bool_]:
    """Which points (n,) are within the distance of people in a state of which no asset is known, and not in one.

    There, assets across the line may be missing: the answer may be too dark.
    """
    whole = context.whole
    known = {state: not np.isnan(days) for state, days in context.inventory_days.items()}
    dark = np.array([not known.get(state, False) for state in whole.state], dtype=np.bool_)
    inside: Indices = context.inside
    if not dark.any():
        return np.zeros(len(inside), dtype=np.bool_)
    points = context.points
    reach_m = context.question.distance_m / context.question.how.circuity
    near = within_m(points.lon, points.lat, whole.lon[dark], whole.lat[dark], reach_m)
    return near & ~dark[inside]
