"""Pages in frames of other sites: who may show them, and that they know no visitor.

`partner`, `show` and `lang` are taken out of the address before a page sees it and carried along by its links
(embed_links). Cookies are neither read nor left. Maps stand in a frame of the frame, and a browser asks all pages
around a document: so their policy names the partner, too.
"""

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.settings import Settings

EMBED: Final = "stemmap.embed"
"""Where a request for an embedded page or a map carries its `Embed`."""
_PAGES: Final = "/embed/"
_OWN: Final = (b"partner", b"show")


@dataclass
class Embed:
    """What the address of an embedded page says about its frame, and whose pages may be `allowed` around it."""

    partner: str | None = None
    show: str | None = None
    lang: str | None = None
    allowed: tuple[str, ...] = ()

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What addresses inside the frame carry along."""
        given = (("partner", self.partner), ("show", self.show), ("lang", self.lang))
        return [(name, text) for name, text in given if text]

    def query(self, *, language: bool = True) -> str:
        """`partner=wde&lang=es`."""
        return urlencode([pair for pair in self.pairs if language or pair[0] != "lang"])


def embed_of(scope: Scope) -> Embed | None:
    """How the page of a request is embedded; None for one that stands by itself."""
    return scope.get(EMBED) if scope["path"].startswith(_PAGES) else None


class Embeds:
    """Tell browsers who may frame `/embed/…` and the maps in it; keep cookies out of both."""

    def __init__(self, app: ASGIApp, settings: Settings, policy: str) -> None:
        self._app, self._settings, self._policy = app, settings, policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI event stream."""
        if scope["type"] != "http" or not scope["path"].startswith((_PAGES, "/maps/")):
            await self._app(scope, receive, send)
            return
        embed, query = _parted(scope["query_string"], self._settings.embed_ancestors)
        headers = [each for each in scope["headers"] if each[0] != b"cookie"]

        async def send_with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                _say(MutableHeaders(scope=message), embed.allowed, self._policy)
            await send(message)

        inner = {**scope, "query_string": query, "headers": headers, EMBED: embed}
        await self._app(inner, receive, send_with_policy)


def _say(headers: MutableHeaders, allowed: tuple[str, ...], policy: str) -> None:
    del headers["set-cookie"]
    rules = headers.get("content-security-policy", policy).split("; ")
    kept = [rule for rule in rules if not rule.startswith("frame-ancestors")]
    around = "*" if "*" in allowed else " ".join(("'self'", *allowed))
    headers["content-security-policy"] = "; ".join([*kept, f"frame-ancestors {around}"])
    headers["cross-origin-resource-policy"] = "cross-origin"
    headers["x-robots-tag"] = "noindex"  # the page it is a twin of is the one to find


def _parted(query: bytes, allowed: tuple[str, ...]) -> tuple[Embed, bytes]:
    """What `query` says about the frame, and the query without it (but with `lang`, which others take)."""
    kept = [piece for piece in query.split(b"&") if piece.partition(b"=")[0] not in _OWN]
    said = dict(parse_qsl(query.decode("latin-1")))
    known = {name: said.get(name) or None for name in ("partner", "show", "lang")}
    return Embed(**known, allowed=allowed), b"&".join(kept)
