"""`/api/v1/assets` and `/api/v1/facets`: find assets, read one, points for a map, counts of choices."""

from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import orjson
from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from app.catalog.asset import asset_feature
from app.catalog.conditions import origin_of
from app.catalog.facets import FACET_NAMES, facet_counts
from app.catalog.filters import FILTER_NAMES, AssetFilter, parse_filter, to_pairs
from app.catalog.points import collection, map_points
from app.catalog.search import Page, search_page
from app.catalog.serving import apart
from app.catalog.understanding import Gazetteer, understand
from app.catalog.values import read_flag
from app.errors import BadParameterError, NotFoundError, UnknownParameterError
from app.routers import api_assets_docs as docs
from app.routers.caching import conditional
from app.routers.facet_sets import facet_sets
from app.routers.media_types import GEOJSON
from app.routers.sessions import ReadSession, ServiceSettings, today
from app.routers.single_values import number_in_range, one_text, start_of
from app.settings import Settings

router = APIRouter(prefix="/api/v1", tags=["assets"])


def base_url(request: Request, settings: Settings) -> str:
    """Address of this route as the world sees it, without query."""
    root = (settings.public_url or str(request.base_url)).rstrip("/")
    return root + request.url.path


def _links(
    request: Request, settings: Settings, chosen: AssetFilter, next_cursor: str | None
) -> list[dict[str, str]]:
    here = base_url(request, settings)
    query = request.url.query
    links = [{"rel": "self", "type": GEOJSON, "href": f"{here}?{query}" if query else here}]
    if next_cursor is not None:
        kept = [
            (name, text)
            for name in ("limit", "sort", "origin", "facets")
            if (text := one_text(request, name))
        ]
        pairs = [*to_pairs(chosen), *kept, ("cursor", next_cursor)]
        links.append({"rel": "next", "type": GEOJSON, "href": f"{here}?{urlencode(pairs)}"})
    return links


def _understood(
    request: Request, session: Session, settings: Settings, asked: AssetFilter
) -> tuple[AssetFilter, dict[str, Any]]:
    """The filter that counts, and what the answer says about how it was understood."""
    wish = one_text(request, "understand")
    if wish is None or not read_flag("understand", wish):
        return asked, {}
    found = understand(asked, Gazetteer(session), settings)
    taken = [
        {"words": each.words, "parameter": each.name, "value": each.value, "label": each.label}
        for each in found.taken
    ]
    return found.filter, {"understood": {"q": found.q, "name": found.name, "taken": taken}}


def _facet_names(request: Request) -> tuple[str, ...]:
    """The facets that `facets` asks for, in their own order."""
    asked = {part.strip() for text in request.query_params.getlist("facets") for part in text.split(",")} - {
        ""
    }
    for name in sorted(asked - set(FACET_NAMES)):
        raise BadParameterError(f"`{name[:80]}` is not a facet.", parameter="facets", accepted=FACET_NAMES)
    return tuple(name for name in FACET_NAMES if name in asked)


def _facets(request: Request, session: Session, chosen: AssetFilter, names: tuple[str, ...]) -> Any:
    """Counts of further choices in the facets `names`."""
    return facet_counts(session, chosen, today=today(), names=names, sets=facet_sets(request)).choices


def _also_serves(session: Session, chosen: AssetFilter) -> dict[str, Any]:
    """What serves the place asked for without being near it. Raises BadParameterError where there is no place."""
    place = origin_of(session, chosen)
    if place is None:
        raise BadParameterError("`also_serves` needs a place: add near=.", parameter="also_serves")
    found = apart(session, chosen, place, today())
    rows = [
        {"id": row.id, "name": row.name, "kind": row.kind, "state": row.state, "distance_m": row.distance_m}
        for row in found.rows
    ]
    return {"numberMatched": found.matched, "byKind": found.by_kind, "assets": rows}


def _refuse_expressions(request: Request) -> None:
    """Filter expressions are answered elsewhere: say where."""
    if "filter" in request.query_params:
        raise UnknownParameterError(
            "Filter expressions (CQL2) are answered by `/ogc/collections/assets/items` and by the files "
            "(`/api/v1/assets.csv` and others), with the same shared filters; here there are only those.",
            parameter="filter",
            accepted=sorted({*FILTER_NAMES, *docs.SEARCH_NAMES}),
        )


def _document(page: Page, links: list[dict[str, str]], more: dict[str, Any]) -> bytes:
    about: dict[str, Any] = {
        "type": "FeatureCollection",
        "numberMatched": page.matched,
        "numberReturned": page.returned,
        "links": links,
    }
    return collection(about | more, page.features)


@router.head("/assets", include_in_schema=False)
@router.get("/assets", summary="Find assets", responses=docs.FEATURES, openapi_extra=docs.SEARCH)
def list_assets(request: Request, session: ReadSession, settings: ServiceSettings) -> Response:
    """Matching assets as GeoJSON, a page at a time; follow the `next` link for more."""
    _refuse_expressions(request)
    asked = parse_filter(request.query_params.multi_items(), settings=settings, also=docs.SEARCH_NAMES)
    limit = number_in_range(request, "limit", settings.page_limit_default, settings.page_limit_max)
    sort, cursor = one_text(request, "sort"), one_text(request, "cursor")
    names, start = _facet_names(request), start_of(request, settings)
    also = read_flag("also_serves", one_text(request, "also_serves") or "false")

    def build() -> bytes:
        chosen, more = _understood(request, session, settings, asked)
        page = search_page(
            session,
            chosen,
            today=today(),
            limit=limit,
            cursor=cursor,
            sort=sort,
            start=start,
            ranked_max=settings.relevance_ranked_max,
        )
        if page.origin is not None:
            more["origin" if start else "near"] = asdict(page.origin)
        if also:
            more["alsoServes"] = _also_serves(session, chosen)
        if names:
            more["facets"] = _facets(request, session, chosen, names)
        return _document(page, _links(request, settings, chosen, page.next_cursor), more)

    return conditional(request, session, GEOJSON, build)


@router.head("/assets/points", include_in_schema=False)
@router.get("/assets/points", summary="Points for a map", responses=docs.POINTS, openapi_extra=docs.FILTERS)
def list_points(request: Request, session: ReadSession, settings: ServiceSettings) -> Response:
    """All matching assets with a point, with the few fields a map needs; says so when there are too many."""
    chosen = parse_filter(request.query_params.multi_items(), settings=settings)
    limit = settings.map_points_max
    return conditional(
        request, session, GEOJSON, lambda: map_points(session, chosen, today=today(), limit=limit)
    )


@router.head("/assets/{asset_id}", include_in_schema=False)
@router.get("/assets/{asset_id}", summary="One asset", responses=docs.FEATURE)
def get_asset(request: Request, asset_id: str, session: ReadSession) -> Response:
    """One asset as a GeoJSON Feature with everything public that is known about it."""
    for name in request.query_params:
        raise UnknownParameterError(
            "One asset is asked for without parameters.", parameter=name[:80], accepted=()
        )
    return conditional(request, session, GEOJSON, lambda: _feature(session, asset_id))


def _feature(session: Session, asset_id: str) -> bytes:
    try:
        found = asset_feature(session, UUID(asset_id), today=today())
    except ValueError:
        raise NotFoundError(
            "There is no asset with this id: ids look like 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed."
        ) from None
    if found is None:
        raise NotFoundError("There is no asset with this id; it may have been removed.")
    return found


@router.head("/facets", include_in_schema=False)
@router.get("/facets", summary="Counts of further choices", responses=docs.FACETS, openapi_extra=docs.FILTERS)
def list_facets(request: Request, session: ReadSession, settings: ServiceSettings) -> Response:
    """How many assets each further choice would leave, under every other filter."""
    chosen = parse_filter(request.query_params.multi_items(), settings=settings)

    def build() -> bytes:
        found = facet_counts(session, chosen, today=today(), sets=facet_sets(request))
        return orjson.dumps({"numberMatched": found.matched, "facets": found.choices})

    return conditional(request, session, "application/json", build)
