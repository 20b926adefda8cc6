"""COPY: many rows in one statement, as fast as PostgreSQL takes them."""

from collections.abc import Iterable, Sequence
from typing import Any

from psycopg import sql
from sqlalchemy.orm import Session

from app.db.pauses import pause_point


def copy_rows(session: Session, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """COPY `rows` into `columns` of `table`, in the session's transaction. Names are our own constants."""
    with _cursor(session) as cursor, cursor.copy(_command(table, columns)) as copy:
        for row in rows:
            copy.write_row(row)


def copy_lines(session: Session, table: str, columns: Sequence[str], lines: bytes) -> None:
    """COPY rows that are in COPY's text format already; nothing at all when there are none."""
    if lines:
        with _cursor(session) as cursor, cursor.copy(_command(table, columns)) as copy:
            copy.write(lines)
            pause_point("rows-half-copied")


def _cursor(session: Session) -> Any:
    connection: Any = session.connection().connection.driver_connection
    return connection.cursor()


def _command(table: str, columns: Sequence[str]) -> sql.Composed:
    return sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
