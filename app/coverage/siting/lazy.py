"""Lazy greedy choice (Minoux 1978): the answer of the plain greedy method with few evaluations.

A site's gain never grows while others are chosen (submodularity), so a stale gain is an upper bound: only the
site on top of the heap has to be looked at again. The result is at least 1 - (1 - 1/p)^p >= 63.2 % of the
best possible (Nemhauser, Wolsey & Fisher 1978, doi 10.1007/BF01588971).
"""

import heapq
from collections.abc import Callable

from app.coverage.geodesy import Floats
from app.coverage.siting.problem import TIE_DIGITS


def choose_lazily(
    first_gain: Floats, gain: Callable[[int], float], take: Callable[[int], None], most: int
) -> tuple[list[int], list[float]]:
    """Up to `most` sites and their gains, the largest gain first and the lowest index among equals.

    `first_gain` (m,): gains before any choice; `gain(site)`: what it would add now; `take(site)`: choose it.
    Ends early when nothing is left to gain. Raises ValueError for a negative number of sites.
    """
    if most < 0:
        raise ValueError(f"the number of sites {most} must be at least 0")
    heap = [(-value, site) for site, value in enumerate(first_gain.round(TIE_DIGITS).tolist()) if value > 0]
    heapq.heapify(heap)
    sites: list[int] = []
    gains: list[float] = []
    while heap and len(sites) < most:
        _, site = heap[0]
        fresh = round(gain(site), TIE_DIGITS)
        if fresh <= 0:
            heapq.heappop(heap)
            continue
        heapq.heapreplace(heap, (-fresh, site))
        if heap[0] == (-fresh, site):
            heapq.heappop(heap)
            take(site)
            sites.append(site)
            gains.append(fresh)
    return sites, gains
