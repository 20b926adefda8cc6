"""Coverage of the six states through HTTP, by a server of its own on loopback: computed, kept, and unchanged."""

import json
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Final

from bench.catalog.servers import free_port, running
from bench.coverage.process import Found

ROUNDS: Final = 15
ASKED: Final = "/api/v1/coverage?areas={areas}&distance={metres}m"


@contextmanager
def service(home: Path) -> Iterator[HTTPConnection]:
    """The service with the starter inventory, its data in `home` (kept for the next time); one worker."""
    home.mkdir(parents=True, exist_ok=True)
    port = free_port()
    env = {
        "STEMMAP_HOME": str(home),
        "STEMMAP_PORT": str(port),
        "STEMMAP_WORKERS": "1",
        "STEMMAP_RATE_LIMIT": "0",
    }
    with running([sys.executable, "-m", "app.cli", "run"], port, "/readyz", env, home / "bench.log"):
        connection = HTTPConnection("127.0.0.1", port)
        yield connection
        connection.close()


def asked(connection: HTTPConnection, path: str, **headers: str) -> tuple[float, int, str, bytes]:
    """Seconds until the last byte, status, ETag and body."""
    start = time.perf_counter()
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    body = response.read()
    return time.perf_counter() - start, response.status, response.headers.get("ETag", ""), body


def rounds(connection: HTTPConnection, areas: str) -> dict[str, Found]:
    """Medians and least of: a distance nobody asked for before, the same again, and again with its ETag."""
    seen: dict[str, list[float]] = {"computed": [], "kept": [], "unchanged": []}
    for metres in range(40_000, 40_000 + 7 * (ROUNDS + 1), 7):
        path = ASKED.format(areas=areas, metres=metres)
        first = asked(connection, path)
        again = asked(connection, path)
        same = asked(connection, path, **{"If-None-Match": again[2]})
        assert (first[1], again[1], same[1]) == (200, 200, 304), (first[1], again[1], same[1])
        assert _people(first[3]) == _people(again[3]), "the kept answer is another one"
        for name, one in zip(seen, (first, again, same), strict=True):
            seen[name].append(one[0])
    return {
        name: {"wall_s": statistics.median(some[1:]), "least_s": min(some[1:])} for name, some in seen.items()
    }


def _people(body: bytes) -> Any:
    return json.loads(body)["summary"]
