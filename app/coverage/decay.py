"""How much an opportunity counts by what it costs to get there: f(cost), zero beyond a bound. Pure.

Every decay holds a bound in the unit of the costs it is used on (metres between points, whatever a table of
costs is in), inclusive: a pair exactly at the bound is within it. Sources, in full in docs/methods.md: binary
Luo & Wang 2003; stepped Luo & Qi 2009, Wan, Zou & Sternberg 2012; Gaussian Dai 2010, Kwan 1998; power Hansen
1959; exponential Wilson 1971; logistic Bauer & Groneberg 2016.
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.coverage.decay_formulas import FORMULAS, Kind
from app.coverage.geodesy import Floats
from app.errors import BadParameterError


@dataclass(frozen=True)
class Decay:
    """One decay: its kind, bound and parameters (what they mean: see the function that makes the kind)."""

    kind: Kind
    bound: float
    parameters: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        """Raise BadParameterError for a bound that is no positive number."""
        if not (math.isfinite(self.bound) and self.bound > 0):
            raise _wrong(f"The bound is {self.bound}: it must be a positive number in the unit of the costs.")

    def __call__(self, cost: Floats) -> Floats:
        """Weights of the shape of `cost`; 0 beyond the bound."""
        cost = np.asarray(cost, dtype=np.float64)
        near = np.minimum(cost, self.bound)
        weight: Floats = np.where(cost <= self.bound, self.of_squares(near * near), 0.0)
        return weight

    def of_squares(self, cost2: Floats) -> Floats:
        """Weights for squared costs, all of them within the bound."""
        return FORMULAS[self.kind](cost2, self.bound, self.parameters)

    def steps(self) -> tuple[tuple[float, float], ...]:
        """A stepped decay as a sum of binary ones: (bound, what it adds to the weight), outermost first."""
        half = len(self.parameters) // 2
        ends, weights = self.parameters[:half], (*self.parameters[half:], 0.0)
        return tuple((end, weights[at] - weights[at + 1]) for at, end in reversed(list(enumerate(ends))))


def binary(bound: float) -> Decay:
    """1 within the bound (Luo & Wang 2003, doi 10.1068/b29120)."""
    return Decay("binary", bound)


def stepped(ends: Sequence[float], weights: Sequence[float]) -> Decay:
    """`weights[k]` up to and at `ends[k]`, from the nearest step outwards (Luo & Qi 2009).

    Raises BadParameterError unless the ends ascend and the weights descend from at most 1 and none is below 0.
    """
    if not ends or len(ends) != len(weights):
        raise _wrong(f"{len(ends)} steps and {len(weights)} weights: give one weight for each step.")
    _ascending(ends)
    _descending(weights)
    return Decay("stepped", float(ends[-1]), (*map(float, ends), *map(float, weights)))


def luo_qi_slow(ends: Sequence[float] = (10, 20, 30)) -> Decay:
    """Weights 1, .68, .22 for 10, 20, 30 minutes (Luo & Qi 2009, doi 10.1016/j.healthplace.2009.06.002)."""
    return stepped(ends, (1.0, 0.68, 0.22))


def luo_qi_quick(ends: Sequence[float] = (10, 20, 30)) -> Decay:
    """Weights 1, .42, .03 for 10, 20, 30 minutes (Luo & Qi 2009)."""
    return stepped(ends, (1.0, 0.42, 0.03))


def wan(ends: Sequence[float] = (10, 20, 30, 60)) -> Decay:
    """Weights .962, .704, .377, .042 for 10, 20, 30, 60 minutes (Wan et al. 2012,
    doi 10.1080/13658816.2011.624987).
    """
    return stepped(ends, (0.962, 0.704, 0.377, 0.042))


def dai(bound: float) -> Decay:
    """The default: a Gaussian that falls from 1 to exactly 0 at the bound (Dai 2010,
    doi 10.1016/j.healthplace.2010.06.012): (exp(-(c/d0)^2 / 2) - exp(-1/2)) / (1 - exp(-1/2)).
    """
    rest = math.exp(-0.5)
    return Decay("gaussian", bound, (0.5, 1 / (1 - rest), -rest / (1 - rest)))


def gaussian(bound: float, deviation: float) -> Decay:
    """exp(-c^2 / (2 deviation^2)), cut off at the bound."""
    _positive("standard deviation", deviation)
    return Decay("gaussian", bound, (bound**2 / (2 * deviation**2), 1.0, 0.0))


def kwan(bound: float, at_bound: float = 0.01) -> Decay:
    """exp(-c^2 / b) with b such that the weight is `at_bound` at the bound (Kwan 1998; Wan et al. 2012)."""
    if not 0 < at_bound < 1:
        raise _wrong(f"The weight at the bound is {at_bound}: it must be between 0 and 1.")
    return Decay("gaussian", bound, (-math.log(at_bound), 1.0, 0.0))


def exponential(bound: float, rate: float) -> Decay:
    """exp(-rate c), `rate` per unit of cost (Wilson 1971)."""
    _positive("rate", rate)
    return Decay("exponential", bound, (rate,))


def power(bound: float, exponent: float, least: float) -> Decay:
    """(max(c, least) / least)^-exponent: 1 up to the cost `least`, without which it has no end at 0 (Hansen
    1959).
    """
    _positive("exponent", exponent)
    _positive("least cost", least)
    return Decay("power", bound, (exponent, least))


def linear(bound: float) -> Decay:
    """1 - c / d0: falls evenly to 0 at the bound."""
    return Decay("linear", bound)


def logistic(bound: float, middle: float, scale: float) -> Decay:
    """1 / (1 + exp((c - middle) / scale)), scaled to 1 at 0 (Bauer & Groneberg 2016)."""
    _positive("scale", scale)
    return Decay("logistic", bound, (middle, scale))


def knots(costs: Sequence[float], weights: Sequence[float]) -> Decay:
    """A table of one's own: straight lines between (cost, weight), the first weight before, 0 after the last.

    Raises BadParameterError unless costs ascend and no weight is above the one before, above 1 or below 0.
    """
    if len(costs) < 2 or len(costs) != len(weights):
        raise _wrong(f"{len(costs)} costs and {len(weights)} weights: give at least two, one for each.")
    _ascending(costs, from_zero=True)
    _descending(weights)
    return Decay("knots", float(costs[-1]), (*map(float, costs), *map(float, weights)))


def _wrong(detail: str) -> BadParameterError:
    return BadParameterError(detail, parameter="decay")


def _positive(name: str, value: float) -> None:
    if not (math.isfinite(value) and value > 0):
        raise _wrong(f"The {name} is {value}: it must be a positive number.")


def _ascending(ends: Sequence[float], *, from_zero: bool = False) -> None:
    pairs = list(itertools.pairwise(ends))
    lowest_is_wrong = ends[0] < 0 if from_zero else ends[0] <= 0
    if lowest_is_wrong or any(not low < high for low, high in pairs) or not math.isfinite(ends[-1]):
        raise _wrong(f"The costs {list(ends)} do not ascend from 0: put them in order, each once.")


def _descending(weights: Sequence[float]) -> None:
    steps = [1.0, *weights, 0.0]
    if any(not low <= high for high, low in itertools.pairwise(steps)):
        raise _wrong(f"The weights {list(weights)} must fall from at most 1 to at least 0 with the cost.")
