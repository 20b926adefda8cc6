"""What is asked, in the words of each server. Every list of paths is drawn from the data, the same for all."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

OURS: Final = "ours"
TIPG: Final = "TiPg"
PYGEOAPI: Final = "pygeoapi"
DEEP: Final = 100_000
SLICES: Final = 20
"""Runs of one scenario that can be given requests of their own."""
_ITEMS: Final = {
    OURS: "/ogc/collections/assets/items",
    TIPG: "/collections/peer.assets/items",
    PYGEOAPI: "/collections/assets/items",
}
_TILE: Final = {
    OURS: "/ogc/collections/assets/tiles/WebMercatorQuad/{z}/{y}/{x}",
    TIPG: "/collections/peer.assets/tiles/WebMercatorQuad/{z}/{x}/{y}",
    PYGEOAPI: "/collections/assets/tiles/WebMercatorQuad/{z}/{y}/{x}?f=mvt",
}
_ONE_KIND: Final = {
    OURS: "/ogc/collections/programs/tiles/WebMercatorQuad/{z}/{y}/{x}",
    TIPG: "/collections/peer.assets/tiles/WebMercatorQuad/{z}/{x}/{y}?kind=program",
}
_FORM: Final = {OURS: "", TIPG: "&f=geojson", PYGEOAPI: "&f=json"}
_LANG: Final = {OURS: "cql2-text", TIPG: "cql2-text", PYGEOAPI: "cql-text"}
BANDS: Final = {"z0-6": range(7), "z7-9": range(7, 10), "z10-12": range(10, 13)}
_TOO_SLOW: Final = "no answer within 20 s to 2 minutes"
Tiles = Mapping[str, Sequence[tuple[int, int, int]]]


@dataclass(frozen=True)
class Scenario:
    """One kind of request; `paths` by server."""

    name: str
    paths: Mapping[str, Sequence[str]]
    same: bool = True
    """Whether all servers answer with the same ids and numberMatched."""
    fresh: bool = False
    """Whether every run asks what was not asked before: each takes one in SLICES of the paths."""
    cold: bool = False
    """Whether ours has no room for finished tiles."""
    floor: str | None = None
    """The script of the same content straight from PostgreSQL."""
    goals: tuple[float | None, float | None] = (None, None)
    """What ours is meant to be, times TiPg and times PostgreSQL."""
    notes: Mapping[str, str] = field(default_factory=dict)
    """Why a server is left out."""
    validator: bool = False
    """Whether our caller has the answer already and says so."""

    def asked(self, who: str, run: int) -> Sequence[str]:
        """The paths of one run."""
        return self.paths[who][run % SLICES :: SLICES] if self.fresh else self.paths[who]


@dataclass(frozen=True)
class Drawn:
    """What requests are made of: corners of boxes, ids, the state with most assets, tiles by band."""

    corners: Sequence[tuple[float, float]]
    ids: Sequence[str]
    state: str
    tiles: Tiles
    offset: int
    cursor: str
    """Our path of the page after row `offset` + 100."""


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


def scenarios(drawn: Drawn) -> list[Scenario]:
    """All of them, in the order of the table."""
    return [*_pages(drawn), *_tiles(drawn.tiles)]


def _pages(drawn: Drawn) -> list[Scenario]:
    one, four = (list(_boxes(drawn.corners, side)) for side in (1, 4))
    known = one[::SLICES]
    near = _all(f"{each}&limit=100" for each in one)
    expression = quote("seats BETWEEN 10 AND 12 AND kind = 'program'")
    found = {
        who: [f"{items}?filter={expression}&filter-lang={_LANG[who]}&limit=100{_FORM[who]}"]
        for who, items in _ITEMS.items()
    }
    deep = _all([f"offset={drawn.offset}&limit=100"])
    by_id = {who: [f"{items}/{each}" for each in drawn.ids] for who, items in _ITEMS.items()}
    return [
        Scenario("bbox 100", near, fresh=True, floor="bbox 100", goals=(7, 0.8)),
        Scenario(
            "bbox 100, again", _all(f"{each}&limit=100" for each in known), floor="bbox 100", goals=(7, 0.8)
        ),
        Scenario(
            "limit 1000",
            _all(f"{each}&limit=1000" for each in four),
            fresh=True,
            floor="limit 1000",
            goals=(15, 1),
        ),
        Scenario("by id", by_id, floor="by id", goals=(5, 0.15)),
        Scenario("state 100", _all([f"state={drawn.state}&limit=100"]), floor="state 100", goals=(8, 0.6)),
        Scenario("CQL2 100", found, floor="CQL2 100", goals=(4, 1)),
        Scenario("offset 100,000", deep, floor="offset 100,000", goals=(30, 0.9)),
        Scenario("cursor", deep | {OURS: [drawn.cursor]}, same=False, floor="cursor", goals=(100, 0.4)),
    ]


def _tiles(tiles: Tiles) -> list[Scenario]:
    slow = {PYGEOAPI: _TOO_SLOW}
    low, middle, high = (_drawn_tiles(_TILE, tiles[band]) for band in BANDS)
    kept = {who: paths[:20] for who, paths in _without(middle, PYGEOAPI).items()}
    return [
        Scenario("tiles z0-6", _without(low, PYGEOAPI), False, cold=True, notes=slow, goals=(2, None)),
        Scenario(
            "tiles z0-6, one kind",
            _drawn_tiles(_ONE_KIND, tiles["z0-6"]),
            False,
            cold=True,
            notes=slow,
            goals=(2, None),
        ),
        Scenario(
            "tiles z7-9",
            _without(middle, PYGEOAPI),
            False,
            cold=True,
            floor="tiles z7-9",
            notes=slow,
            goals=(3, 0.9),
        ),
        Scenario("tiles z10-12", high, False, cold=True, floor="tiles z10-12", goals=(5, 0.4)),
        Scenario("tiles z7-9, kept", kept, False, notes=slow, goals=(20, None)),
        Scenario(
            "tile, 304",
            {who: paths[:1] for who, paths in kept.items()},
            False,
            notes=slow,
            goals=(20, None),
            validator=True,
        ),
    ]


def _boxes(corners: Sequence[tuple[float, float]], side: float) -> Iterable[str]:
    """Each box SLICES times, always a little further: different questions with like answers."""
    for west, south in corners:
        for step in range(SLICES):
            w, s = west + step * 1e-4, south + step * 1e-4
            if w + side <= 180 and s + side <= 90:
                yield f"bbox={w:.4f},{s:.4f},{w + side:.4f},{s + side:.4f}"


def _drawn_tiles(forms: Mapping[str, str], tiles: Sequence[tuple[int, int, int]]) -> dict[str, list[str]]:
    return {who: [form.format(z=z, x=x, y=y) for z, x, y in tiles] for who, form in forms.items()}


def _without(paths: Mapping[str, list[str]], who: str) -> dict[str, list[str]]:
    return {name: some for name, some in paths.items() if name != who}


def _all(queries: Iterable[str]) -> dict[str, list[str]]:
    asked = list(queries)
    return {who: [f"{items}?{query}{_FORM[who]}" for query in asked] for who, items in _ITEMS.items()}
