"""What can be done with a checked upload over HTTP: other columns, apply, undo."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.errors import BadParameterError
from app.inventory.applying import apply_upload
from app.inventory.meant import values_from
from app.inventory.origin import CheckOptions, Vanished, bad_points_of, require_kind
from app.inventory.report import UploadReport
from app.inventory.undo import undo_upload
from app.routers import api_uploads_docs as docs
from app.routers.api_upload_asked import Asked, ChangedUpload, report_answer
from app.routers.small_bodies import small_object
from app.routers.upload_parameters import checked_columns, options_of, vanished_of
from app.routers.upload_receiving import check_again, outcome

router = APIRouter(prefix="/{upload_id}")
_READING = ("part", "header_row", "crs", "encoding")


def _options(given: dict[str, Any], report: UploadReport) -> CheckOptions:
    """What is said now; where only values or the kind are said, the rest stays as it was."""
    columns = given.get("columns")
    if columns is not None and not isinstance(columns, dict):
        raise BadParameterError("columns is an object: header to field.", parameter="columns")
    values = values_from(given["values"]) if given.get("values") is not None else None
    kind = str(given["kind"] or "") if "kind" in given else None
    require_kind(kind)
    more: dict[str, Any] = {"values": values, "kind": kind}
    more["bad_points"] = bad_points_of(str(given.get("bad_points") or ""))
    if not given.keys() & {"columns", *_READING}:
        return replace(CheckOptions.from_json(report.options), **more)
    options = options_of({name: [str(given[name])] for name in _READING if given.get(name) is not None})
    chosen = checked_columns(columns) if columns else None
    return replace(options, columns=chosen, **more)


@router.put(
    "/columns",
    summary="Check the kept file again with other columns",
    responses=docs.PROBLEMS,
    openapi_extra={"requestBody": docs.COLUMNS_BODY},
)
async def columns(request: Request, upload: ChangedUpload) -> Response:
    """Say what columns or values mean, what every row is, or how the file is read; answers the new report."""
    given = await small_object(
        request, upload.settings, ("columns", "values", "kind", "bad_points", *_READING)
    )
    again = await check_again(request, upload, _options(given, upload.report))
    return report_answer(await outcome(upload.id, again))


async def _vanished(given: Asked) -> Vanished | None:
    """What is to become of assets that the file lacks."""
    return vanished_of(given.get("vanished", [""])[0])


@router.post(
    "/apply",
    summary="Apply a checked upload",
    responses=docs.PROBLEMS,
    openapi_extra={"parameters": [docs.VANISHED_PARAMETER]},
)
def applied(vanished: Annotated[Vanished | None, Depends(_vanished)], upload: ChangedUpload) -> Response:
    """Write the accepted rows to the assets in one transaction; applying twice is a conflict."""
    actor = upload.person.actor
    return report_answer(apply_upload(upload.database, upload.settings, upload.id, actor, vanished=vanished))


@router.post("/undo", summary="Undo an applied upload", responses=docs.PROBLEMS)
def undone(upload: ChangedUpload) -> Response:
    """Put the assets back to what they were before; a conflict lists what others changed since."""
    return report_answer(undo_upload(upload.database, upload.settings, upload.id, upload.person.actor))
