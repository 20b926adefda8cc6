"""What the public says: `/assets/{id}/correct`, `/assets/{id}/closed`, `/suggest`, and `/reported/{number}` after it.

Plain forms; nothing of a report is shown to anybody but its editors: its own page says only what became of it.
"""

from collections.abc import Mapping
from typing import Any, Final

from anyio.to_thread import run_sync
from fastapi import APIRouter, Request, Response

from app.db.engine import Database
from app.errors import AppError, BadParameterError, TooManyError
from app.inventory.reported import PROPOSED
from app.routers import templates
from app.routers.manage_session import require_own_page, seen_other
from app.routers.report_reading import TRAP, asset_of, count_report, new_report
from app.routers.report_words import now_of
from app.routers.sessions import ReadSession, ServiceDatabase, ServiceSettings
from app.routers.small_bodies import small_form
from app.settings import Settings
from app.stewardship.submissions import find_report, take_report
from app.vocabulary import reports
from app.vocabulary.codes import STATES

router = APIRouter()
_FRESH: Final = {"Cache-Control": "no-store"}
_SHOWN_AGAIN: Final = (BadParameterError, TooManyError)
"""Refusals that are said on the form, which keeps what was typed."""


def _form_page(
    request: Request, name: str, context: Mapping[str, Any], error: AppError | None = None
) -> Response:
    headers = dict(_FRESH)
    if isinstance(error, TooManyError):
        headers["Retry-After"] = str(error.extra["retry_after_s"])
    shown = {"error": error, "reports": reports, "trap": TRAP, **context}
    return templates.page(
        request, f"submissions/{name}.html", shown, status=error.status if error else 200, headers=headers
    )


def _about(session: Any, asset_id: str, given: Mapping[str, str]) -> dict[str, Any]:
    """What the forms about one asset show: the asset, what it says now, what was typed."""
    asset = asset_of(session, asset_id)
    now = {field: now_of(field, asset) for field in reports.REPORT_FIELDS}
    return {"asset": {"id": asset.id, **asset.fields}, "now": now, "given": given}


@router.get("/assets/{asset_id}/correct")
def correct_form(asset_id: str, request: Request, session: ReadSession, field: str = "") -> Response:
    """The form for what is wrong with an entry, with `field` chosen."""
    chosen = field if field in reports.REPORT_FIELDS else ""
    return _form_page(request, "correct", _about(session, asset_id, {"field": chosen}))


@router.get("/assets/{asset_id}/closed")
def closed_form(asset_id: str, request: Request, session: ReadSession) -> Response:
    """The form for something that has closed."""
    return _form_page(request, "closed", _about(session, asset_id, {}))


@router.get("/suggest")
def suggest_form(request: Request, settings: ServiceSettings, state: str = "") -> Response:
    """The form for a program that is missing."""
    return _form_page(request, "suggest", _states(settings, {"state": state if state in STATES else ""}))


def _states(settings: Settings, given: Mapping[str, str]) -> dict[str, Any]:
    """What the form of a missing program shows; the states of the front page come first."""
    first = [code for code in settings.six_states if code in STATES]
    return {"states": [*first, *(code for code in STATES if code not in first)], "given": given}


@router.post("/assets/{asset_id}/correct")
async def correct(
    asset_id: str, request: Request, database: ServiceDatabase, settings: ServiceSettings
) -> Response:
    """Take a correction."""
    return await _take_about(asset_id, "correction", "correct", request, database, settings)


@router.post("/assets/{asset_id}/closed")
async def closed(
    asset_id: str, request: Request, database: ServiceDatabase, settings: ServiceSettings
) -> Response:
    """Take the report that something has closed."""
    return await _take_about(asset_id, "closed", "closed", request, database, settings)


async def _take_about(
    asset_id: str, kind: str, name: str, request: Request, database: Database, settings: Settings
) -> Response:
    require_own_page(request)
    given = await small_form(request, settings)
    said = {**given, "kind": kind, "asset": asset_id}
    return await run_sync(_taken_about, asset_id, name, said, request, database, settings)


def _taken_about(
    asset_id: str, name: str, said: dict[str, Any], request: Request, database: Database, settings: Settings
) -> Response:
    try:
        return seen_other(f"/reported/{_take(said, request, database, settings)}")
    except _SHOWN_AGAIN as error:
        with database.read() as session:
            return _form_page(request, name, _about(session, asset_id, said), error)


@router.post("/suggest")
async def suggest(request: Request, database: ServiceDatabase, settings: ServiceSettings) -> Response:
    """Take a missing program."""
    require_own_page(request)
    given = await small_form(request, settings)
    return await run_sync(_taken_missing, given, request, database, settings)


def _taken_missing(
    given: dict[str, str], request: Request, database: Database, settings: Settings
) -> Response:
    # The program's own address for questions and that of who reports it are both called e-mail.
    proposal = {name: given[name] for name in PROPOSED if name != "email" and given.get(name)}
    if given.get("public_email"):
        proposal["email"] = given["public_email"]
    said: dict[str, Any] = {**given, "kind": "new", "proposal": proposal}
    try:
        return seen_other(f"/reported/{_take(said, request, database, settings)}")
    except _SHOWN_AGAIN as error:
        return _form_page(request, "suggest", _states(settings, given), error)


def _take(said: Mapping[str, Any], request: Request, database: Database, settings: Settings) -> str:
    with database.read() as session:
        report = new_report(session, settings, said)
    count_report(request, settings)
    return take_report(database, settings, report)


@router.get("/reported/{reference}")
def sent(reference: str, request: Request, session: ReadSession, settings: ServiceSettings) -> Response:
    """What became of a report: its number, its status and why it was declined; nothing of what it says."""
    report = find_report(session, reference.lower())
    context = {"report": report, "reports": reports, "days": settings.submission_email_days}
    return templates.page(request, "submissions/sent.html", context, headers=_FRESH)
