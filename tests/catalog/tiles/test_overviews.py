"""Overviews are the clusters that are made on request, of one version and day, complete or not there."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from threading import Thread
from typing import Any

from sqlalchemy import text

from app.catalog.collections import COLLECTIONS
from app.catalog.conditions import fragments_of
from app.catalog.filters import AssetFilter
from app.catalog.fragments import Fragment, all_of, as_statement
from app.catalog.tiles.grid import Tile
from app.catalog.tiles.layers import OVERVIEW_BELOW, layer_statement
from app.catalog.tiles.overviews import Keeper, make_overviews, read_overview
from app.clock import today
from app.db.engine import Database
from app.db.reader import Reader
from tests.catalog.conftest import TODAY
from tests.catalog.tiles.conftest import decoded

TILES = [Tile(0, 0, 0), Tile(3, 1, 3), Tile(5, 6, 12), Tile(6, 13, 25), Tile(6, 0, 0)]


def version_of(database: Database) -> int:
    with database.read() as session:
        return int(session.scalar(text("SELECT version FROM data_version")) or 0)


def kept(
    database: Database, tile: Tile, day: date = TODAY, version: int | None = None, layer: str = "assets"
) -> bytes | None:
    reader = Reader(database.engine.url.render_as_string(hide_password=False), database.settings)
    return asyncio.run(read_overview(reader, version or version_of(database), day, layer, tile))


def made(database: Database, layer: str, tile: Tile) -> bytes:
    own = COLLECTIONS[layer]
    where = all_of([*fragments_of(AssetFilter(), today=TODAY), Fragment(own.condition)])
    with database.read() as session:
        body = session.execute(as_statement(layer_statement(own, where, tile, 10))).scalar_one()
    return bytes(body or b"")


def shape(body: bytes, layer: str) -> list[Any]:
    return sorted(
        [*each["geometry"]["coordinates"], *sorted(each["properties"].items())]
        for each in decoded(body, layer)
    )


def rename(database: Database) -> None:
    with database.write("test") as session:
        session.execute(
            text("UPDATE asset SET name = name || '!' WHERE id = (SELECT min(id::text)::uuid FROM asset)")
        )


def test_they_are_the_clusters_made_on_request(own_database: Database) -> None:
    assert make_overviews(own_database, TODAY)
    for layer in ("assets", "institutions", "programs", "opportunities"):
        for tile in TILES:
            body = kept(own_database, tile, layer=layer)
            assert body is not None
            assert shape(body, layer) == shape(made(own_database, layer, tile), layer)
        assert kept(own_database, TILES[0], layer=layer)


def test_they_are_complete_at_every_zoom(own_database: Database) -> None:
    make_overviews(own_database, TODAY)
    where = all_of([*fragments_of(AssetFilter(), today=TODAY), Fragment("asset.geom IS NOT NULL")])
    with own_database.read() as session:
        known = session.scalar(
            as_statement(Fragment(f"SELECT count(*) FROM asset WHERE {where.sql}", where.values))
        )
        rows = session.execute(text("SELECT z, body FROM overview_tile WHERE layer = 'assets'")).all()
    counts = dict.fromkeys(range(OVERVIEW_BELOW), 0)
    for zoom, body in rows:
        counts[zoom] += sum(each["properties"]["count"] for each in decoded(bytes(body), "assets"))
    assert set(counts.values()) == {known}
    assert known


def test_they_hold_for_their_version_and_day_only(own_database: Database) -> None:
    assert kept(own_database, TILES[0]) is None
    assert make_overviews(own_database, TODAY)
    assert not make_overviews(own_database, TODAY)
    assert kept(own_database, TILES[0], day=TODAY + timedelta(days=1)) is None
    rename(own_database)
    assert kept(own_database, TILES[0]) is None
    assert make_overviews(own_database, TODAY)
    assert kept(own_database, TILES[0])
    with own_database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM overview")) == 1
        assert session.scalar(text("SELECT count(DISTINCT version) FROM overview_tile")) == 1


def test_only_one_makes_them_and_readers_keep_the_old(own_database: Database) -> None:
    make_overviews(own_database, TODAY)
    version = version_of(own_database)
    with own_database.engine.connect() as other, other.begin():
        other.execute(text("SELECT pg_advisory_xact_lock(hashtext('stemmap overview tiles'))"))
        other.execute(text("DELETE FROM overview_tile"))
        assert not make_overviews(own_database, TODAY + timedelta(days=1))
        assert kept(own_database, TILES[0], version=version)


@contextmanager
def keeping(database: Database, every_s: float) -> Iterator[Keeper]:
    keeper = Keeper(database, database.settings.model_copy(update={"overview_every_s": every_s}))
    thread = Thread(target=keeper.keep)
    thread.start()
    yield keeper
    keeper.stop()
    thread.join(10)
    assert not thread.is_alive()


def is_kept(database: Database, wait_s: float) -> bool:
    until = time.monotonic() + wait_s
    while time.monotonic() < until:
        if kept(database, TILES[0], day=today()) is not None:
            return True
        time.sleep(0.05)
    return False


def test_the_keeper_makes_them_when_they_are_missed_but_not_too_often(own_database: Database) -> None:
    with keeping(own_database, every_s=600) as keeper:
        assert not is_kept(own_database, 0.1)
        keeper.wake()
        assert is_kept(own_database, 20)
        rename(own_database)
        keeper.wake()
        assert not is_kept(own_database, 0.3)
    with keeping(own_database, every_s=0) as keeper:
        for _ in range(2):
            rename(own_database)
            keeper.wake()
            assert is_kept(own_database, 20)
