"""Likely duplicates among the rows of an upload over HTTP: what they are, and what a person says of them."""

from dataclasses import asdict
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Path, Request, Response

from app.errors import BadParameterError
from app.inventory.duplicates import decide, list_duplicates
from app.routers import api_uploads_docs as docs
from app.routers.api_upload_asked import NO_STORE, AskedStretch, ChangedUpload, SeenUpload, plain_json
from app.routers.small_bodies import small_object
from app.routers.upload_parameters import DECISIONS

router = APIRouter(prefix="/{upload_id}")


@router.get(
    "/duplicates",
    summary="Likely duplicates among the rows of an upload",
    responses=docs.PROBLEMS,
    openapi_extra={"parameters": docs.PAGE},
)
def duplicates(asked: AskedStretch, upload: SeenUpload) -> Response:
    """Pairs with a score from 0 to 1 and the reasons in words; `next` is the `after` of the next page."""
    with upload.database.read() as session:
        found = list_duplicates(session, upload.id, after=asked.after, limit=asked.limit)
    following = found[-1].id if len(found) == asked.limit else None
    return plain_json({"duplicates": [asdict(pair) for pair in found], "next": following})


async def _pair(
    number: Annotated[
        int, Path(ge=1, le=2**62, description="The duplicate's id, from the list of duplicates.")
    ],
) -> int:
    """Which pair is spoken of."""
    return number


@router.post(
    "/duplicates/{number}",
    status_code=204,
    summary="Decide about a likely duplicate",
    responses=docs.PROBLEMS,
    openapi_extra={"requestBody": docs.DECISION_BODY},
)
async def decided(
    request: Request, upload: ChangedUpload, number: Annotated[int, Depends(_pair)]
) -> Response:
    """Keep both, merge them, or say that they are distinct; remembered for the pair."""
    decision = (await small_object(request, upload.settings, ("decision",))).get("decision")
    if decision not in DECISIONS:
        raise BadParameterError("Say both, merge or distinct.", parameter="decision", accepted=DECISIONS)
    await run_sync(decide, upload.database, upload.id, number, decision, upload.person.actor)
    return Response(status_code=204, headers=NO_STORE)
