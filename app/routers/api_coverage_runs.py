"""`/api/v1/coverage/runs`: analyses that are kept, can be cited, repeated and compared."""

from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, Path, Request, Response

from app.coverage.runs import service
from app.coverage.runs.citing import bibtex, citation
from app.coverage.runs.records import Run
from app.coverage.runs.service import Kept
from app.coverage.studies.asked import STUDY_KINDS, parse_study
from app.coverage.studies.shapes import answer_csv, answer_geojson
from app.errors import BadParameterError, ConflictError, UnknownParameterError
from app.routers import api_coverage_runs_docs as docs
from app.routers.api_coverage_studies import Body, root_of
from app.routers.media_types import GEOJSON, JSON
from app.routers.run_desks import Desk, KeyNumber
from app.routers.sessions import ServiceDatabase, ServiceSettings, today

router = APIRouter(prefix="/api/v1/coverage/runs", tags=["coverage"])
CSV: Final = "text/csv; charset=utf-8"
_FOREVER: Final = "public, max-age=86400"
_ON: Final = ("kept", "today")
RunId = Annotated[str, Path(description="The run's id.", examples=["run-7k3m9q2x"])]


@router.post(
    "", summary="Start an analysis", responses=docs.STARTED, openapi_extra=docs.START_BODY, status_code=202
)
def post_run(
    request: Request, given: Body, settings: ServiceSettings, desk: Desk, key: KeyNumber
) -> Response:
    """Begin a study in the background; its id can be cited."""
    kind = given.pop("study", None)
    if kind is None:
        raise BadParameterError("Say which `study` it is.", parameter="study", accepted=STUDY_KINDS)
    study = parse_study(str(kind), given, settings)
    return _started(request, service.start(desk, study, today(), key))


def _started(request: Request, run_id: str) -> Response:
    href = f"{root_of(request)}/api/v1/coverage/runs/{run_id}"
    said = {"id": run_id, "status": "queued", "href": href}
    return Response(orjson.dumps(said), 202, {"Location": href, "Cache-Control": "no-store"}, JSON)


@router.head("/{run_id}.geojson", include_in_schema=False)
@router.get("/{run_id}.geojson", summary="Result for a map", responses=docs.GEOJSON_ANSWER)
def get_run_geojson(run_id: RunId, database: ServiceDatabase) -> Response:
    """Sites and areas of a run that is done."""
    kept = _done(service.look(database, run_id))
    with database.read() as session:
        return _file(kept.run, answer_geojson(kept.result or {}, session), GEOJSON, "geojson")


@router.head("/{run_id}.csv", include_in_schema=False)
@router.get("/{run_id}.csv", summary="Result as a table", responses=docs.CSV_ANSWER)
def get_run_csv(run_id: RunId, database: ServiceDatabase) -> Response:
    """The sites of a run that is done, or its areas where it has none."""
    kept = _done(service.look(database, run_id))
    return _file(kept.run, answer_csv(kept.result or {}), CSV, "csv")


@router.head("/{run_id}", include_in_schema=False)
@router.get("/{run_id}", summary="An analysis and its result", responses=docs.RUN)
def get_run(
    request: Request, run_id: RunId, database: ServiceDatabase, settings: ServiceSettings
) -> Response:
    """How far it is, and the result once it is done; how to cite it."""
    kept = service.look(database, run_id)
    said = run_record(kept.run, root_of(request), settings.publisher_name) | {"result": kept.result}
    headers = {"Cache-Control": _FOREVER if kept.run.over else "no-store"}
    return Response(orjson.dumps(said), headers=headers, media_type=JSON)


@router.delete("/{run_id}", summary="Cancel an analysis", responses=docs.RUN)
def delete_run(
    request: Request,
    run_id: RunId,
    database: ServiceDatabase,
    settings: ServiceSettings,
    desk: Desk,
    key: KeyNumber,
) -> Response:
    """End a run that is not over; what is over stays."""
    run = service.cancel(desk, database, run_id, key)
    said = run_record(run, root_of(request), settings.publisher_name)
    return Response(orjson.dumps(said), headers={"Cache-Control": "no-store"}, media_type=JSON)


@router.post(
    "/{run_id}/repeat",
    summary="Repeat an analysis",
    responses=docs.STARTED,
    openapi_extra=docs.REPEAT_PARAMETERS,
    status_code=202,
)
def post_repeat(
    request: Request, run_id: RunId, database: ServiceDatabase, desk: Desk, key: KeyNumber
) -> Response:
    """Compute it again on what it was computed from (`on=kept`), or on the data of today (`on=today`)."""
    return _started(
        request, service.repeat(desk, database, run_id, today(), key, same_inputs=_on(request) == "kept")
    )


def _on(request: Request) -> str:
    for name in request.query_params:
        if name != "on":
            raise UnknownParameterError(
                f"There is no parameter `{name[:80]}` here.", parameter=name[:80], accepted=("on",)
            )
    on = request.query_params.get("on", "kept")
    if on not in _ON:
        raise BadParameterError(f"`{on[:80]}` is not known for `on`.", parameter="on", accepted=_ON)
    return on


@router.head("/{run_id}/compare/{other}", include_in_schema=False)
@router.get("/{run_id}/compare/{other}", summary="What changed between two analyses", responses=docs.COMPARED)
def get_compared(
    run_id: RunId,
    other: Annotated[str, Path(description="The id of the later run.", examples=["run-9x2q7k3m"])],
    database: ServiceDatabase,
) -> Response:
    """The difference in people beyond, divided exactly among demand, supply and parameters."""
    found = service.compare(database, run_id, other)
    return Response(orjson.dumps(found), headers={"Cache-Control": _FOREVER}, media_type=JSON)


def run_record(run: Run, root: str, publisher: str) -> dict[str, Any]:
    """A run ready for JSON, with how to cite it and where it leads."""
    href = f"{root}/api/v1/coverage/runs/{run.id}"
    facts = {
        name: getattr(run, name)
        for name in (
            "id", "kind", "status", "parameters", "as_of", "data_version", "code_version", "input_digest", "progress",
            "timings", "error", "repeat_of", "created_at", "started_at", "finished_at",
        )
    }  # fmt: skip
    links = [{"rel": "self", "type": JSON, "href": href}]
    if run.status == "done":
        links += [{"rel": "map", "type": GEOJSON, "href": f"{href}.geojson"}]
        links += [{"rel": "table", "type": "text/csv", "href": f"{href}.csv"}]
    return facts | {
        "kept": "for good" if run.created_by is not None else "for a while",
        "citation": citation(run, publisher, href),
        "bibtex": bibtex(run, publisher, href),
        "links": links,
    }


def _done(kept: Kept) -> Kept:
    if kept.result is None:
        raise ConflictError(f"{kept.run.id} is {kept.run.status}: there is no result.")
    return kept


def _file(run: Run, body: bytes, media_type: str, ending: str) -> Response:
    name = f'attachment; filename="{run.id}.{ending}"'
    headers = {"Cache-Control": _FOREVER, "Content-Disposition": name}
    return Response(body, headers=headers, media_type=media_type)
