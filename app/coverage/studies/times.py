"""Travel times of a study: of its points, what serves them, and the places where more could be. Pure.

They are kept with everything else that a run is computed from, so a run is repeated without the table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from app.coverage.geodesy import Floats, Indices
from app.coverage.reach.table import CostTable
from app.coverage.studies.stock import Stock, nearest_m
from app.coverage.studies.texts import Texts, fixed, loose
from app.coverage.travel.matching import Matched

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from app.coverage.studies.scene import Scene

_COLUMNS: Final = ("place", "asset", "minutes", "site_place", "site", "site_minutes")


@dataclass(frozen=True, eq=False)
class Times:
    """p pairs of a point and an asset (`place`, `asset`, `minutes`), q pairs of a point and a candidate (`site_…`).

    `asset` are indices of `ids`: the assets that served people when the scene was read.
    """

    ids: Texts
    place: Indices
    asset: Indices
    minutes: Floats
    site_place: Indices
    site: Indices
    site_minutes: Floats

    @classmethod
    def of(cls, assets: Matched, sites: Matched | None, ids: Texts) -> "Times":
        """From the rows of a table."""
        nothing: Indices = np.zeros(0, dtype=np.int64)
        other = (nothing, nothing, np.zeros(0))
        if sites is not None:
            other = sites.place.astype(np.int64), sites.asset.astype(np.int64), sites.minutes
        return cls(ids, assets.place.astype(np.int64), assets.asset.astype(np.int64), assets.minutes, *other)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Times | None":
        """From what `arrays` gave; None where there were none."""
        if "travel_ids" not in arrays:
            return None
        return cls(loose(arrays["travel_ids"]), *(arrays[f"travel_{name}"] for name in _COLUMNS))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Every array by name."""
        return {"travel_ids": fixed(self.ids)} | {f"travel_{name}": getattr(self, name) for name in _COLUMNS}

    def taken(self, points: NDArray[np.bool_]) -> "Times":
        """Only the pairs of these points (n,), numbered anew."""
        number = np.cumsum(points) - 1
        own, other = points[self.place], points[self.site_place]
        return Times(
            self.ids,
            number[self.place[own]],
            self.asset[own],
            self.minutes[own],
            number[self.site_place[other]],
            self.site[other],
            self.site_minutes[other],
        )

    def of_stock(self, stock: Stock) -> tuple[Indices, Indices, Floats]:
        """Point, asset of `stock` and minutes of the pairs with those of its assets that people come to."""
        comes = np.bincount(stock.asset, minlength=len(stock)) > 0
        at = np.array([stock.at.get(each, -1) for each in self.ids.tolist()], dtype=np.int64)
        asset = at[self.asset] if len(at) else self.asset
        kept = np.flatnonzero((asset >= 0) & comes[asset]) if len(comes) else np.zeros(0, dtype=np.int64)
        return self.place[kept], asset[kept], self.minutes[kept]


def minutes_to(scene: "Scene", times: Times, stock: Stock) -> Floats:
    """Minutes (n,) from each point to the nearest of `stock`, 0 inside of what it serves; infinity without any."""
    place, _, minutes = times.of_stock(stock)
    found = np.full(len(scene), np.inf)
    np.minimum.at(found, place, minutes)
    wide = stock.serving()
    if len(wide.radius_m) or any(wide.areas.tolist()):
        found[nearest_m(scene.lon, scene.lat, scene.county_geoid, wide) == 0] = 0.0
    return found


def table_of(scene: "Scene", times: Times, stock: Stock) -> CostTable:
    """The times between the points of a scene and `stock` as a table of costs."""
    place, asset, minutes = times.of_stock(stock)
    order = np.lexsort((asset, place))
    first = np.searchsorted(place[order], np.arange(len(scene) + 1)).astype(np.int64)
    return CostTable(first, asset[order].astype(np.int32), minutes[order], len(stock))


def site_pairs(times: Times, point: Indices, scene: "Scene", bound: float) -> "csr_array[np.float64]":
    """The pairs (k, m) of the points `point` (k,) and the candidates within the bound, in minutes."""
    from scipy.sparse import csr_array

    at = np.full(len(scene), -1, dtype=np.int64)
    at[point] = np.arange(len(point))
    row = at[times.site_place]
    kept = np.flatnonzero((row >= 0) & (times.site_minutes <= bound))
    shape = len(point), len(scene.sites)
    return csr_array((times.site_minutes[kept], (row[kept], times.site[kept])), shape=shape)
