"""Inventory uploads over HTTP: check a file, read its report, apply it. Needs an editor's key.

The key, the state and the length are checked before the first byte of the body is read, so these routes take
the request itself and no form parameters.
"""

from typing import Annotated, Any
from uuid import UUID

import orjson
from anyio import CapacityLimiter, WouldBlock
from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from app.db.engine import Database
from app.errors import BadParameterError, BusyError, NotFoundError, UnknownParameterError
from app.inventory.origin import Origin
from app.inventory.report import UploadReport, issues_csv, load_report, recent_uploads
from app.inventory.uploads import apply_upload, check_upload
from app.routers.sessions import Caller, ServiceDatabase, ServiceSettings
from app.routers.upload_body import check_length, received
from app.settings import Settings
from app.stewardship.keys import Principal
from app.vocabulary.assets import KINDS
from app.vocabulary.codes import STATES, state_of

router = APIRouter(prefix="/api/v1/uploads", tags=["uploads"])
_SENT = ("state", "dry_run", "kind", "source")
_LISTED_MAX = 100
_EXAMPLE = (
    "id,type,name,city,zip,disciplines,grades\n"
    "NM-1,library,Main Library,Santa Fe,87501,coding; robotics,6-8\n"
)


def _parameter(
    name: str, description: str, schema: dict[str, Any], *, required: bool = False
) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "description": description, "schema": schema}


_STATE = _parameter(
    "state", "The state the rows belong to.", {"type": "string", "enum": list(STATES), "example": "NM"}
)
_SEND_PARAMETERS = [
    _STATE | {"required": True},
    _parameter(
        "dry_run", "Only check (the default); `false` applies at once.", {"type": "boolean", "default": True}
    ),
    _parameter(
        "kind", "The kind of every row, where the file does not say.", {"type": "string", "enum": list(KINDS)}
    ),
    _parameter("source", "What the assets are said to come from.", {"type": "string", "maxLength": 200}),
]
_BODY = {
    "required": True,
    "content": {
        "text/csv": {"schema": {"type": "string"}, "example": _EXAMPLE},
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {"file": {"type": "string", "format": "binary"}},
            }
        },
    },
}
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": text, "content": {"application/problem+json": {}}}
    for status, text in (
        (401, "No valid key."), (403, "The key is for other states."), (404, "No such upload."),
        (409, "It cannot be applied now."), (411, "No Content-Length."), (413, "The file is too large."),
        (415, "Not a CSV file."), (422, "The file cannot be read."), (503, "Busy, or the database is down."),
    )
}  # fmt: skip


def _json(report: UploadReport, status: int = 200) -> Response:
    headers = {"Cache-Control": "no-store"}
    if status == 201:
        headers["Location"] = f"/api/v1/uploads/{report.id}"
    return Response(orjson.dumps(report.as_json()), status, headers, media_type="application/json")


def _parameters(request: Request, known: tuple[str, ...]) -> dict[str, str]:
    """The query's parameters, each known and given once."""
    found: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name not in known:
            raise UnknownParameterError(
                f"There is no parameter {name!r} here.", parameter=name, accepted=known
            )
        if name in found:
            raise BadParameterError(f"{name} is given twice.", parameter=name)
        found[name] = value.strip()
    return found


def _state(text: str) -> str:
    state = state_of(text)
    if state is None:
        raise BadParameterError(f"There is no state {text!r}.", parameter="state", accepted=STATES)
    return state


def _flag(text: str) -> bool:
    if text.lower() not in ("true", "false", "1", "0"):
        raise BadParameterError("dry_run is true or false.", parameter="dry_run", accepted=["true", "false"])
    return text.lower() in ("true", "1")


def _origin(given: dict[str, str], caller: Principal) -> Origin:
    if not given.get("state"):
        raise BadParameterError(
            "Say which state the rows belong to: state=NM.", parameter="state", accepted=STATES
        )
    state = _state(given["state"])
    caller.require_state(state)
    source = given.get("source") or f"inventory of {STATES.label(state)}"
    origin = Origin(state, "upload.csv", caller.actor, source[:200], given.get("kind") or None)
    origin.check()
    return origin


def _slots(request: Request, settings: Settings) -> CapacityLimiter:
    """The service's places for uploads, made with the first one."""
    state = request.app.state
    if not hasattr(state, "upload_slots"):
        state.upload_slots = CapacityLimiter(settings.uploads_at_once)
    slots: CapacityLimiter = state.upload_slots
    return slots


@router.post(
    "",
    status_code=201,
    summary="Check a CSV inventory (and apply it with dry_run=false)",
    responses=_PROBLEMS,
    openapi_extra={"parameters": _SEND_PARAMETERS, "requestBody": _BODY},
)
async def send(
    request: Request, caller: Caller, database: ServiceDatabase, settings: ServiceSettings
) -> Response:
    """Send a file as the field `file` of a form or as a `text/csv` body; answers the report."""
    given = _parameters(request, _SENT)
    origin = _origin(given, caller)
    dry_run = _flag(given.get("dry_run", "true"))
    check_length(request, settings)
    slots = _slots(request, settings)
    try:
        slots.acquire_on_behalf_of_nowait(request)
    except WouldBlock as error:
        raise BusyError("Other uploads are being read: try again in a minute.") from error
    try:
        async with received(request, settings) as body:
            origin = Origin(origin.state, body.file_name, origin.actor, origin.source_name, origin.kind)
            report = await run_in_threadpool(check_upload, database, settings, body.file, origin)
            if not dry_run:
                report = await run_in_threadpool(apply_upload, database, settings, report.id, caller.actor)
    finally:
        slots.release_on_behalf_of(request)
    return _json(report, 201)


@router.get("", summary="The newest uploads", responses=_PROBLEMS, openapi_extra={"parameters": [_STATE]})
def listed(request: Request, caller: Caller, database: ServiceDatabase) -> Response:
    """The 100 newest uploads of the caller's states, without their findings."""
    given = _parameters(request, ("state",))
    states = None if caller.role == "admin" else sorted(caller.states)
    if given.get("state"):
        state = _state(given["state"])
        states = [state] if states is None or state in states else []
    with database.read() as session:
        reports = recent_uploads(session, states, _LISTED_MAX)
    body = orjson.dumps({"uploads": [report.as_json() for report in reports]})
    return Response(body, headers={"Cache-Control": "no-store"}, media_type="application/json")


UploadId = Annotated[
    str, Path(description="The upload's id.", examples=["0b1c9c2e-6a0e-4a5c-9b77-1f4b8a1f6c11"])
]


def _visible(upload_id: str, caller: Principal, database: Database, settings: Settings) -> UploadReport:
    """The report, if the caller may see it: another state's upload does not exist for an editor."""
    missing = NotFoundError(f"There is no upload {upload_id!r}.")
    try:
        number = UUID(upload_id)
    except ValueError as error:
        raise missing from error
    with database.read() as session:
        report = load_report(session, number, settings.upload_issues_inline)
    if caller.role != "admin" and report.state not in caller.states:
        raise missing
    return report


@router.get("/{upload_id}", summary="The report of an upload", responses=_PROBLEMS)
def shown(
    request: Request,
    upload_id: UploadId,
    caller: Caller,
    database: ServiceDatabase,
    settings: ServiceSettings,
) -> Response:
    """How the columns were understood, what applying would do or did, and the first findings."""
    _parameters(request, ())
    return _json(_visible(upload_id, caller, database, settings))


@router.get("/{upload_id}/issues.csv", summary="All findings of an upload as CSV", responses=_PROBLEMS)
def issues(
    request: Request,
    upload_id: UploadId,
    caller: Caller,
    database: ServiceDatabase,
    settings: ServiceSettings,
) -> Response:
    """Row, column, value, severity, code, message and cure of every finding."""
    _parameters(request, ())
    report = _visible(upload_id, caller, database, settings)

    def lines() -> Any:
        with database.read(settings.write_timeout_s) as session:
            yield from issues_csv(session, report.id)

    headers = {
        "Content-Disposition": f'attachment; filename="issues-{report.state}-{report.id}.csv"',
        "Cache-Control": "no-store",
    }
    return StreamingResponse(lines(), headers=headers, media_type="text/csv; charset=utf-8")


@router.post("/{upload_id}/apply", summary="Apply a checked upload", responses=_PROBLEMS)
def applied(
    request: Request,
    upload_id: UploadId,
    caller: Caller,
    database: ServiceDatabase,
    settings: ServiceSettings,
) -> Response:
    """Write the accepted rows to the assets in one transaction; applying twice is a conflict."""
    _parameters(request, ())
    report = _visible(upload_id, caller, database, settings)
    if report.state is not None:  # a file of all states is visible to administrators only
        caller.require_state(report.state)
    return _json(apply_upload(database, settings, report.id, caller.actor))
