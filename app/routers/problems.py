"""Errors as RFC 9457 problem documents for programs, and as a page for people.

Fixed texts go outward; causes stay inside, in the log, under the request's id.
"""

import logging
import time
from collections.abc import Mapping
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.db.failures import app_error_of
from app.errors import AppError, DatabaseDownError, NotFoundError
from app.routers import templates

log = logging.getLogger("stemmap")
_RETRY_AFTER_S = "5"
_OUTAGE_SAID_EVERY_S = 10.0


class _HttpError(AppError):
    """An error the framework found."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status  # type: ignore[misc]
        self.code = "method-not-allowed" if status == 405 else "http-error"  # type: ignore[misc]


def wants_page(request: Request) -> bool:
    """Whether the caller is a browser on a page (and not a program on the API)."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith(
        ("/api/", "/ogc")
    )


def answer(request: Request, error: AppError, more: Mapping[str, str] | None = None) -> Response:
    """The answer that says `error`: a page or a problem document, with `more` headers, never cached."""
    headers = {**(more or {}), "Cache-Control": "no-store"}
    if error.status in (429, 503):
        headers["Retry-After"] = str(error.extra.get("retry_after_s", _RETRY_AFTER_S))
    if error.status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="stemmap"'
    if wants_page(request):
        return templates.page(request, "error.html", {"error": error}, status=error.status, headers=headers)
    body = orjson.dumps(error.problem(request.url.path), default=str)
    return Response(body, error.status, headers, media_type="application/problem+json")


def _on_validation(exc: RequestValidationError) -> AppError:
    first: Any = exc.errors()[0]
    where = ".".join(str(part) for part in first.get("loc", ())[1:])
    error = _HttpError(
        400 if first.get("loc", ("",))[0] in ("query", "path") else 422, first.get("msg", "Not valid.")
    )
    error.code = "bad-parameter"  # type: ignore[misc]
    error.parameter = where or None
    return error


def _named(request: Request) -> str:
    """The request as the log calls it: its id (which the caller has too), method and path, newline-safe."""
    return f"{getattr(request.state, 'request_id', '-')} {request.method} {request.url.path!r}"


class _Outage:
    """Says in one line that the database is down, and says it again once in a while, not for each request."""

    def __init__(self) -> None:
        self._said_at = -_OUTAGE_SAID_EVERY_S

    def say(self, request: Request, failure: Exception) -> None:
        """Log the first line of what the database said, unless that was done a moment ago."""
        now = time.monotonic()
        if now - self._said_at >= _OUTAGE_SAID_EVERY_S:
            self._said_at = now
            cause = str(failure).partition("\n")[0]
            log.warning("The database does not answer; %s got a 503 (%s).", _named(request), cause)


_outage = _Outage()


def _of_unknown(request: Request, exc: Exception) -> AppError:
    known = app_error_of(exc)
    if isinstance(known, DatabaseDownError):
        _outage.say(request, exc)
        return known
    if known is not None:
        log.warning("%s: %s", _named(request), type(exc).__name__, exc_info=exc)
        return known
    log.error("%s failed", _named(request), exc_info=exc)
    return AppError("Something went wrong on our side. It was logged; please try again later.")


class LastResort:
    """Answer what no handler knows. It stands inside all other middleware, so that this answer has their headers too.

    (A handler for Exception would answer outside of them: without an id, a policy, or permission for other sites.)
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI event stream."""
        started = False

        async def watching(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watching)
        except Exception as failure:
            if started or scope["type"] != "http":
                raise
            request = Request(scope)
            await answer(request, _of_unknown(request, failure))(scope, receive, send)


def install(app: FastAPI) -> None:
    """Teach `app` to answer every kind of failure."""

    @app.exception_handler(AppError)
    async def on_app_error(request: Request, exc: AppError) -> Response:
        return answer(request, exc)

    @app.exception_handler(RequestValidationError)
    async def on_validation(request: Request, exc: RequestValidationError) -> Response:
        return answer(request, _on_validation(exc))

    @app.exception_handler(HTTPException)
    async def on_http(request: Request, exc: HTTPException) -> Response:
        error = NotFoundError() if exc.status_code == 404 else _HttpError(exc.status_code, str(exc.detail))
        return answer(request, error, exc.headers)
