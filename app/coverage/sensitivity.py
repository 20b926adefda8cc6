"""How an answer changes with its distance: the curve of people beyond, exact at every distance. Pure numerics."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def people_beyond(nearest_m: Floats, people: Floats, distances_m: Floats) -> Floats:
    """People (k,) whose nearest asset is farther than each of `distances_m` (k,); at the distance is within.

    `nearest_m` and `people` have length n; NaN or infinity is beyond every distance.
    """
    far = np.where(np.isnan(nearest_m), np.inf, nearest_m)
    order = np.argsort(far, kind="stable")
    within = np.concatenate(([0.0], np.cumsum(people[order])))
    beyond: Floats = within[-1] - within[np.searchsorted(far[order], distances_m, side="right")]
    return np.maximum(beyond, 0.0)


def distance_of_share(nearest_m: Floats, people: Floats, share: float) -> float:
    """The least distance in metres within which at least `share` of the people have an asset; infinity where none
    is enough, NaN without people.
    """
    total = float(people.sum())
    if total <= 0:
        return float("nan")
    far = np.where(np.isnan(nearest_m), np.inf, nearest_m)
    order = np.argsort(far, kind="stable")
    reached = np.cumsum(people[order])
    at = int(np.searchsorted(reached, share * total * (1 - 1e-12)))
    return float(far[order][min(at, len(far) - 1)])
