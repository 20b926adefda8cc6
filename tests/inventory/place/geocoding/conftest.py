"""A local service that speaks the Census Geocoder's batch protocol, and misbehaves when told to."""

import csv
import io
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

Line = list[str]


@dataclass
class FakeCensus:
    """What it knows, what it was asked, and how it behaves."""

    known: dict[str, tuple[float, float]] = field(default_factory=dict)
    asked: list[list[Line]] = field(default_factory=list)
    benchmarks: list[str] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)
    """One behaviour a request: `ok`, a status code, `hang`, `drop`, `html`, `half`, `huge`, `trickle`."""
    on_ask: Callable[[], None] = lambda: None
    url: str = ""

    def answer(self, lines: list[Line]) -> str:
        out = io.StringIO(newline="")
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for number, street, city, state, zip_code in reversed(lines):  # in any order
            sent = f"{street}, {city}, {state}, {zip_code}"
            if street in self.known:
                lon, lat = self.known[street]
                how = "Exact" if zip_code else "Non_Exact"
                point = f"{lon},{lat}"
                writer.writerow([number, sent, "Match", how, sent.upper(), point, "86869685", "R"])
            else:
                writer.writerow([number, sent, "Tie" if street.startswith("2 ") else "No_Match"])
        return out.getvalue()


def _handler(fake: FakeCensus) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
            parts = {
                part.get_param("name", header="content-disposition"): part.get_payload(decode=True).decode()
                for part in BytesParser(policy=HTTP).parsebytes(head + body).iter_parts()
            }
            lines = [line for line in csv.reader(io.StringIO(parts["addressFile"], newline="")) if line]
            fake.asked.append(lines)
            fake.benchmarks.append(parts["benchmark"])
            fake.on_ask()
            BEHAVIOURS[fake.trouble.pop(0) if fake.trouble else "ok"](self, fake, lines)

        def log_message(self, *_: object) -> None:
            """Be silent."""

        def reply(self, status: int, text: str) -> None:
            payload = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/csv")
            self.send_header("Content-Length", str(len(payload)))
            if status in (301, 302, 307):
                self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(payload)

    return Handler


Behaviour = Callable[[Any, FakeCensus, list[Line]], None]


def _ok(handler: Any, fake: FakeCensus, lines: list[Line]) -> None:
    handler.reply(200, fake.answer(lines))


def _half(handler: Any, fake: FakeCensus, lines: list[Line]) -> None:
    handler.reply(200, fake.answer(lines[: len(lines) // 2]))


def _html(handler: Any, fake: FakeCensus, lines: list[Line]) -> None:
    handler.reply(200, "<html><body>Service unavailable, please try later</body></html>")


def _huge(handler: Any, fake: FakeCensus, lines: list[Line]) -> None:
    handler.reply(200, fake.answer(lines) + "x" * 1_000_000)


def _hang(handler: Any, fake: FakeCensus, lines: list[Line]) -> None:
    time.sleep(0.6)


def _trickle(handler: Any, fake: FakeCensus, lines: list[Line]) -> None:
    handler.send_response(200)
    handler.end_headers()
    for letter in fake.answer(lines):
        try:
            handler.wfile.write(letter.encode())
            handler.wfile.flush()
        except OSError:
            return
        time.sleep(0.05)


def _drop(handler: Any, fake: FakeCensus, lines: list[Line]) -> None:
    handler.close_connection = True
    handler.connection.close()


def _nonsense(handler: Any, fake: FakeCensus, lines: list[Line]) -> None:
    strange = (
        'junk\n"99","far","Match","Exact","X","-105,35","1","L"\n"0","a","Match"\n'
        '"0","a","Match","Exact","X","here","1","L"\n"0","a","Match","Exact","X","-1050,35","1","L"\n'
    )
    handler.reply(200, strange + fake.answer(lines[1:]))


def _unavailable(handler: Any, fake: FakeCensus, lines: list[Line]) -> None:
    handler.reply(503, "busy")


def _refused(handler: Any, fake: FakeCensus, lines: list[Line]) -> None:
    handler.reply(400, "bad")


def _elsewhere(handler: Any, fake: FakeCensus, lines: list[Line]) -> None:
    handler.reply(302, "")


BEHAVIOURS: dict[str, Behaviour] = {
    "ok": _ok, "half": _half, "html": _html, "huge": _huge, "hang": _hang, "trickle": _trickle, "drop": _drop,
    "nonsense": _nonsense, "503": _unavailable, "400": _refused, "302": _elsewhere,
}  # fmt: skip


@pytest.fixture
def census() -> Iterator[FakeCensus]:
    """The service on a port of its own."""
    fake = FakeCensus()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(fake))
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    fake.url = f"http://127.0.0.1:{server.server_port}/geocoder/locations/addressbatch"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield fake
    server.shutdown()
    server.server_close()
    thread.join()
