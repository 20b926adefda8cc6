"""Pages of other sites may read everything public (CORS), and never with a visitor's cookies.

The permission stands on every answer, whoever asks: a cache that kept an answer to a plain request can then serve it
to a script as well. The pages under `/manage` give none, but for the points their sandboxed maps draw.
"""

from typing import Final

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ALLOWED_HEADERS: Final = (
    "Authorization",
    "If-Modified-Since",
    "If-None-Match",
    "If-Range",
    "Range",
    "X-API-Key",
)
"""Beside those that browsers let through unasked (`Accept` and the like)."""
EXPOSED_HEADERS: Final = (
    "Accept-Ranges",
    "Content-Crs",
    "Content-Disposition",
    "Content-Range",
    "ETag",
    "Last-Modified",
    "Link",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "X-Request-ID",
)
PERMISSION: Final = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", ", ".join(EXPOSED_HEADERS).encode()),
]
"""What every answer carries that is for everybody."""


class OpenReads:
    """Give every site permission to read, and answer the questions browsers ask before they do."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._preflight = CORSMiddleware(
            app,
            allow_origins=["*"],
            allow_methods=["GET", "HEAD", "OPTIONS"],
            allow_headers=ALLOWED_HEADERS,
            max_age=86_400,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI event stream."""
        if scope["type"] != "http" or _is_private(scope["path"]):
            await self._app(scope, receive, send)
            return
        if scope["method"] == "OPTIONS":
            await self._preflight(scope, receive, send)
            return

        async def send_with_permission(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *PERMISSION]}
            await send(message)

        await self._app(scope, receive, send_with_permission)


def _is_private(path: str) -> bool:
    """Whether only our own pages may read it. The points of an upload have an address that is itself the permission:
    the sandboxed map, which is of no origin, asks for them.
    """
    return path == "/manage" or (path.startswith("/manage/") and not path.startswith("/manage/points/"))
