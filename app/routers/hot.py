"""The hot path: features, pages of them and tiles, answered past the framework and with one round of headers.

The endpoints are those of `/ogc`, and so is what they answer; what is saved is the way there and back: routing, and
five middlewares that each wrap what is sent. Whatever is not plain and well is handed to the ordinary way: other
requests untouched, refusals with what they were charged, failures as they are.
"""

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.routers.compression import Compression, asked_by, chosen_coding, set_validators
from app.routers.hot_addresses import endpoint_of
from app.routers.limits import CHARGE, Limits
from app.routers.media_types import GEOJSON
from app.routers.middleware import completed, new_request_id
from app.routers.ogc import FAILURE
from app.routers.ogc.tiles import MVT
from app.routers.open_reads import PERMISSION
from app.settings import Settings

_RESPONSE: Final = "stemmap.response"
_PACKABLE: Final = (GEOJSON, MVT)
"""What compression would pack for those who take it so: for others it only says that it depends on them."""
_Headers = list[tuple[bytes, bytes]]


class HotReads:
    """Answer what is asked most; stands outside of all other middleware."""

    def __init__(self, app: ASGIApp, settings: Settings, limits: Limits) -> None:
        self._app, self._limits = app, limits
        self._query_max, self._least = settings.query_string_max, settings.compress_min_bytes
        self._packing = Compression(_stored, settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI event stream."""
        endpoint = endpoint_of(scope, self._query_max)
        if endpoint is None:
            await self._app(scope, receive, send)
            return
        charge = scope[CHARGE] = await self._limits.charge(scope)
        if charge is not None and charge.refusal is not None:
            await self._app(scope, receive, send)
            return
        try:
            response = await endpoint(Request(scope, receive))
        except Exception as failure:  # noqa: BLE001 - whatever it is, the ordinary way knows the answer
            scope[FAILURE] = failure
            await self._app(scope, receive, send)
            return
        await self._send(scope, send, response, charge.fields if charge is not None else [])

    async def _send(self, scope: Scope, send: Send, response: Response, fields: _Headers) -> None:
        start, body = _messages(response)
        if self._is_sent_as_it_is(response):
            set_validators(start, asked_by(scope, b"if-none-match"))
        elif response.media_type in _PACKABLE and chosen_coding(asked_by(scope, b"accept-encoding")) is None:
            MutableHeaders(raw=response.raw_headers).add_vary_header("Accept-Encoding")
        else:
            start, body = await self._packed(scope, response)
        start["headers"] = completed([*start["headers"], *fields, *PERMISSION], new_request_id())
        if scope["method"] == "HEAD":
            body["body"] = b""
        await send(start)
        await send(body)

    def _is_sent_as_it_is(self, response: Response) -> bool:
        """Whether compression leaves it alone for sure: too small, without a body, or packed before."""
        return len(response.body) < self._least or "content-encoding" in response.headers

    async def _packed(self, scope: Scope, response: Response) -> tuple[Message, Message]:
        """What compression makes of it."""
        made: list[Message] = []

        async def keep(message: Message) -> None:
            made.append(message)

        await self._packing({**scope, _RESPONSE: _messages(response)}, _nothing, keep)
        start, body = made
        return start, body


def _messages(response: Response) -> tuple[Message, Message]:
    start = {"type": "http.response.start", "status": response.status_code, "headers": response.raw_headers}
    return start, {"type": "http.response.body", "body": response.body}


async def _stored(scope: Scope, _: Receive, send: Send) -> None:
    """An application whose answer is in the scope."""
    for message in scope[_RESPONSE]:
        await send(message)


async def _nothing() -> Message:
    return {"type": "http.disconnect"}
