"""`/manage/uploads/{id}`: one upload, seen from six sides. Nothing is changed here (see `manage_actions`)."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, cast

import orjson
from fastapi import APIRouter, Query, Request, Response

from app.errors import AppError, BadParameterError
from app.inventory.changes import Action, list_changes, list_points
from app.inventory.report import UploadReport
from app.inventory.standing import standing_of
from app.routers import templates
from app.routers.manage_columns import ENCODINGS, columns_shown, field_choices, reading_shown
from app.routers.manage_session import Operator
from app.routers.manage_uploads import place_of
from app.routers.manage_words import (
    STATUS,
    groups_of,
    moment,
    nothing_new,
    on_the_map,
    shown,
    status_of,
    verdict_of,
)
from app.routers.sessions import ServiceDatabase, ServiceSettings, database_of
from app.routers.upload_access import visible
from app.routers.upload_desk import desk_of
from app.stewardship.keys import Principal

router = APIRouter(prefix="/uploads/{upload_id}")
ACTIONS: Final = {
    "added": "Added",
    "changed": "Changed",
    "vanished": "No longer in the file",
    "unchanged": "Unchanged",
}
ROWS = 50
_TABLE_POINTS = 500
_NO_STORE = {"Cache-Control": "no-store"}
After = Annotated[int, Query(ge=0)]


def is_checking(request: Request, report: UploadReport) -> bool:
    """Whether a check of this upload waits or runs."""
    return report.status == "checking" or desk_of(request.app).job(report.id) is not None


def render(
    request: Request,
    side: str,
    report: UploadReport,
    operator: Principal,
    more: Mapping[str, Any] | None = None,
    error: AppError | None = None,
) -> Response:
    """One side of an upload's page; while it is checked, the progress instead."""
    settings = request.app.state.settings
    checking = is_checking(request, report)
    with database_of(request).read() as session:
        standing = standing_of(session, report)
    context = {
        "operator": operator,
        "report": report,
        "counts": report.counts,
        "side": side,
        "base": f"/manage/uploads/{report.id}",
        "place": place_of(report),
        "status": STATUS["checking"] if checking else status_of(report, standing),
        "standing": standing,
        "nothing_new": nothing_new(report, standing),
        "on_the_map": on_the_map(report, standing),
        "verdict": verdict_of(report, settings.upload_error_share_max, standing),
        "may_write": operator.role == "admin"
        or (operator.role == "editor" and operator.may_see(report.state)),
        "error": error,
        "moment": moment,
        "shown": shown,
    }
    name = "manage/checking.html" if checking else f"manage/{side}.html"
    status = error.status if error else 200
    return templates.page(request, name, context | dict(more or {}), status=status, headers=_NO_STORE)


def overview(
    request: Request, report: UploadReport, operator: Principal, error: AppError | None = None
) -> Response:
    """The first side: how it stands, what to do next, where the rows fall."""
    return render(request, "overview", report, operator, {"groups": groups_of(report.counts)}, error)


@router.get("")
def seen(
    request: Request,
    upload_id: str,
    operator: Operator,
    database: ServiceDatabase,
    settings: ServiceSettings,
) -> Response:
    """How the upload stands and what to do next."""
    return overview(request, visible(upload_id, operator, database, settings), operator)


@router.get("/undo")
def undo_asked(
    request: Request,
    upload_id: str,
    operator: Operator,
    database: ServiceDatabase,
    settings: ServiceSettings,
) -> Response:
    """Ask once before an upload is undone: what would go, and which later files rely on it."""
    return render(request, "undo", visible(upload_id, operator, database, settings), operator)


@router.get("/progress")
def progress(
    request: Request,
    upload_id: str,
    operator: Operator,
    database: ServiceDatabase,
    settings: ServiceSettings,
) -> Response:
    """How far the check is, for the page's script."""
    report = visible(upload_id, operator, database, settings)
    job = desk_of(request.app).job(report.id)
    body = {
        "checking": is_checking(request, report),
        "waiting": job is not None and not job.started.is_set(),
        "rows": job.rows if job else 0,
    }
    return Response(orjson.dumps(body), headers=_NO_STORE, media_type="application/json")


def columns(
    request: Request, report: UploadReport, operator: Principal, error: AppError | None = None
) -> Response:
    """The second side: what each column was understood as, as a form."""
    more = {
        "columns": columns_shown(report),
        "choices": field_choices(),
        "reading": reading_shown(report),
        "encodings": ENCODINGS,
    }
    return render(request, "columns", report, operator, more, error)


@router.get("/columns")
def columns_seen(
    request: Request,
    upload_id: str,
    operator: Operator,
    database: ServiceDatabase,
    settings: ServiceSettings,
) -> Response:
    """What each column was understood as."""
    return columns(request, visible(upload_id, operator, database, settings), operator)


@router.get("/changes")
def changes(
    request: Request,
    upload_id: str,
    operator: Operator,
    database: ServiceDatabase,
    settings: ServiceSettings,
    action: str = "",
    after: After = 0,
) -> Response:
    """What publishing would add, change, leave alone and miss."""
    report = visible(upload_id, operator, database, settings)
    action = action or next((name for name in ACTIONS if report.counts.get(name)), "added")
    if action not in ACTIONS:
        raise BadParameterError(f"There is no action {action[:60]!r}.", parameter="action", accepted=ACTIONS)
    with database.read() as session:
        rows = list_changes(session, report.id, cast("Action", action), after=after, limit=ROWS + 1)
    more = {
        "actions": ACTIONS,
        "action": action,
        "rows": rows[:ROWS],
        "following": rows[ROWS - 1].cursor if len(rows) > ROWS else None,
    }
    return render(request, "changes", report, operator, more)


@router.get("/places")
def places(
    request: Request,
    upload_id: str,
    operator: Operator,
    database: ServiceDatabase,
    settings: ServiceSettings,
) -> Response:
    """Where the rows fall, as a map and a table."""
    report = visible(upload_id, operator, database, settings)
    with database.read() as session:
        points = list_points(session, report.id, settings.map_points_max)
    by_precision: dict[str, int] = {}
    for point in points:
        by_precision[point.precision] = by_precision.get(point.precision, 0) + 1
    more = {"points": points[:_TABLE_POINTS], "by_precision": by_precision, "found": len(points)}
    return render(request, "places", report, operator, more)
