"""What is asked, in the words of each server. Every list of paths is drawn from the data, the same for all."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

OURS: Final = "ours"
TIPG: Final = "TiPg"
PYGEOAPI: Final = "pygeoapi"
_ITEMS: Final = {
    OURS: "/ogc/collections/assets/items",
    TIPG: "/collections/peer.assets/items",
    PYGEOAPI: "/collections/assets/items",
}
_TILE: Final = {
    OURS: "/ogc/collections/assets/tiles/WebMercatorQuad/{z}/{y}/{x}",
    TIPG: "/collections/peer.assets/tiles/WebMercatorQuad/{z}/{x}/{y}",
}
BANDS: Final = {"z0-6": range(7), "z7-9": range(7, 10), "z10-12": range(10, 13)}


@dataclass(frozen=True)
class Scenario:
    """One kind of request; `paths` by server."""

    name: str
    paths: Mapping[str, Sequence[str]]
    same: bool = True
    """Whether all servers answer with the same ids and numberMatched."""


def tile_of(lon: float, lat: float, z: int) -> tuple[int, int, int]:
    """(z, x, y) of the tile that holds a point."""
    n = 2**z
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return z, int((lon + 180) / 360 * n), int(y * n)


def tiles_of(points: Sequence[tuple[float, float]]) -> dict[str, list[tuple[int, int, int]]]:
    """Tiles around points, by band of zooms, each once."""
    return {
        band: list(dict.fromkeys(tile_of(lon, lat, z) for lon, lat in points for z in zooms))[:1000]
        for band, zooms in BANDS.items()
    }


def scenarios(
    boxes: Sequence[tuple[float, float]], ids: Sequence[str], state: str, cursor: str, offset: int
) -> list[Scenario]:
    """Items in all their kinds. `cursor` is our path of the page after row `offset` + 100."""
    one, four = (
        [
            f"bbox={w},{s},{w + side:.4f},{s + side:.4f}"
            for w, s in boxes
            if w + side <= 180 and s + side <= 90
        ]
        for side in (1, 4)
    )
    cql2 = quote("seats BETWEEN 10 AND 12 AND kind = 'program'")
    deep = _all([f"offset={offset}&limit=100"])
    return [
        Scenario("bbox 100", _all([f"{each}&limit=100" for each in one])),
        Scenario("limit 1000", _all([f"{each}&limit=1000" for each in four])),
        Scenario("by id", {name: [f"{items}/{each}" for each in ids] for name, items in _ITEMS.items()}),
        Scenario("state 100", _all([f"state={state}&limit=100"])),
        Scenario("CQL2 100", _all([f"filter={cql2}&filter-lang=cql2-text&limit=100"])),
        Scenario("offset 100,000", deep),
        Scenario("cursor", deep | {OURS: [cursor]}, same=False),
    ]


def tile_scenarios(tiles: Mapping[str, Sequence[tuple[int, int, int]]]) -> list[Scenario]:
    """Tiles by band of zooms."""
    return [
        Scenario(
            f"tiles {band}",
            {name: [path.format(z=z, x=x, y=y) for z, x, y in some] for name, path in _TILE.items()},
            same=False,
        )
        for band, some in tiles.items()
    ]


def _all(queries: Sequence[str]) -> dict[str, list[str]]:
    form = {OURS: "", TIPG: "&f=geojson", PYGEOAPI: "&f=json"}
    return {name: [f"{items}?{query}{form[name]}" for query in queries] for name, items in _ITEMS.items()}
