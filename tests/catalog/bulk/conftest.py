"""Assets that are hard to write down, what the JSON API says of them, and files made of them."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, insert, text

from app.catalog.tables import ASSET
from app.db.engine import Database, make_engine
from tests.conftest import client_on, drop_database

HARD: Any = [
    {
        "name": 'A "quoted", name; with = signs\nand a line\r\nor two',
        "alternate_name": "=cmd|' /C calc'!A0",
        "description": "Emoji 🤖🏽 and ünïcode,\ttabs \\ backslash \\. <b>&amp;</b> ]]> {{7*7}} %(q)s 100%",
        "phone": "+1 505 555 0123",
        "city": "-Start with a minus",
        "postal_code": "01234",
        "disciplines": ["robotics", "computing"],
        "accessibility": ['ramp, "wide"', "ASL; interpreter", "@all", "line\nbreak"],
        "stops": [{"name": "Fair, “grounds”", "lon": -105.9, "lat": 35.6}],
        "min_age": 8,
        "max_age": 12,
        "start_date": date(2026, 9, 8),
        "end_date": date(2199, 1, 31),
        "cost_amount": 12.5,
        "cost_band": "under-100",
        "financial_aid": True,
        "stipend": False,
        "seats": 0,
        "service_radius_m": 48280.32,
        "verified_at": datetime(2026, 9, 1, 12, 30, 15, 123456, tzinfo=UTC),
        "at": (-105.1234567, 35.7654321),
    },
    {"name": "'=already marked", "source_name": "''+two", "at": (-179.9999999, 0.0)},
    {"name": "No point and nothing else", "at": None},
    {"name": "\x01control \x0b signs\ufffe", "address": "", "at": (-105.0, 35.0)},
    {"name": "@mention", "description": "-3.5", "address": "\tTab", "at": (179.5, -45.25)},
]
STATE = "GU"
"""Where the hard ones are: nobody else is there."""


@pytest.fixture(scope="module")
def database(
    server: str, copy_database: Callable[[], str], settings: Any, tmp_path_factory: Any
) -> Iterator[Database]:
    """The module's own database with the hard assets, and a data folder of its own."""
    url = copy_database()
    own = settings.model_copy(update={"home": tmp_path_factory.mktemp("home")})
    engine = make_engine(url, own)
    made = Database(engine, own)
    with made.write("test") as session:
        for number, fields in enumerate(HARD):
            session.execute(insert(ASSET).values(_row(number, fields)))
    yield made
    engine.dispose()
    drop_database(server, url)


def _row(number: int, fields: Any) -> dict[str, Any]:
    row = {"id": UUID(int=number + 1), "kind": "program", "subtype": "camp", "state": STATE} | fields
    at = row.pop("at")
    if at is not None:
        row |= {"geom": func.ST_SetSRID(func.ST_MakePoint(*at), 4326), "location_precision": "exact"}
    return row


@pytest.fixture(scope="module")
def client(database: Database) -> TestClient:
    """A client of the service on that database."""
    return client_on(database)


Fetch = Callable[..., Path]


@pytest.fixture
def fetch(client: TestClient, tmp_path: Path) -> Fetch:
    """Download a format into a file and return its path."""

    def get(ending: str, **query: Any) -> Path:
        answer = client.get(f"/api/v1/assets.{ending}", params=query)
        assert answer.status_code == 200, answer.text
        path = tmp_path / f"file.{ending}"
        path.write_bytes(answer.content)
        return path

    return get


def features(client: TestClient, **query: Any) -> list[dict[str, Any]]:
    """The same question's features from the JSON API, all pages, by id: properties with id, lon and lat."""
    found: list[dict[str, Any]] = []
    path, params = "/api/v1/assets", {"limit": "1000", **query}
    document = client.get(path, params=params).json()
    assert document["numberMatched"] == document["numberReturned"]
    for feature in document["features"]:
        lon, lat = feature["geometry"]["coordinates"] if feature["geometry"] else (None, None)
        properties = {name: each for name, each in feature["properties"].items() if name != "distance_m"}
        found.append({"id": feature["id"], **properties, "lon": lon, "lat": lat})
    return sorted(found, key=lambda each: str(each["id"]))


def working(database: Database) -> int:
    """How many connections are reading a whole result."""
    sql = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE application_name = 'stemmap-bulk' AND datname = current_database()"
    )
    with database.engine.connect() as connection:
        return int(connection.scalar(text(sql)) or 0)


def until(holds: Callable[[], bool], seconds: float = 60) -> bool:
    """Whether `holds` comes true in time; a server process takes a moment to end."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def nothing_left(database: Database) -> bool:
    """Whether no connection of a file is left, and nothing of it on disk."""
    spool = database.settings.home / "spool"
    return until(lambda: working(database) == 0 and not (spool.exists() and list(spool.iterdir())))
