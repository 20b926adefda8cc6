"""What a person does with an upload: check again, publish, undo.

Every action is a form; its answer is 303 to a page, or the page with what stands in the way.
"""

from anyio.to_thread import run_sync
from fastapi import APIRouter, Request, Response

from app.errors import AppError, ConflictError
from app.inventory.applying import apply_upload
from app.inventory.undo import undo_upload
from app.routers import manage_upload
from app.routers.manage_asked import ChangedUpload, Form, SeenUpload, page_of
from app.routers.manage_columns import options_from_form
from app.routers.manage_session import seen_other
from app.routers.upload_parameters import vanished_of
from app.routers.upload_receiving import check_again

router = APIRouter(prefix="/uploads/{upload_id}")


@router.post("/columns")
async def columns_chosen(request: Request, form: Form, upload: ChangedUpload) -> Response:
    """Check the kept file again with other columns, or read another way."""
    try:
        await check_again(request, upload, options_from_form(upload.report, form))
    except AppError as error:
        return await run_sync(manage_upload.columns, request, upload, error)
    return seen_other(page_of(upload))


@router.post("/publish")
def published(request: Request, form: Form, upload: ChangedUpload) -> Response:
    """Write the accepted rows to the inventory, if they are what the page showed."""
    vanished, seen = vanished_of(form.get("vanished", "")), form.get("plan") or None
    actor = upload.person.actor
    try:
        apply_upload(upload.database, upload.settings, upload.id, actor, vanished=vanished, seen=seen)
    except ConflictError as error:
        return manage_upload.overview(request, upload.as_it_is(), error)
    return seen_other(page_of(upload))


@router.get("/publish")
@router.get("/again")
def reloaded(upload: SeenUpload) -> Response:
    """Who opens the address of an action anew sees how the upload stands."""
    return seen_other(page_of(upload))


@router.get("/values")
def values_reloaded(upload: SeenUpload) -> Response:
    """The same for what is said of values."""
    return seen_other(page_of(upload, "/findings"))


@router.get("/duplicates/{number}")
def decision_reloaded(upload: SeenUpload, number: int) -> Response:
    """The same for a pair of likely duplicates."""
    return seen_other(page_of(upload, f"/duplicates#pair-{number}"))


@router.post("/undo")
def undone(request: Request, upload: ChangedUpload) -> Response:
    """Put the inventory back to what it was before this upload."""
    try:
        undo_upload(upload.database, upload.settings, upload.id, upload.person.actor)
    except ConflictError as error:
        return manage_upload.overview(request, upload.as_it_is(), error)
    return seen_other(page_of(upload))
