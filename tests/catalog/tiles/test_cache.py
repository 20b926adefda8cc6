"""Tiles in memory and on disk are bounded; the same work is done once for all who ask."""

import asyncio
from functools import partial
from pathlib import Path

import pytest

from app.catalog.tiles.cache import Finished, Once, Tiles
from app.catalog.tiles.shelf import Shelf
from app.settings import Settings


def test_memory_is_bounded_and_the_least_used_go_first() -> None:
    tiles = Tiles(20_000)
    assert tiles.get("today", "any") is None
    for key in range(4):
        tiles.keep("today", key, Finished(bytes(2000), "tag"))
    assert tiles.get("today", 0) is not None
    for key in range(4, 7):
        tiles.keep("today", key, Finished(bytes(2000), "tag"))
    assert tiles.size <= 20_000
    assert [key for key in range(7) if tiles.get("today", key)] == [0, 4, 5, 6]


def test_a_new_version_forgets_and_an_old_one_is_not_kept() -> None:
    tiles = Tiles(10_000)
    tiles.get(1, "a")
    tiles.keep(1, "a", Finished(b"old", "tag"))
    assert tiles.get(2, "a") is None
    assert len(tiles) == tiles.size == 0
    tiles.keep(1, "a", Finished(b"late", "tag"))
    assert tiles.get(2, "a") is None


def test_a_tile_that_would_push_out_the_others_is_not_kept() -> None:
    tiles = Tiles(10_000)
    tiles.get(1, "a")
    tiles.keep(1, "a", Finished(bytes(2000), "tag"))
    assert len(tiles) == 0


def test_keeping_a_tile_twice_counts_it_once() -> None:
    tiles = Tiles(100_000)
    tiles.get(1, "a")
    tiles.keep(1, "a", Finished(bytes(100), "tag"))
    size = tiles.size
    tiles.keep(1, "a", Finished(bytes(100), "tag"))
    assert tiles.size == size


def test_a_tile_is_packed_once_in_each_coding() -> None:
    made: list[int] = []

    def pack(body: bytes, size: int) -> bytes:
        made.append(size)
        return body[:size]

    tile = Finished(bytes(1000), "tag")
    for coding, size in (("a", 400), ("b", 500), ("a", 400), ("b", 500)):
        assert len(tile.packed(coding, partial(pack, size=size))) == size
    assert made == [400, 500]


def test_packed_forms_take_no_more_than_the_tile() -> None:
    tile = Finished(bytes(1000), "tag")
    for coding, size in (("a", 600), ("b", 600), ("a", 700), ("larger", 1001)):
        assert len(tile.packed(coding, lambda _, size=size: bytes(size))) == size
        assert sum(map(len, tile._packed.values())) <= 1000


def test_work_for_many_is_done_once() -> None:
    made = 0

    async def work() -> bytes:
        nonlocal made
        made += 1
        await asyncio.sleep(0.01)
        return b"tile"

    async def ask() -> list[bytes]:
        once = Once()
        first = await asyncio.gather(*(once.do("a", work) for _ in range(10)))
        return [*first, await once.do("a", work)]

    assert asyncio.run(ask()) == [b"tile"] * 11
    assert made == 2


def test_who_leaves_does_not_take_the_work_from_the_others() -> None:
    async def ask() -> tuple[bytes, bool]:
        once, given_up = Once(), asyncio.Event()

        async def work() -> bytes:
            try:
                await asyncio.sleep(0.05)
            except asyncio.CancelledError:
                given_up.set()
                raise
            return b"tile"

        leaver, stayer = (asyncio.create_task(once.do("a", work)) for _ in range(2))
        await asyncio.sleep(0.01)
        leaver.cancel()
        kept = await stayer
        alone = asyncio.create_task(once.do("a", work))
        await asyncio.sleep(0.01)
        alone.cancel()
        await asyncio.wait_for(given_up.wait(), 1)
        return kept, given_up.is_set()

    assert asyncio.run(ask()) == (b"tile", True)


def test_a_failure_reaches_all_and_is_not_kept() -> None:
    async def fail() -> bytes:
        raise ValueError("no")

    async def work() -> bytes:
        return b"tile"

    async def ask() -> bytes:
        once = Once()
        failed = await asyncio.gather(*(once.do("a", fail) for _ in range(3)), return_exceptions=True)
        assert [type(each) for each in failed] == [ValueError] * 3
        return await once.do("a", work)

    assert asyncio.run(ask()) == b"tile"


@pytest.fixture
def small(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, tile_disk_bytes=2**16, workers=2)


def on_disk(settings: Settings) -> int:
    return sum(path.stat().st_size for path in (settings.home / "tiles").iterdir())


def test_the_shelf_is_bounded_whoever_writes(small: Settings) -> None:
    shelves = [Shelf(small), Shelf(small)]
    for number in range(100):
        shelves[number % 2].keep(("key", number), bytes(3000))
        assert on_disk(small) <= 2**16
    assert on_disk(small) > 2**15
    assert shelves[0].get(("key", 99)) == bytes(3000)
    assert shelves[0].get(("key", 0)) is None


def test_the_shelf_is_shared_and_outlives_its_worker(small: Settings) -> None:
    Shelf(small).keep(("v1", "tile"), b"body")
    assert Shelf(small).get(("v1", "tile")) == b"body"
    assert Shelf(small).get(("v2", "tile")) is None


def test_a_disk_that_refuses_is_no_error(small: Settings) -> None:
    (small.home / "tiles").write_text("in the way")
    Shelf(small).keep("key", b"body")
    assert Shelf(small).get("key") is None


def test_what_is_too_large_for_the_shelf_stays_out(small: Settings) -> None:
    Shelf(small).keep("key", bytes(2**15))
    assert Shelf(small).get("key") is None
