"""From places to counties and states: sums, means and ranks over arrays. Pure numerics."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.coverage.geodesy import Floats, Indices


@dataclass(frozen=True, eq=False)
class Groups:
    """Which group each of n places is in: `keys` (g,) in order and `of` (n,) indices into them."""

    keys: tuple[str, ...]
    of: Indices

    def __len__(self) -> int:
        return len(self.keys)

    def total(self, values: Floats) -> Floats:
        """Sums (g,) of `values` (n,)."""
        sums: Floats = np.bincount(self.of, weights=values, minlength=len(self)).astype(np.float64)
        return sums

    def first_by(self, *keys: Floats | Indices) -> Indices:
        """The place (g,) of each group that comes first by `keys`, the most important one first."""
        order = np.lexsort((*reversed(keys), self.of))
        _, first = np.unique(self.of[order], return_index=True)
        place: Indices = order[first]
        return place


def grouped(keys: Sequence[str]) -> Groups:
    """Groups of places with equal keys; the groups are in the order of their keys."""
    names = tuple(sorted(set(keys)))
    index = {name: at for at, name in enumerate(names)}
    return Groups(names, np.fromiter((index[key] for key in keys), dtype=np.int64, count=len(keys)))


def mean_distance_m(groups: Groups, people: Floats, distance_m: Floats) -> Floats:
    """Mean distance (g,) over people; over places in a group without people."""
    total = groups.total(people)
    weight = np.where(total[groups.of] > 0, people, 1.0)
    known = ~np.isnan(distance_m)
    weight = np.where(known, weight, 0.0)
    whole = groups.total(weight)
    summed = groups.total(weight * np.where(known, distance_m, 0.0))
    mean: Floats = np.divide(summed, whole, out=np.full(len(groups), np.nan), where=whole > 0)
    return mean


def farthest_place(groups: Groups, people: Floats, distance_m: Floats) -> Indices:
    """The farthest inhabited place (g,) of each group; the farthest place of a group without people."""
    return groups.first_by(np.where(people > 0, 0.0, 1.0), -distance_m)


def asset_of_most(groups: Groups, people: Floats, asset: Indices) -> Indices:
    """The asset (g,) that is nearest to most people of each group, then to most places, then the lowest."""
    pair = groups.of * (int(asset.max(initial=0)) + 2) + asset + 1
    _, first, of = np.unique(pair, return_index=True, return_inverse=True)
    by_asset = Groups(groups.keys, groups.of[first])
    served = np.bincount(of, weights=people)
    chosen: Indices = asset[first[by_asset.first_by(-served, -np.bincount(of), asset[first])]]
    return chosen


def worst_first(people: Floats, people_beyond: Floats, geoid: Sequence[str]) -> Indices:
    """The order (n,) of areas: most people beyond first, then by GEOID; areas without people last."""
    rank_of_geoid = np.empty(len(geoid), dtype=np.int64)
    rank_of_geoid[np.array(sorted(range(len(geoid)), key=geoid.__getitem__), dtype=np.int64)] = np.arange(
        len(geoid)
    )
    order: Indices = np.lexsort((rank_of_geoid, -people_beyond, people <= 0)).astype(np.int64)
    return order


def mostly(people: Floats, people_beyond: Floats) -> NDArray[np.bool_]:
    """Which areas (n,) have more than half of their people beyond."""
    return people_beyond > people / 2
