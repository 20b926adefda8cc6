"""What can be done with a checked upload over HTTP: other columns, apply, undo."""

from dataclasses import replace
from typing import Any

import orjson
from anyio.to_thread import run_sync
from fastapi import APIRouter, Request, Response

from app.errors import BadParameterError, TooLargeError
from app.inventory.applying import apply_upload
from app.inventory.meant import values_from
from app.inventory.origin import CheckOptions, require_kind
from app.inventory.report import UploadReport
from app.inventory.undo import undo_upload
from app.routers import api_uploads_docs as docs
from app.routers.sessions import Caller, ServiceDatabase, ServiceSettings
from app.routers.upload_access import UploadId, writable
from app.routers.upload_parameters import checked_columns, known, options_of, vanished_of
from app.routers.upload_receiving import check_again, outcome
from app.settings import Settings

router = APIRouter(prefix="/{upload_id}")
_NO_STORE = {"Cache-Control": "no-store"}
_READING = ("part", "header_row", "crs", "encoding")


async def small_object(request: Request, settings: Settings, names: tuple[str, ...]) -> dict[str, Any]:
    """A small JSON object with none but these names."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > settings.form_max_bytes:
            raise TooLargeError("This body is too large.")
    try:
        given = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadParameterError("The body is no JSON.") from error
    if not isinstance(given, dict):
        raise BadParameterError("The body is no JSON object.", accepted=names)
    for name in given:
        if name not in names:
            raise BadParameterError(f"There is no {name!r} here.", parameter=name, accepted=names)
    return given


def _report(report: UploadReport) -> Response:
    return Response(orjson.dumps(report.as_json()), headers=_NO_STORE, media_type="application/json")


def _options(given: dict[str, Any], report: UploadReport) -> CheckOptions:
    """What is said now; where only values or the kind are said, the rest stays as it was."""
    columns = given.get("columns")
    if columns is not None and not isinstance(columns, dict):
        raise BadParameterError("columns is an object: header to field.", parameter="columns")
    values = values_from(given["values"]) if given.get("values") is not None else None
    kind = str(given["kind"] or "") if "kind" in given else None
    require_kind(kind)
    if not given.keys() & {"columns", *_READING}:
        return replace(CheckOptions.from_json(report.options), values=values, kind=kind)
    options = options_of({name: [str(given[name])] for name in _READING if given.get(name) is not None})
    chosen = checked_columns(columns) if columns else None
    return replace(options, columns=chosen, values=values, kind=kind)


@router.put(
    "/columns",
    summary="Check the kept file again with other columns",
    responses=docs.PROBLEMS,
    openapi_extra={"requestBody": docs.COLUMNS_BODY},
)
async def columns(
    request: Request,
    upload_id: UploadId,
    caller: Caller,
    database: ServiceDatabase,
    settings: ServiceSettings,
) -> Response:
    """Say what columns or values mean, what every row is, or how the file is read; answers the new report."""
    known(request.query_params.multi_items(), ())
    report = await run_sync(writable, upload_id, caller, database, settings)
    given = await small_object(request, settings, ("columns", "values", "kind", *_READING))
    options = _options(given, report)
    again = await check_again(request, database, settings, caller, report.id, options)
    return _report(await outcome(report.id, again))


@router.post(
    "/apply",
    summary="Apply a checked upload",
    responses=docs.PROBLEMS,
    openapi_extra={"parameters": [docs.VANISHED_PARAMETER]},
)
def applied(
    request: Request,
    upload_id: UploadId,
    caller: Caller,
    database: ServiceDatabase,
    settings: ServiceSettings,
) -> Response:
    """Write the accepted rows to the assets in one transaction; applying twice is a conflict."""
    given = known(request.query_params.multi_items(), ("vanished",))
    vanished = vanished_of(given.get("vanished", [""])[0])
    report = writable(upload_id, caller, database, settings)
    return _report(apply_upload(database, settings, report.id, caller.actor, vanished=vanished))


@router.post("/undo", summary="Undo an applied upload", responses=docs.PROBLEMS)
def undone(
    request: Request,
    upload_id: UploadId,
    caller: Caller,
    database: ServiceDatabase,
    settings: ServiceSettings,
) -> Response:
    """Put the assets back to what they were before; a conflict lists what others changed since."""
    known(request.query_params.multi_items(), ())
    report = writable(upload_id, caller, database, settings)
    return _report(undo_upload(database, settings, report.id, caller.actor))
