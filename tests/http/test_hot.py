"""The hot path answers what the ordinary way answers: status, headers and body, whatever is asked."""

from typing import Any
from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import text

from app.db.engine import Database
from app.db.wire import Wire
from app.main import create_app
from app.routers.hot import HotReads
from app.routers.hot_addresses import endpoint_of
from app.routers.ogc.tiling import tiling_of

OGC = "/ogc/collections"
ITEMS = f"{OGC}/assets/items"
TILES = f"{OGC}/assets/tiles/WebMercatorQuad"
NO_ID = "00000000-0000-0000-0000-000000000000"
HOT = (
    ITEMS,
    f"{ITEMS}?state=NM&limit=3",
    f"{ITEMS}?limit=2&offset=4",
    f"{ITEMS}?limit=0&f=json",
    f"{ITEMS}?resultType=hits",
    f"{ITEMS}?bbox=-107,34,-105,36&properties=name,city",
    f"{ITEMS}?bbox=1,2,3",
    f"{ITEMS}?filter=seats%20%3E&filter-lang=cql2-text",
    f"{ITEMS}?filter=seats%20%3E%2010",
    f"{ITEMS}?near=87501&radius_km=50",
    f"{ITEMS}?no=such",
    f"{ITEMS}?f=%68tml",
    f"{ITEMS}?limit=%ff",
    f"{ITEMS}?cursor=nonsense",
    f"{OGC}/counties/items?limit=1",
    f"{OGC}/none/items",
    "{item}",
    "{item}?f=json",
    "{item}?skipGeometry=true",
    "{item}?limit=1",
    f"{ITEMS}/{NO_ID}",
    f"{ITEMS}/nonsense",
    f"{ITEMS}/%00",
    f"{OGC}/counties/items/35049",
    f"{TILES}/7/50/26",
    f"{TILES}/7/26/50.mvt",
    f"{TILES}/7/50/26?kind=museum",
    f"{TILES}/7/50/26?no=such",
    f"{TILES}/3/0/0",
    f"{TILES}/3/3/1",
    f"{TILES}/99/0/0",
    f"{OGC}/assets/tiles/Other/7/50/26",
    "/ogc/tiles/WebMercatorQuad/7/50/26",
    "/ogc/tiles/WebMercatorQuad/7/50/26?collections=states",
    "/ogc/tiles/WebMercatorQuad/7/50/26?collections=none",
)
"""What the hot path takes."""
COLD = (
    f"{ITEMS}/",
    f"{ITEMS}?f=html",
    f"{OGC}//items",
    f"{ITEMS}/a%0A",
    f"{OGC}/assets",
    "{item}/more",
    f"{ITEMS}?q={'x' * 5000}",
    "/ogc",
    "/readyz",
)
"""What it leaves alone."""
HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"accept-encoding": "gzip"},
    {"accept-encoding": "br;q=0.5, zstd;q=0"},
    {"accept-encoding": "gzip;q=0"},
    {"accept-encoding": ""},
    {"accept": "text/html"},
    {"if-none-match": "*"},
    {"if-none-match": '"x", {tag}', "accept-encoding": "zstd"},
    {"if-none-match": "W/{tag}"},
    {"if-modified-since": "Fri, 31 Dec 2100 00:00:00 GMT"},
    {"origin": "https://elsewhere.example"},
)


def ways(database: Database, **settings: Any) -> tuple[TestClient, TestClient]:
    """Two services alike, but that the second has no hot path."""
    clients, tiling = [], None
    for hot in (True, False):
        app = create_app(database.settings.model_copy(update=settings), clock=lambda: 1000.0)
        app.state.database = Database(database.engine, app.state.settings)
        app.state.tiling = tiling = tiling or tiling_of(
            app
        )  # points have no order in a tile: one makes them for both
        if not hot:
            app.user_middleware = [each for each in app.user_middleware if each.cls is not HotReads]
        clients.append(TestClient(app, raise_server_exceptions=False))
    return clients[0], clients[1]


@pytest.fixture(scope="module")
def both(shared_database: Database) -> tuple[TestClient, TestClient]:
    return ways(shared_database, rate_limit=10**6, version_keep_s=60)


@pytest.fixture(scope="module")
def item(both: tuple[TestClient, TestClient]) -> str:
    pages = [client.get(f"{ITEMS}?limit=1").json() for client in both]
    return f"{ITEMS}/{pages[0]['features'][0]['id']}"


def seen(answer: Response) -> tuple[int, list[tuple[str, str]], bytes]:
    """All that a caller gets, but for what is never the same."""
    assert len(answer.headers.get_list("x-request-id")) == 1
    headers = [(name, value) for name, value in answer.headers.multi_items() if name != "x-request-id"]
    return answer.status_code, headers, answer.content


@pytest.mark.parametrize("path", [*HOT, *COLD])
def test_both_ways_answer_the_same(both: tuple[TestClient, TestClient], item: str, path: str) -> None:
    path = path.replace("{item}", item)
    tag = both[1].get(path).headers.get("etag", '"none"').removeprefix("W/")
    both[0].get(path)
    for method, sent in (("HEAD", HEADERS[0]), *(("GET", each) for each in HEADERS)):
        headers = {name: value.replace("{tag}", tag) for name, value in sent.items()}
        hot, ordinary = (seen(client.request(method, path, headers=headers)) for client in both)
        assert hot == ordinary, (method, headers)


@pytest.mark.parametrize("path", HOT)
def test_what_is_hot_takes_the_hot_path(item: str, path: str) -> None:
    assert endpoint_of(scope_of(path.replace("{item}", item)), 4096) is not None


@pytest.mark.parametrize("path", COLD)
def test_all_else_goes_the_ordinary_way(item: str, path: str) -> None:
    assert endpoint_of(scope_of(path.replace("{item}", item)), 4096) is None


@pytest.mark.parametrize(
    "other",
    [
        {"type": "websocket"},
        {"method": "POST"},
        {"root_path": "/map"},
        {"headers": [(b"accept", b"text/html,*/*;q=0.8")]},
    ],
)
def test_only_plain_reads_are_hot(other: dict[str, Any]) -> None:
    assert endpoint_of({**scope_of(ITEMS), **other}, 4096) is None


def scope_of(path: str) -> dict[str, Any]:
    path, _, query = path.partition("?")
    return {
        "type": "http",
        "method": "GET",
        "path": unquote(path),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(b"accept", b"*/*")],
    }


def test_units_are_taken_once(shared_database: Database) -> None:
    """Also of what is handed on: an answer with an error costs what any other costs."""
    for client in ways(shared_database, rate_limit=4):
        answers = [client.get(path) for path in (ITEMS, f"{ITEMS}/none", f"{TILES}/0/0/0", ITEMS, ITEMS)]
        assert [each.status_code for each in answers] == [200, 404, 200, 200, 429]
        assert [each.headers["ratelimit"].split(";")[1] for each in answers] == [
            "r=3", "r=2", "r=1", "r=0", "r=0",
        ]  # fmt: skip
        assert answers[-1].json()["code"] == "too-many"


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that are run on the reading side, as they are run."""
    seen: list[str] = []
    real = Wire.ask

    def noted(self: Wire, sql: str, *rest: Any, **more: Any) -> Any:
        seen.append(sql)
        return real(self, sql, *rest, **more)

    monkeypatch.setattr(Wire, "ask", noted)
    return seen


def test_failures_are_answered_the_ordinary_way(own_database: Database, statements: list[str]) -> None:
    """And not asked a second time: what timed out would time out again."""
    for client in ways(own_database, read_timeout_s=0.5, version_keep_s=60):
        assert client.get(f"{OGC}/counties/items?limit=1").status_code == 200
        statements.clear()
        with own_database.engine.connect() as connection:
            connection.execute(text("LOCK TABLE area IN ACCESS EXCLUSIVE MODE"))
            answer = client.get(f"{OGC}/counties/items?limit=2")
        assert (answer.status_code, answer.json()["code"]) == (503, "too-much-work")
        assert len(statements) == 1


def test_while_the_version_is_known_an_unchanged_answer_costs_no_statement(
    shared_database: Database, statements: list[str]
) -> None:
    client, _ = ways(shared_database, version_keep_s=60)
    tag = client.get(f"{ITEMS}?limit=1").headers["etag"]
    statements.clear()
    answer = client.get(f"{ITEMS}?limit=1", headers={"if-none-match": tag})
    assert (answer.status_code, statements) == (304, [])
