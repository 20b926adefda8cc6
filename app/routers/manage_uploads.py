"""`/manage/uploads`: what was sent so far, and the form that sends a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson
from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from app.inventory.again import is_removable
from app.inventory.example import example_csv
from app.inventory.report import UploadReport, recent_uploads
from app.routers import templates
from app.routers.manage_reports import waiting_for
from app.routers.manage_session import Operator, seen_other
from app.routers.manage_verdict import status_of
from app.routers.manage_words import changes_in_words, moment, some
from app.routers.problems import wants_page
from app.routers.sessions import ServiceDatabase, ServiceSettings
from app.routers.upload_access import seen_states
from app.routers.upload_parameters import NATIONAL, Sending, sending_of, state_named
from app.routers.upload_receiving import receive
from app.settings import Settings
from app.stewardship.keys import Principal, key_labels
from app.vocabulary.assets import KINDS
from app.vocabulary.codes import STATES

router = APIRouter()
_LISTED_MAX = 100
_FORM = ("state", "kind", "source")


@dataclass(frozen=True)
class Line:
    """One upload in the list."""

    report: UploadReport
    status: str
    tone: str
    place: str
    counts: str
    who: str
    when: str
    removable: bool


def place_of(report: UploadReport) -> str:
    """The state's name, or what a national file is for."""
    return STATES.label(report.state) if report.state else "All states"


def _line(report: UploadReport, labels: Mapping[str, str], caller: Principal) -> Line:
    status, tone = status_of(report)
    counts = report.counts
    words = some(counts["rows"], "row") if "rows" in counts else ""
    if counts.get("refused"):
        words += f", {counts['refused']:,} with errors"
    if report.status == "applied":
        words += f" · {changes_in_words(counts)}"
    who = labels.get(report.created_by) or report.created_by
    removable = caller.role in ("admin", "editor") and is_removable(report)
    return Line(report, status, tone, place_of(report), words, who, moment(report.created_at), removable)


def _lines(session: Session, caller: Principal, state: str | None) -> list[Line]:
    reports = recent_uploads(session, seen_states(caller, state), _LISTED_MAX)
    labels = key_labels(session, {report.created_by for report in reports})
    return [_line(report, labels, caller) for report in reports]


def _choices(caller: Principal, settings: Settings) -> Sequence[tuple[str, str]]:
    """The states this caller may send for, those of the front page first."""
    if caller.role != "admin":
        return [(code, STATES.label(code)) for code in sorted(caller.states)]
    first = [code for code in settings.six_states if code in STATES]
    rest = [code for code in STATES if code not in first]
    named = [(code, STATES.label(code)) for code in (*first, *rest)]
    return [*named, (NATIONAL, "All states: each row names its own")]


@router.get("/uploads")
def listed(
    request: Request,
    operator: Operator,
    database: ServiceDatabase,
    settings: ServiceSettings,
    state: str = "",
) -> Response:
    """Show the form and the newest uploads."""
    chosen = state_named(state) if state else None
    with database.read() as session:
        lines = _lines(session, operator, chosen)
        reported = waiting_for(session, operator)
    context = {
        "reported": reported,
        "operator": operator,
        "may_send": operator.role in ("admin", "editor"),
        "states": _choices(operator, settings),
        "chosen": chosen,
        "example_state": chosen or (min(operator.states) if operator.states else settings.six_states[0]),
        "kinds": [(slug, KINDS.label(slug)) for slug in KINDS],
        "lines": lines,
        "sources": sorted({line.report.source_name for line in lines}),
        "most_mib": settings.upload_max_bytes // 2**20,
        "most_rows": settings.upload_max_rows,
    }
    return templates.page(request, "manage/uploads.html", context, headers={"Cache-Control": "no-store"})


@router.get("/example.csv")
def example(_: Operator, database: ServiceDatabase, settings: ServiceSettings, state: str = "") -> Response:
    """A made-up inventory with a few mistakes on purpose."""
    code = (state_named(state) if state else None) or settings.six_states[0]
    with database.read() as session:
        body = example_csv(session, code)
    headers = {
        "Content-Disposition": f'attachment; filename="example-{code}.csv"',
        "Cache-Control": "no-store",
    }
    return Response(body, headers=headers, media_type="text/csv; charset=utf-8")


@router.post("/uploads")
async def send(
    request: Request, operator: Operator, database: ServiceDatabase, settings: ServiceSettings
) -> Response:
    """Take a file; its page shows how the check goes on."""

    def described(fields: Mapping[str, str]) -> Sending:
        return sending_of([(name, fields[name]) for name in _FORM if fields.get(name)], operator)

    begun = await receive(request, database, settings, operator, described)
    path = f"/manage/uploads/{begun.id}"
    if wants_page(request):
        return seen_other(path)
    return Response(
        orjson.dumps({"location": path}),
        201,
        {"Location": path, "Cache-Control": "no-store"},
        "application/json",
    )
