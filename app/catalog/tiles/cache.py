"""Finished tiles in the memory of a worker: bounded by bytes, and made once however many ask at the same time."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from typing import Final

_OVERHEAD: Final = 600
"""Bytes that keeping a tile costs beside its body: its key, validator and place."""


@dataclass(slots=True)
class Finished:
    """A tile as it is sent, and packed once for all who ask for it so."""

    body: bytes
    tag: str
    _packed: dict[str, bytes] = field(default_factory=dict)

    def packed(self, coding: str, pack: Callable[[bytes], bytes]) -> bytes:
        """Its form in `coding`, made by `pack`. Forms are kept as long as all together they are no larger than it."""
        form = self._packed.get(coding)
        if form is None:
            form = pack(self.body)
            if sum(map(len, self._packed.values())) + len(form) > len(self.body):
                self._packed.clear()
            if len(form) <= len(self.body):
                self._packed[coding] = form
        return form

    @property
    def size(self) -> int:
        """Most bytes that it may take, its packed forms included."""
        return _OVERHEAD + 2 * len(self.body)


class Tiles:
    """Finished tiles of one data version and day, the least used forgotten first."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._kept: OrderedDict[Hashable, tuple[Finished, int]] = OrderedDict()
        self._era: Hashable = None
        self.size = 0
        """Bytes that are taken."""

    def get(self, era: Hashable, key: Hashable) -> Finished | None:
        """The tile of `key`; tiles of another `era` (data version and day) are forgotten."""
        if era != self._era:
            self._kept.clear()
            self._era, self.size = era, 0
        found = self._kept.get(key)
        if found is None:
            return None
        self._kept.move_to_end(key)
        return found[0]

    def keep(self, era: Hashable, key: Hashable, tile: Finished) -> None:
        """Remember `tile`, unless its era is over or it is too large to be worth the others."""
        if era != self._era or tile.size > self._most // 4:
            return
        self._drop(key)
        self._kept[key] = tile, tile.size
        self.size += tile.size
        while self.size > self._most:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: Hashable) -> None:
        _, size = self._kept.pop(key, (None, 0))
        self.size -= size

    def __len__(self) -> int:
        return len(self._kept)


class Once:
    """The same work asked for by several at the same time is done once.

    It goes on while anybody waits for it; when the last one has left, it is given up.
    """

    def __init__(self) -> None:
        self._going: dict[Hashable, tuple[asyncio.Task[bytes], list[int]]] = {}

    async def do(self, key: Hashable, work: Callable[[], Awaitable[bytes]]) -> bytes:
        """The result of `work`, or of the work for the same `key` that is going on."""
        task, waiting = self._going.get(key) or self._start(key, work)
        waiting[0] += 1
        try:
            return await asyncio.shield(task)
        finally:
            waiting[0] -= 1
            if not waiting[0] and not task.done():
                self._going.pop(key, None)
                task.cancel()

    def _start(
        self, key: Hashable, work: Callable[[], Awaitable[bytes]]
    ) -> tuple[asyncio.Task[bytes], list[int]]:
        async def run() -> bytes:
            try:
                return await work()
            finally:
                self._forget(key)

        started = asyncio.get_running_loop().create_task(run()), [0]
        self._going[key] = started
        return started

    def _forget(self, key: Hashable) -> None:
        task = asyncio.current_task()
        if key in self._going and self._going[key][0] is task:
            del self._going[key]
