"""`/hsds/taxonomies` and `/hsds/taxonomy_terms`: our vocabularies, as HSDS reads them."""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response

from app.catalog.records.hsds_lists import page_body
from app.catalog.records.taxonomy import Term, taxonomies_by_id, terms_by_id
from app.errors import BadParameterError, NotFoundError
from app.routers import hsds_docs as docs
from app.routers.caching import conditional
from app.routers.hsds_questions import flag_of, is_ndjson, paging_of, refuse_others, term_of
from app.routers.media_types import JSON, NDJSON
from app.routers.sessions import ReadSession, ServiceSettings
from app.routers.single_values import one_text
from app.settings import Settings
from app.vocabulary.terms import fold

router = APIRouter(prefix="/hsds", tags=["hsds"])
Body = dict[str, Any]


@router.get("/taxonomies", summary="Taxonomies", responses=docs.PAGE, openapi_extra=docs.TAXONOMIES)
def list_taxonomies(request: Request, session: ReadSession, settings: ServiceSettings) -> Response:
    """The vocabularies that records are described with."""
    refuse_others(request, docs.TAXONOMY_NAMES)
    return _page(request, session, settings, [each.body() for each in taxonomies_by_id().values()])


@router.get("/taxonomy_terms", summary="Taxonomy terms", responses=docs.PAGE, openapi_extra=docs.TERMS)
def list_terms(request: Request, session: ReadSession, settings: ServiceSettings) -> Response:
    """The terms of the vocabularies."""
    refuse_others(request, docs.TERM_NAMES)
    return _page(request, session, settings, [dict(each.body) for each in _terms(request)])


@router.get("/taxonomies/{taxonomy_id}", summary="One taxonomy", responses=docs.ONE)
def get_taxonomy(request: Request, taxonomy_id: str, session: ReadSession) -> Response:
    """One vocabulary."""
    refuse_others(request)
    found = taxonomies_by_id().get(taxonomy_id.lower())
    if found is None:
        raise NotFoundError("There is no such taxonomy: see /hsds/taxonomies.")
    return conditional(request, session, JSON, lambda: orjson.dumps(found.body()))


@router.get("/taxonomy_terms/{term_id}", summary="One taxonomy term", responses=docs.ONE)
def get_term(request: Request, term_id: str, session: ReadSession) -> Response:
    """One term of a vocabulary."""
    refuse_others(request)
    found = terms_by_id().get(term_id.lower())
    if found is None:
        raise NotFoundError("There is no such term: see /hsds/taxonomy_terms.")
    return conditional(request, session, JSON, lambda: orjson.dumps(found.body))


def _terms(request: Request) -> Iterable[Term]:
    found: Iterable[Term] = terms_by_id().values()
    if (wanted := one_text(request, "taxonomy_id")) is not None:
        taxonomy = taxonomies_by_id().get(wanted.lower())
        if taxonomy is None:
            raise BadParameterError(
                "This is no id of a taxonomy: see /hsds/taxonomies.", parameter="taxonomy_id"
            )
        found = [each for each in found if each.taxonomy == taxonomy]
    if (wanted := one_text(request, "parent_id")) is not None:
        parent = term_of(wanted, "parent_id")
        found = [each for each in found if each.parent == parent]
    if flag_of(request, "top_only"):
        found = [each for each in found if each.parent is None]
    return found


def _page(request: Request, session: ReadSession, settings: Settings, bodies: Sequence[Body]) -> Response:
    search = one_text(request, "search")
    chosen = [each for each in bodies if search is None or fold(search) in fold(each["name"])]
    paging = paging_of(request, settings)
    if is_ndjson(request):
        lines = b"".join(orjson.dumps(each, option=orjson.OPT_APPEND_NEWLINE) for each in chosen)
        return conditional(request, session, NDJSON, lambda: lines)
    start = (paging.number - 1) * paging.size
    page = page_body(chosen[start : start + paging.size], len(chosen), paging.number, paging.size)
    return conditional(request, session, JSON, lambda: orjson.dumps(page))
