"""One connection as the reader uses it: prepared statements straight through libpq, one after the other.

The socket is watched once for the whole life of the connection, and a statement that is known costs one message each
way. psycopg opens the connection, cancels what runs on it and turns values into bytes; its cursors, which watch the
socket anew for each wait and look each statement over again, would cost more than most of our statements.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, Final

import psycopg
from psycopg import AsyncConnection
from psycopg.adapt import Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, Format
from psycopg.pq.abc import PGresult

from app.db.statements import Bound, bound

PREPARED_MOST: Final = 200
"""Statements a connection keeps prepared; the least used is given up first."""
CANCEL_S: Final = 2.0
"""How long to wait for the end of a statement that is cancelled; after that its connection is given up."""
_OVER: Final = ("57P01", "57P02", "57P03", "0A000", "26000")
"""The server ends, or what was prepared holds no longer: another connection is needed (SQLSTATE)."""


class Wire:
    """A connection in autocommit. Made by `connect`; one statement at a time."""

    def __init__(self, connection: AsyncConnection[Any]) -> None:
        self._connection, self._pgconn = connection, connection.pgconn
        self._transformer = Transformer(connection)
        self._prepared: OrderedDict[tuple[bytes, tuple[int, ...]], bytes] = OrderedDict()
        self._made = 0
        self._loop = asyncio.get_running_loop()
        self._socket = self._pgconn.socket
        self._waiter: asyncio.Future[None] | None = None
        self.broken = False
        """No statement can be asked any more."""
        self._loop.add_reader(self._socket, self._on_bytes)

    @classmethod
    async def connect(cls, conninfo: str, options: Mapping[str, Any]) -> "Wire":
        """A new connection. Raises psycopg.OperationalError."""
        return cls(await AsyncConnection.connect(conninfo, **options))

    async def ask(self, sql: str, values: Mapping[str, Any], *, binary: bool = False) -> PGresult:
        """The result of one statement. Raises psycopg's errors; cancelled, it is cancelled in the database too."""
        statement = bound(sql, values, self._transformer)
        try:
            name = await self._prepare(statement)
            form = Format.BINARY if binary else Format.TEXT
            self._pgconn.send_query_prepared(name, statement.parameters, statement.formats, form)
            return await self._result()
        except asyncio.CancelledError:
            await self._give_up()
            raise
        except psycopg.Error as failure:
            self.broken |= self._pgconn.status == ConnStatus.BAD or failure.sqlstate in _OVER
            raise

    def rows(self, result: PGresult) -> list[tuple[Any, ...]]:
        """The rows of `result` as Python values."""
        self._transformer.set_pgresult(result)
        return self._transformer.load_rows(0, result.ntuples, tuple)

    async def close(self) -> None:
        """End the connection."""
        self._leave()
        await self._connection.close()

    async def _prepare(self, statement: Bound) -> bytes:
        key = (statement.text, statement.types)
        name = self._prepared.get(key)
        if name is not None:
            self._prepared.move_to_end(key)
            return name
        if len(self._prepared) >= PREPARED_MOST:
            _, oldest = self._prepared.popitem(last=False)
            self._pgconn.send_query(b"DEALLOCATE " + oldest)
            await self._result()
        self._made += 1
        name = b"reader_%d" % self._made
        self._pgconn.send_prepare(name, statement.text, statement.types)
        await self._result()
        self._prepared[key] = name
        return name

    async def _result(self) -> PGresult:
        """The last result of what was sent; all of it is read. Raises the error it is."""
        pgconn = self._pgconn
        while pgconn.flush():
            await self._room()
        last: PGresult | None = None
        while True:
            if pgconn.is_busy():
                await self._all_of_it()
            result = pgconn.get_result()
            if result is None:
                break
            last = result
        if last is None or last.status == ExecStatus.FATAL_ERROR:
            raise error_from_result(last) if last else psycopg.OperationalError("no result")
        return last

    async def _all_of_it(self) -> None:
        """Until a result is there as a whole."""
        if self.broken:
            raise psycopg.OperationalError("the connection is lost")
        self._waiter = self._loop.create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    async def _room(self) -> None:
        """Until the socket takes more."""
        room = self._loop.create_future()
        self._loop.add_writer(self._socket, _settle, room)
        try:
            await room
        finally:
            self._loop.remove_writer(self._socket)

    def _on_bytes(self) -> None:
        """The server sent something: a part of a result, or word that it ends."""
        waiter = self._waiter
        try:
            self._pgconn.consume_input()
            if waiter is not None and not waiter.done() and not self._pgconn.is_busy():
                waiter.set_result(None)
        except psycopg.Error as failure:
            self._leave()
            if waiter is not None and not waiter.done():
                waiter.set_exception(failure)

    async def _give_up(self) -> None:
        """End what runs, so that the connection can be used again; else it cannot."""
        try:
            async with asyncio.timeout(CANCEL_S):
                await self._connection.cancel_safe(timeout=CANCEL_S)
                await self._result()
        except psycopg.errors.QueryCanceled:
            pass
        except (psycopg.Error, TimeoutError, asyncio.CancelledError):
            self.broken = True

    def _leave(self) -> None:
        """Stop watching the socket, which may be another's soon."""
        if not self._socket < 0:
            self._loop.remove_reader(self._socket)
            self._socket = -1
        self.broken = True


def _settle(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
