"""The k nearest inhabited places of every inhabited place, by straight line through the earth: no islands."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from app.coverage.geodesy import Floats, Indices, to_ecef

_TIE_M: Final = 1e-3


@dataclass(frozen=True, eq=False)
class Neighbours:
    """`place` (m,): the inhabited ones of `places` places; `of` (m, k): their neighbours, numbers into `place`."""

    place: Indices
    of: Indices
    places: int

    @property
    def k(self) -> int:
        """Neighbours of each place."""
        return int(self.of.shape[1])

    def spread(self, values: Floats) -> Floats:
        """`values` (m,) at the inhabited places as (n,), NaN elsewhere."""
        whole = np.full(self.places, np.nan)
        whole[self.place] = values
        return whole


def nearest_neighbours(lon: Floats, lat: Floats, people: Floats, k: int = 8) -> Neighbours:
    """The `k` nearest inhabited others of each inhabited place; degrees, people (n,).

    Of equally near ones (to a millimetre) the lowest number is taken, as long as no more than k + 1 tie.
    Raises ValueError unless there are more than `k` inhabited places and k is at least 1.
    """
    from scipy.spatial import cKDTree

    place = np.flatnonzero(np.asarray(people) > 0)
    if not 1 <= k < len(place):
        raise ValueError(f"{k} neighbours cannot be found among {len(place)} inhabited places")
    points = to_ecef(np.asarray(lon)[place], np.asarray(lat)[place])
    most = min(2 * k + 1, len(place))
    chord_m, near = cKDTree(points).query(points, k=most)
    own = near == np.arange(len(place))[:, None]
    key_m = np.where(own, np.inf, np.round(chord_m / _TIE_M))
    order = np.lexsort((near, key_m), axis=1)[:, :k]
    return Neighbours(place, np.take_along_axis(near, order, axis=1).astype(np.int64), len(people))
