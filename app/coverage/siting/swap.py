"""Better choices by swaps: one chosen site for one that is not, as long as that reaches more (Teitz & Bart 1968)."""

from typing import Final

import numpy as np

from app.coverage.geodesy import Floats, Indices
from app.coverage.siting.bound import rows_of, times_reached
from app.coverage.siting.residual import Residual

_MOST_SWAPS: Final = 200


def swapped(part: Residual, chosen: Indices, tolerance: float) -> tuple[Indices, float]:
    """`chosen` (k,) columns of `part` after the best swap, again and again; and the weight they reach.

    Every swap gains at least `tolerance`; the lowest columns among equals.
    """
    chosen = np.sort(chosen)
    for _ in range(_MOST_SWAPS):
        times = times_reached(part, chosen)
        worth = _worth(part, chosen, times)
        if not worth.size or worth.max() < tolerance:
            break
        site, place = divmod(int(np.argmax(worth)), len(chosen))
        chosen = np.sort(np.append(np.delete(chosen, place), site)).astype(np.int64)
    return chosen, float(part.weight[times_reached(part, chosen) > 0].sum())


def _worth(part: Residual, chosen: Indices, times: Indices) -> Floats:
    """What each site (m) in the place of each chosen one (k) would gain: what it reaches that nobody does or
    only the one that goes, less what only that one reaches.
    """
    from scipy.sparse import csc_array

    alone = [rows[times[rows] == 1] for rows in (rows_of(part, int(site)) for site in chosen)]
    start = np.concatenate(([0], np.cumsum([len(rows) for rows in alone])))
    rows = np.concatenate([np.zeros(0, dtype=np.int64), *alone])
    only = csc_array((part.weight[rows], rows, start), shape=(len(part.weight), len(chosen)))
    uncovered = np.asarray(part.reach @ np.where(times > 0, 0.0, part.weight), dtype=np.float64)
    lost = np.asarray(only.sum(axis=0), dtype=np.float64)
    worth: Floats = (part.reach @ only).toarray() + uncovered[:, None] - lost[None, :]
    return worth
