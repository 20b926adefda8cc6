"""`/api/v1/coverage/agreement` and `/hotspots`: what several definitions say, and what lies together."""

from datetime import date
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response

from app.coverage.agreed import agreement_record, presets_asked
from app.coverage.analyses import agreement_of, hotspots_of
from app.coverage.asked import several
from app.coverage.document import question_record
from app.coverage.geojson import areas_geojson
from app.coverage.hotspot_answers import hotspot_record
from app.coverage.question import CoverageQuestion, parse_question
from app.coverage.results import AreaGaps
from app.coverage.tables import area_records
from app.routers import api_coverage_docs as docs
from app.routers.coverage_answers import GEOJSON, JSON, conditional, geometry_asked, limit_asked
from app.routers.sessions import ServiceDatabase, ServiceSettings, today

router = APIRouter(prefix="/api/v1/coverage", tags=["coverage"])


@router.head("/agreement", include_in_schema=False)
@router.get(
    "/agreement",
    summary="Under how many definitions an area is a gap",
    responses=docs.AGREEMENT_ANSWER,
    openapi_extra=docs.AGREEMENT_PARAMETERS,
)
def get_agreement(request: Request, database: ServiceDatabase, settings: ServiceSettings) -> Response:
    """For each area under how many of the presets it is a gap, and how far these agree."""
    pairs = request.query_params.multi_items()
    question = parse_question(pairs, settings, also=("presets", "limit"))
    presets = presets_asked(several(pairs, "presets"), settings)
    limit, day = limit_asked(request, settings), today()

    def build() -> bytes:
        found = agreement_of(database, question, presets, day)
        return _document(question, day, found.data_version, found.areas, limit, agreement_record(found))

    return conditional(request, database, (question, [each.id for each in presets], limit), JSON, build)


@router.head("/agreement.geojson", include_in_schema=False)
@router.get(
    "/agreement.geojson",
    summary="Agreement for a map",
    responses=docs.GEOJSON_ANSWER,
    openapi_extra=docs.AGREEMENT_MAP_PARAMETERS,
)
def get_agreement_geojson(request: Request, database: ServiceDatabase, settings: ServiceSettings) -> Response:
    """Every area with the number of presets by which it is a gap."""
    pairs = request.query_params.multi_items()
    question = parse_question(pairs, settings, also=("presets", "geometry"))
    presets = presets_asked(several(pairs, "presets"), settings)
    geometry, day = geometry_asked(request), today()

    def build() -> bytes:
        found = agreement_of(database, question, presets, day)
        with database.read() as session:
            return areas_geojson(found.areas, question, session, geometry)

    return conditional(request, database, (question, [each.id for each in presets], geometry), GEOJSON, build)


@router.head("/hotspots", include_in_schema=False)
@router.get(
    "/hotspots",
    summary="What lies together",
    responses=docs.HOTSPOTS_ANSWER,
    openapi_extra=docs.JSON_PARAMETERS,
)
def get_hotspots(request: Request, database: ServiceDatabase, settings: ServiceSettings) -> Response:
    """Moran's I of the measure over all areas, and for each area whether high or low values lie together there."""
    question = parse_question(request.query_params.multi_items(), settings, also=("limit",))
    limit, day = limit_asked(request, settings), today()

    def build() -> bytes:
        found = hotspots_of(database, question, day)
        return _document(question, day, found.data_version, found.areas, limit, hotspot_record(found))

    return conditional(request, database, (question, limit), JSON, build)


@router.head("/hotspots.geojson", include_in_schema=False)
@router.get(
    "/hotspots.geojson",
    summary="Hot spots for a map",
    responses=docs.GEOJSON_ANSWER,
    openapi_extra=docs.GEOJSON_PARAMETERS,
)
def get_hotspots_geojson(request: Request, database: ServiceDatabase, settings: ServiceSettings) -> Response:
    """Every area with its quadrant."""
    question = parse_question(request.query_params.multi_items(), settings, also=("geometry",))
    geometry, day = geometry_asked(request), today()

    def build() -> bytes:
        found = hotspots_of(database, question, day)
        with database.read() as session:
            return areas_geojson(found.areas, question, session, geometry)

    return conditional(request, database, (question, geometry), GEOJSON, build)


def _document(
    question: CoverageQuestion,
    day: date,
    version: int,
    areas: AreaGaps,
    limit: int | None,
    record: dict[str, Any],
) -> bytes:
    listed = area_records(areas, limit)
    head = {"question": question_record(question), "as_of": day, "data_version": version}
    counted = {"numberMatched": len(areas), "numberReturned": len(listed), "areas": listed}
    return orjson.dumps(head | record | counted)
