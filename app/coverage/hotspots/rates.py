"""Rates of small places drawn towards the mean (empirical Bayes), to be used before mapping or hot spots."""

import numpy as np

from app.coverage.geodesy import Floats


def shrunk_rates(part: Floats, people: Floats) -> Floats:
    """Rates part / people (n,), the fewer people the nearer to the overall rate; NaN without people.

    Marshall (1991), doi 10.2307/2347593: moments of rates over all places. Raises ValueError for counts that
    are negative or missing and parts above their people.
    """
    part, people = np.asarray(part, dtype=np.float64), np.asarray(people, dtype=np.float64)
    if not (np.isfinite(people) & (part >= 0) & (part <= people)).all():
        raise ValueError("parts must be numbers from 0 to the people they are part of")
    some = people > 0
    rates = np.full(len(people), np.nan)
    if some.any():
        rates[some] = _shrunk(part[some], people[some])
    return rates


def _shrunk(part: Floats, people: Floats) -> Floats:
    overall = part.sum() / people.sum()
    rate = part / people
    spread = (people * (rate - overall) ** 2).sum() / people.sum()
    between = max(0.0, spread - overall / people.mean())
    expected = between + overall / people
    trust = np.divide(between, expected, out=np.zeros_like(rate), where=expected > 0)
    shrunk: Floats = overall + trust * (rate - overall)
    return shrunk
