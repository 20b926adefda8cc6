"""What is in the database: the published set, and what a crash must not have left behind."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString

import psycopg

# Without what differs by nature each time the same set is published.
_CHECKSUM = """
SELECT md5(string_agg(md5((to_jsonb(a) - ARRAY['version', 'updated_at', 'upload_id'])::text
  || coalesce(i.all_of_it, '')), '' ORDER BY a.id))
FROM asset a LEFT JOIN (
  SELECT asset_id, string_agg(scheme || ' ' || value, ';' ORDER BY scheme, value) AS all_of_it
  FROM asset_identifier GROUP BY asset_id
) i ON i.asset_id = a.id
WHERE a.deleted_at IS NULL
"""
_AUDIT_END = "SELECT coalesce(max(id), 0) FROM audit_entry"
_WRITTEN_BY_UNDONE_WORK = """
SELECT (SELECT count(*) FROM audit_entry e LEFT JOIN upload u ON u.id = e.upload_id
        WHERE e.id > %(since)s AND e.upload_id IS NOT NULL
          AND u.status IS DISTINCT FROM 'applied' AND u.status IS DISTINCT FROM 'undone')
     + (SELECT count(*) FROM asset a JOIN upload u ON u.id = a.upload_id
        WHERE a.deleted_at IS NULL AND u.status NOT IN ('applied', 'undone'))
"""
_AUDIT_DISAGREES = """
SELECT count(*) FROM (
  SELECT DISTINCT ON (row_id, field.key) row_id, field.key, field.value
  FROM audit_entry, jsonb_each(after) field
  WHERE id > %(since)s AND table_name = 'asset'
  ORDER BY row_id, field.key, id DESC
) last JOIN asset a ON a.id = last.row_id::uuid
WHERE to_jsonb(a) -> last.key IS DISTINCT FROM last.value
"""
_SESSIONS_LEFT = """
SELECT count(*) FROM pg_stat_activity s
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
  AND (xact_start < clock_timestamp() - interval '2 seconds'
    OR EXISTS (SELECT FROM pg_locks l WHERE l.pid = s.pid AND l.locktype = 'advisory'))
"""
_DONE_ROWS = """
SELECT (SELECT count(*) FROM upload_row r LEFT JOIN upload u ON u.id = r.upload_id
        WHERE u.status IS DISTINCT FROM 'checked' AND u.status IS DISTINCT FROM 'refused')
"""


@dataclass(frozen=True)
class State:
    """The published set as a checksum, and how far the audit trail went."""

    checksum: str
    audit_end: int
    data_version: int


class Inventory:
    """Questions to the database of a service that runs."""

    def __init__(self, url: str, home: Path) -> None:
        self.url = url
        self._url = url.replace("+psycopg", "")
        self._files = home / "uploads"

    def _ask(self, question: LiteralString, **given: Any) -> Any:
        with psycopg.connect(self._url, connect_timeout=5) as connection:
            row = connection.execute(question, given).fetchone()
        return row[0] if row else None

    def state(self) -> State:
        return State(
            self._ask(_CHECKSUM), self._ask(_AUDIT_END), self._ask("SELECT version FROM data_version")
        )

    def unfinished(self) -> int:
        """Uploads that are still being checked, as far as the database knows."""
        return int(self._ask("SELECT count(*) FROM upload WHERE status = 'checking'"))

    def leftovers(self, since: int) -> dict[str, int]:
        """How much there is of what must not be there; `since` is an audit entry."""
        waiting = self._ask(
            "SELECT coalesce(array_agg(id::text), '{}') FROM upload"
            " WHERE status IN ('checked', 'refused', 'applied', 'undone')"
        )
        files = {path.name for path in self._files.glob("*")}
        return {
            "uploads in check": self.unfinished(),
            "sessions and locks": int(self._ask(_SESSIONS_LEFT)),
            "rows of uploads that are done": int(self._ask(_DONE_ROWS)),
            "files of uploads that do not wait": len(files - set(waiting)),
            "rows of the audit trail or assets by work that was not done": int(
                self._ask(_WRITTEN_BY_UNDONE_WORK, since=since)
            ),
            "fields that are not as the audit trail says": int(self._ask(_AUDIT_DISAGREES, since=since)),
        }
