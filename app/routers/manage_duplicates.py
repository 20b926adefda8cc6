"""`/manage/uploads/{id}/duplicates`: rows that look like something the inventory, or the file, has already."""

from anyio.to_thread import run_sync
from fastapi import APIRouter, Request, Response

from app.db.engine import Database
from app.errors import AppError, BadParameterError, ConflictError
from app.inventory.duplicates import decide, list_duplicates
from app.inventory.report import UploadReport
from app.routers.manage_session import Operator, seen_other, small_form
from app.routers.manage_upload import ROWS, After, render
from app.routers.sessions import ServiceDatabase, ServiceSettings
from app.routers.upload_access import visible, writable
from app.stewardship.keys import Principal

router = APIRouter(prefix="/uploads/{upload_id}")


def _shown(
    request: Request,
    report: UploadReport,
    operator: Principal,
    database: Database,
    after: int,
    error: AppError | None = None,
) -> Response:
    with database.read() as session:
        pairs = list_duplicates(session, report.id, after=after, limit=ROWS + 1)
    following = pairs[ROWS - 1].id if len(pairs) > ROWS else None
    more = {"pairs": pairs[:ROWS], "after": after, "following": following}
    return render(request, "duplicates", report, operator, more, error)


@router.get("/duplicates")
def duplicates(
    request: Request,
    upload_id: str,
    operator: Operator,
    database: ServiceDatabase,
    settings: ServiceSettings,
    after: After = 0,
) -> Response:
    """The pairs side by side, with the reasons, and buttons to say what they are."""
    return _shown(request, visible(upload_id, operator, database, settings), operator, database, after)


@router.post("/duplicates/{number}")
async def decided(
    request: Request,
    upload_id: str,
    number: int,
    operator: Operator,
    database: ServiceDatabase,
    settings: ServiceSettings,
) -> Response:
    """Say what a pair of likely duplicates is."""
    form = await small_form(request, settings)
    report = await run_sync(writable, upload_id, operator, database, settings)
    decision = form.get("decision", "")
    if decision not in ("both", "merge", "distinct"):
        raise BadParameterError(
            "Choose one of the buttons.", parameter="decision", accepted=["both", "merge", "distinct"]
        )
    try:
        await run_sync(decide, database, report.id, number, decision, operator.actor)
    except ConflictError as error:
        return await run_sync(_shown, request, report, operator, database, 0, error)
    after = form.get("after", "0")
    more = f"?after={after}" if after.isascii() and after.isdigit() and after != "0" else ""
    return seen_other(f"/manage/uploads/{report.id}/duplicates{more}#pair-{number}")
