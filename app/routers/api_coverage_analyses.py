"""`/api/v1/coverage/agreement` and `/hotspots`: what several definitions say, and what lies together."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

import orjson
from fastapi import APIRouter, Request, Response

from app.coverage.agreed import agreement_record, presets_asked
from app.coverage.agreement_answers import AgreementAnswer
from app.coverage.analyses import agreement_of, hotspots_of
from app.coverage.asked import several
from app.coverage.document import Analysis, analysis_document
from app.coverage.geojson import areas_geojson
from app.coverage.hotspot_answers import HotspotAnswer, hotspot_record
from app.coverage.question import parse_question
from app.db.engine import Database
from app.routers import api_coverage_docs as docs
from app.routers.coverage_answers import conditional, geometry_asked, limit_asked
from app.routers.media_types import GEOJSON, JSON
from app.routers.sessions import ServiceDatabase, ServiceSettings, today
from app.settings import Settings

router = APIRouter(prefix="/api/v1/coverage", tags=["coverage"])
_Asked = tuple[object, ...]
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
    asked, find = _agreement(request, database, settings, "limit")
    return _json(request, database, asked, find, agreement_record)


@router.head("/agreement.geojson", include_in_schema=False)
@router.get(
    "/agreement.geojson",
    summary="Agreement for a map",
    responses=docs.GEOJSON_ANSWER,
    openapi_extra=docs.AGREEMENT_MAP_PARAMETERS,
)
def get_agreement_geojson(request: Request, database: ServiceDatabase, settings: ServiceSettings) -> Response:
    """Every area with the number of presets by which it is a gap."""
    return _map(request, database, *_agreement(request, database, settings, "geometry"))


@router.head("/hotspots", include_in_schema=False)
@router.get(
    "/hotspots",
    summary="What lies together",
    responses=docs.HOTSPOTS_ANSWER,
    openapi_extra=docs.JSON_PARAMETERS,
)
def get_hotspots(request: Request, database: ServiceDatabase, settings: ServiceSettings) -> Response:
    """Moran's I of the measure over all areas, and for each area whether high or low values lie together there."""
    asked, find = _hotspots(request, database, settings, "limit")
    return _json(request, database, asked, find, hotspot_record)


@router.head("/hotspots.geojson", include_in_schema=False)
@router.get(
    "/hotspots.geojson",
    summary="Hot spots for a map",
    responses=docs.GEOJSON_ANSWER,
    openapi_extra=docs.GEOJSON_PARAMETERS,
)
def get_hotspots_geojson(request: Request, database: ServiceDatabase, settings: ServiceSettings) -> Response:
    """Every area with its quadrant."""
    return _map(request, database, *_hotspots(request, database, settings, "geometry"))


def _agreement(
    request: Request, database: Database, settings: Settings, also: str
) -> tuple[_Asked, Callable[[], AgreementAnswer]]:
    """What is asked, and how it is found; `also` is the parameter of this form of the answer."""
    pairs = request.query_params.multi_items()
    question = parse_question(pairs, settings, also=(_PRESETS, also))
    presets = presets_asked(several(pairs, _PRESETS), settings)
    asked = (question, [each.id for each in presets])
    return asked, lambda: agreement_of(database, question, presets, today())


def _hotspots(
    request: Request, database: Database, settings: Settings, also: str
) -> tuple[_Asked, Callable[[], HotspotAnswer]]:
    """As `_agreement`."""
    question = parse_question(request.query_params.multi_items(), settings, also=(also,))
    return (question,), lambda: hotspots_of(database, question, today())


def _json(
    request: Request,
    database: Database,
    asked: _Asked,
    find: Callable[[], _Found],
    record: Callable[[_Found], dict[str, Any]],
) -> Response:
    """The analysis that `find` makes, with its first areas."""
    limit = limit_asked(request, database.settings)

    def build() -> bytes:
        found = find()
        return orjson.dumps(analysis_document(found, today(), record(found), limit))

    return conditional(request, database, (*asked, limit), JSON, build)


def _map(request: Request, database: Database, asked: _Asked, find: Callable[[], Analysis]) -> Response:
    """All areas of the analysis that `find` makes."""
    geometry = geometry_asked(request)

    def build() -> bytes:
        found = find()
        with database.read() as session:
            return areas_geojson(found.areas, found.question, session, geometry)

    return conditional(request, database, (*asked, geometry), GEOJSON, build)
