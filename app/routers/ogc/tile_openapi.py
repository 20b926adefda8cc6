"""Tiles in the OpenAPI document of /ogc. The ends of operation ids are those of OGC API – Tiles (table 13). Pure."""

from collections.abc import Iterable
from typing import Any, Final

from app.catalog.collections import Collection
from app.catalog.collections.schemas import value_schema
from app.catalog.cql2 import LANGUAGES
from app.catalog.filters import FILTER_NAMES
from app.catalog.parameters import openapi_parameters
from app.catalog.tiles.grid import GRID_ID, ZOOM_MAX
from app.catalog.tiles.layers import zoom_min
from app.routers.media_types import JSON

Document = dict[str, Any]
_TEXT: Final = {"type": "string"}
_MVT: Final = "application/vnd.mapbox-vector-tile"
_PLACE: Final = "{tileMatrix}/{tileRow}/{tileCol}"


def tile_paths(collections: Iterable[Collection]) -> Document:
    """Every path of tiles, and of what describes them."""
    grids = "/tileMatrixSets"
    paths = {
        grids: _get("getTileMatrixSetsList", "Tile matrix sets", JSON),
        f"{grids}/{GRID_ID}": _get("WebMercatorQuad.getTileMatrixSet", "The grid of tiles", JSON),
        "/styles": _get("styles", "Styles of maps of the tiles", JSON),
        "/styles/stemmap.json": _get(
            "style", "A style for MapLibre and its kin", "application/vnd.mapbox.style+json"
        ),
    }
    named = _parameter("collections", "Collections, a layer for each.", {"type": "array", "items": _TEXT})
    paths |= _tiles("/tiles", "dataset.vector", "all data", 0, [named, *_narrowing()], [named])
    for each in collections:
        own = [*_narrowing(), *_own(each)]
        here, name = f"/collections/{each.id}/tiles", f"{each.id.replace('-', '_')}.collection.vector"
        paths |= _tiles(here, name, each.title, zoom_min(each), own, own)
    return paths


def _tiles(
    here: str, name: str, title: str, first: int, narrowing: list[Document], described: list[Document]
) -> Document:
    tile = _get(f"{name}.getTile", f"A tile of {title}", _MVT, *_place(first), *narrowing, _FORM)
    tile["get"]["responses"]["204"] = {"description": "There is nothing in this tile."}
    set_ = f"{here}/{GRID_ID}"
    return {
        here: _get(f"{name}.getTileSetsList", f"Tile sets of {title}", JSON),
        set_: _get(f"{name}.getTileSet", f"The tile set of {title}", JSON),
        f"{set_}/tilejson.json": _get(f"{name}.getTileJson", f"TileJSON of {title}", JSON, *described),
        f"{set_}/{_PLACE}": tile,
    }


def _get(operation: str, summary: str, media_type: str, *parameters: Document) -> Document:
    schema = {"type": "string", "format": "binary"} if media_type == _MVT else {"type": "object"}
    return {
        "get": {
            "operationId": operation,
            "summary": summary,
            "tags": ["tiles"],
            "parameters": list(parameters),
            "responses": {
                "200": {"description": summary, "content": {media_type: {"schema": schema}}},
                "304": {"description": "The caller has this answer."},
                "400": {"$ref": "#/components/responses/BadRequest"},
                "404": {"$ref": "#/components/responses/NotFound"},
                "503": {"$ref": "#/components/responses/TooMuchWork"},
            },
        }
    }


def _place(first: int) -> list[Document]:
    zooms = {"type": "integer", "minimum": first, "maximum": ZOOM_MAX}
    lines = {"type": "integer", "minimum": 0, "maximum": (1 << ZOOM_MAX) - 1}
    return [
        {"name": name, "in": "path", "required": True, "schema": schema}
        for name, schema in (("tileMatrix", zooms), ("tileRow", lines), ("tileCol", lines))
    ]


def _parameter(name: str, description: str, schema: Document) -> Document:
    return {"name": name, "in": "query", "description": description, "schema": schema, "explode": False}


def _narrowing() -> list[Document]:
    return [
        _parameter("datetime", "Instant or interval that the time of features meets.", _TEXT),
        _parameter("filter", "CQL2 expression.", _TEXT),
        _parameter("filter-lang", "Language of `filter`.", {"type": "string", "enum": list(LANGUAGES)}),
    ]


def _own(collection: Collection) -> list[Document]:
    """The shared filters of assets, and queryables that equal a value."""
    taken = set(FILTER_NAMES) if collection.of_assets else set()
    shared = openapi_parameters() if collection.of_assets else []
    equal = [
        _parameter(name, f"{each.title} equals this.", value_schema(collection, each))
        for name, each in collection.comparable.items()
        if name not in taken
    ]
    return [*shared, *equal]


_FORM: Final = _parameter("f", "Form of the tile.", {"type": "string", "enum": ["mvt"]})
