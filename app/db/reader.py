"""Reading without a session: one statement, bytes as PostgreSQL made them, for answers that are sent as they come.

Connections are read-only, in autocommit (one statement is one snapshot), and belong to one worker's event loop. Each
statement is prepared on first use. When a caller goes away, what runs for him is cancelled in the database too.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

import psycopg
from psycopg import AsyncConnection, AsyncCursor
from psycopg_pool import AsyncConnectionPool, PoolTimeout
from sqlalchemy import make_url

from app.db.engine import SESSION_OPTIONS
from app.errors import BusyError
from app.settings import Settings

Cell = bytes | None
_TRIES: Final = 2
"""A connection may have died since it was last used (a restarted database): reading again is safe."""


class Reader:
    """Read-only connections of one worker. Use as an async context; outside of it each question connects anew."""

    def __init__(self, url: str, settings: Settings) -> None:
        self._conninfo = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._settings = settings
        self._pool: AsyncConnectionPool[AsyncConnection[Any]] | None = None

    async def open(self) -> None:
        """Keep connections from now on."""
        self._pool = AsyncConnectionPool(
            self._conninfo,
            kwargs=self._options(),
            min_size=1,
            max_size=self._settings.reader_pool_size,
            timeout=self._settings.pool_timeout_s,
            max_idle=300,
            open=False,
            name="reader",
        )
        await self._pool.open()

    async def close(self) -> None:
        """Give the connections up."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.close()

    async def cells(self, sql: str, values: Mapping[str, Any]) -> list[list[Cell]]:
        """The rows of one statement, each cell as the bytes of its text (None for NULL).

        Raises BusyError when no connection gets free in time, and psycopg's errors.
        """
        async with self.answer(sql, values) as cursor:
            result = cursor.pgresult
            if result is None:
                return []
            columns = range(result.nfields)
            return [[result.get_value(row, column) for column in columns] for row in range(result.ntuples)]

    async def rows(self, sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """The rows of one statement, as Python values."""
        async with self.answer(sql, values) as cursor:
            return await cursor.fetchall()

    async def octets(self, sql: str, values: Mapping[str, Any]) -> bytes | None:
        """The only cell of a statement that gives one `bytea`: as it is, not as text. None where there is no row."""
        async with self.answer(sql, values, binary=True) as cursor:
            result = cursor.pgresult
            return result.get_value(0, 0) or b"" if result is not None and result.ntuples else None

    @asynccontextmanager
    async def answer(
        self, sql: str, values: Mapping[str, Any], *, binary: bool = False
    ) -> AsyncIterator[AsyncCursor[tuple[Any, ...]]]:
        """The cursor after one statement, its connection ours while the block runs."""
        for left in reversed(range(_TRIES)):
            async with self._connection() as connection:
                try:
                    cursor = await connection.execute(sql, values, prepare=True, binary=binary)
                except psycopg.OperationalError:
                    if connection.broken and left:
                        continue
                    raise
                yield cursor
                return

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[AsyncConnection[Any]]:
        if self._pool is None:
            async with await AsyncConnection.connect(self._conninfo, **self._options()) as connection:
                yield connection
            return
        try:
            borrowed = await self._pool.getconn()
        except PoolTimeout:
            raise BusyError from None
        try:
            yield borrowed
        finally:
            await self._pool.putconn(borrowed)

    def _options(self) -> dict[str, Any]:
        timeout_ms = int(1000 * self._settings.read_timeout_s)
        return {
            "autocommit": True,
            "connect_timeout": self._settings.connect_timeout_s,
            "application_name": "stemmap-reader",
            "options": f"{SESSION_OPTIONS} -c default_transaction_read_only=on -c statement_timeout={timeout_ms}",
        }
