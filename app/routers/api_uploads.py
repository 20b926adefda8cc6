"""Inventory uploads over HTTP: send a file and read how it stands. Needs a key; an editor's to send.

The key, the state and the length are checked before the first byte of the body is read, so these routes take
the request itself and no form parameters. What can be done with an upload afterwards is in `api_upload_actions`,
what can be read about it in `api_upload_results`.
"""

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request, Response

from app.inventory.applying import apply_upload
from app.inventory.report import recent_uploads
from app.routers import api_upload_actions, api_upload_duplicates, api_upload_results
from app.routers import api_uploads_docs as docs
from app.routers.api_upload_asked import Asked, SeenUpload, asked, plain_json, report_answer
from app.routers.sessions import Caller, ServiceDatabase, ServiceSettings
from app.routers.upload_access import seen_states, visible
from app.routers.upload_parameters import sending_of, state_named
from app.routers.upload_receiving import outcome, receive

router = APIRouter(prefix="/api/v1/uploads", tags=["uploads"], dependencies=[Depends(asked)])
_LISTED_MAX = 100


@router.post(
    "",
    status_code=201,
    summary="Check an inventory file (and apply it with dry_run=false)",
    responses=docs.PROBLEMS | {202: {"description": "The file is here; its check goes on (wait=false)."}},
    openapi_extra={"parameters": docs.SEND, "requestBody": docs.SEND_BODY},
)
async def send(
    request: Request, caller: Caller, database: ServiceDatabase, settings: ServiceSettings
) -> Response:
    """Send a file as the body, or as the field `file` of a form; answers the report.

    What the file is, its content decides: CSV, XLSX, XLS, ODS, GeoJSON, zipped Shapefile, GeoPackage, KML, KMZ, or
    any of them gzipped.
    """
    sending = sending_of(request.query_params.multi_items(), caller)
    begun = await receive(request, database, settings, caller, lambda _: sending)
    if not sending.wait:
        return report_answer(await run_sync(visible, str(begun.id), caller, database, settings), 202)
    report = await outcome(begun.id, begun.future)
    if not sending.dry_run:
        report = await run_sync(apply_upload, database, settings, report.id, caller.actor)
    return report_answer(report, 201)


@router.get(
    "", summary="The newest uploads", responses=docs.PROBLEMS, openapi_extra={"parameters": [docs.STATE]}
)
def listed(given: Asked, caller: Caller, database: ServiceDatabase) -> Response:
    """The 100 newest uploads of the caller's states, without their findings."""
    state = state_named(given["state"][0]) if given.get("state") else None
    with database.read() as session:
        reports = recent_uploads(session, seen_states(caller, state), _LISTED_MAX)
    return plain_json({"uploads": [report.as_json() for report in reports]})


@router.get("/{upload_id}", summary="The report of an upload", responses=docs.PROBLEMS)
def seen(upload: SeenUpload) -> Response:
    """How the columns were understood, what applying would do or did, and the first findings."""
    return report_answer(upload.report)


router.include_router(api_upload_results.router)
router.include_router(api_upload_actions.router)
router.include_router(api_upload_duplicates.router)
