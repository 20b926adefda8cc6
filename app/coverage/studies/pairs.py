"""Which candidates reach which points that nobody reaches yet. Pure."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.coverage.decay import Decay
from app.coverage.geodesy import Floats, Indices
from app.coverage.reach.inputs import Places, Sites
from app.coverage.reach.pairs import pairs_within
from app.coverage.reach.reach import PointReach
from app.coverage.studies.scene import Scene
from app.errors import TooMuchWorkError

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True, eq=False)
class Open:
    """The points (k,) of a scene that are in question, and their pairs (k, m) with the candidates, in metres."""

    point: Indices
    pairs: "csr_array[np.float64]"


def open_pairs(scene: Scene, wanted: NDArray[np.bool_], distance_m: float, most: int) -> Open:
    """The pairs of the `wanted` points (n,). Raises TooMuchWorkError where there are more than `most`."""
    point = np.flatnonzero(wanted).astype(np.int64)
    lon, lat = scene.lon[point], scene.lat[point]
    _refuse_too_many(lon, lat, scene, distance_m, most)
    places = Places(lon, lat, np.ones(len(point)))
    return Open(point, pairs_within(places, _sites(scene), distance_m))


def _sites(scene: Scene) -> Sites:
    return Sites(scene.sites.lon, scene.sites.lat, np.ones(len(scene.sites)))


def _refuse_too_many(lon: Floats, lat: Floats, scene: Scene, distance_m: float, most: int) -> None:
    """Count the pairs without keeping any, where there could be too many."""
    if len(lon) * len(scene.sites) <= most:
        return
    reach = PointReach(Places(lon, lat, np.ones(len(lon))), _sites(scene))
    found = int(reach.to_places(np.ones(len(scene.sites)), Decay("binary", distance_m)).sum())
    if found > most:
        raise TooMuchWorkError(
            f"{found:,} pairs of places and candidates are within the distance: at most {most:,} are weighed. Ask about"
            " fewer states, a shorter distance or fewer candidates."
        )
