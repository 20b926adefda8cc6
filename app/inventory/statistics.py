"""What the planner knows of the tables: told right after many rows were written, as autovacuum comes a minute later.

Until then a table that was empty counts as empty, and the next check or undo would look through it row by row.
"""

from contextlib import suppress
from typing import Final

from psycopg.errors import LockNotAvailable
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from app.db.engine import Database

MANY_ROWS: Final = 1_000
"""Below this the plans hardly matter."""
_COLUMNS: Final = (
    "asset (id, state, upload_id, parent_id, deleted_at)",
    "asset_identifier",
    "audit_entry (id, upload_id, table_name, row_id)",
)


def refresh_statistics(database: Database, rows_written: int) -> None:
    """Count anew what uploads read by, where many rows were written. Where somebody does so already, leave it."""
    if rows_written < MANY_ROWS:
        return
    with suppress(DBAPIError), database.write("statistics") as session:
        session.execute(text(f"ANALYZE {', '.join(_COLUMNS)}"))  # constants


def count_staged(session: Session, rows: int) -> None:
    """Let the planner know of the `rows` this transaction has just staged.

    Counting holds a lock to the end of the check, so only one check at a time does it and the others never wait for
    it: they plan without nested loops, which are what wrong numbers make slow.
    """
    if rows < MANY_ROWS:
        return
    try:
        with session.begin_nested():
            session.execute(text("LOCK TABLE upload_row IN SHARE UPDATE EXCLUSIVE MODE NOWAIT"))
    except OperationalError as error:
        if not isinstance(error.orig, LockNotAvailable):
            raise
        session.execute(text("SET LOCAL enable_nestloop = off"))
        return
    session.execute(text("ANALYZE upload_row (upload_id, row_number, asset_id, source_key)"))
