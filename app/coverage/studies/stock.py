"""What serves people now: assets and the points from which they reach people. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.coverage.catchment import nearest_assets
from app.coverage.columns import Ids
from app.coverage.geodesy import TIE_DIGITS, Floats, Indices
from app.coverage.studies.texts import Texts, fixed, listed, loose
from app.coverage.supply import Supply

STOCK_COLUMNS: Final = ("id", "name", "seats", "asset", "lon", "lat", "radius_m", "areas")


@dataclass(frozen=True, eq=False)
class Stock:
    """s assets (`id`, `name`, `seats`, NaN: not known) and p points of them (`asset`, degrees, `radius_m`).

    `areas` (s,): GEOIDs that an asset serves by name, as one text with spaces.
    """

    id: Texts
    name: Texts
    seats: Floats
    asset: Indices
    lon: Floats
    lat: Floats
    radius_m: Floats
    areas: Texts

    def __len__(self) -> int:
        return len(self.id)

    @classmethod
    def of(cls, columns: Mapping[str, NDArray[Any]]) -> "Stock":
        """From arrays by name."""
        texts: dict[str, Any] = {name: loose(columns[name]) for name in ("id", "name", "areas")}
        numbers: dict[str, Any] = {
            name: columns[name].astype(np.float64) for name in ("seats", "lon", "lat", "radius_m")
        }
        return cls(asset=columns["asset"].astype(np.int64), **texts, **numbers)

    @classmethod
    def from_supply(cls, supply: Supply) -> "Stock":
        """From what was read."""
        areas = np.full(len(supply), "", dtype=object)
        for at, geoids in supply.areas.items():
            areas[at] = " ".join(sorted(geoids))
        return cls(
            id=listed(
                supply.ids.texts() if isinstance(supply.ids, Ids) else [str(each) for each in supply.ids]
            ),
            name=listed(list(supply.names)),
            seats=supply.seats if len(supply.seats) else np.zeros(0),
            asset=supply.asset,
            lon=supply.lon,
            lat=supply.lat,
            radius_m=supply.radius_m,
            areas=areas,
        )

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The arrays by name, texts of fixed width."""
        texts = {name: fixed(getattr(self, name)) for name in ("id", "name", "areas")}
        return texts | {name: getattr(self, name) for name in ("seats", "asset", "lon", "lat", "radius_m")}

    @cached_property
    def at(self) -> dict[str, int]:
        """Indices of assets by id."""
        return {each: at for at, each in enumerate(self.id.tolist())}

    def without(self, ids: set[str]) -> "Stock":
        """The same less these assets."""
        kept = np.array([each not in ids for each in self.id], dtype=np.bool_)
        points = kept[self.asset] if len(self.asset) else np.zeros(0, dtype=np.bool_)
        number = np.cumsum(kept) - 1
        return Stock(
            self.id[kept], self.name[kept], self.seats[kept], number[self.asset[points]].astype(np.int64),
            self.lon[points], self.lat[points], self.radius_m[points], self.areas[kept],
        )  # fmt: skip

    def serving(self) -> "Stock":
        """Only the assets that come to people: points with a radius, and listed areas."""
        wide = self.radius_m > 0
        return replace(
            self, asset=self.asset[wide], lon=self.lon[wide], lat=self.lat[wide], radius_m=self.radius_m[wide]
        )

    def plus(
        self, ref: Texts, name: Texts, lon: Floats, lat: Floats, radius_m: Floats | None = None
    ) -> "Stock":
        """The same and these sites, each an asset of its own."""
        more = len(lon)
        radius_m = np.zeros(more) if radius_m is None else radius_m
        nothing = loose(np.array([""] * more))
        return Stock(
            np.concatenate((self.id, ref)), np.concatenate((self.name, name)),
            np.concatenate((self.seats, np.full(more, np.nan))),
            np.concatenate((self.asset, len(self) + np.arange(more, dtype=np.int64))),
            np.concatenate((self.lon, lon)), np.concatenate((self.lat, lat)),
            np.concatenate((self.radius_m, radius_m)), np.concatenate((self.areas, nothing)),
        )  # fmt: skip

    def supply(self) -> Supply:
        """As the exact nearest neighbour (`catchment`) wants it."""
        areas = {at: frozenset(each.split()) for at, each in enumerate(self.areas.tolist()) if each}
        return Supply(
            ids=(), names=(), lon=self.lon, lat=self.lat, facts=None,  # type: ignore[arg-type]
            asset=self.asset, radius_m=self.radius_m, areas=areas,
        )  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Located:
    lon: Floats
    lat: Floats
    county_geoid: Texts


def nearest_m(lon: Floats, lat: Floats, county_geoid: Texts, stock: Stock) -> Floats:
    """Metres (n,) from each point to what serves it, 0 inside of what it serves; infinity without any."""
    counties = np.empty(len(lon), dtype=object)
    counties[:] = [each or None for each in county_geoid]
    return nearest_assets(_Located(lon, lat, counties), stock.supply())[0]


def within(distance: Floats, bound_m: float) -> NDArray[np.bool_]:
    """Which distances (n,) are at most `bound_m`, to the micrometre."""
    found: NDArray[np.bool_] = distance <= round(bound_m, TIE_DIGITS)
    return found
