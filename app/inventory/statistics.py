"""What the planner knows of the tables: told right after many rows were written, as autovacuum comes a minute later.

Until then a table that was empty counts as empty, and the next check or undo would look through it row by row.
"""

from contextlib import suppress
from typing import Final

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

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
