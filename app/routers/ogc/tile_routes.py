"""Addresses of tiles and of what describes them."""

from collections.abc import Callable, Coroutine
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from app.routers.ogc import tiles, tilesets

_COLLECTION: Final = "/collections/{collection}/tiles"
_PLACE: Final = "{grid}/{z}/{first}/{second}"
Endpoint = Callable[[Request], Coroutine[Any, Any, Response]]


TILES: Final[tuple[tuple[str, Endpoint], ...]] = (
    (f"{_COLLECTION}/{_PLACE}", tiles.collection_tile),
    (f"/tiles/{_PLACE}", tiles.dataset_tile),
)
"""They see to callers that go away themselves: most tiles are sent before that could matter."""
ABOUT_TILES: Final[tuple[tuple[str, Endpoint], ...]] = (
    (_COLLECTION, tilesets.list_collection_tilesets),
    (f"{_COLLECTION}/{{grid}}/tilejson.json", tilesets.get_collection_tilejson),
    (f"{_COLLECTION}/{{grid}}", tilesets.get_collection_tileset),
    ("/tiles", tilesets.list_dataset_tilesets),
    ("/tiles/{grid}/tilejson.json", tilesets.get_dataset_tilejson),
    ("/tiles/{grid}", tilesets.get_dataset_tileset),
    ("/tileMatrixSets", tilesets.list_grids),
    ("/tileMatrixSets/{grid}", tilesets.get_grid),
    ("/styles", tilesets.list_styles),
    ("/styles/stemmap.json", tilesets.get_style),
)
