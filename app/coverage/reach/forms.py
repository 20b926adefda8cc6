"""Decays as the numbers a compiled sweep understands: one for the formula, and those it holds. Pure."""

from typing import Final

import numpy as np

from app.coverage.decay import Decay
from app.coverage.geodesy import Floats

_TERMS: Final = 12
_SQUARINGS: Final = 3
_STEEPEST: Final = 2.0 * 2**_SQUARINGS
"""exp(-x) for x up to 2 is a polynomial of 12 terms (error 1e-12); steeper Gaussians use exp itself."""
BINARY, SMOOTH, EXP, EXPONENTIAL, POWER, LINEAR, LOGISTIC, KNOTS = range(8)
_FORMS: Final = {
    "binary": BINARY,
    "exponential": EXPONENTIAL,
    "power": POWER,
    "linear": LINEAR,
    "logistic": LOGISTIC,
    "knots": KNOTS,
}


def form(decay: Decay) -> tuple[int, Floats]:
    """The number of the formula and its numbers."""
    if decay.kind != "gaussian":
        return _FORMS[decay.kind], np.array((*decay.parameters, 0.0))
    steepness, scale, shift = decay.parameters
    if steepness > _STEEPEST:
        return EXP, np.array((steepness, scale, shift))
    share = steepness / 2**_SQUARINGS
    fit = np.polynomial.Chebyshev.interpolate(lambda u: np.exp(-share * u), _TERMS - 1, domain=[0, 1])
    terms = fit.convert(kind=np.polynomial.Polynomial, domain=[-1, 1], window=[-1, 1]).coef
    return SMOOTH, np.concatenate((np.pad(terms, (0, _TERMS - len(terms))), (scale, shift)))
