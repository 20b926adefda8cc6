"""The rows that facets are counted in: what matches every filter that is no facet, as packed numbers (facet_codes).

They are read in one statement and kept for their data version, so that ticking one box after another reads nothing:
12 bytes a row, at most `facet_rows_kept` rows a worker, the longest unused forgotten first.
"""

from collections import OrderedDict
from collections.abc import Hashable
from datetime import date
from threading import Lock
from typing import Final

import numpy as np
from psycopg import Connection
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.catalog.conditions import fragments_of
from app.catalog.facet_codes import Columns, Numbers
from app.catalog.filters import AssetFilter
from app.catalog.fragments import Fragment, all_of
from app.geography.lookup import Origin

_GATHERED: Final = "SELECT array_agg(f.offer), array_agg(f.disciplines), array_agg(f.people) FROM "
_HEADER_BYTES: Final = 20
"""Of a one-dimensional array in PostgreSQL's binary form; then length and value of each element, four bytes each."""


class FacetSets:
    """Sets of rows by question, each for one data version. Safe to use from several threads."""

    def __init__(self, rows_kept: int) -> None:
        self._rows_kept = rows_kept
        self._kept: OrderedDict[Hashable, Columns] = OrderedDict()
        self._lock = Lock()

    def columns(self, session: Session, rest: AssetFilter, today: date, origin: Origin | None) -> Columns:
        """The rows that match `rest`, a filter in which no facet is chosen."""
        version = session.scalar(text("SELECT version FROM data_version"))
        asked = (version, today, rest, origin)
        with self._lock:
            if found := self._kept.get(asked):
                self._kept.move_to_end(asked)
                return found
        found = read_columns(session, rest, today, origin)
        with self._lock:
            self._kept[asked] = found
            while sum(map(len, self._kept.values())) > self._rows_kept:
                self._kept.popitem(last=False)
        return found

    def __len__(self) -> int:
        return len(self._kept)


def read_columns(session: Session, rest: AssetFilter, today: date, origin: Origin | None) -> Columns:
    """The same, read anew: 24 bytes a row travel, in three arrays."""
    asked = _statement(rest, today, origin)
    connection = session.connection().connection.driver_connection
    assert isinstance(connection, Connection)  # noqa: S101 - the service has one driver
    with connection.cursor(binary=True) as cursor:
        cursor.execute(asked.sql.encode(), asked.values)
        result = cursor.pgresult
        cells = [result.get_value(0, at) if result else None for at in range(3)]
    return Columns(*(_numbers(cell) for cell in cells))


def _statement(rest: AssetFilter, today: date, origin: Origin | None) -> Fragment:
    """Where nothing but the facets is asked, the narrow table alone is read."""
    if rest == AssetFilter():
        return Fragment(f"{_GATHERED} asset_facet f WHERE f.until >= %(today)s", {"today": today})
    where = all_of(fragments_of(rest, today=today, origin=origin))
    return Fragment(
        f"{_GATHERED} asset JOIN asset_facet f ON f.asset_id = asset.id WHERE {where.sql}", where.values
    )


def _numbers(cell: bytes | None) -> Numbers:
    if cell is None:
        return np.empty(0, dtype=np.int32)
    return np.frombuffer(cell, dtype=">i4", offset=_HEADER_BYTES)[1::2].astype(np.int32)
