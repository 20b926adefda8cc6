"""Hostile requests to every public route of both descriptions: refused or answered, never a failure of the service."""

import json
import time
from typing import Any

import anyio
import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from starlette.types import Message

from app.db.engine import Database
from app.main import create_app

UNKNOWN_ID = "00000000-0000-4000-8000-000000000000"
PATHS = {
    "{state}": "NM",
    "{form}": "csv",
    "{asset_id}": UNKNOWN_ID,
    "{upload_id}": UNKNOWN_ID,
    "{number}": "1",
    "{reference}": "rep-22222222",
    "{featureId}": UNKNOWN_ID,
}
"""What stands for the variable parts of a path."""
HOSTILE_VALUES = (
    "%00", "a%00b", "%FF", "%C0%AF", "%ED%A0%80", "NaN", "inf", "-inf", "1e400", "-1e400", "99999999999999999999",
    "-1", "0.5", "%0D%0AX-Injected:%20yes", "'%20OR%201=1;--", "%22%3E%3Cscript%3E", "..%2F..%2Fetc%2Fpasswd",
    "%E2%80%AE%F0%9F%92%A9", "%25s%25n%7B0%7D", "[]", "%7B%7D", "",
)  # fmt: skip
HOSTILE_SEGMENTS = (
    "%00",
    "%FF",
    "%0D%0AX-Injected:%20yes",
    "..%2F..%2Fsecret",
    "%27",
    "x" * 3000,
    "%F0%9F%92%A9",
)
HOSTILE_HEADERS = (
    {"Accept": "\xff, text/html;q=1e999, */*;q=-1"},
    {"Accept": ",;q=" * 500},
    {"Accept-Encoding": "gzip;q=1e999, *;q=nan, \xff"},
    {"If-None-Match": '"' * 5000},
    {"If-Modified-Since": "Sun, 99 Zzz 0000 99:99:99 +9999"},
    {"If-Modified-Since": "Thu, 01 Jan 99999999999 00:00:00 GMT"},
    {"Range": "bytes=99999999999999999999-,-1,--"},
    {"If-Range": "\xff"},
    {"Authorization": "Bearer \xff\xfe"},
    {"X-API-Key": "stem_" + "\xe9" * 38},
    {"Cookie": "stemmap_session=\xff; ;;==;"},
    {"Host": 'evil.example"><script>'},
    {"Origin": "null\xff"},
)


SCOPE = {
    "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
    "path": "/ogc/collections/assets/items", "raw_path": b"/ogc/collections/assets/items", "root_path": "",
    "query_string": b"", "headers": [(b"host", b"testserver")],
    "client": ("testclient", 1), "server": ("testserver", 80),
}  # fmt: skip


@pytest.fixture(scope="module")
def operations(client: TestClient) -> dict[str, list[str]]:
    """Every public GET and the names of its query parameters; of alike collections two stand for all."""
    found = {}
    for address, root in (("/api/v1/openapi.json", ""), ("/ogc/api", "/ogc")):
        document = client.get(address).json()
        for path, methods in document["paths"].items():
            if "get" in methods and ("/collections/" not in path or "/assets" in path or "/counties" in path):
                given = [_resolved(document, each) for each in methods["get"].get("parameters", [])]
                names = [each["name"] for each in given if each["in"] == "query"]
                found[(root + path).rstrip("/") or "/"] = names
    for page in ("/", "/about", "/browse", "/gaps", "/maps/gaps", "/maps/assets", "/maps/outlines.geojson"):
        found[page] = ["state", "q", "bbox", "view", "kind", "states"]
    return found


def _resolved(document: dict[str, Any], parameter: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in parameter:
        return parameter
    found: dict[str, Any] = document
    for name in parameter["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return found


def filled(path: str) -> str:
    for name, value in PATHS.items():
        path = path.replace(name, value)
    return path


def harmless(answer: Response) -> bool:
    """Whether an answer is no failure, and no header of it was made by the caller."""
    return answer.status_code < 500 and "x-injected" not in answer.headers


def test_values(client: TestClient, operations: dict[str, list[str]]) -> None:
    """One hostile value after the other, for every parameter of every route."""
    failures, number = [], 0
    for path, names in operations.items():
        for name in [*names, "colour", "%00", "%FF", "limit%5B%5D"]:
            value = HOSTILE_VALUES[number % len(HOSTILE_VALUES)]
            answer = client.get(f"{filled(path)}?{name}={value}")
            if not harmless(answer):
                failures.append((path, name, value, answer.status_code, answer.text[:200]))
            number += 1
    assert number > 300
    assert not failures


def test_segments(client: TestClient, operations: dict[str, list[str]]) -> None:
    variable = [path for path in operations if "{" in path]
    assert len(variable) >= 8
    for path in variable:
        for segment in HOSTILE_SEGMENTS:
            name = path[path.index("{") : path.index("}") + 1]
            answer = client.get(filled(path.replace(name, segment)))
            assert harmless(answer), (path, segment, answer.text[:200])
            assert answer.status_code >= 400, (path, segment)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/api/v1/assets?limit=1",
        "/ogc/collections/assets/items?limit=1",
        "/static/site.css",
        "/manage/uploads",
    ],
)
def test_headers(client: TestClient, path: str) -> None:
    for headers in HOSTILE_HEADERS:
        sent = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        answer = client.get(path, headers=sent)
        assert harmless(answer), (headers, answer.text[:200])


REFUSED = [
    "/api/v1/assets?bbox=NaN,1,2,3",
    "/api/v1/assets?bbox=1e400,1,2,3",
    "/api/v1/assets?bbox=-inf,-90,inf,90",
    "/api/v1/assets?bbox=1,40,2,30",
    "/api/v1/assets?bbox=1,2,3",
    "/api/v1/assets?bbox=35,-107,36,-106",
    "/api/v1/assets?limit=1e400",
    "/api/v1/assets?limit=-1",
    "/api/v1/assets?limit=" + "9" * 3000,
    "/api/v1/assets?cursor=forged",
    "/api/v1/assets?cursor=%00",
    "/api/v1/assets?near=NaN,NaN&within=5mi",
    "/api/v1/assets?near=35,-106&within=1e400mi",
    "/api/v1/assets?near=35,-106&within=-5mi",
    "/api/v1/assets?ids=" + ",".join(["1"] * 1000),
    "/api/v1/coverage?distance=NaNmi",
    "/api/v1/coverage?distance=1e400mi",
    "/api/v1/coverage?states=%00",
    "/ogc/collections/assets/items?bbox=NaN,1,2,3",
    "/ogc/collections/assets/items?bbox=1e400,1,2,3",
    "/ogc/collections/assets/items?cursor=forged",
    "/ogc/collections/assets/items?offset=1e400",
    "/ogc/collections/assets/items?filter=" + "(" * 1000 + "seats=1" + ")" * 1000,
    "/ogc/collections/assets/items?filter-lang=cql2-json&filter=" + '{"op":"not","args":[' * 150,
    "/ogc/collections/assets/items?filter=seats=1e400",
    "/ogc/collections/assets/items?filter=name='%00'",
    "/ogc/collections/assets/tiles/WebMercatorQuad/40/1/1",
    "/ogc/collections/assets/tiles/WebMercatorQuad/-1/NaN/1e400",
    "/maps/outlines.geojson?kind=%00",
]


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path[:60])
def test_these_are_refused(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert 400 <= answer.status_code < 500, answer.text[:300]
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code
    assert len(answer.content) < 4000, "a refusal does not repeat what it was sent"


@pytest.mark.parametrize("path", ["/api/v1/assets", "/ogc/collections/assets/items"])
def test_a_box_across_the_antimeridian_is_a_box(client: TestClient, path: str) -> None:
    assert client.get(f"{path}?bbox=170,-20,-170,20").json()["numberMatched"] == 0
    across = client.get(f"{path}?bbox=-110,30,-115,45").json()["numberMatched"]
    between = client.get(f"{path}?bbox=-115,30,-110,45").json()["numberMatched"]
    assert 0 < between < across


def test_a_filter_of_ten_megabytes(client: TestClient) -> None:
    query = b"filter=" + b"x" * 10_000_000
    sent: list[Message] = []

    async def ask() -> None:
        async def send(message: Message) -> None:
            sent.append(message)

        async def receive() -> Message:
            return {"type": "http.request", "body": b""}

        await client.app({**SCOPE, "query_string": query}, receive, send)

    started = time.process_time()
    anyio.run(ask)
    assert time.process_time() - started < 2, "not read through"
    assert sent[0]["status"] == 414
    assert len(sent[1]["body"]) < 4000


@pytest.fixture(scope="module")
def patient(shared_database: Database) -> TestClient:
    """A service that takes the longest query strings there can be."""
    app = create_app(shared_database.settings.model_copy(update={"query_string_max": 65_536}))
    app.state.database = shared_database
    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize(
    "path", ["/api/v1/assets", "/ogc/collections/assets/items", "/api/v1/coverage", "/browse", "/gaps"]
)
@pytest.mark.parametrize("pair", ["a=1", "state=NM", "limit=1", "bbox=", "q=x"])
def test_ten_thousand_parameters(patient: TestClient, path: str, pair: str) -> None:
    query = "&".join([pair] * (60_000 // (len(pair) + 1)))
    assert harmless(patient.get(f"{path}?{query}", follow_redirects=False))


def test_the_body_of_a_question_is_passed_over(client: TestClient) -> None:
    for body in (b"x" * 10_000_000, b"[" * 100_000, json.dumps({"limit": 1}).encode()):
        answer = client.request(
            "GET", "/api/v1/assets?limit=2", content=body, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code == 200
        assert answer.json()["numberReturned"] == 2
