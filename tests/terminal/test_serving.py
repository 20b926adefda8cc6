"""The live server: heads of requests have an end, and only named proxies say where a request came from."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest
import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import text

from app.db.engine import Database
from app.main import create_app
from app.settings import Settings
from app.terminal.protocol import HEAD_MAX_BYTES
from app.terminal.service import server_options, tell_what_is_not_set


@contextmanager
def live(app: FastAPI, settings: Settings, **more: Any) -> Iterator[str]:
    """The address of `app` on a free port, served as `stemmap serve` does."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, **{**server_options(settings), "lifespan": "off", **more}))
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module", params=["default", "h11"])
def address(request: pytest.FixtureRequest, shared_database: Database) -> Iterator[str]:
    app = create_app(shared_database.settings)
    app.state.database = shared_database
    more = {} if request.param == "default" else {"http": request.param}
    with live(app, shared_database.settings, **more) as url:
        yield url


ENDLESS = {
    "address": (b"GET /?", b"a" * 65_536),
    "header": (b"GET / HTTP/1.1\r\nHost: x\r\nX-A: ", b"a" * 65_536),
    "headers": (b"GET / HTTP/1.1\r\nHost: x\r\n", b"X-Aaaaaaaa: b\r\n" * 4000),
    "names": (b"GET / HTTP/1.1\r\nHost: x\r\nX-", b"a" * 65_536),
    "second request": (b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /?", b"a" * 65_536),
}


def pour(caller: socket.socket, more: bytes) -> None:
    """Send far more than may be sent."""
    for _ in range(400 * HEAD_MAX_BYTES // len(more)):
        caller.sendall(more)
        time.sleep(0.001)


@pytest.mark.parametrize("kind", ENDLESS)
def test_a_head_has_an_end(address: str, kind: str) -> None:
    start, more = ENDLESS[kind]
    with socket.create_connection(("127.0.0.1", httpx2.URL(address).port or 0), timeout=20) as caller:
        caller.sendall(start)
        with pytest.raises((BrokenPipeError, ConnectionResetError)):
            pour(caller, more)
    assert httpx2.get(f"{address}/healthz").status_code == 200


def test_a_long_head_and_a_long_body_are_taken(address: str) -> None:
    headers = {f"X-{number}": "a" * 1000 for number in range(50)}
    assert httpx2.get(f"{address}/healthz", headers=headers).status_code == 200
    body = b"x" * 5_000_000
    answer = httpx2.request("GET", f"{address}/healthz", content=body)
    assert answer.status_code == 200


def quota_left(url: str, forwarded: str) -> int:
    answer = httpx2.get(f"{url}/api/v1/openapi.json", headers={"X-Forwarded-For": forwarded}, timeout=60)
    return int(answer.headers["ratelimit"].partition(";r=")[2].partition(";")[0])


@pytest.mark.parametrize(
    ("proxies", "believed"),
    [(("127.0.0.1",), True), (("127.0.0.0/8",), True), (("192.0.2.1",), False), ((), False)],
)
def test_only_named_proxies_are_believed(
    shared_database: Database, proxies: tuple[str, ...], believed: bool
) -> None:
    settings = shared_database.settings.model_copy(update={"rate_limit": 60, "trusted_proxies": proxies})
    app = create_app(settings, clock=lambda: 0.0)
    app.state.database = shared_database
    with live(app, settings) as url:
        assert quota_left(url, "198.51.100.7") == 59
        assert quota_left(url, "198.51.100.8") == (59 if believed else 58)
        assert quota_left(url, "203.0.113.1, 198.51.100.8") == (58 if believed else 57), (
            "what the proxy itself saw"
        )


def test_several_workers_serve(own_database: Database, tmp_path: Path) -> None:
    """What workers are told must fit through a pipe: each is a process of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    url = own_database.engine.url.render_as_string(hide_password=False)
    settings = {"DATABASE_URL": url, "HOME": str(tmp_path), "PORT": str(port), "WORKERS": "2"}
    environment = os.environ | {f"STEMMAP_{name}": value for name, value in settings.items()}
    service = subprocess.Popen([sys.executable, "-m", "app.cli", "run"], env=environment)
    try:
        answered = set()
        until = time.monotonic() + 180
        while not answered and time.monotonic() < until:
            assert service.poll() is None
            with suppress(httpx2.TransportError):
                answered.add(httpx2.get(f"http://127.0.0.1:{port}/readyz").status_code)
            time.sleep(0.02)
        assert answered == {200}
    finally:
        service.terminate()
        service.wait(120)


WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def until_one_waits(database: Database) -> None:
    until = time.monotonic() + 10
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while connection.scalar(text(WAITING)) != 1:
            assert time.monotonic() < until
            time.sleep(0.02)


@pytest.mark.parametrize(
    "path", ["/ogc/collections/counties/items?limit=", "/maps/outlines.geojson?kind=county&states="]
)
def test_where_all_connections_are_taken_the_answer_is_quick(own_database: Database, path: str) -> None:
    url = own_database.engine.url.render_as_string(hide_password=False)
    few = {
        "reader_pool_size": 1,
        "pool_size": 1,
        "pool_timeout_s": 0.3,
        "read_timeout_s": 20,
        "version_keep_s": 60,
    }
    settings = own_database.settings.model_copy(update={**few, "database_url": SecretStr(url)})
    with (
        live(create_app(settings), settings, lifespan="on") as address,
        own_database.engine.connect() as connection,
        ThreadPoolExecutor() as callers,
    ):
        assert httpx2.get(f"{address}{path}1", timeout=30).status_code == 200
        with connection.begin():
            connection.execute(text("LOCK TABLE area IN ACCESS EXCLUSIVE MODE"))
            first = callers.submit(httpx2.get, f"{address}{path}2", timeout=30)
            until_one_waits(own_database)
            started = time.monotonic()
            second = httpx2.get(f"{address}{path}3", timeout=30)
            assert time.monotonic() - started < 5
            assert (second.status_code, second.json()["code"]) == (503, "busy")
            assert second.headers["retry-after"]
        assert first.result().status_code == 200
        assert httpx2.get(f"{address}{path}4", timeout=30).status_code == 200


def test_the_start_warns_of_a_contact_that_nobody_reads(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    tell_what_is_not_set(settings.model_copy(update={"contact_email": "stem@edu.wyoming.gov"}))
    assert capsys.readouterr().err == ""
    tell_what_is_not_set(settings)
    assert "Set STEMMAP_CONTACT_EMAIL" in capsys.readouterr().err
