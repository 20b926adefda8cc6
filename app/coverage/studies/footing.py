"""What presets judge, kept with a scene as arrays and put together again from them. Pure.

Beside the points and assets of the scene these are: facts of its areas (`fact_…`, in the order of `areas_of`), all
people of each counted point (`point_total`) and whether it is rural (`point_rural`, -1: not known), what of an asset
is at each of its points (`asset_share`) and the area that it lies in (`asset_area`, "": in none).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.coverage.geodesy import Floats, Indices
from app.coverage.measuring import Measuring
from app.coverage.presets import Ground
from app.coverage.studies.grouped import Areas, areas_of, county_keys
from app.coverage.studies.scene import Scene
from app.coverage.studies.texts import fixed
from app.coverage.supply import Supply
from app.coverage.weights import weighted
from app.coverage.within_reach import WithinReach

_FACT: Final = "fact_"


@dataclass(frozen=True, eq=False)
class _Points:
    lon: Floats
    lat: Floats
    people: Floats


@dataclass(frozen=True, eq=False)
class _Around:
    """The points of a scene, as what is in reach is looked up for."""

    scene: Scene

    @cached_property
    def whole(self) -> _Points:
        return _Points(self.scene.lon, self.scene.lat, self.scene.people[:, 0])

    @cached_property
    def points(self) -> _Points:
        whole, at = self.whole, self.inside
        return _Points(whole.lon[at], whole.lat[at], whole.people[at])

    @cached_property
    def inside(self) -> Indices:
        return np.flatnonzero(self.scene.inside)

    @cached_property
    def county(self) -> list[str]:
        return county_keys(self.scene.counted())


def kept_footing(ground: Ground, supply: Supply, asset_area: list[str], areas: Areas) -> dict[str, Any]:
    """The arrays of `ground` that a scene does not have, its areas in the order of `areas`."""
    at = {geoid: number for number, geoid in enumerate(ground.geoid.tolist())}
    order = np.array([at[geoid] for geoid in areas.geoid.tolist()], dtype=np.int64)
    unknown = np.full(len(ground.people), -1, dtype=np.int8)
    return {
        "point_total": ground.total,
        "point_rural": unknown if ground.rural is None else ground.rural.astype(np.int8),
        "asset_share": supply.share,
        "asset_area": fixed(np.array(asset_area, dtype=object)),
        **{f"{_FACT}{name}": values[order] for name, values in ground.facts.items()},
    }


def ground_from(
    people: Scene, assets: Scene, areas_kind: str, *, audience: bool, circuity: float = 1.0
) -> Ground:
    """What presets judge: people, areas and facts of the one scene, assets of the other (mostly the same).

    Distances are straight lines times `circuity`.
    """
    areas, kept = areas_of(people.counted(), areas_kind), people.footing
    around, supply = _Around(people), _supply(assets)
    seats, inside = supply.seats, _inside(assets.footing, areas)
    rural = kept["point_rural"]
    return Ground(
        geoid=areas.geoid,
        state=areas.state,
        facts={name.removeprefix(_FACT): each for name, each in kept.items() if name.startswith(_FACT)},
        of=areas.of,
        people=around.points.people,
        total=kept["point_total"],
        rural=None if (rural < 0).any() else rural > 0,
        reach=WithinReach(around, weighted(supply, Measuring(), frozenset()), circuity),
        assets_in=_sums(inside, np.ones(len(seats)), len(areas)),
        seats_in=_sums(inside, np.nan_to_num(seats), len(areas)),
        unknown_seats_in=_sums(inside, np.isnan(seats).astype(np.float64), len(areas)),
        seats_known=bool((~np.isnan(seats)).any()),
        audience_assets=audience,
    )


def _supply(scene: Scene) -> Supply:
    stock = scene.stock
    return Supply(
        ids=tuple(stock.id.tolist()), names=tuple(stock.name.tolist()), lon=stock.lon, lat=stock.lat,
        facts=None,  # type: ignore[arg-type]
        asset=stock.asset, share=scene.footing["asset_share"], radius_m=stock.radius_m, seats=stock.seats,
        areas=stock.supply().areas,
    )  # fmt: skip


def _inside(kept: Mapping[str, NDArray[Any]], areas: Areas) -> Indices:
    """The area (s,) of each asset, -1 for none of them."""
    at = {geoid: number for number, geoid in enumerate(areas.geoid.tolist())}
    return np.array([at.get(geoid, -1) for geoid in kept["asset_area"].tolist()], dtype=np.int64)


def _sums(inside: Indices, values: Floats, size: int) -> Floats:
    known = inside >= 0
    return np.bincount(inside[known], weights=values[known], minlength=size).astype(np.float64)
