"""Who is signed in on the pages under `/manage`: a cookie, and proof that a form came from our own page.

The cookie is HttpOnly, SameSite=Strict and goes nowhere but to `/manage`. An unsafe request must say (by
`Sec-Fetch-Site`, or `Origin` where a browser does not send that) that one of our own pages made it.
"""

from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import Depends, FastAPI, Request, Response
from starlette.responses import RedirectResponse

from app.db.engine import Database
from app.errors import ForbiddenError, NotSignedInError
from app.routers.problems import answer, wants_page
from app.routers.sessions import database_of
from app.settings import Settings
from app.stewardship.keys import Principal
from app.stewardship.sessions import principal_of_session, session_token

COOKIE = "stemmap_session"
HOME = "/manage/uploads"
SIGN_IN = "/manage/sign-in"
_PATH = "/manage"
_SAFE = ("GET", "HEAD", "OPTIONS")


class SignInNeededError(NotSignedInError):
    """Sign in to see this page."""


def _own_hosts(request: Request) -> set[str]:
    settings: Settings = request.app.state.settings
    public = urlsplit(settings.public_url).netloc if settings.public_url else ""
    return {host.lower() for host in (request.headers.get("host", ""), public) if host}


def require_own_page(request: Request) -> None:
    """Raise ForbiddenError for an unsafe request that no page of ours made (cross-site request forgery)."""
    if request.method in _SAFE:
        return
    site = request.headers.get("sec-fetch-site")
    origin = urlsplit(request.headers.get("origin", "")).netloc.lower()
    if site == "same-origin" or (site is None and origin in _own_hosts(request)):
        return
    raise ForbiddenError("This was not sent from a page of this service: open the page here and try again.")


def operator(request: Request, database: Annotated[Database, Depends(database_of)]) -> Principal:
    """Who is signed in. Raises SignInNeededError, and ForbiddenError for a form of another site."""
    require_own_page(request)
    token = request.cookies.get(COOKIE, "")
    if not token:
        raise SignInNeededError
    try:
        return principal_of_session(token, database)
    except NotSignedInError as error:
        raise SignInNeededError(error.detail) from error


Operator = Annotated[Principal, Depends(operator)]


def sign_in(answer: Response, request: Request, caller: Principal) -> None:
    """Give the browser its cookie."""
    settings: Settings = request.app.state.settings
    secure = request.url.scheme == "https" or (settings.public_url or "").startswith("https:")
    answer.set_cookie(
        COOKIE,
        session_token(caller, settings),
        max_age=int(settings.session_hours * 3600),
        path=_PATH,
        secure=secure,
        httponly=True,
        samesite="strict",
    )


def sign_out(answer: Response) -> None:
    """Take the cookie away."""
    answer.delete_cookie(COOKIE, path=_PATH, httponly=True, samesite="strict")


def local_path(text: str) -> str:
    """`text` where it is a page under `/manage` of this service, else the page one starts at."""
    parts = urlsplit(text)
    inside = parts.path.startswith(_PATH + "/") and "//" not in text and "\\" not in text
    return text if inside and not parts.scheme and not parts.netloc and text.isprintable() else HOME


def seen_other(path: str) -> Response:
    """303 to a page of ours: what a form is answered with."""
    return RedirectResponse(path, 303, {"Cache-Control": "no-store"})


def install(app: FastAPI) -> None:
    """Lead whoever must sign in to the page where that is done, and back afterwards."""

    @app.exception_handler(SignInNeededError)
    async def to_sign_in(request: Request, exc: SignInNeededError) -> Response:
        if not wants_page(request):
            return answer(request, exc)
        back = request.url.path if request.method in _SAFE else HOME
        if request.method in _SAFE and request.url.query:
            back += "?" + request.url.query
        return seen_other(
            f"{SIGN_IN}?next={quote(back, safe='')}" + ("&out=1" if COOKIE in request.cookies else "")
        )
