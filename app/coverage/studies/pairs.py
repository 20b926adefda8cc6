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
from app.coverage.studies.asked import Study
from app.coverage.studies.scene import Scene
from app.coverage.studies.times import site_pairs
from app.errors import TooMuchWorkError

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True, eq=False)
class Open:
    """The points (k,) of a scene that are in question, and their pairs (k, m) with candidates, metres or minutes."""

    point: Indices
    pairs: "csr_array[np.float64]"


def open_pairs(scene: Scene, wanted: NDArray[np.bool_], study: Study, most: int) -> Open:
    """The pairs of the `wanted` points (n,). Raises TooMuchWorkError where there are more than `most`."""
    point = np.flatnonzero(wanted).astype(np.int64)
    if study.travel and scene.times:
        return Open(point, site_pairs(scene.times, point, scene, study.bound))
    lon, lat = scene.lon[point], scene.lat[point]
    _refuse_too_many(lon, lat, scene, study, most)
    places = Places(lon, lat, np.ones(len(point)))
    pairs = pairs_within(places, _sites(scene), study.distance_m / study.circuity)
    pairs.data *= study.circuity
    return Open(point, pairs)


def _sites(scene: Scene) -> Sites:
    return Sites(scene.sites.lon, scene.sites.lat, np.ones(len(scene.sites)))


def _refuse_too_many(lon: Floats, lat: Floats, scene: Scene, study: Study, most: int) -> None:
    """Count the pairs without keeping any, where there could be too many."""
    if len(lon) * len(scene.sites) <= most:
        return
    reach = PointReach(Places(lon, lat, np.ones(len(lon))), _sites(scene), study.circuity)
    found = int(reach.to_places(np.ones(len(scene.sites)), Decay("binary", study.distance_m)).sum())
    if found > most:
        raise TooMuchWorkError(
            f"{found:,} pairs of places and candidates are within the distance: at most {most:,} are weighed. Ask about"
            " fewer states, a shorter distance or fewer candidates."
        )
