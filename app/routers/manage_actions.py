"""What a person does with an upload: check again, publish, undo.

Every action is a form; its answer is 303 to a page, or the page with what stands in the way.
"""

from anyio.to_thread import run_sync
from fastapi import APIRouter, Request, Response

from app.errors import AppError, ConflictError
from app.inventory.applying import apply_upload
from app.inventory.report import UploadReport
from app.inventory.undo import undo_upload
from app.routers import manage_upload
from app.routers.manage_columns import options_from_form
from app.routers.manage_session import Operator, seen_other, small_form
from app.routers.sessions import ServiceDatabase, ServiceSettings
from app.routers.upload_access import writable
from app.routers.upload_parameters import vanished_of
from app.routers.upload_receiving import check_again

router = APIRouter(prefix="/uploads/{upload_id}")


def _path(report: UploadReport, side: str = "") -> str:
    return f"/manage/uploads/{report.id}{side}"


@router.post("/columns")
async def columns_chosen(
    request: Request,
    upload_id: str,
    operator: Operator,
    database: ServiceDatabase,
    settings: ServiceSettings,
) -> Response:
    """Check the kept file again with other columns, or read another way."""
    form = await small_form(request, settings)
    report = await run_sync(writable, upload_id, operator, database, settings)
    try:
        options = options_from_form(report, form)
        await check_again(request, database, settings, operator, report.id, options)
    except AppError as error:
        return await run_sync(manage_upload.columns, request, report, operator, error)
    return seen_other(_path(report))


@router.post("/publish")
async def published(
    request: Request,
    upload_id: str,
    operator: Operator,
    database: ServiceDatabase,
    settings: ServiceSettings,
) -> Response:
    """Write the accepted rows to the inventory."""
    form = await small_form(request, settings)
    report = await run_sync(writable, upload_id, operator, database, settings)
    vanished = vanished_of(form.get("vanished", ""))

    def publish() -> None:
        apply_upload(database, settings, report.id, operator.actor, vanished=vanished)

    try:
        await run_sync(publish)
    except ConflictError as error:
        return await run_sync(manage_upload.overview, request, report, operator, error)
    return seen_other(_path(report))


@router.post("/undo")
def undone(
    request: Request,
    upload_id: str,
    operator: Operator,
    database: ServiceDatabase,
    settings: ServiceSettings,
) -> Response:
    """Put the inventory back to what it was before this upload."""
    report = writable(upload_id, operator, database, settings)
    try:
        undo_upload(database, settings, report.id, operator.actor)
    except ConflictError as error:
        return manage_upload.overview(request, report, operator, error)
    return seen_other(_path(report))
