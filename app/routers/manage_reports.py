"""`/manage/reports`: what the public reported, beside what the entry says now; to be accepted or declined."""

from collections.abc import Iterable
from typing import Annotated, Any, Final

from anyio.to_thread import run_sync
from fastapi import APIRouter, Query, Request, Response
from sqlalchemy.orm import Session

from app.db.engine import Database
from app.errors import AppError, BadParameterError, ConflictError, NotFoundError
from app.inventory.reported import Decision, accept
from app.inventory.taking_back import take_back
from app.routers import templates
from app.routers.manage_asked import After, Form
from app.routers.manage_report_lines import Line, lines_of
from app.routers.manage_session import Operator, seen_other
from app.routers.report_access import reason_of, report_for, states_of, status_named
from app.routers.sessions import ServiceDatabase, ServiceSettings
from app.stewardship.keys import Principal
from app.stewardship.submissions import Report, count_waiting, decline, list_reports
from app.vocabulary.assets import VERIFICATION_METHODS
from app.vocabulary.reports import REPORT_STATUSES

router = APIRouter()
_ROWS: Final = 20


@router.get("/reports")
def listed(
    request: Request,
    operator: Operator,
    database: ServiceDatabase,
    after: After = 0,
    state: str = "",
    status: Annotated[str, Query()] = "",
    done: str = "",
    taken: str = "",
) -> Response:
    """Show the reports that wait, or those that were decided."""
    return _page(request, operator, database, state, status_named(status), after, done=done, taken=taken)


def _page(
    request: Request,
    operator: Principal,
    database: Database,
    state: str = "",
    status: str = "waiting",
    after: int = 0,
    *,
    done: str = "",
    taken: str = "",
    error: AppError | None = None,
    wrong: str = "",
) -> Response:
    states: Iterable[str] | None = states_of(operator, state)
    with database.read() as session:
        found = list_reports(session, states, status, after=after, limit=_ROWS + 1)
        context = {
            "lines": lines_of(session, operator, found[:_ROWS]),
            "waiting": count_waiting(session, states),
        }
    context |= {
        "operator": operator, "state": state, "status": status, "statuses": REPORT_STATUSES, "after": after,
        "methods": VERIFICATION_METHODS, "next": found[_ROWS - 1].id if len(found) > _ROWS else None,
        "done": _decided(done, operator, database), "taken": taken, "error": error, "wrong": wrong,
    }  # fmt: skip
    return templates.page(
        request, "manage/reports.html", context, status=error.status if error else 200,
        headers={"Cache-Control": "no-store"},
    )  # fmt: skip


def _decided(reference: str, caller: Principal, database: Database) -> Line | None:
    """The report that was decided a moment ago, as the address names it; None for one that `caller` may not see."""
    if not reference:
        return None
    try:
        report = report_for(reference, caller, database)
    except NotFoundError:
        return None
    with database.read() as session:
        return lines_of(session, caller, [report])[0]


@router.post("/reports/{reference}/accept")
async def accepted(
    reference: str, request: Request, operator: Operator, given: Form, database: ServiceDatabase,
    settings: ServiceSettings,
) -> Response:  # fmt: skip
    """Take over what was reported, or the value as the editor mended it."""

    def work() -> Response:
        report = report_for(reference, operator, database, to_decide=True)
        return _settled(
            request,
            operator,
            database,
            report,
            lambda: accept(database, settings, report, operator, _decision(given)),
        )

    return await run_sync(work)


def _decision(given: dict[str, str]) -> Decision:
    """What the form says. Raises BadParameterError where it does not say how anybody made sure."""
    version, method = given.get("version", ""), given.get("method", "")
    if not method:
        raise BadParameterError(
            "Nothing was accepted: say under “Verified by” how you made sure that it is so, or decline the report.",
            parameter="method",
        )
    return Decision(
        method,
        given.get("value"),
        int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None,
    )


@router.post("/reports/{reference}/decline")
async def declined(
    reference: str, request: Request, operator: Operator, given: Form, database: ServiceDatabase,
    settings: ServiceSettings,
) -> Response:  # fmt: skip
    """Refuse a report, with a reason."""

    def work() -> Response:
        report = report_for(reference, operator, database, to_decide=True)

        def refuse() -> None:
            reason = reason_of(given.get("reason", ""), settings.submission_text_max)
            decline(database, report.reference, report.state, reason, operator.actor)

        return _settled(request, operator, database, report, refuse)

    return await run_sync(work)


@router.post("/reports/{reference}/take-back")
async def taken_back(
    reference: str, request: Request, operator: Operator, _given: Form, database: ServiceDatabase
) -> Response:
    """Put the entry of an accepted correction or closure back to what it was."""

    def work() -> Response:
        report = report_for(reference, operator, database, to_decide=True)

        def back() -> None:
            take_back(database, report, operator)

        return _settled(request, operator, database, report, back, said="taken")

    return await run_sync(work)


def _settled(
    request: Request, operator: Principal, database: Database, report: Report, work: Any, said: str = "done"
) -> Response:
    """Do it and go back to the list; where it cannot be done, the list says why."""
    try:
        work()
    except (BadParameterError, ConflictError) as error:
        return _page(request, operator, database, status=report.status, error=error, wrong=report.reference)
    return seen_other(f"/manage/reports?{said}={report.reference}")


def waiting_for(session: Session, caller: Principal) -> int:
    """How many reports wait for this caller: the number beside the link to them."""
    return count_waiting(session, states_of(caller, ""))
