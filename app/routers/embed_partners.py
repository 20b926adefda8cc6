"""Whose pages may be around an embedded one: asked of the database, once its caller may ask at all."""

from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.db.engine import Database
from app.db.failures import app_error_of
from app.errors import AppError, BadParameterError
from app.routers.embed_links import twin_of
from app.routers.embeds import EMBED, Embed, embed_of
from app.routers.problems import answer
from app.stewardship.partners import partner_of

SHOWN: Final = ("map",)
"""What of a page can be shown alone."""


class EmbedPartners:
    """Ask whose pages a partner has; inside of the limits, as it costs a question to the database."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI event stream."""
        embed: Embed | None = scope.get(EMBED)
        if embed is None:
            await self._app(scope, receive, send)
            return
        try:
            await _settle(embed, scope)
        except Exception as failure:
            error = failure if isinstance(failure, AppError) else app_error_of(failure)
            if error is None:
                raise
            await answer(Request(scope), error)(scope, receive, send)
            return

        async def send_within(message: Message) -> None:
            if message["type"] == "http.response.start":
                _stay(MutableHeaders(scope=message), embed)
            await send(message)

        await self._app(scope, receive, send_within if embed_of(scope) else send)


def _stay(headers: MutableHeaders, embed: Embed) -> None:
    """Where a page sends on, the frame goes there too."""
    twin = twin_of(headers.get("location", ""), embed)
    if twin:
        headers["location"] = twin


async def _settle(embed: Embed, scope: Scope) -> None:
    if embed.show is not None and embed.show not in SHOWN:
        raise BadParameterError(
            f"`{embed.show[:40]}` cannot be shown alone.", parameter="show", accepted=SHOWN
        )
    if embed.partner is not None:
        embed.allowed = await run_in_threadpool(_domains, scope["app"].state.database, embed.partner)


def _domains(database: Database, ident: str) -> tuple[str, ...]:
    with database.read() as session:
        return tuple(partner_of(session, ident).domains)
