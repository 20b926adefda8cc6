"""`/api/v1/coverage/agreement` and `/hotspots`: what several definitions say, and what lies together."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

import orjson
from fastapi import APIRouter, Request, Response

from app.coverage.agreed import agreement_record, presets_asked
from app.coverage.analyses import agreement_of, hotspots_of
from app.coverage.asked import several
from app.coverage.document import Analysis, analysis_document
from app.coverage.geojson import areas_geojson
from app.coverage.hotspot_answers import hotspot_record
from app.coverage.presets import Preset
from app.coverage.question import CoverageQuestion, parse_question
from app.db.engine import Database
from app.routers import api_coverage_docs as docs
from app.routers.coverage_answers import GEOJSON, JSON, conditional, geometry_asked, limit_asked
from app.routers.sessions import ServiceDatabase, ServiceSettings, today
from app.settings import Settings

router = APIRouter(prefix="/api/v1/coverage", tags=["coverage"])
_Presets = tuple[Preset, ...]
_Found = TypeVar("_Found", bound=Analysis)
_PRESETS: Final = "presets"


@router.head("/agreement", include_in_schema=False)
@router.get(
    "/agreement",
    summary="Under how many definitions an area is a gap",
    responses=docs.AGREEMENT_ANSWER,
    openapi_extra=docs.AGREEMENT_PARAMETERS,
)
def get_agreement(request: Request, database: ServiceDatabase, settings: ServiceSettings) -> Response:
    """For each area under how many of the presets it is a gap, and how far these agree."""
    question, presets = _agreement_asked(request, settings, "limit")
    asked = (question, [each.id for each in presets])
    return _json(
        request, database, asked, lambda: agreement_of(database, question, presets, today()), agreement_record
    )


@router.head("/agreement.geojson", include_in_schema=False)
@router.get(
    "/agreement.geojson",
    summary="Agreement for a map",
    responses=docs.GEOJSON_ANSWER,
    openapi_extra=docs.AGREEMENT_MAP_PARAMETERS,
)
def get_agreement_geojson(request: Request, database: ServiceDatabase, settings: ServiceSettings) -> Response:
    """Every area with the number of presets by which it is a gap."""
    question, presets = _agreement_asked(request, settings, "geometry")
    asked = (question, [each.id for each in presets])
    return _map(request, database, asked, lambda: agreement_of(database, question, presets, today()))


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
    return _json(
        request, database, (question,), lambda: hotspots_of(database, question, today()), hotspot_record
    )


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
    return _map(request, database, (question,), lambda: hotspots_of(database, question, today()))


def _agreement_asked(request: Request, settings: Settings, also: str) -> tuple[CoverageQuestion, _Presets]:
    pairs = request.query_params.multi_items()
    question = parse_question(pairs, settings, also=(_PRESETS, also))
    return question, presets_asked(several(pairs, _PRESETS), settings)


def _json(
    request: Request,
    database: Database,
    asked: tuple[object, ...],
    find: Callable[[], _Found],
    record: Callable[[_Found], dict[str, Any]],
) -> Response:
    """The analysis that `find` makes, with its first areas."""
    limit = limit_asked(request, database.settings)

    def build() -> bytes:
        found = find()
        return orjson.dumps(analysis_document(found, today(), record(found), limit))

    return conditional(request, database, (*asked, limit), JSON, build)


def _map(
    request: Request, database: Database, asked: tuple[object, ...], find: Callable[[], Analysis]
) -> Response:
    """All areas of the analysis that `find` makes."""
    geometry = geometry_asked(request)

    def build() -> bytes:
        found = find()
        with database.read() as session:
            return areas_geojson(found.areas, found.question, session, geometry)

    return conditional(request, database, (*asked, geometry), GEOJSON, build)
