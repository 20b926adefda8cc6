"""Likely duplicates among the rows of an upload over HTTP: what they are, and what a person says of them."""

from dataclasses import asdict

from anyio.to_thread import run_sync
from fastapi import APIRouter, Path, Request, Response

from app.errors import BadParameterError
from app.inventory.duplicates import decide, list_duplicates
from app.routers import api_uploads_docs as docs
from app.routers.api_upload_actions import small_object
from app.routers.api_upload_results import paging, plain_json
from app.routers.sessions import Caller, ServiceDatabase, ServiceSettings
from app.routers.upload_access import UploadId, visible, writable
from app.routers.upload_parameters import known

router = APIRouter(prefix="/{upload_id}")
DECISIONS = ("both", "merge", "distinct")
_NO_STORE = {"Cache-Control": "no-store"}


@router.get(
    "/duplicates",
    summary="Likely duplicates among the rows of an upload",
    responses=docs.PROBLEMS,
    openapi_extra={"parameters": docs.PAGE},
)
def duplicates(
    request: Request,
    upload_id: UploadId,
    caller: Caller,
    database: ServiceDatabase,
    settings: ServiceSettings,
) -> Response:
    """Pairs with a score from 0 to 1 and the reasons in words; `next` is the `after` of the next page."""
    after, limit = paging(known(request.query_params.multi_items(), ("after", "limit")))
    report = visible(upload_id, caller, database, settings)
    with database.read() as session:
        found = list_duplicates(session, report.id, after=after, limit=limit)
    rows = [asdict(pair) for pair in found]
    return plain_json({"duplicates": rows, "next": rows[-1]["id"] if len(rows) == limit else None})


@router.post(
    "/duplicates/{number}",
    status_code=204,
    summary="Decide about a likely duplicate",
    responses=docs.PROBLEMS,
    openapi_extra={"requestBody": docs.DECISION_BODY},
)
async def decided(
    request: Request,
    upload_id: UploadId,
    caller: Caller,
    database: ServiceDatabase,
    settings: ServiceSettings,
    number: int = Path(ge=1, le=2**62, description="The duplicate's id, from the list of duplicates."),
) -> Response:
    """Keep both, merge them, or say that they are distinct; remembered for the pair."""
    known(request.query_params.multi_items(), ())
    report = await run_sync(writable, upload_id, caller, database, settings)
    decision = (await small_object(request, settings, ("decision",))).get("decision")
    if decision not in DECISIONS:
        raise BadParameterError("Say both, merge or distinct.", parameter="decision", accepted=DECISIONS)
    await run_sync(decide, database, report.id, number, decision, caller.actor)
    return Response(status_code=204, headers=_NO_STORE)
