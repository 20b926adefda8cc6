"""A small table of awkward rows, and two ways to ask it: the filter in PostGIS, and a row's own values in Python."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from psycopg import Cursor

from app.catalog.cql2 import Queryable, read_filter
from app.catalog.fragments import Fragment
from app.db.engine import Database
from app.settings import Settings

Row = SimpleNamespace
Ask = Callable[..., set[int]]

COLUMNS = ["id", "name", "alias", "seats", "cost", "open", "starts", "ends", "seen", "tags", "place", "key"]
ROWS = [
    Row(**dict(zip(COLUMNS, values, strict=True)))
    for values in (
        (1, "Robotics Club", "robotics club", 12, 0.0, True, date(2026, 6, 1), date(2026, 8, 31),
         datetime(2026, 1, 1, 12, tzinfo=UTC), ["engineering", "computing"], (-106.6, 35.1), 1),
        (2, "O'Brien's 100% Lab_1", None, 30, 12.5, False, date(2026, 9, 15), date(2026, 9, 15),
         datetime(2026, 9, 15, tzinfo=UTC), ["science"], (-109.0, 31.0), 2),
        (3, "École d'été", "ecole d'ete", None, None, None, None, None, None, [], None, 3),
        (4, "STRASSE", "Straße", 0, 0.1, True, date(2024, 2, 29), date(2027, 1, 1),
         datetime(1999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC), None, (180.0, 0.0), 4),
        (5, "back\\slash\tand\ttab", "x", -5, 1e15, False, date(2026, 6, 1), None,
         datetime(2026, 1, 1, 12, 0, 1, tzinfo=UTC), ["engineering"], (-109.00000001, 31.0), 5),
        (6, "", "ὈΔΌΣ", 2147483647, 3.14, True, date(1, 1, 1), date(9999, 12, 31),
         datetime(2026, 6, 1, tzinfo=UTC), ["science", "engineering", "science"], (-179.5, 52.0), 6),
        (7, "e\u0301cole \uff05 æøß", "ὀδός", 13, -0.0, None, date(2026, 6, 2), date(2026, 6, 30),
         datetime(2026, 9, 15, 0, 0, 0, 1, tzinfo=UTC), ["a,b", "it's"], (0.0, 0.0), 7),
    )
]  # fmt: skip
"""Places are (lon, lat). Row 5 is a hundred-millionth of a degree west of row 2, less than a box's float32."""

KINDS = {
    "id": "integer", "name": "text", "alias": "text", "seats": "integer", "cost": "number", "open": "boolean",
    "starts": "date", "ends": "date", "seen": "timestamp", "tags": "text-array", "place": "geometry", "key": "uuid",
}  # fmt: skip
QUERYABLES: dict[str, Queryable] = {
    name: Queryable(name, f't."{name}"', kind)  # type: ignore[arg-type]
    for name, kind in KINDS.items()
} | {
    "odd": Queryable("odd", "t.seats % 2", "integer"),
    "über:name.1": Queryable("über:name.1", "t.name", "text"),
    "and": Queryable("and", "t.seats", "integer"),
}


def key_of(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


def insert_rows(cursor: Cursor[Any]) -> None:
    cursor.execute(
        "CREATE TEMP TABLE thing (id int, name text, alias text, seats int, cost float8, open boolean, starts date,"
        " ends date, seen timestamptz, tags text[], place geometry(POINT, 4326), key uuid)"
    )
    cursor.executemany(
        "INSERT INTO thing VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s,"
        " ST_SetSRID(ST_MakePoint(%s::float8, %s::float8), 4326), %s::uuid)",
        [
            (*[getattr(row, name) for name in COLUMNS[:10]], *(row.place or (None, None)), key_of(row.key))
            for row in ROWS
        ],
    )
    cursor.execute("CREATE INDEX ON thing USING gist (place)")


@pytest.fixture(scope="module")
def cursor(shared_database: Database) -> Iterable[Cursor[Any]]:
    """A plain psycopg cursor on the table `thing`, which the module's tests read and nobody else sees."""
    with shared_database.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        with driver.cursor() as cursor:
            insert_rows(cursor)
            cursor.execute("SET TIME ZONE 'America/Denver'")
            yield cursor
        connection.rollback()


@pytest.fixture(scope="session")
def limits() -> Settings:
    return Settings(_env_file=None)  # type: ignore[call-arg]


@pytest.fixture
def read(limits: Settings) -> Callable[..., Fragment]:
    """The fragment of a filter; a document that is no text is CQL2 JSON."""

    def read(written: Any, lang: str = "cql2-text", srid: int = 4326, **also: Any) -> Fragment:
        if not isinstance(written, str):
            written, lang = json.dumps(written), "cql2-json"
        return read_filter(written, lang, QUERYABLES, limits, srid, **also)

    return read


@pytest.fixture
def ask(cursor: Cursor[Any], read: Callable[..., Fragment]) -> Ask:
    """The ids of the rows that a filter finds in PostGIS."""

    def ask(written: Any, *args: Any, **also: Any) -> set[int]:
        return found(cursor, read(written, *args, **also))

    return ask


def found(cursor: Cursor[Any], fragment: Fragment) -> set[int]:
    with cursor.connection.transaction():
        cursor.execute(f"SELECT id FROM thing t WHERE {fragment.sql}", dict(fragment.values))
        return {row[0] for row in cursor}


@pytest.fixture
def rows() -> list[Row]:
    return ROWS


@pytest.fixture
def queryables() -> Mapping[str, Queryable]:
    return QUERYABLES
