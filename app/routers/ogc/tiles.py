"""`/ogc/.../tiles/WebMercatorQuad/{z}/{row}/{col}`: vector tiles of a collection, or of several in layers.

A tile that was sent before goes out again without reading its query: what it depends on is the version and the day.
"""

import hashlib
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.catalog.collections import Collection
from app.catalog.filters import Pair
from app.catalog.tiles.cache import Finished
from app.catalog.tiles.grid import GRID_ID, Tile, read_tile
from app.catalog.tiles.layers import zoom_min
from app.catalog.tiles.question import LayerQuestion, chosen_collections, read_layers
from app.clock import today
from app.errors import NotFoundError
from app.geography.lookup import Origin, find_origin
from app.routers.caching import CACHE
from app.routers.compression import chosen_coding, pack
from app.routers.leaving import while_there
from app.routers.ogc.asking import Asked, base_of, collection_of, pairs_of
from app.routers.ogc.tiling import tile_body, tiling_for
from app.routers.reading import reading
from app.settings import Settings

MVT: Final = "application/vnd.mapbox-vector-tile"
_XYZ: Final = (".mvt", ".pbf")
"""With such an ending the column comes first, as web maps and GDAL ask; else the row, as OGC writes it."""
_Layers = tuple[tuple[Collection, ...], list[Pair]]
_Choose = Callable[[Asked], Awaitable[_Layers]]


async def collection_tile(request: Request) -> Response:
    """A tile of one collection."""
    return await _answer(request, _own_collection)


async def dataset_tile(request: Request) -> Response:
    """A tile of several collections, a layer for each."""
    return await _answer(request, _named_collections)


async def _own_collection(found: Asked) -> _Layers:
    return (await collection_of(found),), found.pairs


async def _named_collections(found: Asked) -> _Layers:
    return chosen_collections(found.pairs, await found.collections())


async def _answer(request: Request, choose: _Choose) -> Response:
    version = await reading(request).versions.current()
    era = version, today()
    key = request.scope["path"], request.scope["query_string"]
    tiles = tiling_for(request).tiles
    kept = tiles.get(era, key)
    if kept is None:
        tag = _tag(era, key)
        body = await while_there(request, _body(request, choose, version, tag))
        if body is None:
            return Response(status_code=304, headers=_headers(tag))
        kept = Finished(body, tag)
        tiles.keep(era, key, kept)
    return _sent(request, kept)


def _tag(era: object, key: object) -> str:
    return f'"{hashlib.blake2b(repr((era, key)).encode(), digest_size=12).hexdigest()}"'


async def _body(request: Request, choose: _Choose, version: int, tag: str) -> bytes | None:
    """The tile asked for; None where the caller has it, which is looked at once the question is found right."""
    found = Asked(request, pairs_of(request.scope["query_string"]), False, base_of(request), today())
    collections, pairs = await choose(found)
    tile = _tile(request, collections)
    layers = read_layers(collections, pairs, found.settings)
    if tag in _held(request):
        return None
    origin = await origin_of_layers(found, layers)
    return await tile_body(tiling_for(request), found, layers, tile, version, origin)


def _tile(request: Request, collections: tuple[Collection, ...]) -> Tile:
    place = request.path_params
    if place["grid"] != GRID_ID:
        raise NotFoundError("There is no such tile matrix set.", accepted=(GRID_ID,))
    y, x = place["first"], place["second"]
    if x.endswith(_XYZ):
        x, y = y, x[:-4]
    return read_tile(place["z"], x, y, min(map(zoom_min, collections), default=0))


async def origin_of_layers(found: Asked, layers: tuple[LayerQuestion, ...]) -> Origin | None:
    """Where the shared filter `near` is; looked up by the rules of the search, which are synchronous."""
    near = next((each.question.chosen.near for each in layers if each.question.chosen.near), None)
    if near is None:
        return None

    def look_up() -> Origin:
        with found.request.app.state.database.read() as session:
            return find_origin(session, near)

    return await run_in_threadpool(look_up)


def _held(request: Request) -> list[str]:
    given = request.headers.get("if-none-match")
    return [] if given is None else given.replace("W/", "").replace(" ", "").split(",")


def _headers(tag: str) -> dict[str, str]:
    return {"ETag": tag, "Cache-Control": CACHE, "Vary": "Accept-Encoding"}


def _sent(request: Request, kept: Finished) -> Response:
    """304 where the caller has it, 204 where nothing is there."""
    headers = _headers(kept.tag)
    held = _held(request)
    if held and (kept.tag in held or "*" in held):
        return Response(status_code=304, headers=headers)
    if not kept.body:
        return Response(status_code=204, headers=headers)
    body = kept.body
    settings: Settings = request.app.state.settings
    coding = chosen_coding(request.headers.get("accept-encoding", ""))
    if coding is not None and len(body) >= settings.compress_min_bytes:
        headers["Content-Encoding"] = coding
        body = kept.packed(coding, partial(pack, coding=coding, settings=settings))
    return Response(body, headers=headers, media_type=MVT)
