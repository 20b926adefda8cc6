"""`/manage/partners`: whose pages may show ours in a frame. Admins add partners, change their domains, remove them."""

from collections.abc import Callable
from typing import Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from app.db.engine import Database
from app.errors import AppError, BadParameterError, ConflictError, ForbiddenError
from app.routers import templates
from app.routers.manage_asked import Form
from app.routers.manage_session import Operator, seen_other
from app.routers.manage_words import moment
from app.routers.sessions import ServiceDatabase, ServiceSettings
from app.settings import Settings
from app.stewardship.actors import actors_in_words
from app.stewardship.keys import Principal
from app.stewardship.partners import add_partner, change_domains, changes_of, partners, remove_partner

router = APIRouter(prefix="/partners")
_HERE = "/manage/partners"


def _require_admin(operator: Principal) -> None:
    if operator.role != "admin":
        raise ForbiddenError("Partners are for an admin of the service: sign in with an admin key.")


@router.get("")
def listed(request: Request, operator: Operator, database: ServiceDatabase, done: str = "") -> Response:
    """Show all partners, with what was done to them."""
    return _page(request, operator, database, done=done)


@router.post("")
async def added(
    request: Request, operator: Operator, given: Form, database: ServiceDatabase, settings: ServiceSettings
) -> Response:
    """Let the pages of a partner show ours."""

    def add(session: Session) -> str:
        name, key = given.get("name", ""), given.get("key", "").strip() or None
        return add_partner(session, settings, name=name, domains=domains_in(given), key=key).id

    return await run_sync(lambda: _settled(request, operator, database, given, add))


@router.post("/{ident}/domains")
async def domains_changed(
    ident: str, request: Request, operator: Operator, given: Form, database: ServiceDatabase,
    settings: ServiceSettings,
) -> Response:  # fmt: skip
    """Change where a partner's pages are."""

    def change(session: Session) -> str:
        return change_domains(session, settings, ident, domains_in(given)).id

    return await run_sync(lambda: _settled(request, operator, database, given, change, wrong=ident))


@router.post("/{ident}/remove")
async def removed(
    ident: str, request: Request, operator: Operator, given: Form, database: ServiceDatabase
) -> Response:
    """Let a partner's pages show ours no longer."""

    def remove(session: Session) -> str:
        return remove_partner(session, ident).id

    return await run_sync(lambda: _settled(request, operator, database, given, remove, wrong=ident))


@router.get("/{ident}/domains")
@router.get("/{ident}/remove")
def reloaded() -> Response:
    """Who opens the address of an action anew sees the list."""
    return seen_other(_HERE)


def domains_in(given: dict[str, str]) -> list[str]:
    """The domains of a form, with spaces, commas or lines between them."""
    return given.get("domains", "").replace(",", " ").split()


def _settled(
    request: Request,
    operator: Principal,
    database: Database,
    given: dict[str, str],
    work: Callable[[Session], str],
    wrong: str = "",
) -> Response:
    """Do it and go back to the list; where it cannot be done, the list says why, with what was sent."""
    _require_admin(operator)
    try:
        with database.write(operator.actor) as session:
            done = work(session)
    except (BadParameterError, ConflictError) as error:
        return _page(request, operator, database, error=error, wrong=wrong, given=given)
    return seen_other(f"{_HERE}?done={done}")


def _page(
    request: Request,
    operator: Principal,
    database: Database,
    *,
    done: str = "",
    error: AppError | None = None,
    wrong: str = "",
    given: dict[str, str] | None = None,
) -> Response:
    _require_admin(operator)
    with database.read() as session:
        context: dict[str, Any] = {"partners": list(partners(session)), "changes": _changes(session)}
    context |= {"operator": operator, "done": done, "error": error, "wrong": wrong, "given": given or {}}
    context["domains_most"] = _settings(request).embed_domains_max
    context["open_to_all"] = "*" in _settings(request).embed_ancestors
    return templates.page(
        request,
        "manage/partners.html",
        context,
        status=error.status if error else 200,
        headers={"Cache-Control": "no-store"},
    )


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _changes(session: Session) -> list[tuple[str, str, str, str]]:
    """When, who, what and of which partner, the last first."""
    found = changes_of(session)
    names = actors_in_words(session, {each.actor for each in found})
    return [(moment(each.at), names[each.actor], _DONE[each.action], each.row_id) for each in found]


_DONE = {"insert": "added", "update": "changed", "delete": "removed"}
