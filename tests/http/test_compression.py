"""Answers are packed as the caller can take them, carry validators that work, and streams stay streams."""

import gzip
import random
from collections.abc import Callable, Iterator

import anyio
import brotli
import pytest
import zstandard
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from starlette.responses import StreamingResponse
from starlette.types import Message

from app.db.engine import Database
from app.main import create_app
from app.routers.compression import CODINGS, chosen_coding

ITEMS = "/ogc/collections/assets/items?limit=50"
UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "zstd": lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data),
    "br": brotli.decompress,
    "gzip": gzip.decompress,
}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def raw(client: TestClient, path: str, accept: str, **headers: str) -> tuple[Response, bytes]:
    """The answer and its body as it travelled."""
    sent = {"Accept-Encoding": accept, **headers}
    with client.stream("GET", path, headers=sent) as answer:
        return answer, b"".join(answer.iter_raw())


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", None),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, deflate, br", "br"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("zstd;q=0.1, br;q=0.2, gzip;q=0.3", "gzip"),
        ("GZIP;Q=1.0", "gzip"),
        ("*", "zstd"),
        ("*;q=0.5, br", "br"),
        ("zstd;q=0, *", "br"),
        ("gzip;q=0", None),
        ("gzip;q=0.0, br;q=0.000", None),
        ("identity", None),
        ("identity, gzip", "gzip"),
        ("identity;q=1, gzip;q=0.5", None),
        ("identity;q=0.5, *;q=0", None),
        ("deflate, compress, x-gzip", None),
        ("gzip;q=nan", None),
        ("gzip;q=1e999", None),
        ("gzip;q=", None),
        (",;=,q=;;", None),
    ],
)
def test_the_coding_is_the_one_liked_best(accept: str, expected: str | None) -> None:
    assert chosen_coding(accept) == expected


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize(
    "path", [ITEMS, "/browse", "/ogc/api", "/api/v1/coverage.csv?states=NM", "/static/site.css"]
)
def test_a_packed_answer_is_the_plain_one_made_smaller(client: TestClient, path: str, coding: str) -> None:
    plain, plain_body = raw(client, path, "identity")
    packed, body = raw(client, path, coding)
    assert packed.headers["content-encoding"] == coding
    assert len(body) < len(plain_body) / 2
    assert UNPACK[coding](body) == plain_body
    assert int(packed.headers["content-length"]) == len(body)
    assert "content-encoding" not in plain.headers
    for answer in (plain, packed):
        assert "accept-encoding" in answer.headers["vary"].lower()


def test_small_answers_stay_as_they_are(client: TestClient) -> None:
    answer, _ = raw(client, "/healthz", "gzip")
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize(("least", "packed"), [(10, True), (100_000, False)])
def test_the_least_size_is_the_setting(shared_database: Database, least: int, packed: bool) -> None:
    app = create_app(shared_database.settings.model_copy(update={"compress_min_bytes": least}))
    app.state.database = shared_database
    answer, _ = raw(TestClient(app), "/healthz", "gzip")
    assert ("content-encoding" in answer.headers) is packed


@pytest.mark.parametrize(("name", "coding"), [("br", "br"), ("zstd", "zstd"), ("gzip", "gzip")])
def test_a_level_is_the_setting(shared_database: Database, name: str, coding: str) -> None:
    sizes = []
    for level in (1, 9):
        app = create_app(shared_database.settings.model_copy(update={f"compress_{name}_level": level}))
        app.state.database = shared_database
        sizes.append(len(raw(TestClient(app), ITEMS, coding)[1]))
    assert sizes[1] < sizes[0]


def test_files_that_are_packed_already_are_left_alone(client: TestClient) -> None:
    answer, _ = raw(client, "/api/v1/uploads/template.xlsx", "gzip, br, zstd")
    assert answer.status_code == 200
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("path", [ITEMS, "/api/v1/assets?limit=50", "/static/site.css"])
def test_the_validator_of_a_packed_answer_is_weak_and_works(client: TestClient, path: str) -> None:
    plain, packed = raw(client, path, "identity")[0], raw(client, path, "br")[0]
    assert not plain.headers["etag"].startswith("W/")
    assert packed.headers["etag"] == f"W/{plain.headers['etag']}"
    for tag in (plain.headers["etag"], packed.headers["etag"], f'"other", {packed.headers["etag"]}'):
        answer, body = raw(client, path, "br", **{"If-None-Match": tag})
        assert (answer.status_code, body) == (304, b"")
        assert answer.headers["etag"] in tag
        assert "accept-encoding" in answer.headers["vary"].lower()
    assert raw(client, path, "br", **{"If-None-Match": 'W/"other"'})[0].status_code == 200


def test_a_range_is_of_the_plain_file(client: TestClient) -> None:
    whole = raw(client, "/static/site.css", "identity")[1]
    answer, body = raw(client, "/static/site.css", "gzip", Range="bytes=10-19")
    assert (answer.status_code, body) == (206, whole[10:20])
    assert "content-encoding" not in answer.headers
    packed = raw(client, "/static/site.css", "gzip")[0]
    assert "accept-ranges" not in packed.headers
    answer, _ = raw(
        client, "/static/site.css", "gzip", **{"Range": "bytes=10-19", "If-Range": packed.headers["etag"]}
    )
    assert answer.status_code == 200, "a weak validator does not prove that a part fits"


def streaming_app(database: Database, sent: list[int]) -> FastAPI:
    """A service with an endless table, which notes how much of it was made."""
    app = create_app(database.settings)
    app.state.database = database
    static = app.router.routes.pop()

    def lines() -> Iterator[bytes]:
        chance = random.Random(1)  # noqa: S311 - no secret, only hard to pack
        for number in range(200):
            sent.append(number)
            yield b"%d,%s\n" % (number, chance.randbytes(10_000).hex().encode())

    @app.get("/table.csv")
    async def table() -> StreamingResponse:
        async def body() -> object:
            for line in lines():
                yield line

        return StreamingResponse(body(), media_type="text/csv")  # type: ignore[arg-type]

    app.router.routes.append(static)
    return app


@pytest.mark.anyio
@pytest.mark.parametrize("coding", CODINGS)
async def test_a_stream_stays_a_stream(shared_database: Database, coding: str) -> None:
    made: list[int] = []
    parts: list[tuple[int, bytes]] = []
    headers: dict[bytes, bytes] = {}

    async def receive() -> Message:
        await anyio.sleep_forever()
        raise AssertionError

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers.update(message["headers"])
        else:
            parts.append((len(made), message["body"]))

    scope = {
        "type": "http", "method": "GET", "path": "/table.csv", "raw_path": b"/table.csv", "query_string": b"",
        "root_path": "", "scheme": "http", "http_version": "1.1", "client": ("198.51.100.7", 1),
        "server": ("testserver", 80), "headers": [(b"accept-encoding", coding.encode())], "asgi": {"version": "3.0"},
    }  # fmt: skip
    await streaming_app(shared_database, made)(scope, receive, send)
    assert headers[b"content-encoding"] == coding.encode()
    assert b"content-length" not in headers
    assert len([at for at, part in parts if part and at < 150]) >= 2, "sent before all was made"
    text = UNPACK[coding](b"".join(part for _, part in parts)).splitlines()
    assert [int(line.partition(b",")[0]) for line in text] == list(range(200))
