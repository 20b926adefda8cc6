"""The service under /ogc: in the process, and live on a port for real clients, with what they asked noted."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import uvicorn
from fastapi.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from app.db.engine import Database
from app.main import create_app

START_S = 20
Ask = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def ask(client: TestClient) -> Ask:
    """`ask("/collections")`: the JSON of an answer under /ogc; `status=400` expects another status."""

    def get(path: str, status: int = 200, **query: Any) -> dict[str, Any]:
        answer = client.get(f"/ogc{path}", params=query or None)
        assert answer.status_code == status, answer.text
        kind = answer.headers["content-type"].split(";")[0]
        assert kind.endswith("json")
        if status != 200:
            assert kind == "application/problem+json"
        document: dict[str, Any] = answer.json()
        return document

    return get


@dataclass
class Live:
    """A live service: its address, and the addresses that were asked, in their order."""

    url: str
    seen: list[str] = field(default_factory=list)

    def asked(self, *words: str) -> list[str]:
        """The addresses asked that hold all `words`."""
        return [each for each in self.seen if all(word in each for word in words)]


class _Noting:
    def __init__(self, app: ASGIApp, live: Live) -> None:
        self.app, self.live = app, live

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            self.live.seen.append(f"{scope['path']}?{scope['query_string'].decode()}")
        await self.app(scope, receive, send)


@contextmanager
def _live(database: Database) -> Iterator[Live]:
    app = create_app(database.settings)
    app.state.database = database
    listening = socket.create_server(("127.0.0.1", 0))
    live = Live(f"http://127.0.0.1:{listening.getsockname()[1]}")
    server = uvicorn.Server(
        uvicorn.Config(_Noting(app, live), lifespan="off", log_level="warning", ws="none")
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    until = time.monotonic() + START_S
    while not server.started:
        assert time.monotonic() < until, "the server did not start"
        time.sleep(0.02)
    yield live
    server.should_exit = True
    thread.join(START_S)
    listening.close()


@pytest.fixture(scope="session")
def _serving(shared_database: Database) -> Iterator[Live]:
    with _live(shared_database) as live:
        yield live


@pytest.fixture
def live(_serving: Live) -> Live:
    """The live service on the shared database; nothing asked yet."""
    _serving.seen.clear()
    return _serving


@pytest.fixture
def serve() -> Callable[[Database], AbstractContextManager[str]]:
    """`with serve(database) as url:` for a test that brings its own data."""

    @contextmanager
    def run(database: Database) -> Iterator[str]:
        with _live(database) as live:
            yield live.url

    return run
