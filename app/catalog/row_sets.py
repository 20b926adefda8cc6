"""Sets of assets read packed, a few numbers a row, and kept by each worker for their data version.

One statement answers with one value: the bytes of all rows. What is kept is bounded by its rows, a set of few rows
counting as LEAST of them: a question takes room as well. The question longest not asked is forgotten first.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sized
from datetime import date
from threading import Lock
from typing import Final, Generic, TypeVar

from psycopg import Connection
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.catalog.filters import AssetFilter
from app.catalog.fragments import Fragment
from app.geography.lookup import Origin

LEAST: Final = 100
S = TypeVar("S", bound=Sized)


class RowSets(Generic[S]):
    """Sets of at most `rows_kept` rows together, by question. Safe to use from several threads."""

    def __init__(
        self, rows_kept: int, read: Callable[[Session, AssetFilter, date, Origin | None], S]
    ) -> None:
        self._rows_kept = rows_kept
        self._read = read
        self._kept: OrderedDict[Hashable, S] = OrderedDict()
        self._lock = Lock()

    def of(self, session: Session, rest: AssetFilter, today: date, origin: Origin | None) -> S:
        """The set of what matches `rest` in the data that `session` sees. Raises what reading raises."""
        asked = (session.scalar(text("SELECT version FROM data_version")), today, rest, origin)
        with self._lock:
            if (found := self._kept.get(asked)) is not None:
                self._kept.move_to_end(asked)
                return found
        found = self._read(session, rest, today, origin)
        self._keep(asked, found)
        return found

    def _keep(self, asked: Hashable, found: S) -> None:
        with self._lock:
            self._kept[asked] = found
            while sum(max(len(each), LEAST) for each in self._kept.values()) > self._rows_kept:
                self._kept.popitem(last=False)

    def __len__(self) -> int:
        return len(self._kept)


def read_packed(session: Session, asked: Fragment) -> bytes:
    """The one value that the statement `asked` answers with, as it travels; nothing where it is null."""
    connection = session.connection().connection.driver_connection
    assert isinstance(connection, Connection)  # noqa: S101 - the service has one driver
    with connection.cursor(binary=True) as cursor:
        cursor.execute(asked.sql.encode(), asked.values)
        packed = cursor.pgresult.get_value(0, 0) if cursor.pgresult else None
    return packed or b""
