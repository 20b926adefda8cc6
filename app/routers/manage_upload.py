"""`/manage/uploads/{id}`: one upload, seen from six sides. Nothing is changed here (see `manage_actions`)."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final, cast

import orjson
from fastapi import APIRouter, Request, Response

from app.errors import AppError, BadParameterError
from app.inventory.again import is_kept, is_removable
from app.inventory.change_points import list_points
from app.inventory.changes import Action, list_changes
from app.inventory.locks import is_held
from app.inventory.report import UploadReport, kinds_in_words
from app.inventory.seen_plan import mark_of
from app.inventory.standing import Standing, standing_of
from app.inventory.undo import undo_refusal
from app.routers import templates
from app.routers.manage_asked import ROWS, After, SeenUpload, page_of
from app.routers.manage_columns import ENCODINGS, columns_shown, field_choices, reading_shown
from app.routers.manage_tiles import tiles_of
from app.routers.manage_uploads import place_of
from app.routers.manage_verdict import (
    STATUS,
    nothing_new,
    on_the_map,
    state_instead,
    status_of,
    verdict_of,
)
from app.routers.manage_words import groups_of, moment, shown
from app.routers.upload_access import UploadAtHand
from app.routers.upload_desk import desk_of

router = APIRouter(prefix="/uploads/{upload_id}")
ACTIONS: Final = {
    "added": "Added",
    "changed": "Changed",
    "vanished": "No longer in the file",
    "unchanged": "Unchanged",
}
_UNSAID: Final = ("name", "state", "visibility", "source_cells")
"""Fields of an added entry that go without saying, or that say what others say."""
_NO_STORE = {"Cache-Control": "no-store"}


def is_checking(request: Request, report: UploadReport) -> bool:
    """Whether a check of this upload waits or runs."""
    return report.status == "checking" or desk_of(request.app).job(report.id) is not None


def _standing(upload: UploadAtHand) -> tuple[Standing, bool]:
    """How the upload stands among the others, and whether somebody is at work on it."""
    with upload.database.read() as session:
        return standing_of(session, upload.report), is_held(session, upload.id)


def render(
    request: Request,
    side: str,
    upload: UploadAtHand,
    more: Mapping[str, Any] | None = None,
    error: AppError | None = None,
) -> Response:
    """One side of an upload's page; while it is checked, the progress instead."""
    report, person = upload.report, upload.person
    checking = is_checking(request, report)
    standing, held = _standing(upload)
    may_write = person.role == "admin" or (person.role == "editor" and person.may_see(report.state))
    context = {
        "operator": person,
        "report": report,
        "counts": report.counts,
        "side": side,
        "base": page_of(upload),
        "place": place_of(report),
        "status": STATUS["checking"] if checking else status_of(report, standing),
        "standing": standing,
        "nothing_new": nothing_new(report, standing),
        "on_the_map": on_the_map(report, standing),
        "verdict": verdict_of(report, upload.settings.upload_error_share_max, standing),
        "instead": state_instead(report, person),
        "may_write": may_write,
        "kept": is_kept(upload.settings, report.id),
        "kinds": kinds_in_words(report.counts),
        "held": held and not checking,
        "removable": may_write and not (checking or held) and is_removable(report),
        "tiles": tiles_of(report),
        "error": error,
        "moment": moment,
        "shown": shown,
    }
    name = "manage/checking.html" if checking or held else f"manage/{side}.html"
    status = error.status if error else 200
    return templates.page(request, name, context | dict(more or {}), status=status, headers=_NO_STORE)


def overview(request: Request, upload: UploadAtHand, error: AppError | None = None) -> Response:
    """The first side: how it stands, what to do next, where the rows fall."""
    with upload.database.read() as session:
        plan = mark_of(session, upload.report) if upload.report.status == "checked" else ""
    return render(
        request, "overview", upload, {"groups": groups_of(upload.report.counts), "plan": plan}, error
    )


@router.get("")
def seen(request: Request, upload: SeenUpload) -> Response:
    """How the upload stands and what to do next."""
    return overview(request, upload)


@router.get("/undo")
def undo_asked(request: Request, upload: SeenUpload) -> Response:
    """Ask once before an upload is undone: what would go, and which later files rely on it."""
    refusal = None
    if upload.report.status == "applied":
        refusal = undo_refusal(upload.database, upload.settings, upload.id, upload.person.actor)
    return render(request, "undo", upload, {"refusal": refusal})


@router.get("/progress")
def progress(request: Request, upload: SeenUpload) -> Response:
    """How far the check is, for the page's script."""
    job = desk_of(request.app).job(upload.id)
    with upload.database.read() as session:
        held = is_held(session, upload.id)
    body = {
        "checking": held or is_checking(request, upload.report),
        "held": held and job is None,
        "waiting": job is not None and not job.started.is_set(),
        "rows": job.rows if job else 0,
    }
    return Response(orjson.dumps(body), headers=_NO_STORE, media_type="application/json")


def columns(request: Request, upload: UploadAtHand, error: AppError | None = None) -> Response:
    """The second side: what each column was understood as, as a form."""
    more = {
        "columns": columns_shown(upload.report),
        "choices": field_choices(),
        "reading": reading_shown(upload.report),
        "encodings": ENCODINGS,
    }
    return render(request, "columns", upload, more, error)


@router.get("/columns")
def columns_seen(request: Request, upload: SeenUpload) -> Response:
    """What each column was understood as."""
    return columns(request, upload)


@router.get("/changes")
def changes(request: Request, upload: SeenUpload, action: str = "", after: After = 0) -> Response:
    """What publishing would add, change, leave alone and miss."""
    action = action or next((name for name in ACTIONS if upload.report.counts.get(name)), "added")
    if action not in ACTIONS:
        raise BadParameterError(f"There is no action {action[:60]!r}.", parameter="action", accepted=ACTIONS)
    with upload.database.read() as session:
        rows = list_changes(session, upload.id, cast("Action", action), after=after, limit=ROWS + 1)
    more = {
        "actions": ACTIONS,
        "action": action,
        "rows": rows[:ROWS],
        "following": rows[ROWS - 1].cursor if len(rows) > ROWS else None,
        "unsaid": _UNSAID,
    }
    return render(request, "changes", upload, more)


@router.get("/places")
def places(request: Request, upload: SeenUpload, after: After = 0) -> Response:
    """Where the rows fall, as a map and a table; `after` is how many rows the pages before showed."""
    with upload.database.read() as session:
        points = list_points(session, upload.id, upload.settings.map_points_max)
    more = {
        "points": points[after : after + ROWS],
        "by_precision": Counter(point.precision for point in points),
        "found": len(points),
        "before": after,
        "per_page": ROWS,
        "following": after + ROWS if len(points) > after + ROWS else None,
    }
    return render(request, "places", upload, more)
