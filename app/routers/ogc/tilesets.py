"""What tiles there are under /ogc: tile sets and their metadata, TileJSON, tile matrix sets, the style. HTTP only."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from app.catalog.collections import Collection
from app.catalog.collections.extents import Extent
from app.catalog.filters import Pair
from app.catalog.tiles.description import tilejson, tileset
from app.catalog.tiles.grid import GRID_CRS, GRID_ID, GRID_URI, grid_definition
from app.catalog.tiles.question import LayerQuestion, chosen_collections, read_layers
from app.catalog.tiles.style import STYLE_ID, style
from app.catalog.tiles.whereabouts import Point, around, whereabouts
from app.catalog.values import BBox
from app.clock import today
from app.errors import NotFoundError
from app.routers.media_types import JSON
from app.routers.ogc.asking import (
    Asked,
    base_of,
    collection_of,
    conditional,
    document,
    link,
    pairs_of,
    without_parameters,
)
from app.routers.ogc.tiles import MVT, origin_of_layers

TILESETS_REL: Final = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"
SCHEME_REL: Final = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"
SCHEMES_REL: Final = "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes"
STYLE: Final = "application/vnd.mapbox.style+json"
_TITLE: Final = "STEM asset map"
_ABOUT: Final = "Assets, states and counties, a layer for each; others by `collections`."
_SPEC: Final = "http://www.opengis.net/spec"
CONFORMANCE: Final = (
    *(
        f"{_SPEC}/ogcapi-tiles-1/1.0/conf/{name}"
        for name in (
            "core", "tileset", "tilesets-list", "dataset-tilesets", "geodata-tilesets", "collections-selection",
            "datetime", "mvt", "oas30",
        )
    ),
    *(
        f"{_SPEC}/tms/2.0/conf/{name}"
        for name in ("tilematrixset", "json-tilematrixset", "tilesetmetadata", "json-tilesetmetadata")
    ),
)  # fmt: skip
"""Only what holds; each class has its tests."""


async def list_collection_tilesets(request: Request) -> Response:
    """The tile sets of a collection."""
    found = without_parameters(request)
    collection = await collection_of(found)
    return await conditional(found, partial(_list, found, collection.title), by_day=False)


async def list_dataset_tilesets(request: Request) -> Response:
    """The tile sets of all data."""
    found = without_parameters(request)
    return await conditional(found, partial(_list, found, _TITLE), by_day=False)


async def _list(found: Asked, title: str, _: int) -> Response:
    links = [
        link("self", f"{found.here}/{GRID_ID}", JSON, "Tile set"),
        link(SCHEME_REL, f"{found.root}/tileMatrixSets/{GRID_ID}", JSON, GRID_ID),
    ]
    about = {
        "title": title, "dataType": "vector", "crs": GRID_CRS, "tileMatrixSetURI": GRID_URI, "links": links,
    }  # fmt: skip
    return document({"links": [link("self", found.here, JSON, "This document")], "tilesets": [about]})


async def get_collection_tileset(request: Request) -> Response:
    """The tile set of a collection, for programs."""
    found = _of_grid(without_parameters(request))
    collection = await collection_of(found)
    about = partial(_tileset, found, collection.title, collection.description, (collection,))
    return await conditional(found, about)


async def get_dataset_tileset(request: Request) -> Response:
    """The tile set of all data, for programs."""
    found = _of_grid(without_parameters(request))
    collections, _ = chosen_collections((), await found.collections())
    return await conditional(found, partial(_tileset, found, _TITLE, _ABOUT, collections))


async def _tileset(
    found: Asked, title: str, about: str, collections: Sequence[Collection], _: int
) -> Response:
    template = f"{found.here}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}?f=mvt"
    links: list[dict[str, Any]] = [
        link("self", found.here, JSON, "This document"),
        {**link("item", template, MVT, "Tiles"), "templated": True},
        link(SCHEME_REL, f"{found.root}/tileMatrixSets/{GRID_ID}", JSON, GRID_ID),
        link("describedby", f"{found.here}/tilejson.json", JSON, "TileJSON 3.0"),
    ]
    return document(tileset(title, about, collections, await _box(found, collections), links))


async def get_collection_tilejson(request: Request) -> Response:
    """The TileJSON of a collection; what narrows it narrows its tiles."""
    found = _of_grid(_without_form(request))
    collection = await collection_of(found)
    layers = read_layers((collection,), found.pairs, found.settings)
    about = partial(_tilejson, found, collection.title, collection.description, layers)
    return await conditional(found, about)


async def get_dataset_tilejson(request: Request) -> Response:
    """The TileJSON of all data, or of the collections that are named."""
    found = _of_grid(_without_form(request))
    collections, rest = chosen_collections(found.pairs, await found.collections())
    layers = read_layers(collections, rest, found.settings)
    return await conditional(found, partial(_tilejson, found, _TITLE, _ABOUT, layers))


async def _tilejson(
    found: Asked, title: str, about: str, layers: Sequence[LayerQuestion], _: int
) -> Response:
    collections = [each.collection for each in layers]
    folder = found.here.removesuffix("/tilejson.json")
    template = f"{folder}/{{z}}/{{x}}/{{y}}.mvt{_query(found.pairs)}"
    box, middle = await _place(found, layers)
    return document(tilejson(title, about, collections, box, template, middle))


async def _place(found: Asked, layers: Sequence[LayerQuestion]) -> tuple[BBox | None, Point | None]:
    """The box around what is asked for and a point amid most of it; of all data where nothing narrows them."""
    narrowed = tuple(each for each in layers if not each.everything)
    if narrowed:
        origin = await origin_of_layers(found, narrowed)
        places = [await whereabouts(found.reading.reader, each, found.day, origin) for each in narrowed]
        some = [each for each in places if each is not None]
        if some:
            return around([each.box for each in some]), some[0].middle
    extents = await found.extents_of_all()
    return await _box(found, [each.collection for each in layers]), extents["assets"].middle


def _query(pairs: list[Pair]) -> str:
    return f"?{urlencode(pairs)}" if pairs else ""


def _without_form(request: Request) -> Asked:
    """It comes in one form only, and its parameters are those of its tiles."""
    return Asked(request, pairs_of(request.scope["query_string"]), False, base_of(request), today())


def _of_grid(found: Asked) -> Asked:
    if found.request.path_params["grid"] != GRID_ID:
        raise NotFoundError("There is no such tile matrix set.", accepted=(GRID_ID,))
    return found


async def _box(found: Asked, collections: Sequence[Collection]) -> BBox | None:
    """The box around the data of all `collections`, in degrees."""
    extents = await found.extents_of_all()
    boxes = [box for each in collections if (box := extents.get(each.id, Extent()).box) is not None]
    return around(boxes) if boxes else None


async def list_grids(request: Request) -> Response:
    """The tile matrix sets: one."""
    found = without_parameters(request)
    return await conditional(found, partial(_grids, found), by_day=False)


async def _grids(found: Asked, _: int) -> Response:
    links = [link("self", f"{found.here}/{GRID_ID}", JSON, GRID_ID)]
    return document({"tileMatrixSets": [{"id": GRID_ID, "uri": GRID_URI, "crs": GRID_CRS, "links": links}]})


async def get_grid(request: Request) -> Response:
    """The definition of the grid."""
    found = _of_grid(without_parameters(request))
    return await conditional(found, partial(_grid, found), by_day=False)


async def _grid(found: Asked, _: int) -> Response:
    return document(grid_definition(found.here))


async def list_styles(request: Request) -> Response:
    """The styles: one."""
    found = without_parameters(request)
    return await conditional(found, partial(_styles, found), by_day=False)


async def _styles(found: Asked, _: int) -> Response:
    links = [link("stylesheet", f"{found.here}/{STYLE_ID}.json", STYLE, "MapLibre style")]
    return document({"default": STYLE_ID, "styles": [{"id": STYLE_ID, "title": _TITLE, "links": links}]})


async def get_style(request: Request) -> Response:
    """The style of the tiles of all data."""
    found = without_parameters(request)
    return await conditional(found, partial(_style, found), by_day=False)


async def _style(found: Asked, _: int) -> Response:
    return document(style(f"{found.root}/tiles/{GRID_ID}/tilejson.json"), STYLE)
