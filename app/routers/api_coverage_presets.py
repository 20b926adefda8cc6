"""`/api/v1/coverage/presets`: published definitions of a gap, and which of them can be applied here."""

import orjson
from fastapi import APIRouter, Request, Response

from app.coverage.analyses import presets_document
from app.coverage.question import parse_question
from app.routers import api_coverage_docs as docs
from app.routers.coverage_answers import conditional
from app.routers.media_types import JSON
from app.routers.sessions import ServiceDatabase, ServiceSettings, today

router = APIRouter(prefix="/api/v1/coverage", tags=["coverage"])


@router.head("/presets", include_in_schema=False)
@router.get(
    "/presets",
    summary="Published definitions of a gap",
    responses=docs.PRESETS_ANSWER,
    openapi_extra=docs.QUESTION_PARAMETERS,
)
def get_presets(request: Request, database: ServiceDatabase, settings: ServiceSettings) -> Response:
    """Every preset with its source, its numbers and their bounds, and whether what it needs is loaded."""
    question = parse_question(request.query_params.multi_items(), settings)
    return conditional(
        request,
        database,
        (question,),
        JSON,
        lambda: orjson.dumps(presets_document(database, question, today())),
    )
