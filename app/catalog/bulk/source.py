"""Reading a whole result: one connection, one snapshot, rows as they come, however many there are."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import psycopg
from psycopg import Connection, IsolationLevel
from sqlalchemy import make_url

from app.catalog.fragments import Fragment
from app.db.engine import SESSION_OPTIONS, Database
from app.settings import Settings

PIECE: Final = 2**18
"""Bytes handed on at a time."""
_CANCEL_S: Final = 2.0
_VERSION: Final = "SELECT version, changed_at FROM data_version"


@dataclass(frozen=True)
class Source:
    """One snapshot of the database. All its answers are of one data version; use it from one thread at a time."""

    connection: Connection[Any]
    version: int
    changed_at: datetime

    def lines(self, statement: Fragment) -> Iterator[bytes]:
        """What a COPY … TO STDOUT sends, a row at a time."""
        with self.connection.cursor() as cursor, cursor.copy(statement.sql, dict(statement.values)) as copy:
            for row in copy:
                yield bytes(row)

    def cancel(self) -> None:
        """End what runs here; whoever waits for it gets an error. May be called from any thread."""
        if not self.connection.closed:
            self.connection.cancel_safe(timeout=_CANCEL_S)

    def pieces(self, statement: Fragment) -> Iterator[bytes]:
        """The same in pieces of about PIECE bytes."""
        return joined(self.lines(statement))


def joined(lines: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of about PIECE."""
    held: list[bytes] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size >= PIECE:
            yield b"".join(held)
            held.clear()
            size = 0
    if held:
        yield b"".join(held)


@contextmanager
def opened_source(database: Database) -> Iterator[Source]:
    """A snapshot on a connection of its own; when the block ends, what still runs there ends too."""
    connection = _connect(database.engine.url.render_as_string(hide_password=False), database.settings)
    try:
        [(version, changed_at)] = connection.execute(_VERSION).fetchall()
        yield Source(connection, version, changed_at)
    finally:
        _end(connection)


def _connect(url: str, settings: Settings) -> Connection[Any]:
    timeout_ms = int(1000 * settings.bulk_timeout_s)
    connection = psycopg.connect(
        make_url(url).set(drivername="postgresql").render_as_string(hide_password=False),
        connect_timeout=settings.connect_timeout_s,
        application_name="stemmap-bulk",
        options=f"{SESSION_OPTIONS} -c statement_timeout={timeout_ms}",
    )
    connection.isolation_level = IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    return connection


def _end(connection: Connection[Any]) -> None:
    """Close without waiting for the rest of an answer that nobody wants any more."""
    if connection.info.transaction_status == psycopg.pq.TransactionStatus.ACTIVE:
        connection.cancel_safe(timeout=_CANCEL_S)
    connection.close()
