"""A service on the loopback that answers as the documents of OSRM and Valhalla say, and goes wrong when told to."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from app.coverage.routing.router import Router

Point = tuple[float, float]
NO_WAY_LON = 50.0
"""No road leads to or from points east of this."""
LOST_LON = 80.0
"""East of this there is no road at all."""


def seconds(start: Point, end: Point) -> float | None:
    """A minute for each hundredth of a degree, along the axes."""
    if max(start[0], end[0]) > NO_WAY_LON:
        return None
    return round((abs(start[0] - end[0]) + abs(start[1] - end[1])) * 6000, 1)


@dataclass
class Fake:
    """What it was asked (`requests`), and how it misbehaves: `first` are (status, body) of its first answers."""

    router: Router = field(default_factory=lambda: Router(""))
    pairs_max: int = 10_000
    off_m: float = 12.5
    first: list[tuple[int, bytes]] = field(default_factory=list)
    change: Callable[[Any], Any] = lambda said: said
    says_distance: bool = True
    delay: threading.Event | None = None
    requests: list[tuple[list[Point], list[Point]]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    paths: list[str] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    def osrm(self, path: str) -> tuple[int, Any]:
        parts = urlsplit(path)
        service, version, profile, given = parts.path.strip("/").split("/")
        assert (service, version) == ("table", "v1")
        if profile != "driving":
            return 400, {"code": "InvalidQuery", "message": "Query string malformed close to position 9"}
        asked = parse_qs(parts.query)
        assert asked["annotations"] == ["duration"]
        points = [tuple(map(float, each.split(","))) for each in given.split(";")]
        sides = [
            [points[int(at)] for at in asked[name][0].split(";")] for name in ("sources", "destinations")
        ]
        refusal = self.seen(*sides)  # type: ignore[arg-type]
        if refusal:
            code, message = {
                "big": ("TooBig", "Too many table coordinates"),
                "lost": ("NoSegment", "Could not find"),
            }[refusal]
            return 400, {"code": code, "message": message}
        return 200, {
            "code": "Ok",
            "durations": [[seconds(start, end) for end in sides[1]] for start in sides[0]],  # type: ignore[arg-type]
            "sources": [self.waypoint(each) for each in sides[0]],  # type: ignore[arg-type]
            "destinations": [self.waypoint(each) for each in sides[1]],  # type: ignore[arg-type]
        }

    def waypoint(self, point: Point) -> dict[str, Any]:
        off = 9000.0 if point[1] > 60 else self.off_m
        place = {"location": [point[0], point[1] + off / 111_000], "name": "", "hint": "x"}
        return place | ({"distance": off} if self.says_distance else {})

    def valhalla(self, body: bytes) -> tuple[int, Any]:
        said = json.loads(body)
        if said["costing"] != "auto":
            return 400, {"error_code": 125, "error": "No costing method found", "status_code": 400}
        sides = [[(each["lon"], each["lat"]) for each in said[name]] for name in ("sources", "targets")]
        refusal = self.seen(*sides)
        if refusal:
            code, text = {
                "big": (150, "Exceeded max locations"),
                "lost": (171, "No suitable edges near location"),
            }[refusal]
            return 400, {"error_code": code, "error": text, "status_code": 400}
        cells = [
            [
                {"from_index": row, "to_index": column, "time": seconds(start, end), "distance": 1.5}
                for column, end in enumerate(sides[1])
            ]
            for row, start in enumerate(sides[0])
        ]
        return 200, {"sources_to_targets": cells, "units": "kilometers", "warnings": []}

    def seen(self, origins: list[Point], destinations: list[Point]) -> str:
        with self.lock:
            self.requests.append((origins, destinations))
        if len(origins) * len(destinations) > self.pairs_max:
            return "big"
        return "lost" if any(lon > LOST_LON for lon, _ in (*origins, *destinations)) else ""

    def answer(self, path: str, body: bytes | None) -> tuple[int, bytes]:
        with self.lock:
            self.paths.append(path)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            if self.delay is not None:
                self.delay.wait(30)
            if self.first:
                return self.first.pop(0)
            status, said = self.osrm(path) if body is None else self.valhalla(body)
            return status, json.dumps(self.change(said)).encode()
        finally:
            with self.lock:
                self.at_once -= 1


@pytest.fixture
def fake() -> Iterator[Fake]:
    """A running service; `fake.router` is how it is reached."""
    told = Fake()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send(None)

        def do_POST(self) -> None:
            assert self.path == "/sources_to_targets"
            self.send(self.rfile.read(int(self.headers["Content-Length"])))

        def send(self, body: bytes | None) -> None:
            status, said = told.answer(self.path, body)
            self.send_response(status)
            self.send_header("Content-Length", str(len(said)))
            if status in (301, 302):
                self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: Any) -> None:
            """A caller who went away is no news."""

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    told.router = Router(f"http://127.0.0.1:{server.server_address[1]}", wait_s=0.01, timeout_s=5.0)
    yield told
    if told.delay is not None:
        told.delay.set()
    server.shutdown()
    thread.join()
    server.server_close()
