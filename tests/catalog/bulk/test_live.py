"""A large result over real sockets: memory stays, a caller who leaves ends the work, slow statements are stopped."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from sqlalchemy import text

from app.db.engine import Database
from tests.catalog.bulk.conftest import nothing_left, until, working
from tests.conftest import client_on
from tests.live import Live, served

pytestmark = pytest.mark.slow
"""Writing 50,000 rows and sending them six times takes half a minute; fewer would not show what grows."""
ROWS = 50_000
MIB = 2**20
STREAMED = ["csv", "geojson", "geojsonl", "parquet", "fgb", "gpkg"]
"""Formats whose 50,000 rows take seconds. A workbook and KML are made cell by cell in Python from the same batches."""
_MANY = """
INSERT INTO asset (kind, subtype, state, name, description, geom, location_precision, disciplines, grades)
SELECT 'program', 'camp', 'GU', 'Camp ' || n, repeat('A description of some length. ', 10),
  ST_Point(144.6 + n % 100 / 100.0, 13.2 + n / 100 / 1000.0, 4326), 'exact', '{robotics,computing}', '{6,7,8}'
FROM generate_series(1, :rows) n"""

_BARE = (
    "ALTER TABLE asset DISABLE TRIGGER USER",
    """
DO $$ DECLARE each regclass; BEGIN
  FOR each IN SELECT indexrelid FROM pg_index WHERE indrelid = 'asset'::regclass AND NOT indisprimary LOOP
    EXECUTE 'DROP INDEX ' || each;
  END LOOP;
END $$""",
)
_FEATURES = """
INSERT INTO asset_feature (asset_id, verified_at, head)
SELECT asset_id, verified_at, head FROM public_feature ON CONFLICT DO NOTHING"""


@pytest.fixture(scope="module")
def large(database: Database) -> Database:
    """The module's database with many assets more."""
    with database.write("test", timeout_s=120) as session:
        for (
            statement
        ) in _BARE:  # nobody searches for these or asks for their history: the indexes cost a minute
            session.execute(text(statement))
        session.execute(text(_MANY), {"rows": ROWS})
        session.execute(text(_FEATURES))
        session.execute(text("ALTER TABLE asset ENABLE TRIGGER USER"))
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE asset, asset_feature"))
    return database


@pytest.fixture(scope="module")
def live(large: Database) -> Iterator[Live]:
    """A server of one process on it."""
    url = large.engine.url.render_as_string(hide_password=False)
    with served(
        url, Path(large.settings.home), STEMMAP_BULK_WAIT_S="0.2", STEMMAP_BULK_AT_ONCE="1"
    ) as service:
        yield service


def read(service: Live, path: str) -> tuple[int, int]:
    """Bytes of an answer, and the most memory the server had while it was sent."""
    size = most = 0
    with httpx2.stream(
        "GET", service.url + path, timeout=60, headers={"Accept-Encoding": "identity"}
    ) as answer:
        assert answer.status_code == 200
        for piece in answer.iter_bytes(MIB):
            size += len(piece)
            most = max(most, service.memory_bytes())
    return size, most


def test_memory_does_not_grow_with_the_result(live: Live) -> None:
    tenth = "state=GU&bbox=144,13,146,13.25"
    for ending in STREAMED:  # imports, pools and buffers are there afterwards
        read(live, f"/api/v1/assets.{ending}?{tenth}")
    before = live.memory_bytes()
    grown = {}
    for ending in STREAMED:
        size, most = read(live, f"/api/v1/assets.{ending}?state=GU")
        assert size > MIB
        grown[ending] = (most - before) / MIB
    assert max(grown.values()) < 64, grown


def opened(service: Live, path: str) -> socket.socket:
    """A connection on which the head of an answer has come, and no more was read."""
    where = urlsplit(service.url)
    made = socket.create_connection((str(where.hostname), int(where.port or 0)), timeout=20)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    made.sendall(f"GET {path} HTTP/1.1\r\nHost: {where.netloc}\r\n\r\n".encode())
    assert made.recv(15) == b"HTTP/1.1 200 OK"
    return made


def test_who_leaves_gives_the_connection_and_the_turn_back(live: Live, large: Database) -> None:
    leaving = opened(live, "/api/v1/assets.geojson?state=GU")
    assert working(large) == 1
    busy = httpx2.get(f"{live.url}/api/v1/assets.csv?state=WY")
    assert (busy.status_code, busy.json()["code"]) == (503, "busy")
    assert busy.headers["retry-after"]
    leaving.close()
    assert until(lambda: working(large) == 0)
    assert until(lambda: httpx2.get(f"{live.url}/api/v1/assets.csv?state=WY").status_code == 200)


def test_a_file_in_the_making_is_given_up_too(live: Live, large: Database) -> None:
    where = urlsplit(live.url)
    with socket.create_connection((str(where.hostname), int(where.port or 0)), timeout=20) as leaving:
        leaving.sendall(f"GET /api/v1/assets.xlsx?state=GU HTTP/1.1\r\nHost: {where.netloc}\r\n\r\n".encode())
        assert until(lambda: working(large) == 1)
    assert until(lambda: working(large) == 0)
    spool = large.settings.home / "spool"
    assert until(lambda: not list(spool.iterdir()))


def limited(database: Database, **settings: Any) -> Any:
    """A client of a service with other limits."""
    return client_on(Database(database.engine, database.settings.model_copy(update=settings)))


def test_a_statement_that_takes_too_long_is_stopped(large: Database) -> None:
    answer = limited(large, bulk_timeout_s=0.03).get("/api/v1/assets.parquet?state=GU")
    assert (answer.status_code, answer.json()["code"]) == (503, "too-much-work")
    assert "content-disposition" not in answer.headers
    assert nothing_left(large)


def test_a_workbook_has_its_limit(large: Database) -> None:
    answer = limited(large, xlsx_rows_max=100).get("/api/v1/assets.xlsx?state=GU")
    assert (answer.status_code, answer.json()["code"]) == (413, "too-many-rows")
    assert "100 assets at most" in answer.json()["detail"]
    assert ".parquet" in answer.json()["detail"]


@pytest.mark.parametrize("ending", ["gpkg", "fgb"])
def test_a_file_has_its_limit(large: Database, ending: str) -> None:
    answer = limited(large, bulk_file_max_bytes=MIB).get(f"/api/v1/assets.{ending}?state=GU")
    assert (answer.status_code, answer.json()["code"]) == (413, "file-too-large")
    assert nothing_left(large)
