"""`/api/v1/coverage/siting`, `…/what-if` and `…/ladder`: where next, what if, and which rung is missing."""

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Request, Response

from app.coverage.runs import service
from app.coverage.runs.desk import RunDesk
from app.coverage.studies.asked import Study, parse_study
from app.coverage.studies.asking import answer_now, turn
from app.coverage.studies.rungs import ladder_answer, parse_ladder
from app.coverage.studies.shapes import answer_geojson
from app.db.engine import Database
from app.routers import api_coverage_studies_docs as docs
from app.routers.caching import CACHE, Validity, not_modified
from app.routers.media_types import GEOJSON, JSON
from app.routers.run_desks import Desk, KeyNumber
from app.routers.sessions import ServiceDatabase, ServiceSettings, today
from app.routers.study_bodies import study_body

router = APIRouter(prefix="/api/v1/coverage", tags=["coverage"])
Body = Annotated[dict[str, Any], Depends(study_body)]
_IN_BACKGROUND = ("exact", "whole")


@router.post(
    "/siting", summary="Where the next sites should be", responses=docs.SITING, openapi_extra=docs.SITING_BODY
)
def post_siting(
    request: Request,
    given: Body,
    database: ServiceDatabase,
    settings: ServiceSettings,
    desk: Desk,
    key: KeyNumber,
) -> Response:
    """Sites that newly reach most people, at once; with method `exact` or `whole` a proof follows as a run (202)."""
    study = parse_study("siting", given, settings)
    answer = answer_now(database, study, today())
    if study.siting.method not in _IN_BACKGROUND or answer["proven"]:
        return _json(answer)
    return _with_proof(request, desk, study, answer, key)


def _with_proof(
    request: Request, desk: RunDesk, study: Study, answer: dict[str, Any], key: int | None
) -> Response:
    run_id = service.start(desk, study, today(), key)
    href = f"{root_of(request)}/api/v1/coverage/runs/{run_id}"
    answer["proof"] = {"run": run_id, "href": href}
    return _json(answer, status=202, location=href)


@router.post(
    "/siting.geojson",
    summary="Next sites for a map",
    responses=docs.FEATURES,
    openapi_extra=docs.SITING_BODY,
)
def post_siting_geojson(given: Body, database: ServiceDatabase, settings: ServiceSettings) -> Response:
    """The sites of the first answer as points, with who gains."""
    return _features(database, parse_study("siting", given, settings))


@router.post(
    "/what-if",
    summary="What if sites opened, closed or moved",
    responses=docs.WHAT_IF,
    openapi_extra=docs.WHAT_IF_BODY,
)
def post_what_if(given: Body, database: ServiceDatabase, settings: ServiceSettings) -> Response:
    """Who gains and who loses, by group and by area."""
    return _json(answer_now(database, parse_study("what-if", given, settings), today()))


@router.post(
    "/what-if.geojson",
    summary="Areas that a change concerns",
    responses=docs.FEATURES,
    openapi_extra=docs.WHAT_IF_BODY,
)
def post_what_if_geojson(given: Body, database: ServiceDatabase, settings: ServiceSettings) -> Response:
    """The areas where somebody gains or loses."""
    return _features(database, parse_study("what-if", given, settings))


@router.head("/ladder", include_in_schema=False)
@router.get(
    "/ladder", summary="First missing grade band", responses=docs.LADDER, openapi_extra=docs.LADDER_PARAMETERS
)
def get_ladder(request: Request, database: ServiceDatabase, settings: ServiceSettings) -> Response:
    """Of each area the youngest grade band without a program within the distance."""
    asked = parse_ladder(request.query_params.multi_items(), settings)
    with database.read() as session:
        validity = Validity.of(session, request.url.path, asked)
    if not_modified(request, validity):
        return validity.unchanged(CACHE)
    with turn(database) as session:
        answer = ladder_answer(asked, session, settings, today())
    return validity.answer(orjson.dumps(answer), JSON, CACHE)


def _features(database: Database, study: Study) -> Response:
    answer = answer_now(database, study, today())
    with database.read() as session:
        return Response(
            answer_geojson(answer, session), media_type=GEOJSON, headers={"Cache-Control": "no-store"}
        )


def root_of(request: Request) -> str:
    """How the world reaches the service."""
    given: str | None = request.app.state.settings.public_url
    return (given or str(request.base_url)).rstrip("/")


def _json(answer: dict[str, Any], status: int = 200, location: str | None = None) -> Response:
    headers = {"Cache-Control": "no-store"} | ({"Location": location} if location else {})
    return Response(orjson.dumps(answer), status, headers, JSON)
