"""Tiles made or found: memory first, then overviews and disk, then the statement. One of each a worker."""

import asyncio
import time
from dataclasses import dataclass
from functools import partial
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request

from app.catalog.fragments import Fragment
from app.catalog.tiles.cache import Once, Tiles
from app.catalog.tiles.grid import Tile
from app.catalog.tiles.layers import OVERVIEW_BELOW, layer_statement, zoom_min
from app.catalog.tiles.overviews import Keeper, read_overview
from app.catalog.tiles.question import LayerQuestion
from app.catalog.tiles.shelf import Shelf, Stamps
from app.geography.lookup import Origin
from app.routers.ogc.asking import Asked
from app.routers.reading import Reading
from app.settings import Settings

_WORTH_S: Final = 0.02
"""What took longer than this to make is kept on disk as well: reading it there costs less than making it."""


@dataclass(frozen=True)
class Tiling:
    """What a worker makes tiles with."""

    once: Once
    tiles: Tiles
    shelf: Shelf
    stamps: Stamps
    keeper: Keeper
    settings: Settings


def tiling_of(app: Starlette) -> Tiling:
    """The tile making of `app`; made when it is first asked for."""
    if getattr(app.state, "tiling", None) is None:
        settings = app.state.database.settings
        keeper = Keeper(app.state.database, settings)
        app.state.tiling = Tiling(
            Once(), Tiles(settings.tile_memory_bytes), Shelf(settings), Stamps(), keeper, settings
        )
    tiling: Tiling = app.state.tiling
    return tiling


def tiling_for(request: Request) -> Tiling:
    """The tile making of the service that answers `request`."""
    return tiling_of(request.app)


async def tile_body(
    tiling: Tiling,
    found: Asked,
    layers: tuple[LayerQuestion, ...],
    tile: Tile,
    version: int,
    origin: Origin | None,
) -> bytes:
    """The tile: its layers one after the other, as the format allows. Layers of deeper zooms are left out."""
    shown = [each for each in layers if tile.z >= zoom_min(each.collection)]
    bodies = [await _layer(tiling, found, each, tile, version, origin) for each in shown]
    return b"".join(bodies)


async def _layer(
    tiling: Tiling, found: Asked, layer: LayerQuestion, tile: Tile, version: int, origin: Origin | None
) -> bytes:
    side = found.reading
    if layer.everything and layer.collection.of_assets and tile.z < OVERVIEW_BELOW:
        kept = await read_overview(side.reader, version, found.day, layer.collection.id, tile)
        if kept is not None:
            return kept
        tiling.keeper.wake()
    where = layer.question.rows(found.day, origin).where
    statement = layer_statement(layer.collection, where, tile, tiling.settings.tile_points_max)
    return await tiling.once.do(
        (version, statement.sql, repr(statement.values)), partial(_made, tiling, side, statement, version)
    )


async def _made(tiling: Tiling, side: Reading, statement: Fragment, version: int) -> bytes:
    """From disk where it is there; what took long is put there."""
    stamp = await tiling.stamps.of(side.reader, version)
    key = None if stamp is None else (stamp, statement.sql, sorted(statement.values.items()))
    if key is not None and (kept := tiling.shelf.get(key)) is not None:
        return kept
    started = time.perf_counter()
    body = await side.reader.octets(statement.sql, statement.values) or b""
    if key is not None and time.perf_counter() - started > _WORTH_S:
        await asyncio.get_running_loop().run_in_executor(None, tiling.shelf.keep, key, body)
    return body
