"""What can be read about one upload over HTTP: its findings, unknown values, changes and points."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, cast

import orjson
from fastapi import APIRouter, Request, Response

from app.errors import BadParameterError
from app.inventory.changes import Action, list_changes
from app.inventory.finding_values import unknown_values
from app.routers import api_uploads_docs as docs
from app.routers.sessions import Caller, ServiceDatabase, ServiceSettings
from app.routers.upload_access import UploadId, visible
from app.routers.upload_downloads import issues_as_csv, issues_as_xlsx, points_geojson
from app.routers.upload_parameters import known

router = APIRouter(prefix="/{upload_id}")
_LIMIT = 100
_LIMIT_MAX = 1000
_NUMBER_DIGITS = 18
_NO_STORE = {"Cache-Control": "no-store"}


def _whole(given: Mapping[str, list[str]], name: str, default: int, least: int, most: int) -> int:
    text = given.get(name, [str(default)])[0]
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= _NUMBER_DIGITS else -1
    if not least <= number <= most:
        raise BadParameterError(f"{name} is a whole number, {least:,} to {most:,}.", parameter=name)
    return number


def paging(given: Mapping[str, list[str]]) -> tuple[int, int]:
    """Where a list goes on and how long it is: `after` and `limit`."""
    return _whole(given, "after", 0, 0, 10**17), _whole(given, "limit", _LIMIT, 1, _LIMIT_MAX)


def plain_json(body: dict[str, Any]) -> Response:
    """An answer nobody keeps."""
    return Response(orjson.dumps(body), headers=_NO_STORE, media_type="application/json")


@router.get("/issues.csv", summary="All findings of an upload as CSV", responses=docs.PROBLEMS)
def issues(
    request: Request,
    upload_id: UploadId,
    caller: Caller,
    database: ServiceDatabase,
    settings: ServiceSettings,
) -> Response:
    """Row, column, value, severity, code, message and cure of every finding."""
    known(request.query_params.multi_items(), ())
    return issues_as_csv(visible(upload_id, caller, database, settings), database, settings)


@router.get("/issues.xlsx", summary="All findings of an upload as a workbook", responses=docs.PROBLEMS)
def issues_workbook(
    request: Request,
    upload_id: UploadId,
    caller: Caller,
    database: ServiceDatabase,
    settings: ServiceSettings,
) -> Response:
    """The same for Excel; cells are text or numbers, never formulas."""
    known(request.query_params.multi_items(), ())
    return issues_as_xlsx(visible(upload_id, caller, database, settings), database, settings)


@router.get("/values", summary="The values of an upload that are not understood", responses=docs.PROBLEMS)
def values(
    request: Request,
    upload_id: UploadId,
    caller: Caller,
    database: ServiceDatabase,
    settings: ServiceSettings,
) -> Response:
    """Each with its rows and what it may mean; and `said`, what counts now. `PUT …/columns` takes the answers."""
    known(request.query_params.multi_items(), ())
    report = visible(upload_id, caller, database, settings)
    with database.read() as session:
        found = unknown_values(session, report, settings.upload_values_max)
    return plain_json(
        {"values": [each.as_json() for each in found], "said": report.reading.get("values", {})}
    )


@router.get(
    "/changes",
    summary="What an upload would change or did",
    responses=docs.PROBLEMS,
    openapi_extra={"parameters": [docs.ACTION, *docs.PAGE]},
)
def changes(
    request: Request,
    upload_id: UploadId,
    caller: Caller,
    database: ServiceDatabase,
    settings: ServiceSettings,
) -> Response:
    """Added, changed (field by field), unchanged or vanished assets; `next` is the `after` of the next page."""
    given = known(request.query_params.multi_items(), ("action", "after", "limit"))
    action = given.get("action", ["changed"])[0]
    if action not in docs.ACTIONS:
        raise BadParameterError(
            f"There is no action {action[:60]!r}.", parameter="action", accepted=docs.ACTIONS
        )
    after, limit = paging(given)
    report = visible(upload_id, caller, database, settings)
    with database.read() as session:
        found = list_changes(session, report.id, cast("Action", action), after=after, limit=limit)
    rows = [asdict(change) for change in found]
    return plain_json(
        {"action": action, "changes": rows, "next": rows[-1]["cursor"] if len(rows) == limit else None}
    )


@router.get("/points.geojson", summary="Where the rows of an upload fall", responses=docs.PROBLEMS)
def points(
    request: Request,
    upload_id: UploadId,
    caller: Caller,
    database: ServiceDatabase,
    settings: ServiceSettings,
) -> Response:
    """One point a row that has a place, with its precision; as many as one map shows."""
    known(request.query_params.multi_items(), ())
    report = visible(upload_id, caller, database, settings)
    body = points_geojson(report, database, settings)
    return Response(body, headers=_NO_STORE, media_type="application/geo+json")
