"""The budget curve: how many people a number of sites reaches, and how many any such number could reach."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from app.coverage.geodesy import Floats, Indices
from app.coverage.siting.bound import Descent, first_multipliers
from app.coverage.siting.cover import coverable, greedy
from app.coverage.siting.problem import Cover
from app.coverage.siting.residual import Residual, residual
from app.coverage.siting.results import group_gains

_STEPS: Final = 25


@dataclass(frozen=True, eq=False)
class Curve:
    """Values at 0, 1, ... k sites: `value` (k + 1,) newly reached by the greedy choice, `bound` (k + 1,) that
    no choice of as many exceeds, `group` (k + 1, g) people of groups newly reached; `coverable` by all sites.
    """

    value: Floats
    bound: Floats
    group: Floats
    coverable: float

    def sites_for(self, share: float) -> int | None:
        """The fewest sites on the curve that reach `share` (0 to 1) of what all sites would; None: not on it."""
        enough = np.flatnonzero(self.value >= share * self.coverable - 1e-6)
        return int(enough[0]) if len(enough) else None


def budget_curve(problem: Cover, most: int, people: Floats | None = None, steps: int = _STEPS) -> Curve:
    """The curve up to `most` sites, or up to where nothing is left to gain.

    The choice of k sites begins with that of k - 1. The bound is Lagrangian (see `bound`): multipliers that
    suit one number of sites give a bound for every number; `steps` improve them for the longest and the middle
    choice.
    """
    chosen, gain, _ = greedy(problem, most)
    most_reached = coverable(problem)
    value = np.concatenate(([0.0], np.cumsum(gain)))
    bound = np.full(len(value), most_reached)
    whole, _ = residual(problem, most)
    for sites in sorted({(len(chosen) + 1) // 2, len(chosen)} - {0}):
        bound = np.minimum(
            bound, _bounds(replace(whole, most=sites), chosen[:sites], gain[:sites], len(value), steps)
        )
    group = group_gains(problem, chosen, people)
    groups = np.vstack((np.zeros((1, group.shape[1])), np.cumsum(group, axis=0)))
    return Curve(value, np.maximum(bound, value), groups, most_reached)


def _bounds(part: Residual, chosen: Indices, gain: Floats, size: int, steps: int) -> Floats:
    """Bounds (size,) for 0, 1, ... sites from multipliers that suit the number of `chosen`."""
    descent = Descent(part, first_multipliers(part, chosen, gain), float(gain.sum()), 0.0)
    descent.run(steps)
    best = descent.best
    largest = np.sort(best.worth)[::-1][: size - 1]
    worth = np.concatenate(([0.0], np.cumsum(largest)))
    rest = float((part.weight - best.multiplier).sum())
    bounds: Floats = rest + worth
    return bounds
