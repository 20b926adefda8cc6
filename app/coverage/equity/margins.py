"""90 % margins of error of figures derived from survey estimates, and how far a figure can be relied on.

Approximations of the Census Bureau, "Understanding and Using American Community Survey Data: What All Data
Users Need to Know" (2018, 2020), chapters 7 and 8: the estimates combined are treated as independent.
Inside, an unknown margin is NaN and makes everything derived from it unknown; a controlled estimate has
margin 0. In results (`Figure`) what is not known is None.
"""

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from app.coverage.geodesy import Floats

Reliability = Literal["high", "medium", "low", "unknown"]

Z_90: Final = 1.645
"""Margins of the American Community Survey are 1.645 standard errors (90 % confidence)."""
HIGH_CV: Final = 0.12
MEDIUM_CV: Final = 0.40
"""Coefficients of variation up to which a figure is of high and of medium reliability."""


@dataclass(frozen=True)
class Figure:
    """A number with its 90 % margin, in the same unit.

    `value` None: not defined (nobody to divide by). `margin` None: not known, because a part of it has none.
    """

    value: float | None
    margin: float | None
    reliability: Reliability


UNDEFINED: Final = Figure(None, None, "unknown")


def figure(value: float, margin: float) -> Figure:
    """`value` and `margin` (NaN: undefined, unknown) as a result, graded."""
    if not math.isfinite(value):
        return UNDEFINED
    return Figure(value, margin if math.isfinite(margin) else None, reliability(value, margin))


def reliability(value: float, margin: float) -> Reliability:
    """Grade by the coefficient of variation, margin / 1.645 / |value|: up to 12 % high, up to 40 % medium.

    A zero known exactly (margin 0) is high, any other zero low: its variation exceeds every share of it.
    """
    if not math.isfinite(margin):
        return "unknown"
    error = margin / Z_90
    if error <= HIGH_CV * abs(value):
        return "high"
    return "medium" if error <= MEDIUM_CV * abs(value) else "low"


def total(estimate: Floats, margin: Floats, factor: Floats | None = None) -> tuple[float, float]:
    """The sum of factor x estimate (n,) and its margin, the root of the sum of squares.

    Areas with factor 0 take no part. Of the estimates that are 0, only the largest margin is counted, once:
    margins of zeros are not independent measurements, and a state has thousands of them.
    """
    factor = np.ones(len(estimate)) if factor is None else factor
    parts = factor != 0
    estimate, error = estimate[parts], np.abs(factor[parts]) * margin[parts]
    zeros = estimate == 0
    squares = float((error[~zeros] ** 2).sum()) + float((error[zeros] ** 2).max(initial=0.0))
    return float((factor[parts] * estimate).sum()), math.sqrt(squares)


def share(part: float, part_margin: float, whole: float, whole_margin: float) -> tuple[float, float]:
    """A proportion, `part` being counted within `whole`: sqrt(m_x^2 - p^2 m_y^2) / y.

    Where the difference under the root is negative, the formula of a ratio is used. NaN for an empty whole.
    """
    if whole <= 0:
        return math.nan, math.nan
    value = part / whole
    under_root = part_margin**2 - value**2 * whole_margin**2
    if under_root < 0:
        return ratio(part, part_margin, whole, whole_margin)
    return value, math.sqrt(under_root) / whole


def ratio(over: float, over_margin: float, under: float, under_margin: float) -> tuple[float, float]:
    """A ratio of two figures neither of which is within the other: sqrt(m_x^2 + r^2 m_y^2) / y.

    NaN where `under` is 0 or NaN.
    """
    if not under:
        return math.nan, math.nan
    value = over / under
    return value, math.hypot(over_margin, value * under_margin) / abs(under)


def difference(left: float, left_margin: float, right: float, right_margin: float) -> tuple[float, float]:
    """left - right: the root of the sum of squares."""
    return left - right, math.hypot(left_margin, right_margin)


def product(left: float, left_margin: float, right: float, right_margin: float) -> tuple[float, float]:
    """left x right: sqrt(a^2 m_b^2 + b^2 m_a^2)."""
    return left * right, math.hypot(left * right_margin, right * left_margin)


def weighted_mean(value: Floats, estimate: Floats, margin: Floats) -> tuple[float, float]:
    """The mean of exact `value` (n,) over people `estimate` (n,) with `margin` (n,).

    sqrt(sum ((a_i - mean) m_i)^2) / N, the first-order (Taylor) error of a ratio whose numerator and
    denominator are made of the same people; the formula of a ratio would ignore that and be many times too
    wide. Zero estimates count once, as in `total`. NaN without people.
    """
    people, _ = total(estimate, margin)
    if people <= 0:
        return math.nan, math.nan
    mean = float((value * estimate).sum()) / people
    deviation = np.where(np.isnan(margin), 1.0, value - mean)  # an unknown margin is never passed over
    _, error = total(estimate, margin, deviation)
    return mean, error / people


def differs(gap: float, margin: float) -> bool | None:
    """Whether a gap differs from 0 at 90 % confidence; None where its margin is not known."""
    return abs(gap) > margin if math.isfinite(gap) and math.isfinite(margin) else None
