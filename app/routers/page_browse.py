"""`/browse`: a list and a map of what was found, with filters that say how many each would leave."""

from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from app.catalog.facets import FacetCount, facet_counts
from app.catalog.filters import AssetFilter, parse_filter, to_pairs
from app.catalog.search import search_rows
from app.catalog.units import format_distance
from app.routers import templates
from app.routers.choices import FACET_TITLES, Facet, chips_of, distance_choices
from app.routers.facet_sets import facet_sets
from app.routers.sessions import ReadSession, ServiceSettings, today

router = APIRouter()
ROWS = 25
_OPEN_FACETS = ("kind", "discipline", "band")
_NOT_KEPT = frozenset({*FACET_TITLES, "q", "near", "within"})


def _facets(counts: dict[str, list[FacetCount]]) -> list[Facet]:
    return [
        Facet(name, title, counts[name], open=name in _OPEN_FACETS)
        for name, title in FACET_TITLES.items()
        if counts[name]
    ]


def _kept(chosen: AssetFilter) -> list[tuple[str, str]]:
    """Parts of the question that have no field of their own, for the form to carry along."""
    return [(name, value) for name, value in to_pairs(chosen) if name not in _NOT_KEPT]


@router.get("/browse")
def browse(request: Request, session: ReadSession, settings: ServiceSettings) -> Response:
    """Show one page of what the filters find."""
    pairs = [
        (name, value)
        for name, value in request.query_params.multi_items()
        if name != "within" or _has_near(request)
    ]
    chosen = parse_filter(pairs, settings=settings, also=("cursor",))
    page = search_rows(
        session, chosen, today=today(), limit=ROWS, cursor=request.query_params.get("cursor") or None
    )
    within = format_distance(chosen.within_m) if chosen.within_m else "25mi"
    context = {
        "chosen": chosen,
        "page": page,
        "limit": ROWS,
        "query": urlencode(to_pairs(chosen)),
        "kept": _kept(chosen),
        "chips": chips_of(chosen),
        "facets": _facets(facet_counts(session, chosen, today=today(), sets=facet_sets(request)).choices),
        "within": within,
        "distances": distance_choices(within),
    }
    return templates.page(request, "browse.html", context)


def _has_near(request: Request) -> bool:
    """A form sends its distance even when no place was typed; it means nothing then."""
    return bool(request.query_params.get("near", "").strip())
