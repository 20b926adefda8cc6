"""Which language a page is made in: asked for (`?lang=es`), kept in a cookie, or what the browser prefers.

`lang` is taken out of the address, so that no search ever sees it. What programs read (`/api`, `/ogc`, files) stays
English, and so do the pages for signed-in work; pages that describe an API have their frame in the reader's language.
Maps go by their address alone: their frames have no cookies. Embedded pages neither read nor leave one.
"""

from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import unquote_plus

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.language import DEFAULT, speak
from app.language.catalogs import languages
from app.routers.compression import asked_by, weights_of

COOKIE: Final = "lang"
LANGUAGE: Final = "stemmap.language"
"""Where a request carries the language of its page; not there where pages are English alone."""
_KEPT_S: Final = 365 * 86_400
_ENGLISH: Final = ("/api/", "/hsds", "/ogc")
_APART: Final = ("/manage", "/static/", "/words/")
_BY_ADDRESS: Final = ("/maps/", "/share/")
"""What has no cookies, and so goes by its address alone."""


class Languages:
    """Make each page in its reader's language, and say which one it is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI event stream."""
        if scope["type"] != "http" or not _has_language(scope):
            await self._app(scope, receive, send)
            return
        asked, scope["query_string"] = _parted(scope["query_string"])
        path: str = scope["path"]
        language = scope[LANGUAGE] = asked or _preferred(scope, path)

        async def send_with_language(message: Message) -> None:
            if message["type"] == "http.response.start":
                _say(message, scope, language, asked)
            await send(message)

        with speak(language if _is_page(path) else DEFAULT):
            await self._app(scope, receive, send_with_language)


def _has_language(scope: Scope) -> bool:
    path: str = scope["path"]
    if path.startswith(_APART) or not (path.startswith(_ENGLISH) or _is_page(path)):
        return False
    return _is_page(path) or "text/html" in asked_by(scope, b"accept") or b"html" in scope["query_string"]


def _is_page(path: str) -> bool:
    """Whether all of the answer is for people: no file, no API."""
    if path.startswith(_ENGLISH):
        return False
    return (
        path.startswith(("/maps/", "/embed/", "/reports/", "/share/")) or "." not in path.rpartition("/")[2]
    )


def _parted(query: bytes) -> tuple[str | None, bytes]:
    """The known language that is asked for last, and the query without any `lang`."""
    pieces = query.split(b"&")
    kept = [piece for piece in pieces if piece.partition(b"=")[0] != b"lang"]
    asked = [
        unquote_plus(piece.partition(b"=")[2].decode("latin-1")) for piece in pieces if piece not in kept
    ]
    known = [text.lower() for text in asked if text.lower() in languages()]
    return (known[-1] if known else None), b"&".join(kept)


def _preferred(scope: Scope, path: str) -> str:
    if path.startswith(_BY_ADDRESS):
        return DEFAULT
    kept = None if path.startswith("/embed/") else _cookie(asked_by(scope, b"cookie"))
    return kept or of_header(asked_by(scope, b"accept-language"))


def _cookie(header: str) -> str | None:
    try:
        morsel = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return None
    return morsel.value if morsel is not None and morsel.value in languages() else None


def of_header(header: str) -> str:
    """The known language an Accept-Language (RFC 9110, 12.5.4) likes best; English where it likes none of ours."""
    found = [(weight, tag.partition("-")[0]) for tag, weight in weights_of(header).items()]
    liked = [(weight, tag) for weight, tag in found if tag in languages() and weight > 0]
    return max(liked, key=lambda each: each[0])[1] if liked else DEFAULT


def _say(message: Message, scope: Scope, language: str, asked: str | None) -> None:
    headers = MutableHeaders(scope=message)
    path: str = scope["path"]
    is_html = headers.get("content-type", "").startswith("text/html")
    if is_html:
        headers["Content-Language"] = language
    if path.startswith(_BY_ADDRESS) or not (is_html or _is_page(path)):
        return
    # Files and JSON of pages too (PDF, suggestions), and the 304 of any of these.
    headers.add_vary_header("Accept-Language")
    if not path.startswith("/embed/"):
        headers.add_vary_header("Cookie")
        if asked and is_html:
            secure = "; Secure" if scope["scheme"] == "https" else ""
            headers.append(
                "Set-Cookie", f"{COOKIE}={asked}; Path=/; Max-Age={_KEPT_S}; HttpOnly; SameSite=Lax{secure}"
            )
