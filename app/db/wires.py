"""The connections of one worker's reader: lent one by one, the last returned first, made when they are needed."""

import asyncio
from collections import deque
from collections.abc import Mapping
from typing import Any

from app.db.wire import Wire
from app.errors import BusyError


class Wires:
    """At most `most` connections. Who has to wait longer than `timeout_s` for one gets a BusyError."""

    def __init__(self, conninfo: str, options: Mapping[str, Any], most: int, timeout_s: float) -> None:
        self._conninfo, self._options = conninfo, options
        self._most, self._timeout_s = most, timeout_s
        self._idle: list[Wire] = []
        self._waiting: deque[asyncio.Future[Wire | None]] = deque()
        self._count = 0
        self._closed = False

    async def lend(self) -> Wire:
        """A connection, which must be given back. Raises BusyError, and psycopg's errors where none can be made."""
        while self._idle:
            wire = self._idle.pop()
            if not wire.broken:
                return wire
            await self._drop(wire)
        if self._count < self._most:
            self._count += 1
            return await self._make()
        return await self._handed() or await self._make()

    async def give_back(self, wire: Wire) -> None:
        """Take `wire` back: to who waits longest, else to the others."""
        if wire.broken or self._closed:
            await self._drop(wire)
        elif not self._hand(wire):
            self._idle.append(wire)

    async def close(self) -> None:
        """End those that nobody has; others end when they are given back."""
        self._closed = True
        while self._idle:
            await self._drop(self._idle.pop())

    async def _make(self) -> Wire:
        """A new one, whose place is counted already."""
        try:
            return await Wire.connect(self._conninfo, self._options)
        except BaseException:
            self._free_place()
            raise

    async def _drop(self, wire: Wire) -> None:
        self._free_place()
        await wire.close()

    def _free_place(self) -> None:
        """There is room for a new connection: who waits longest may make it."""
        if not self._hand(None):
            self._count -= 1

    def _hand(self, wire: Wire | None) -> bool:
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(wire)
                return True
        return False

    async def _handed(self) -> Wire | None:
        """What is given back next; None where one may be made instead."""
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[Wire | None] = loop.create_future()
        self._waiting.append(waiter)
        timer = loop.call_later(self._timeout_s, _refuse, waiter)
        try:
            return await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled() and waiter.exception() is None:
                await self._pass_on(waiter.result())
            raise
        finally:
            timer.cancel()

    async def _pass_on(self, handed: Wire | None) -> None:
        if handed is None:
            self._free_place()
        else:
            await self.give_back(handed)


def _refuse(waiter: asyncio.Future[Wire | None]) -> None:
    if not waiter.done():
        waiter.set_exception(BusyError())
