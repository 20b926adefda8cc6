"""`/api/v1/coverage`: who lives beyond a distance from any matching asset, as JSON, GeoJSON and CSV."""

from typing import Any, Final
from urllib.parse import urlencode

import orjson
from fastapi import APIRouter, Request, Response
from sqlalchemy import text

from app.coverage.answers import answer_of, groups_of
from app.coverage.demand import FigureSet
from app.coverage.document import answer_document
from app.coverage.files import answer_parquet, answer_xlsx
from app.coverage.geojson import areas_geojson
from app.coverage.question import COUNTRY, CoverageQuestion, parse_question, to_pairs
from app.coverage.tables import areas_csv
from app.db.engine import Database
from app.errors import UnknownParameterError
from app.routers import api_coverage_docs as docs
from app.routers.coverage_answers import conditional, geometry_asked, limit_asked
from app.routers.media_types import CSV, GEOJSON, JSON, PARQUET, XLSX
from app.routers.sessions import ServiceDatabase, ServiceSettings, today

router = APIRouter(prefix="/api/v1/coverage", tags=["coverage"])
_FORMATS: Final = (
    ("self", "", JSON),
    ("areas", ".geojson", GEOJSON),
    ("table", ".csv", CSV),
    ("geoparquet", ".parquet", PARQUET),
    ("workbook", ".xlsx", XLSX),
)


def _links(root: str, question: CoverageQuestion) -> list[dict[str, str]]:
    query = urlencode(to_pairs(question))
    links = [
        {"rel": rel, "type": media_type, "href": f"{root}/api/v1/coverage{suffix}?{query}"}
        for rel, suffix, media_type in _FORMATS
    ]
    return [*links, {"rel": "alternate", "type": "text/html", "href": f"{root}/gaps?{query}"}]


@router.head("", include_in_schema=False)
@router.get("", summary="Who is underserved", responses=docs.JSON_ANSWER, openapi_extra=docs.JSON_PARAMETERS)
def get_coverage(request: Request, database: ServiceDatabase, settings: ServiceSettings) -> Response:
    """People beyond a distance from any matching asset: in all, by state, the worst areas; in words too."""
    question = parse_question(request.query_params.multi_items(), settings, also=("limit",))
    limit = limit_asked(request, settings)
    root = (settings.public_url or str(request.base_url)).rstrip("/")

    def build() -> bytes:
        document = answer_document(answer_of(database, question, today()), limit)
        return orjson.dumps(document | {"links": _links(root, question)})

    return conditional(request, database, (question, limit, root), JSON, build)


@router.get(
    ".geojson",
    summary="Areas for a map",
    responses=docs.GEOJSON_ANSWER,
    openapi_extra=docs.GEOJSON_PARAMETERS,
)
@router.head(".geojson", include_in_schema=False)
def get_coverage_geojson(request: Request, database: ServiceDatabase, settings: ServiceSettings) -> Response:
    """Every area of the answer with its numbers, worst first."""
    question = parse_question(request.query_params.multi_items(), settings, also=("geometry",))
    geometry = geometry_asked(request)

    def build() -> bytes:
        answer = answer_of(database, question, today())
        with database.read() as session:
            return areas_geojson(answer.areas, question, session, geometry)

    return conditional(request, database, (question, geometry), GEOJSON, build)


@router.get(".csv", summary="Areas as a table", responses=docs.CSV_ANSWER, openapi_extra=docs.CSV_PARAMETERS)
@router.head(".csv", include_in_schema=False)
def get_coverage_csv(request: Request, database: ServiceDatabase, settings: ServiceSettings) -> Response:
    """Every area of the answer as CSV for a spreadsheet, worst first."""
    question = parse_question(request.query_params.multi_items(), settings)
    response = conditional(
        request, database, (question,), CSV, lambda: areas_csv(answer_of(database, question, today()).areas)
    )
    return _as_file(response, database, question, "csv")


@router.get(
    ".parquet",
    summary="Areas as GeoParquet",
    responses=docs.PARQUET_ANSWER,
    openapi_extra=docs.QUESTION_PARAMETERS,
)
@router.head(".parquet", include_in_schema=False)
def get_coverage_parquet(request: Request, database: ServiceDatabase, settings: ServiceSettings) -> Response:
    """Every area of the answer as GeoParquet, worst first, with the method in its metadata."""
    question = parse_question(request.query_params.multi_items(), settings)
    response = conditional(
        request,
        database,
        (question,),
        PARQUET,
        lambda: answer_parquet(answer_of(database, question, today())),
    )
    return _as_file(response, database, question, "parquet")


@router.get(".xlsx", summary="A workbook", responses=docs.XLSX_ANSWER, openapi_extra=docs.QUESTION_PARAMETERS)
@router.head(".xlsx", include_in_schema=False)
def get_coverage_xlsx(request: Request, database: ServiceDatabase, settings: ServiceSettings) -> Response:
    """Areas, states and groups of the answer, and how it came about, as sheets of a workbook."""
    question = parse_question(request.query_params.multi_items(), settings)
    response = conditional(
        request, database, (question,), XLSX,
        lambda: answer_xlsx(answer_of(database, question, today()), settings),
    )  # fmt: skip
    return _as_file(response, database, question, "xlsx")


def _as_file(response: Response, database: Database, question: CoverageQuestion, ending: str) -> Response:
    """Named by what it holds, its day and its data version."""
    where = "-".join(question.states) or COUNTRY
    name = f"coverage-{question.areas}-{where}-{today()}-v{_version(database)}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _version(database: Database) -> int:
    with database.read() as session:
        return int(session.scalar(text("SELECT version FROM data_version")) or 0)


@router.head("/groups", include_in_schema=False)
@router.get("/groups", summary="Population groups with figures", responses=docs.GROUPS_ANSWER)
def get_groups(request: Request, database: ServiceDatabase) -> Response:
    """Groups whose people can be counted, where their figures come from and how good they are."""
    for name in request.query_params:
        raise UnknownParameterError("This takes no parameters.", parameter=name[:80], accepted=())

    def build() -> bytes:
        return orjson.dumps({"groups": [_group(each) for each in groups_of(database)]})

    return conditional(request, database, (), JSON, build)


def _group(figures: FigureSet) -> dict[str, Any]:
    return {
        "slug": figures.group,
        "label": figures.label,
        "method": figures.method,
        "source": figures.source,
        "vintage": figures.vintage,
        "areas": figures.areas,
        "people": round(figures.people),
    }
