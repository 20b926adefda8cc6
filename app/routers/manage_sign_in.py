"""`/manage/sign-in`: a key is pasted once; and how to get one, said on the page."""

import math
import shlex
import time
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Query, Request, Response

from app.errors import AppError, NotSignedInError, TooManyError
from app.routers import templates
from app.routers.manage_session import (
    HOME,
    SIGN_IN,
    Operator,
    local_path,
    require_own_page,
    seen_other,
    sign_in,
    sign_out,
)
from app.routers.sessions import ServiceDatabase, ServiceSettings
from app.routers.small_bodies import small_form
from app.settings import Settings, default_home
from app.stewardship.attempts import Attempts
from app.stewardship.keys import principal_of

router = APIRouter()
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def is_here(request: Request, settings: Settings) -> bool:
    """Whether the visitor sits at the machine of the service, as far as can be told; never behind a proxy."""
    here = request.client is not None and request.client.host in _LOOPBACK
    passed_on = "x-forwarded-for" in request.headers or "forwarded" in request.headers
    private = settings.host in _LOOPBACK and settings.public_url is None
    return here and not passed_on and private and request.url.hostname in _LOOPBACK


def key_command(settings: Settings, state: str) -> str:
    """The command that makes a key, to be run in the folder of this service on its machine.

    It names the data folder, and is for those alone who sit at that machine.
    """
    named = settings.home != default_home()
    where = f"STEMMAP_HOME={shlex.quote(str(settings.home))} " if named else ""
    return f"{where}.venv/bin/stemmap key create --role editor --state {state}"


def _page(request: Request, settings: Settings, back: str, error: AppError | None = None) -> Response:
    context = {
        "back": back,
        "error": error,
        "here": is_here(request, settings),
        "command": key_command(settings, settings.six_states[0] if settings.six_states else "NM"),
        "docker": "docker compose exec service stemmap key create --role editor --state "
        + (settings.six_states[0] if settings.six_states else "NM"),
    }
    headers = {"Cache-Control": "no-store"}
    if isinstance(error, TooManyError):
        headers["Retry-After"] = str(error.extra["retry_after_s"])
    return templates.page(
        request, "manage/sign_in.html", context, status=error.status if error else 200, headers=headers
    )


@router.get("/sign-in")
def form(
    request: Request,
    settings: ServiceSettings,
    back: Annotated[str, Query(alias="next")] = HOME,
    out: str = "",
) -> Response:
    """The form for the key."""
    error = NotSignedInError("You are signed out: the session ended or the key was revoked.") if out else None
    page = _page(request, settings, local_path(back), error)
    page.status_code = 200
    return page


def _count(request: Request, settings: Settings) -> None:
    """Raise TooManyError when this address has tried too often."""
    state = request.app.state
    if not hasattr(state, "sign_in_attempts"):
        state.sign_in_attempts = Attempts(settings.sign_in_attempts_per_minute)
    wait_s = state.sign_in_attempts.wait_s(request.client.host if request.client else "", time.monotonic())
    if wait_s:
        seconds = math.ceil(wait_s)
        raise TooManyError(f"Too many attempts: try again in {seconds} seconds.", retry_after_s=seconds)


@router.post("/sign-in")
async def enter(request: Request, database: ServiceDatabase, settings: ServiceSettings) -> Response:
    """Take the key, give a cookie."""
    require_own_page(request)
    given = await small_form(request, settings)
    back = local_path(given.get("next", HOME))
    try:
        _count(request, settings)
        caller = await run_sync(principal_of, given.get("key", "").strip(), database)
    except (NotSignedInError, TooManyError) as error:
        return _page(request, settings, back, error)
    done = seen_other(back)
    sign_in(done, request, caller)
    return done


@router.get("/sign-out")
def leaving_reloaded() -> Response:
    """Signing out is a form; who opens its address is led to the start."""
    return seen_other(HOME)


@router.post("/sign-out")
def leave(_: Operator) -> Response:
    """Take the cookie away."""
    done = seen_other(SIGN_IN)
    sign_out(done)
    return done
