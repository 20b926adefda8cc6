"""`/api/v1/coverage`: who lives beyond a distance from any matching asset, as JSON, GeoJSON and CSV."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

import orjson
from fastapi import APIRouter, Request, Response
from sqlalchemy import text

from app.coverage.answers import answer_of, groups_of
from app.coverage.demand import FigureSet
from app.coverage.document import answer_document
from app.coverage.geojson import GEOMETRIES, Geometry, areas_geojson
from app.coverage.question import COUNTRY, CoverageQuestion, parse_question, to_pairs
from app.coverage.tables import areas_csv
from app.db.engine import Database
from app.errors import BadParameterError, UnknownParameterError
from app.routers import api_coverage_docs as docs
from app.routers.caching import Validity, not_modified
from app.routers.sessions import ServiceDatabase, ServiceSettings, today
from app.settings import Settings

router = APIRouter(prefix="/api/v1/coverage", tags=["coverage"])
CACHE: Final = "public, max-age=60"
JSON: Final = "application/json"
GEOJSON: Final = "application/geo+json"
CSV: Final = "text/csv; charset=utf-8"
_FORMATS: Final = (("self", "", JSON), ("areas", ".geojson", GEOJSON), ("table", ".csv", CSV))
_MOST_LIMIT: Final = 100_000


def _conditional(
    request: Request,
    database: Database,
    parts: tuple[object, ...],
    media_type: str,
    build: Callable[[], bytes],
) -> Response:
    """`build()` with an ETag; 304 without computing anything where the caller has the answer."""
    with database.read() as session:
        validity = Validity.of(session, request.url.path, *parts)
    if not_modified(request, validity):
        return validity.unchanged(CACHE)
    return validity.answer(build(), media_type, CACHE)


def _one_value(request: Request, name: str) -> str | None:
    given = {text.strip() for text in request.query_params.getlist(name) if text.strip()}
    if len(given) > 1:
        raise BadParameterError(
            f"`{name}` is given twice with different values: give it once.", parameter=name
        )
    return given.pop() if given else None


def _limit(request: Request, settings: Settings) -> int | None:
    """How many areas to list: the setting unless given, None (all) for 0."""
    text = _one_value(request, "limit")
    if text is None:
        return settings.coverage_rows_default
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text) <= _MOST_LIMIT):
        raise BadParameterError(
            f"`limit` is a whole number from 0 (all) to {_MOST_LIMIT:,}.", parameter="limit"
        )
    return int(text) or None


def _geometry(request: Request) -> Geometry:
    text = _one_value(request, "geometry") or "auto"
    for known in GEOMETRIES:
        if text == known:
            return known
    raise BadParameterError(
        f"`{text[:80]}` is not known for `geometry`.", parameter="geometry", accepted=GEOMETRIES
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
    limit = _limit(request, settings)
    root = (settings.public_url or str(request.base_url)).rstrip("/")

    def build() -> bytes:
        document = answer_document(answer_of(database, question, today()), limit)
        return orjson.dumps(document | {"links": _links(root, question)})

    return _conditional(request, database, (question, limit, root), JSON, build)


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
    geometry = _geometry(request)

    def build() -> bytes:
        answer = answer_of(database, question, today())
        with database.read() as session:
            return areas_geojson(answer, session, geometry)

    return _conditional(request, database, (question, geometry), GEOJSON, build)


@router.get(".csv", summary="Areas as a table", responses=docs.CSV_ANSWER, openapi_extra=docs.CSV_PARAMETERS)
@router.head(".csv", include_in_schema=False)
def get_coverage_csv(request: Request, database: ServiceDatabase, settings: ServiceSettings) -> Response:
    """Every area of the answer as CSV for a spreadsheet, worst first."""
    question = parse_question(request.query_params.multi_items(), settings)
    response = _conditional(
        request, database, (question,), CSV, lambda: areas_csv(answer_of(database, question, today()).areas)
    )
    name = f"coverage-{question.areas}-{'-'.join(question.states) or COUNTRY}-{today()}-v{_version(database)}.csv"
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

    return _conditional(request, database, (), JSON, build)


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
