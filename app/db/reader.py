"""Reading without a session: one statement, bytes as PostgreSQL made them, for answers that are sent as they come.

Connections are read-only, in autocommit (one statement is one snapshot), and belong to one worker's event loop. Each
statement is prepared on first use. When a caller goes away, what runs for him is cancelled in the database too.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

import psycopg
from psycopg.pq.abc import PGresult
from sqlalchemy import make_url

from app.db.engine import SESSION_OPTIONS
from app.db.wire import Wire
from app.db.wires import Wires
from app.settings import Settings

Cell = bytes | None
T = TypeVar("T")
_TRIES: Final = 2
"""A connection may have died since it was last used (a restarted database): reading again is safe."""


class Reader:
    """Read-only connections of one worker. Between `open` and `close` they are kept; else each question connects."""

    def __init__(self, url: str, settings: Settings) -> None:
        self._conninfo = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._settings = settings
        self._wires: Wires | None = None

    async def open(self) -> None:
        """Keep connections from now on; they are made when they are needed."""
        settings = self._settings
        self._wires = Wires(
            self._conninfo, self._options(), settings.reader_pool_size, settings.pool_timeout_s
        )

    async def close(self) -> None:
        """Give the connections up."""
        wires, self._wires = self._wires, None
        if wires is not None:
            await wires.close()

    async def cells(self, sql: str, values: Mapping[str, Any]) -> list[list[Cell]]:
        """The rows of one statement, each cell as the bytes of its text (None for NULL).

        Raises BusyError when no connection gets free in time, and psycopg's errors.
        """

        def cells(result: PGresult, _: Wire) -> list[list[Cell]]:
            cell, columns = result.get_value, range(result.nfields)
            return [[cell(row, column) for column in columns] for row in range(result.ntuples)]

        return await self._asked(sql, values, cells)

    async def rows(self, sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """The rows of one statement, as Python values."""
        return await self._asked(sql, values, lambda result, wire: wire.rows(result))

    async def octets(self, sql: str, values: Mapping[str, Any]) -> bytes | None:
        """The only cell of a statement that gives one `bytea`: as it is, not as text. None where there is no row."""

        def octets(result: PGresult, _: Wire) -> bytes | None:
            return result.get_value(0, 0) or b"" if result.ntuples else None

        return await self._asked(sql, values, octets, binary=True)

    async def _asked(
        self,
        sql: str,
        values: Mapping[str, Any],
        read: Callable[[PGresult, Wire], T],
        *,
        binary: bool = False,
    ) -> T:
        """What `read` makes of the result, before its connection is given back: outside of `open` that closes it."""
        for left in reversed(range(_TRIES)):
            wire = await self._lend()
            try:
                return read(await wire.ask(sql, values, binary=binary), wire)
            except psycopg.Error:
                if not (wire.broken and left):
                    raise
            finally:
                await self._give_back(wire)
        raise AssertionError

    async def _lend(self) -> Wire:
        if self._wires is None:
            return await Wire.connect(self._conninfo, self._options())
        return await self._wires.lend()

    async def _give_back(self, wire: Wire) -> None:
        if self._wires is None:
            await wire.close()
        else:
            await self._wires.give_back(wire)

    def _options(self) -> dict[str, Any]:
        timeout_ms = int(1000 * self._settings.read_timeout_s)
        return {
            "autocommit": True,
            "connect_timeout": self._settings.connect_timeout_s,
            "application_name": "stemmap-reader",
            "options": f"{SESSION_OPTIONS} -c default_transaction_read_only=on -c statement_timeout={timeout_ms}",
        }
