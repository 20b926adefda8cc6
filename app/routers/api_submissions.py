"""`/api/v1/submissions`: anybody reports what is wrong, closed or missing; editors list, accept and decline."""

from typing import Annotated, Any, Final

import orjson
from anyio.to_thread import run_sync
from fastapi import APIRouter, Path, Request, Response

from app.db.engine import Database
from app.errors import BadParameterError
from app.inventory.reported import Decision, accept
from app.inventory.taking_back import take_back
from app.routers import api_submissions_docs as docs
from app.routers.absolute import root_url
from app.routers.api_upload_asked import NO_STORE, Asked, AskedStretch
from app.routers.media_types import JSON
from app.routers.report_access import may_decide, reason_of, report_for, states_of, status_named
from app.routers.report_reading import SAID, count_report, new_report
from app.routers.sessions import Caller, ServiceDatabase, ServiceSettings
from app.routers.small_bodies import small_object
from app.settings import Settings
from app.stewardship.keys import Principal
from app.stewardship.submissions import Report, decline, list_reports, take_report

router = APIRouter(prefix="/api/v1/submissions", tags=["reports"])
_OUTWARD: Final = (
    "reference", "kind", "state", "asset_id", "asset_name", "field", "value", "proposal", "comment", "status", "reason",
    "method", "created_at", "decided_at", "decided_by",
)  # fmt: skip
Reference = Annotated[str, Path(description="The report's number.", examples=["rep-7k3m9q2x"])]


def _answer(said: Any, status: int = 200, more: dict[str, str] | None = None) -> Response:
    return Response(orjson.dumps(said), status, {**NO_STORE, **(more or {})}, JSON)


def _as_json(report: Report, caller: Principal) -> dict[str, Any]:
    """A report for who may see it; who sent it only for those who may decide it."""
    said = {name: getattr(report, name) for name in _OUTWARD}
    return said | ({"email": report.email} if may_decide(report, caller) else {})


@router.post(
    "", summary="Report what is wrong, closed or missing", status_code=201, responses=docs.SENT,
    openapi_extra=docs.SEND,
)  # fmt: skip
async def send(request: Request, database: ServiceDatabase, settings: ServiceSettings) -> Response:
    """Needs no key. It is seen by the state's editors alone until they accept it; sent twice it is one report."""
    given = await small_object(request, settings, SAID)
    return await run_sync(_sent, given, request, database, settings)


def _sent(given: dict[str, Any], request: Request, database: Database, settings: Settings) -> Response:
    with database.read() as session:
        report = new_report(session, settings, given)
    count_report(request, settings)
    reference = take_report(database, settings, report)
    href = f"{root_url(request, settings)}/reported/{reference}"
    return _answer({"reference": reference, "status": "waiting", "href": href}, 201, {"Location": href})


@router.get("", summary="Reports to review", responses=docs.LISTED, openapi_extra=docs.LIST)
def listed(caller: Caller, given: Asked, stretch: AskedStretch, database: ServiceDatabase) -> Response:
    """Reports of the key's states, the oldest first."""
    states = states_of(caller, given.get("state", [""])[0])
    status = status_named(given.get("status", [""])[0])
    with database.read() as session:
        found = list_reports(session, states, status, after=stretch.after, limit=stretch.limit + 1)
    shown = found[: stretch.limit]
    following = shown[-1].id if len(found) > len(shown) else None
    return _answer({"reports": [_as_json(each, caller) for each in shown], "next": following})


@router.get("/{reference}", summary="One report", responses=docs.ONE)
def one(reference: Reference, caller: Caller, _: Asked, database: ServiceDatabase) -> Response:
    """The report as it stands; another state's does not exist for an editor."""
    return _answer(_as_json(report_for(reference, caller, database), caller))


@router.post("/{reference}/accept", summary="Accept a report", responses=docs.ONE, openapi_extra=docs.ACCEPT)
async def accepted(
    reference: Reference, request: Request, caller: Caller, _: Asked, database: ServiceDatabase,
    settings: ServiceSettings,
) -> Response:  # fmt: skip
    """Change the inventory as reported (or to `value`), verified today by `method`; `version` is the one looked at."""
    given = await small_object(request, settings, ("method", "value", "version"), empty=True)

    def work() -> Response:
        report = report_for(reference, caller, database, to_decide=True)
        accept(database, settings, report, caller, _decision(given))
        return _answer(_as_json(report_for(reference, caller, database), caller))

    return await run_sync(work)


def _decision(given: dict[str, Any]) -> Decision:
    method, value, version = given.get("method", "steward"), given.get("value"), given.get("version")
    for name, each, kind in (("method", method, str), ("value", value, str), ("version", version, int)):
        if each is not None and (not isinstance(each, kind) or isinstance(each, bool)):
            raise BadParameterError(f"`{name}` has another type.", parameter=name)
    return Decision(method or "steward", value, version)


@router.post("/{reference}/take-back", summary="Take back what was accepted", responses=docs.ONE)
def taken_back(reference: Reference, caller: Caller, _: Asked, database: ServiceDatabase) -> Response:
    """Put the entry of an accepted correction or closure back to what it was; the report waits again."""
    take_back(database, report_for(reference, caller, database, to_decide=True), caller)
    return _answer(_as_json(report_for(reference, caller, database), caller))


@router.post(
    "/{reference}/decline", summary="Decline a report", responses=docs.ONE, openapi_extra=docs.DECLINE
)
async def declined(
    reference: Reference, request: Request, caller: Caller, _: Asked, database: ServiceDatabase,
    settings: ServiceSettings,
) -> Response:  # fmt: skip
    """Refuse a report for a reason that its sender can read."""
    given = await small_object(request, settings, ("reason",), empty=True)

    def work() -> Response:
        report = report_for(reference, caller, database, to_decide=True)
        reason = reason_of(str(given.get("reason") or ""), settings.submission_text_max)
        decline(database, report.reference, report.state, reason, caller.actor)
        return _answer(_as_json(report_for(reference, caller, database), caller))

    return await run_sync(work)
