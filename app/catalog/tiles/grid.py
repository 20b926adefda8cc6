"""WebMercatorQuad, the grid that web maps share: zoom levels, rows and columns from the upper left. Pure.

Facts of the grid: OGC 17-083r4 (Two Dimensional Tile Matrix Set), annex D.1.
"""

import math
import re
from dataclasses import dataclass
from typing import Any, Final

from app.catalog.values import BBox
from app.errors import NotFoundError

GRID_ID: Final = "WebMercatorQuad"
GRID_URI: Final = f"http://www.opengis.net/def/tilematrixset/OGC/1.0/{GRID_ID}"
GRID_CRS: Final = "http://www.opengis.net/def/crs/EPSG/0/3857"
ZOOM_MAX: Final = 16
"""Deepest zoom that is served: a unit of such a tile is 15 cm."""
EXTENT: Final = 4096
"""Units of a tile along each side."""
_GRID_ZOOMS: Final = 25
_TOP_M: Final = math.pi * 6_378_137.0
_PIXELS: Final = 256
_PIXEL_M: Final = 0.00028
_WHOLE: Final = re.compile(r"[0-9]{1,8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile by zoom, column `x` and row `y`."""

    z: int
    x: int
    y: int

    @property
    def across(self) -> int:
        """Tiles of this zoom along each side of the world."""
        return 1 << self.z

    @property
    def box(self) -> BBox:
        """(west, south, east, north) in degrees; tiles at the edge reach to the poles, where nothing else is."""
        west, east = (360 * column / self.across - 180 for column in (self.x, self.x + 1))
        north, south = (_latitude(row, self.across) for row in (self.y, self.y + 1))
        return west, south, east, north


def _latitude(row: int, across: int) -> float:
    """Latitude of the upper edge of `row`."""
    if row in (0, across):
        return 90.0 if row == 0 else -90.0
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / across))))


def read_tile(z: str, x: str, y: str, zoom_min: int = 0) -> Tile:
    """The tile that three texts of an address name. Raises NotFoundError for one that is not in the grid."""
    if not all(map(_WHOLE.fullmatch, (z, x, y))):
        raise NotFoundError("There is no such tile: zoom, row and column are whole numbers.")
    tile = Tile(int(z), int(x), int(y))
    if not zoom_min <= tile.z <= ZOOM_MAX:
        raise NotFoundError(f"There is no zoom {tile.z}: tiles are made for {zoom_min} to {ZOOM_MAX}.")
    if tile.x >= tile.across or tile.y >= tile.across:
        raise NotFoundError(
            f"There is no such tile: rows and columns of zoom {z} are 0 to {tile.across - 1}."
        )
    return tile


def limits(zoom_min: int) -> list[dict[str, Any]]:
    """`tileMatrixSetLimits`: the zooms that are served, each with all its rows and columns."""
    return [
        {"tileMatrix": str(z), "minTileRow": 0, "maxTileRow": last, "minTileCol": 0, "maxTileCol": last}
        for z in range(zoom_min, ZOOM_MAX + 1)
        for last in [(1 << z) - 1]
    ]


def grid_definition(address: str) -> dict[str, Any]:
    """The tile matrix set as its standard writes it (JSON encoding)."""
    return {
        "id": GRID_ID,
        "title": "Google Maps Compatible for the World",
        "uri": GRID_URI,
        "crs": GRID_CRS,
        "orderedAxes": ["X", "Y"],
        "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
        "tileMatrices": [_matrix(z) for z in range(_GRID_ZOOMS)],
        "links": [{"rel": "self", "href": address, "type": "application/json", "title": GRID_ID}],
    }


def _matrix(z: int) -> dict[str, Any]:
    cell_m = 2 * _TOP_M / (_PIXELS << z)
    return {
        "id": str(z),
        "scaleDenominator": cell_m / _PIXEL_M,
        "cellSize": cell_m,
        "cornerOfOrigin": "topLeft",
        "pointOfOrigin": [-_TOP_M, _TOP_M],
        "tileWidth": _PIXELS,
        "tileHeight": _PIXELS,
        "matrixWidth": 1 << z,
        "matrixHeight": 1 << z,
    }
