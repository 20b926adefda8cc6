"""Ours and the peers as processes with two workers each, on free loopback ports."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import URL

WORKERS: Final = 2
_CONNECTIONS: Final = 6
"""That a peer's worker keeps with the database: more than it has processors for, and room for all under 60."""
_START_S: Final = 120.0


def free_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def running(command: list[str], port: int, path: str, env: Mapping[str, str], log: Path) -> Iterator[str]:
    """The process while the block runs, once `path` answers; its base URL."""
    base = f"http://127.0.0.1:{port}"
    with log.open("wb") as out:
        process = subprocess.Popen(command, env={**os.environ, **env}, stdout=out, stderr=out)
        try:
            _wait(process, base + path, log)
            yield base
        finally:
            process.terminate()
            _ended(process)


def _ended(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    until = time.monotonic() + _START_S
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()[-3000:]
        try:
            with urllib.request.urlopen(url, timeout=10):  # noqa: S310 - loopback
                return
        except OSError:
            time.sleep(0.3)
    raise AssertionError(f"{url} does not answer: {log.read_text()[-3000:]}")


def _at(url: URL) -> tuple[str, int]:
    """Host (or folder of the socket) and port of the database."""
    host, port = url.query.get("host") or url.host, url.query.get("port") or url.port or 5432
    return str(host), int(str(port))


@contextmanager
def ours(url: URL, home: Path, **more: str) -> Iterator[str]:
    """The service on the database at `url`; `more` settings by name."""
    port = free_port()
    home.mkdir(exist_ok=True)
    env = more | {
        "STEMMAP_HOME": str(home),
        "STEMMAP_DATABASE_URL": url.render_as_string(hide_password=False),
        "STEMMAP_PORT": str(port),
        "STEMMAP_WORKERS": str(WORKERS),
        "STEMMAP_RATE_LIMIT": "0",
    }
    command = [sys.executable, "-m", "app.cli", "serve"]  # `run` would add the starter inventory
    with running(command, port, "/ogc/collections/assets", env, home / "ours.log") as base:
        yield base


@contextmanager
def tipg(python: Path, url: URL, home: Path) -> Iterator[str]:
    """TiPg on schema `peer`."""
    port = free_port()
    host, pg_port = _at(url)
    env = {
        "DATABASE_URL": f"postgresql://{url.username}@{quote(host, safe='')}:{pg_port}/{url.database}",
        "TIPG_DB_SCHEMAS": '["peer"]',
        "TIPG_MAX_FEATURES_PER_QUERY": "10000",
        "TIPG_DB_MAX_CONN_SIZE": str(_CONNECTIONS),
    }
    command = [str(python), "-m", "uvicorn", "tipg.main:app", "--port", str(port), "--log-level", "warning"]
    command += ["--workers", str(WORKERS)]
    with running(command, port, "/collections/peer.assets", env, home / "tipg.log") as base:
        yield base


@contextmanager
def pygeoapi(python: Path, url: URL, home: Path) -> Iterator[str]:
    """pygeoapi on table `peer.assets`."""
    port = free_port()
    config, document = home / "pygeoapi.yml", home / "openapi.yml"
    config.write_text(json.dumps(_pygeoapi_config(url, port)))  # JSON is YAML
    env = {"PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": str(document)}
    program = [
        str(python.parent / "pygeoapi"),
        "openapi",
        "generate",
        str(config),
        "--output-file",
        str(document),
    ]
    subprocess.run(program, check=True, env={**os.environ, **env}, capture_output=True)
    command = [str(python), "-m", "gunicorn", "pygeoapi.flask_app:APP", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", str(WORKERS), "--threads", "4", "--log-level", "warning"]
    with running(command, port, "/collections/assets", env, home / "pygeoapi.log") as base:
        yield base


def _pygeoapi_config(url: URL, port: int) -> dict[str, object]:
    host, pg_port = _at(url)
    data = {"host": host, "port": pg_port, "dbname": url.database, "user": url.username}
    data |= {"password": url.password or "", "search_path": ["peer", "public"]}
    limits = {"default_items": 100, "max_items": 10_000}
    words = {"title": "Bench", "description": "Bench", "keywords": ["bench"]}
    provider: dict[str, Any] = {
        "type": "feature",
        "name": "PostgreSQL",
        "data": data,
        "id_field": "id",
        "table": "assets",
    }
    provider |= {"geom_field": "geom", "count": True}
    tiles = provider | {"type": "tile", "name": "MVT-postgresql", "options": {"zoom": {"min": 0, "max": 16}}}
    tiles |= {"storage_crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}
    tiles |= {"format": {"name": "pbf", "mimetype": "application/vnd.mapbox-vector-tile"}}
    return {
        "server": {
            "bind": {"host": "127.0.0.1", "port": port},
            "url": f"http://127.0.0.1:{port}",
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "language": "en-US",
            "limits": limits,
            "map": {"url": "http://127.0.0.1/{z}/{x}/{y}.png", "attribution": "none"},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": words | {"terms_of_service": "none", "url": "http://127.0.0.1"},
            "license": {"name": "none", "url": "http://127.0.0.1"},
            "provider": {"name": "bench", "url": "http://127.0.0.1"},
            "contact": {"name": "bench", "email": "bench@example.org", "url": "http://127.0.0.1"},
        },
        "resources": {
            "assets": words
            | {
                "type": "collection",
                "extents": {"spatial": {"bbox": [-180, -90, 180, 90]}},
                "providers": [provider, tiles],
            }
        },
    }
