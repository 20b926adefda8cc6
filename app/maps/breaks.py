"""Where the classes of a choropleth break: quantiles, natural breaks (Jenks), equal steps. Pure numerics.

All give inclusive upper bounds of every class but the last, ascending and distinct; few different values make fewer
classes. Natural breaks minimise the squared deviation within classes exactly (Fisher 1958, doi
10.1080/01621459.1958.10501479; Jenks 1977), over at most `JENKS_MOST` quantiles of the values.
"""

from collections.abc import Callable
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from app.language import N_

Floats = NDArray[np.float64]
Classing = Literal["fixed", "quantile", "jenks", "equal"]
CLASSINGS: Final[dict[Classing, str]] = {
    "fixed": N_("Fixed classes"),
    "quantile": N_("As many areas in each"),
    "jenks": N_("Natural breaks (Jenks)"),
    "equal": N_("Equal steps"),
}
JENKS_MOST: Final = 512
"""Natural breaks take time with the square of the number of values."""


def quantile(values: Floats, classes: int) -> Floats:
    """Bounds with about as many values in each class."""
    return _distinct(np.quantile(values, np.arange(1, classes) / classes), values)


def equal(values: Floats, classes: int) -> Floats:
    """Bounds in equal steps from the least to the greatest value."""
    return _distinct(np.linspace(values.min(), values.max(), classes + 1)[1:-1], values)


def jenks(values: Floats, classes: int) -> Floats:
    """Bounds of the classes with the least squared deviation within them."""
    found = np.unique(values)
    if len(found) <= classes:
        return _distinct(found[:-1], values)
    ordered = np.sort(values)
    if len(ordered) > JENKS_MOST:
        ordered = np.quantile(ordered, np.linspace(0, 1, JENKS_MOST))
    ends = _best_ends(_deviation(ordered), classes)
    return _distinct(ordered[ends], values)


def _deviation(ordered: Floats) -> Floats:
    """Squared deviation (n, n) of the values from i to j inclusive; infinity where j is before i."""
    middle = ordered - ordered.mean()
    sums = np.concatenate(([0.0], np.cumsum(middle)))
    squares = np.concatenate(([0.0], np.cumsum(middle**2)))
    count = np.arange(1, len(ordered) + 1)[None, :] - np.arange(len(ordered))[:, None]
    total = sums[None, 1:] - sums[:-1, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        deviation = squares[None, 1:] - squares[:-1, None] - total**2 / count
    found: Floats = np.where(count > 0, np.maximum(deviation, 0.0), np.inf)
    return found


def _best_ends(deviation: Floats, classes: int) -> list[int]:
    """The last index of every class but the last one."""
    cost, starts = deviation[0], []
    for _ in range(classes - 1):
        with_class = (
            cost[:-1, None] + deviation[1:, :]
        )  # (n - 1, n): the class before ends at i, this one at j
        starts.append(np.argmin(with_class, axis=0))
        cost = np.min(with_class, axis=0)
    ends, at = [], len(deviation) - 1
    for before in reversed(starts):
        at = int(before[at])
        ends.append(at)
    return ends[::-1]


def _distinct(bounds: Floats, values: Floats) -> Floats:
    """Bounds that part some values from others."""
    found: Floats = np.unique(bounds[(bounds >= values.min()) & (bounds < values.max())])
    return found


METHODS: Final[dict[str, Callable[[Floats, int], Floats]]] = {
    "quantile": quantile,
    "jenks": jenks,
    "equal": equal,
}
