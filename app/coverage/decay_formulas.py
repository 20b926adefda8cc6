"""The formulas behind `decay`: weights of squared costs that are all within the bound. Pure.

Squares, because distances between points come as squares and most formulas need no root.
"""

import math
from collections.abc import Callable
from typing import Final, Literal

import numpy as np

from app.coverage.geodesy import Floats

Kind = Literal["binary", "stepped", "gaussian", "exponential", "power", "linear", "logistic", "knots"]
Parameters = tuple[float, ...]


def _gaussian(cost2: Floats, bound: float, parameters: Parameters) -> Floats:
    steepness, scale, shift = parameters
    weight: Floats = np.exp(cost2 * (-steepness / bound**2))
    weight *= scale
    weight += shift
    return np.maximum(weight, 0.0, out=weight)


def _exponential(cost2: Floats, _: float, parameters: Parameters) -> Floats:
    weight: Floats = np.exp(-parameters[0] * np.sqrt(cost2))
    return weight


def _power(cost2: Floats, _: float, parameters: Parameters) -> Floats:
    exponent, least = parameters
    weight: Floats = (np.maximum(cost2, least**2) / least**2) ** (-exponent / 2)
    return weight


def _linear(cost2: Floats, bound: float, _: Parameters) -> Floats:
    return np.maximum(1 - np.sqrt(cost2) / bound, 0.0)


def _logistic(cost2: Floats, _: float, parameters: Parameters) -> Floats:
    middle, scale = parameters
    at_zero = 1 + math.exp(-middle / scale)
    weight: Floats = at_zero * np.exp(-np.logaddexp(0.0, (np.sqrt(cost2) - middle) / scale))
    return weight


def _knots(cost2: Floats, _: float, parameters: Parameters) -> Floats:
    half = len(parameters) // 2
    weight: Floats = np.interp(np.sqrt(cost2), parameters[:half], parameters[half:])
    return weight


def _stepped(cost2: Floats, _: float, parameters: Parameters) -> Floats:
    half = len(parameters) // 2
    ends = np.square(parameters[:half])
    weights = np.array((*parameters[half:], 0.0))
    weight: Floats = weights[np.searchsorted(ends, cost2, side="left")]
    return weight


FORMULAS: Final[dict[Kind, Callable[[Floats, float, Parameters], Floats]]] = {
    "binary": lambda cost2, *_: np.ones_like(cost2),
    "stepped": _stepped,
    "gaussian": _gaussian,
    "exponential": _exponential,
    "power": _power,
    "linear": _linear,
    "logistic": _logistic,
    "knots": _knots,
}
