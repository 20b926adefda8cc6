"""What can be read about one upload over HTTP: its findings, unknown values, changes and points."""

from dataclasses import asdict
from typing import Annotated, cast

from fastapi import APIRouter, Depends, Response

from app.errors import BadParameterError
from app.inventory.changes import Action, list_changes
from app.inventory.finding_values import unknown_values
from app.inventory.undo import undo_refusal
from app.routers import api_uploads_docs as docs
from app.routers.api_upload_asked import NO_STORE, Asked, AskedStretch, SeenUpload, plain_json
from app.routers.upload_downloads import issues_as_csv, issues_as_xlsx, points_geojson

router = APIRouter(prefix="/{upload_id}")


@router.get("/issues.csv", summary="All findings of an upload as CSV", responses=docs.PROBLEMS)
def issues(upload: SeenUpload) -> Response:
    """Row, column, value, severity, code, message and cure of every finding."""
    return issues_as_csv(upload)


@router.get("/issues.xlsx", summary="All findings of an upload as a workbook", responses=docs.PROBLEMS)
def issues_workbook(upload: SeenUpload) -> Response:
    """The same for Excel; cells are text or numbers, never formulas."""
    return issues_as_xlsx(upload)


@router.get("/values", summary="The values of an upload that are not understood", responses=docs.PROBLEMS)
def values(upload: SeenUpload) -> Response:
    """Each with its rows and what it may mean; and `said`, what counts now. `PUT …/columns` takes the answers."""
    with upload.database.read() as session:
        found = unknown_values(session, upload.report, upload.settings.upload_values_max)
    said = upload.report.reading.get("values", {})
    return plain_json({"values": [each.as_json() for each in found], "said": said})


@router.get("/undo", summary="Whether an upload can be undone", responses=docs.PROBLEMS)
def undo_possible(upload: SeenUpload) -> Response:
    """`possible`, and why not: `reason`, and `assets` that others wrote since. Nothing is changed."""
    refusal = undo_refusal(upload.database, upload.settings, upload.id, upload.person.actor)
    if refusal is None:
        return plain_json({"possible": True, "reason": None, "assets": []})
    return plain_json(
        {"possible": False, "reason": refusal.detail, "assets": refusal.extra.get("assets", [])}
    )


async def _action(given: Asked) -> Action:
    """Which changes are asked for."""
    action = given.get("action", ["changed"])[0]
    if action not in docs.ACTIONS:
        raise BadParameterError(
            f"There is no action {action[:60]!r}.", parameter="action", accepted=docs.ACTIONS
        )
    return cast("Action", action)


@router.get(
    "/changes",
    summary="What an upload would change or did",
    responses=docs.PROBLEMS,
    openapi_extra={"parameters": [docs.ACTION, *docs.PAGE]},
)
def changes(action: Annotated[Action, Depends(_action)], asked: AskedStretch, upload: SeenUpload) -> Response:
    """Added, changed (field by field), unchanged or vanished assets; `next` is the `after` of the next page."""
    with upload.database.read() as session:
        found = list_changes(session, upload.id, action, after=asked.after, limit=asked.limit)
    following = found[-1].cursor if len(found) == asked.limit else None
    return plain_json({"action": action, "changes": [asdict(change) for change in found], "next": following})


@router.get("/points.geojson", summary="Where the rows of an upload fall", responses=docs.PROBLEMS)
def points(upload: SeenUpload) -> Response:
    """One point a row that has a place, with its precision; as many as one map shows."""
    body = points_geojson(upload.report, upload.database, upload.settings)
    return Response(body, headers=NO_STORE, media_type="application/geo+json")
