"""A kept file checked anew as an upload of its own, and an upload removed from the list: forms of the pages."""

from anyio.to_thread import run_sync
from fastapi import APIRouter, Request, Response

from app.errors import AppError, ConflictError
from app.inventory.again import Anew, is_removable, remove_upload, send_again
from app.routers import manage_upload
from app.routers.manage_asked import ChangedUpload, Form, SeenUpload
from app.routers.manage_session import HOME, seen_other
from app.routers.upload_access import UploadAtHand
from app.routers.upload_desk import desk_of
from app.routers.upload_parameters import require_may_write, state_named
from app.routers.upload_resuming import submit_check

router = APIRouter(prefix="/uploads/{upload_id}")


async def _begin(request: Request, upload: UploadAtHand, state: str | None) -> Anew:
    """Receive the kept file anew and begin its check."""
    desk = desk_of(request.app)
    database, settings, actor = upload.database, upload.settings, upload.person.actor
    with desk.place() as place:
        anew = await run_sync(send_again, database, settings, upload.id, actor, state)
        submit_check(desk, place, database, settings, anew.id, anew.options, actor)
    return anew


@router.post("/again")
async def again(request: Request, form: Form, upload: ChangedUpload) -> Response:
    """Check the kept file as a new upload, for another state where one is named.

    The attempt for the wrong state leaves the list.
    """
    state = state_named(form["state"]) if form.get("state") else upload.report.state
    require_may_write(upload.person, state)
    try:
        anew = await _begin(request, upload, state)
    except AppError as error:
        return await run_sync(manage_upload.overview, request, upload, error)
    if is_removable(upload.report) and state != upload.report.state:
        await run_sync(remove_upload, upload.database, upload.settings, upload.id, upload.person.actor)
    return seen_other(f"{HOME}/{anew.id}")


@router.get("/remove")
def remove_asked(request: Request, upload: SeenUpload) -> Response:
    """Ask once before an upload is removed."""
    return manage_upload.render(request, "remove", upload)


@router.post("/remove")
def removed(request: Request, upload: ChangedUpload) -> Response:
    """Take an upload that is not published out of the list."""
    if manage_upload.is_checking(request, upload.report):
        return manage_upload.overview(request, upload, ConflictError("It is being checked: wait for that."))
    try:
        remove_upload(upload.database, upload.settings, upload.id, upload.person.actor)
    except ConflictError as error:
        return manage_upload.overview(request, upload.as_it_is(), error)
    return seen_other(HOME)
