"""What happens to every request and answer: ids, security headers, open reads, limits, compression.

All of it is pure ASGI, so that streamed answers stay streamed.
"""

import secrets
import time
from collections.abc import Callable, Iterable
from typing import Final

import orjson
from fastapi import FastAPI, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import AppError
from app.routers.compression import Compression
from app.routers.embed_partners import EmbedPartners
from app.routers.embeds import Embeds
from app.routers.languages import Languages
from app.routers.limits import Limits, RateLimits
from app.routers.open_reads import OpenReads
from app.routers.problems import LastResort
from app.settings import Settings

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'self'"
)
"""Content-Security-Policy of every answer that does not bring its own."""


_ALWAYS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"content-security-policy", PAGE_POLICY.encode()),
    (b"cross-origin-opener-policy", b"same-origin"),
)
"""What every answer says unless it says something else."""


def completed(headers: Iterable[tuple[bytes, bytes]], request_id: str) -> list[tuple[bytes, bytes]]:
    """`headers`, the id of the request, and what every answer says where they do not say otherwise."""
    given = list(headers)
    there = {name.lower() for name, _ in given}
    mine = (b"x-request-id", request_id.encode())
    return [*given, mine, *(each for each in _ALWAYS if each[0] not in there)]


class QueryTooLongError(AppError):
    """The query string is too long."""

    status = 414
    code = "query-too-long"


def new_request_id() -> str:
    """What a request is called in the log and in its answer."""
    return secrets.token_hex(8)


class Guard:
    """Give each request an id, refuse endless query strings, and set the headers every answer carries."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI event stream."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_head = scope["method"] == "HEAD"
        if is_head:  # answered as GET is, without the body
            scope = {**scope, "method": "GET"}
        request_id = new_request_id()
        scope.setdefault("state", {}).update(request_id=request_id, is_head=is_head)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": completed(message["headers"], request_id)}
            elif is_head:
                message = {**message, "body": b""}
            await send(message)

        if len(scope.get("query_string", b"")) > self.settings.query_string_max:
            await self._too_long(scope, receive, send_with_headers)
            return
        await self.app(scope, receive, send_with_headers)

    async def _too_long(self, scope: Scope, receive: Receive, send: Send) -> None:
        error = QueryTooLongError(
            f"The query string may have {self.settings.query_string_max} bytes at most."
        )
        answer = Response(
            orjson.dumps(error.problem(scope["path"])),
            error.status,
            {"Cache-Control": "no-store"},
            media_type="application/problem+json",
        )
        await answer(scope, receive, send)


def add_middleware(app: FastAPI, settings: Settings, clock: Callable[[], float] = time.monotonic) -> Limits:
    """Wrap `app`, innermost first. `clock` (seconds) is what limits go by; the limits are given back."""
    limits = Limits(settings, clock)
    app.add_middleware(LastResort)
    app.add_middleware(EmbedPartners)
    app.add_middleware(Compression, settings=settings)
    app.add_middleware(RateLimits, limits=limits)
    app.add_middleware(OpenReads)
    app.add_middleware(Languages)
    app.add_middleware(Embeds, settings=settings, policy=PAGE_POLICY)
    app.add_middleware(Guard, settings=settings)
    return limits
