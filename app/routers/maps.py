"""Maps as documents of their own, shown in frames, and the outlines they draw.

Folium brings pandas along, which takes seconds to import: `app.main` does that after the service answers.
"""

from typing import Annotated

import orjson
from fastapi import APIRouter, Query, Request, Response

from app.catalog.conditions import origin_of
from app.catalog.filters import parse_filter
from app.errors import BadParameterError
from app.geography.outlines import OUTLINE_KINDS, outlines_geojson
from app.routers.answered import has_county_pages
from app.routers.caching import Validity, not_modified
from app.routers.gap_asking import parse_asked
from app.routers.gap_drawing import sides_of, values_of
from app.routers.gap_overlays import overlays_of
from app.routers.sessions import ReadSession, ServiceDatabase, ServiceSettings
from app.vocabulary.codes import state_of

router = APIRouter(prefix="/maps", include_in_schema=False)
_DAY = "public, max-age=86400"
_MINUTE = "public, max-age=60"


def _document(page: tuple[str, str]) -> Response:
    html, policy = page
    headers = {"Content-Security-Policy": policy, "Cache-Control": "public, max-age=60"}
    return Response(html, media_type="text/html; charset=utf-8", headers=headers)


@router.get("/gaps")
def gaps(request: Request, settings: ServiceSettings) -> Response:
    """The gap map of a question."""
    from app.maps.gap_map import gap_map

    asked = parse_asked(request.query_params.multi_items(), settings)
    return _document(
        gap_map(f"{asked.query()}&side={asked.side}", settings, county_pages=has_county_pages(request))
    )


@router.get("/gaps.json")
def gap_values(request: Request, database: ServiceDatabase, settings: ServiceSettings) -> Response:
    """The values, classes and cards of a gap map, without any outline."""
    asked = parse_asked(request.query_params.multi_items(), settings)
    with database.read() as session:
        validity = Validity.of(session, "gap-values", asked)
    if not_modified(request, validity):
        return validity.unchanged(_MINUTE)
    at = 1 if asked.side == "b" and asked.other else 0
    answer, question = sides_of(asked, database)[at].answer, asked.sides[at]
    marks = overlays_of(answer, question, asked.over, database)
    body = orjson.dumps(values_of(asked, database) | marks | {"query": request.url.query})
    return validity.answer(body, "application/json", _MINUTE)


@router.get("/assets")
def assets(request: Request, session: ReadSession, settings: ServiceSettings) -> Response:
    """The map of what a search found."""
    from app.maps.asset_map import asset_map

    chosen = parse_filter(request.query_params.multi_items(), settings=settings)
    origin_of(session, chosen)  # an unknown place is refused here, not in the middle of a map
    return _document(asset_map(chosen, settings))


@router.get("/outlines.geojson")
def outlines(
    request: Request,
    session: ReadSession,
    kind: str = "state",
    states: Annotated[str, Query(description="Postal codes, separated by commas.")] = "",
) -> Response:
    """Outlines of states or counties, for drawing."""
    if kind not in OUTLINE_KINDS:
        raise BadParameterError(
            f"There are no outlines of `{kind[:40]}`.", parameter="kind", accepted=OUTLINE_KINDS
        )
    codes = tuple(sorted({code for text in states.split(",") if (code := state_of(text))}))
    validity = Validity.of(session, "outlines", kind, codes, by_day=False)
    if not_modified(request, validity):
        return validity.unchanged(_DAY)
    return validity.answer(outlines_geojson(session, kind, codes), "application/geo+json", _DAY)
