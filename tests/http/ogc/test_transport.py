"""How answers under /ogc travel: forms, validators, HEAD, compression, addresses, timeouts, callers that leave."""

import re
import socket
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.db.engine import Database
from app.main import create_app

ITEMS = "/ogc/collections/assets/items"
PATHS = [
    "/ogc",
    "/ogc/conformance",
    "/ogc/api",
    "/ogc/collections",
    "/ogc/collections/programs",
    "/ogc/collections/programs/queryables",
    "/ogc/collections/programs/schema",
    "/ogc/collections/programs/items",
    "/ogc/collections/counties/items/35049",
]


@pytest.mark.parametrize("path", PATHS)
def test_pages(client: TestClient, path: str) -> None:
    """/req/html/definition, /req/html/content: every resource is a page, too, by `f` or by Accept."""
    browser = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    for answer in (client.get(f"{path}?f=html"), client.get(path, headers=browser)):
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert "<h1>" in answer.text
        assert "None" not in answer.text.replace("None of", "")
    assert "accept" in answer.headers["vary"].lower()


def test_the_page_of_the_description(client: TestClient) -> None:
    answer = client.get("/ogc/api.html")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "/collections/programs/items" in answer.text
    assert '<script src="http' not in answer.text


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", "application/geo+json"),
        ("application/geo+json, text/html;q=0.5", "application/geo+json"),
        ("text/html;q=0.2, application/json;q=0.9", "application/geo+json"),
        ("text/html;q=nonsense", "text/html; charset=utf-8"),
        ("image/png", "application/geo+json"),
    ],
)
def test_accept(client: TestClient, accept: str, kind: str) -> None:
    assert client.get(ITEMS, headers={"accept": accept}).headers["content-type"] == kind


@pytest.mark.parametrize("path", [*PATHS, f"{ITEMS}?state=NM"])
def test_unchanged_answers_cost_nothing(client: TestClient, path: str) -> None:
    first = client.get(path)
    assert first.headers["cache-control"] == "public, max-age=60"
    tag = first.headers["etag"].removeprefix("W/")  # weak where the answer was packed
    again = client.get(path, headers={"if-none-match": f'"x", W/{tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == f"W/{tag}"
    page = client.get(path, params={"f": "html"}, headers={"if-none-match": first.headers["etag"]})
    assert page.status_code == 200


def test_a_change_is_another_answer(own_database: Database, own_client: TestClient) -> None:
    first = own_client.get(f"{ITEMS}?state=NM")
    with own_database.write("test") as session:
        session.execute(text("UPDATE asset SET status = 'inactive' WHERE state = 'NM'"))
    time.sleep(own_database.settings.version_keep_s)
    second = own_client.get(f"{ITEMS}?state=NM", headers={"if-none-match": first.headers["etag"]})
    assert second.status_code == 200
    assert (first.json()["numberMatched"] > 0, second.json()["numberMatched"]) == (True, 0)


@pytest.mark.parametrize("path", PATHS)
def test_head_and_slashes(client: TestClient, path: str) -> None:
    head, got = client.head(path), client.get(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == got.headers["etag"]
    slash = client.get(f"{path}/", follow_redirects=False)
    assert slash.status_code == 200
    assert client.post(path).status_code == 405


def test_compression(client: TestClient) -> None:
    answer = client.get(ITEMS, headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert {"accept", "accept-encoding"} <= {
        each.strip().lower() for each in answer.headers["vary"].split(",")
    }


def test_addresses_are_those_of_the_world(shared_database: Database) -> None:
    settings = shared_database.settings.model_copy(update={"public_url": "https://stem.example/map/"})
    app = create_app(settings)
    app.state.database = shared_database
    client = TestClient(app)
    for path in PATHS:
        document = client.get(path).json()
        addresses = [each["href"] for each in document.get("links", [])]
        assert all(each.startswith("https://stem.example/map/ogc") for each in addresses)
    assert client.get("/ogc/api").json()["servers"] == [{"url": "https://stem.example/map/ogc"}]
    schema = client.get("/ogc/collections/programs/queryables").json()
    assert schema["$id"] == "https://stem.example/map/ogc/collections/programs/queryables"


def _client(database: Database, **settings: Any) -> TestClient:
    app = create_app(database.settings.model_copy(update=settings))
    app.state.database = Database(database.engine, app.state.settings)
    return TestClient(app, raise_server_exceptions=False)


def test_a_statement_that_takes_too_long(own_database: Database) -> None:
    client = _client(own_database, read_timeout_s=1, version_keep_s=60)
    assert client.get("/ogc/collections/counties/items?limit=1").status_code == 200
    with own_database.engine.connect() as connection:
        connection.execute(text("LOCK TABLE area IN ACCESS EXCLUSIVE MODE"))
        answer = client.get("/ogc/collections/counties/items?limit=2")
    assert (answer.status_code, answer.json()["code"]) == (503, "too-much-work")
    assert "narrow" in answer.json()["detail"]
    assert answer.headers["retry-after"]


def test_a_caller_that_leaves_takes_his_statement_along(
    own_database: Database, serve: Callable[[Database], AbstractContextManager[str]]
) -> None:
    waiting = (
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'stemmap-reader'"
        " AND datname = current_database() AND state = 'active'"
    )
    with serve(own_database) as url, own_database.engine.connect() as connection:
        connection.execute(text("LOCK TABLE area IN ACCESS EXCLUSIVE MODE"))
        with socket.create_connection(("127.0.0.1", urlsplit(url).port or 0)) as caller:
            caller.sendall(b"GET /ogc/collections/counties/items?limit=3 HTTP/1.1\r\nHost: x\r\n\r\n")
            _until(own_database, waiting, 1)
        _until(own_database, waiting, 0)


def _until(database: Database, sql: str, wanted: int) -> None:
    until = time.monotonic() + 20
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while connection.scalar(text(sql)) != wanted:
            assert time.monotonic() < until, f"not {wanted} in twenty seconds"
            time.sleep(0.02)


def test_a_list_of_features_leads_with_their_names(client: TestClient) -> None:
    path = "/ogc/collections/counties/items"
    named = client.get(f"{path}?f=html&state=WY").text
    assert re.search(r'<th scope="row"><a href="[^"]+/items/56001\?f=html">Albany County</a></th>', named)
    assert '<td class="quiet">56001</td>' in named
    unnamed = client.get(f"{path}?f=html&state=WY&properties=state").text
    assert '?f=html">56001</a></th>' in unnamed
    assert "Albany" not in unnamed
