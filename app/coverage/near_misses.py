"""What a number of people without hides: how many live just beyond the line, and what the rest depend on. Pure."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.coverage.geodesy import TIE_DIGITS
from app.coverage.measured import Measured
from app.settings import MILE_M

MARGIN: Final = 0.1
"""As part of the distance: who lives no farther than this beyond it is just beyond."""
_LARGE: Final = 0.25
"""Part of all people beyond, from which it is worth a sentence."""


@dataclass(frozen=True)
class JustBeyond:
    """`people` live less than `miles` beyond the distance."""

    people: float
    miles: int


def near_line(distance_m: float | None, bound_m: float) -> bool:
    """Whether a distance differs from the one asked about by at most MARGIN of it."""
    return distance_m is not None and abs(distance_m - bound_m) <= MARGIN * bound_m


def just_beyond(found: Measured, county: str | None) -> JustBeyond | None:
    """Those just beyond, where they are a large part of all beyond; None by other measures than miles."""
    question = found.context.question
    if question.travel or question.how.measure != "nearest" or question.how.rural_distance_m is not None:
        return None
    people = np.where(_here(found, county), found.people_beyond, 0.0)
    over = found.nearest_m - round(question.distance_m, TIE_DIGITS)
    close = (people > 0) & (over <= MARGIN * question.distance_m)
    if not close.any() or people[close].sum() < _LARGE * people.sum():
        return None
    return JustBeyond(float(people[close].sum()), int(over[close].max() // MILE_M) + 1)


def only_entry(found: Measured, county: str) -> str | None:
    """The name of the entry that everybody within reach in the county depends on, if it is a single one."""
    reached = _here(found, county) & (found.context.points.people > 0) & ~found.gap & (found.asset >= 0)
    if found.context.question.how.measure != "nearest" or not reached.any():
        return None
    assets = np.unique(found.asset[reached])
    if len(assets) != 1 or (found.count[reached] > 1).any():
        return None
    return str(found.reach.supply.names[int(assets[0])])


def _here(found: Measured, county: str | None) -> NDArray[np.bool_]:
    points = found.context.points
    here: NDArray[np.bool_] = np.ones(len(points), dtype=np.bool_)
    return here if county is None else np.asarray(points.county_geoid == county, dtype=np.bool_)
