"""The service under /ogc: in the process, and live in one of its own for real clients, with what they asked noted.

(GDAL holds the interpreter's lock while it waits for an answer: a service in the same process could never give one.)
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient

from app.db.engine import Database

START_S = 60
ROOT = Path(__file__).parents[3]
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
    """A live service: its address, and the file that notes what was asked."""

    url: str
    log: Path
    begin: int = 0

    def asked(self, *words: str) -> list[str]:
        """The requests of this test that hold all `words`, in their order."""
        lines = self.log.read_text()[self.begin :].splitlines()
        return [line for line in lines if all(word in line for word in words)]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@contextmanager
def _live(database: Database, folder: Path) -> Iterator[Live]:
    port, log = _free_port(), folder / "requests.log"
    environment = os.environ | {
        "STEMMAP_HOME": str(folder),
        "STEMMAP_DATABASE_URL": database.engine.url.render_as_string(hide_password=False),
        "STEMMAP_SECRET": "test secret",
    }
    command = [sys.executable, "-m", "uvicorn", "app.main:create_app", "--factory", "--port", str(port)]
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
    try:
        _wait(f"http://127.0.0.1:{port}", process, log)
        yield Live(f"http://127.0.0.1:{port}", log)
    finally:
        process.terminate()
        process.wait(START_S)


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()
        try:
            httpx2.get(f"{url}/healthz").raise_for_status()
        except httpx2.TransportError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError(log.read_text())


@pytest.fixture(scope="session")
def _serving(shared_database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with _live(shared_database, tmp_path_factory.mktemp("live")) as live:
        yield live


@pytest.fixture
def live(_serving: Live) -> Live:
    """The live service on the shared database; nothing asked yet."""
    return Live(_serving.url, _serving.log, len(_serving.log.read_text()))


@pytest.fixture
def serve(tmp_path: Path) -> Callable[[Database], AbstractContextManager[str]]:
    """`with serve(database) as url:` for a test that brings its own data."""

    @contextmanager
    def run(database: Database) -> Iterator[str]:
        with _live(database, tmp_path) as live:
            yield live.url

    return run
