"""Answers get smaller on their way, in the coding the caller likes best; what is packed already stays as it is.

The packing is `starlette-compress`'s; here stands what it leaves open: weights of codings, and validators. A packed
answer is other bytes than the plain one, so its ETag is weak (RFC 9110, 8.8.1); `If-None-Match` compares weakly.
"""

import gzip
from functools import lru_cache
from typing import Final

import brotli  # type: ignore[import-untyped]
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette_compress import CompressMiddleware, add_compress_type
from zstandard import ZstdCompressor

from app.settings import Settings

CODINGS: Final = ("zstd", "br", "gzip")
"""The best first: fewest bytes for the least time at the levels of the settings."""
_MORE_TYPES: Final = (
    "application/geo+json-seq",
    "application/problem+json",
    "application/schema+json",
    "application/vnd.google-earth.kml+xml",
    "application/vnd.mapbox.style+json",
    "application/vnd.oai.openapi+json",
    "application/x-ndjson",
    "text/csv",
    "text/tab-separated-values",
)
_UNTOUCHED: Final = "/downloads/"
"""Files of snapshots are sent as they are, so that parts of them (`Range`) fit together."""
for _type in _MORE_TYPES:
    add_compress_type(_type)


@lru_cache(maxsize=200)
def chosen_coding(accept: str) -> str | None:
    """The coding for an Accept-Encoding of `accept` (RFC 9110, 12.5.3), None for none: the heaviest, ours first."""
    weights = weights_of(accept)
    others = weights.get("*", 0.0)
    best = max(CODINGS, key=lambda coding: weights.get(coding, others))
    weight = weights.get(best, others)
    return best if weight > 0 and weight >= weights.get("identity", 0.0) else None


def pack(body: bytes, coding: str, settings: Settings) -> bytes:
    """`body` in one of our codings, at the level of the settings."""
    if coding == "zstd":
        return ZstdCompressor(level=settings.compress_zstd_level).compress(body)
    if coding == "br":
        return bytes(brotli.compress(body, quality=settings.compress_br_level))
    return gzip.compress(body, settings.compress_gzip_level, mtime=0)


def weights_of(accept: str) -> dict[str, float]:
    """Each choice of an `Accept-…` header in lower case, with its weight."""
    found = {}
    for part in accept.lower().split(","):
        coding, _, parameters = part.partition(";")
        found[coding.strip()] = _weight(parameters)
    return found


def _weight(parameters: str) -> float:
    name, _, value = parameters.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0


class Compression:
    """Pack answers of text and the like; streamed ones stay streamed."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._plain = app
        self._app = CompressMiddleware(
            app,
            minimum_size=settings.compress_min_bytes,
            zstd_level=settings.compress_zstd_level,
            brotli_quality=settings.compress_br_level,
            gzip_level=settings.compress_gzip_level,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI event stream."""
        if scope["type"] != "http" or scope["path"].startswith(_UNTOUCHED):
            await self._plain(scope, receive, send)
            return
        accept, given = asked_by(scope, b"accept-encoding"), asked_by(scope, b"if-none-match")
        kept = [each for each in scope["headers"] if each[0] != b"accept-encoding"]
        coding = chosen_coding(accept) if accept else None
        if coding is not None:
            kept.append((b"accept-encoding", coding.encode()))

        async def send_with_validators(message: Message) -> None:
            if message["type"] == "http.response.start":
                set_validators(message, given)
            await send(message)

        await self._app({**scope, "headers": kept}, receive, send_with_validators)


def asked_by(scope: Scope, name: bytes) -> str:
    """All that a request says in headers of this name."""
    return b",".join(value for given, value in scope["headers"] if given == name).decode("latin-1")


def set_validators(message: Message, given: str) -> None:
    """Weaken the ETag of a packed answer, and of the 304 for who has a packed one (RFC 9111, 4.3.4)."""
    if message["status"] == 304:
        headers = MutableHeaders(scope=message)
        headers.add_vary_header("Accept-Encoding")
        if f"W/{headers.get('etag')}" in given:
            headers["ETag"] = f"W/{headers['etag']}"
    elif any(name == b"content-encoding" for name, _ in message["headers"]):
        headers = MutableHeaders(scope=message)
        tag = headers.get("etag")
        if tag is not None and not tag.startswith("W/"):
            headers["ETag"] = f"W/{tag}"
        del headers["Accept-Ranges"]
