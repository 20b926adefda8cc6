"""What changed between two analyses, divided exactly among its causes. Pure.

With causes that are as in the first analysis or as in the second, each cause is credited with what switching it
changes, averaged over all orders of switching (Shapley 1953; for distributions Shorrocks 2013, doi
10.1007/s10888-011-9214-z). Nothing is left over: the parts add up to the whole difference, whatever the interactions.
"""

from collections.abc import Callable, Sequence
from itertools import combinations
from math import factorial

import numpy as np

from app.coverage.geodesy import Floats

Switched = frozenset[str]


def shapley(causes: Sequence[str], value: Callable[[Switched], Floats]) -> dict[str, Floats]:
    """The part of each cause in value(all switched) - value(none); arrays of one shape.

    `value(switched)`: the result with those causes as in the second analysis; asked once for each of the 2^k sets.
    """
    sets = [frozenset(each) for size in range(len(causes) + 1) for each in combinations(causes, size)]
    values = {each: value(each) for each in sets}
    parts = {}
    for cause in causes:
        part = np.zeros_like(values[frozenset()])
        for each in sets:
            if cause not in each:
                part += _share(len(each), len(causes)) * (values[each | {cause}] - values[each])
        parts[cause] = part
    return parts


def _share(before: int, causes: int) -> float:
    """In how many of the orders so many causes were switched before this one, as a share."""
    return factorial(before) * factorial(causes - before - 1) / factorial(causes)
