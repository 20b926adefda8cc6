"""An unchanged answer is a 304, by its tag or by its time; a change of the data is another answer at once."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.clock import day_began, today
from app.db.engine import Database

ASSETS = "/api/v1/assets?limit=2"
ITEMS = "/ogc/collections/assets/items?limit=2"
OUTLINES = "/maps/outlines.geojson?kind=state"


def settle(database: Database, ago: str = "1 day") -> None:
    """Make the last change `ago`."""
    with database.engine.begin() as connection:
        connection.execute(text(f"UPDATE data_version SET changed_at = now() - interval '{ago}'"))


def since(client: TestClient, path: str, moment: str, **headers: str) -> int:
    return client.get(path, headers={"If-Modified-Since": moment, **headers}).status_code


def test_answers_say_since_when_they_are_as_they_are(own_database: Database, own_client: TestClient) -> None:
    settle(own_database)
    by_data = parsedate_to_datetime(own_client.get(OUTLINES).headers["last-modified"])
    assert abs(datetime.now(UTC) - timedelta(days=1) - by_data) < timedelta(minutes=5)
    by_day = parsedate_to_datetime(own_client.get(ASSETS).headers["last-modified"])
    assert by_day == day_began(today()), "what is open today is no older than today"


@pytest.mark.parametrize("path", [ASSETS, OUTLINES, ITEMS, "/ogc/collections/counties/items?limit=2"])
def test_who_has_it_since_then_gets_nothing(
    own_database: Database, own_client: TestClient, path: str
) -> None:
    settle(own_database)
    answer = own_client.get(path)
    moment = answer.headers["last-modified"]
    earlier = format_datetime(parsedate_to_datetime(moment) - timedelta(seconds=1), usegmt=True)
    assert since(own_client, path, moment) == 304
    assert since(own_client, path, earlier) == 200
    assert since(own_client, path, "yesterday") == 200
    assert since(own_client, path, "Mon, 99 Foo 2026 99:99:99 GMT") == 200
    assert since(own_client, path, "Thu, 01 Jan 99999999999 00:00:00 GMT") == 200
    other_tag = {"If-None-Match": '"other"'}
    assert since(own_client, path, moment, **other_tag) == 200, "the tag is the better witness"


def test_right_after_a_change_times_prove_nothing(own_database: Database, own_client: TestClient) -> None:
    settle(own_database)
    moment = own_client.get(OUTLINES).headers["last-modified"]
    settle(own_database, "0 s")
    answer = own_client.get(OUTLINES, headers={"If-Modified-Since": moment})
    assert answer.status_code == 200
    assert "last-modified" not in answer.headers
