"""`/manage/uploads/{id}/duplicates`: rows that look like something the inventory, or the file, has already."""

from fastapi import APIRouter, Request, Response

from app.errors import AppError, BadParameterError, ConflictError
from app.inventory.duplicates import decide, list_duplicates
from app.routers.manage_asked import ROWS, After, ChangedUpload, Form, SeenUpload, page_of
from app.routers.manage_session import seen_other
from app.routers.manage_upload import render
from app.routers.upload_access import UploadAtHand
from app.routers.upload_parameters import DECISIONS

router = APIRouter(prefix="/uploads/{upload_id}")


def _shown(request: Request, upload: UploadAtHand, after: int, error: AppError | None = None) -> Response:
    with upload.database.read() as session:
        pairs = list_duplicates(session, upload.id, after=after, limit=ROWS + 1)
    following = pairs[ROWS - 1].id if len(pairs) > ROWS else None
    more = {"pairs": pairs[:ROWS], "after": after, "following": following}
    return render(request, "duplicates", upload, more, error)


@router.get("/duplicates")
def duplicates(request: Request, upload: SeenUpload, after: After = 0) -> Response:
    """The pairs side by side, with the reasons, and buttons to say what they are."""
    return _shown(request, upload, after)


@router.post("/duplicates/{number}")
def decided(request: Request, number: int, form: Form, upload: ChangedUpload) -> Response:
    """Say what a pair of likely duplicates is."""
    decision = form.get("decision", "")
    if decision not in DECISIONS:
        raise BadParameterError("Choose one of the buttons.", parameter="decision", accepted=DECISIONS)
    try:
        decide(upload.database, upload.id, number, decision, upload.person.actor)
    except ConflictError as error:
        return _shown(request, upload, 0, error)
    after = form.get("after", "0")
    more = f"?after={after}" if after.isascii() and after.isdigit() and after != "0" else ""
    return seen_other(page_of(upload, f"/duplicates{more}#pair-{number}"))
