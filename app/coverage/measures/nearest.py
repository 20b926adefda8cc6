"""The k nearest sites of every place, by the geodesic itself or by a table of costs. Pure."""

from dataclasses import dataclass

import numpy as np

from app.coverage.geodesy import Floats, Indices, geodesic_m, longest_chord_m
from app.coverage.measures.result import Flags
from app.coverage.reach.inputs import Places, Sites
from app.coverage.reach.table import TableReach
from app.errors import BadParameterError

_GEODESICS_AT_ONCE = 1_000_000


@dataclass(frozen=True, eq=False)
class Nearest:
    """(n, k), nearest first: `cost` (metres, or the table's unit) and `site`; infinity and -1 where there is
    none.
    """

    cost: Floats
    site: Indices

    @property
    def no_supply_in_reach(self) -> Flags:
        """Places (n,) without any site."""
        none: Flags = np.isinf(self.cost[:, 0])
        return none


def nearest_k(places: Places, sites: Sites, k: int = 1, factor: float = 1.0) -> Nearest:
    """The k nearest sites that have a weight, in metres x `factor`; among equals the lower number first.

    Found by chord, decided by the geodesic: exact to a micrometre. Raises BadParameterError for k below 1.
    """
    _check(k)
    some = np.flatnonzero(sites.weight > 0)
    cost, site = np.full((len(places), k), np.inf), np.full((len(places), k), -1, dtype=np.int64)
    if not some.size or not len(places):
        return Nearest(cost, site)
    from scipy.spatial import cKDTree  # slow to import

    tree = cKDTree(sites.positions.rows[2:5, some].T)
    rows, asked, kept = np.arange(len(places)), min(k + 2, len(some)), min(k, len(some))
    while rows.size:
        undecided = []
        for part in np.array_split(rows, rows.size * asked // _GEODESICS_AT_ONCE + 1):
            metres, order, done = _ranked(tree, places, sites, some, part, asked, kept)
            cost[part[done], :kept], site[part[done], :kept] = metres[done], order[done]
            undecided.append(part[~done])
        rows, asked = np.concatenate(undecided), min(asked * 4, len(some))
    return Nearest(cost * factor, site)


def _ranked(
    tree: "cKDTree",  # type: ignore[name-defined]  # noqa: F821 imported where it is used
    places: Places,
    sites: Sites,
    some: Indices,
    part: Indices,
    asked: int,
    kept: int,
) -> tuple[Floats, Indices, Flags]:
    """Of `asked` sites by chord the `kept` nearest by geodesic, and whether no other can be among them."""
    here, there = places.positions, sites.positions
    chord_m, order = tree.query(here.rows[2:5, part].T, k=np.arange(1, asked + 1))
    site, row = some[order], np.repeat(part, asked)
    flat = site.ravel()
    metres = geodesic_m(here.lon[row], here.lat[row], there.lon[flat], there.lat[flat]).reshape(site.shape)
    rank = np.lexsort((site, metres), axis=1)[:, :kept]
    metres, site = np.take_along_axis(metres, rank, 1), np.take_along_axis(site, rank, 1)
    done: Flags = (chord_m[:, -1] > longest_chord_m(metres[:, -1])) | (asked == len(some))
    return metres, site, done


def nearest_k_of_table(reach: TableReach, k: int = 1) -> Nearest:
    """The k sites with a weight that cost least by the table; among equals the lower number first."""
    _check(k)
    table = reach.table
    place = np.repeat(np.arange(table.places), np.diff(table.first))
    kept = np.flatnonzero(reach.weight[table.site] > 0)
    order = kept[np.lexsort((table.site[kept], table.cost[kept], place[kept]))]
    first = np.searchsorted(place[order], np.arange(table.places))
    rank = np.arange(len(order)) - first[place[order]]
    order, rank = order[rank < k], rank[rank < k]
    cost, site = np.full((table.places, k), np.inf), np.full((table.places, k), -1, dtype=np.int64)
    cost[place[order], rank], site[place[order], rank] = table.cost[order], table.site[order]
    return Nearest(cost, site)


def _check(k: int) -> None:
    if k < 1:
        raise BadParameterError(f"k is {k}: ask for at least one nearest site.", parameter="k")
