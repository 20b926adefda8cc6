"""`/browse`: a list and a map of what was found, with filters that say how many each would leave.

What people type is read (see catalog.understanding) unless `read=text`; the page says how, and every link and field on
it holds the reading, so that nothing is read twice.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final
from urllib.parse import urlencode

import orjson
from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from app.catalog.facets import FacetCount, Facets, facet_counts
from app.catalog.filters import AssetFilter, parse_filter, to_pairs
from app.catalog.highlights import highlights
from app.catalog.records.words import grades_in_words
from app.catalog.search import RowPage, search_rows
from app.catalog.sorting import default_sort
from app.catalog.suggesting import suggestions
from app.catalog.understanding import Gazetteer, Understood, understand
from app.catalog.units import format_distance
from app.errors import BadParameterError
from app.geography.lookup import places_beginning
from app.geography.meant import county_names
from app.language import gettext
from app.routers import templates
from app.routers.browse_hints import hints_of
from app.routers.browse_ways import gap_ways, other_places
from app.routers.caching import Validity, not_modified
from app.routers.choices import FACET_TITLES, SORT_LABELS, Facet, chips_of, distance_choices
from app.routers.facet_sets import facet_sets
from app.routers.problems import wants_page
from app.routers.sessions import ReadSession, ServiceSettings, today
from app.routers.single_values import start_of
from app.settings import Settings
from app.vocabulary.codes import STATES

router = APIRouter()
ROWS: Final = 25
_PLACES: Final = "public, max-age=86400"
_SUGGESTIONS: Final = "public, max-age=600"
_OPEN_FACETS: Final = ("kind", "discipline", "band")
_NOT_KEPT: Final = frozenset({*FACET_TITLES, "q", "near", "within"})
_OWN: Final = ("cursor", "read", "sort", "origin")
"""Parameters of the page besides the filters."""
_FIELDS: Final = frozenset(("q", "near", "within"))
"""Fields of the form: a wrong value in one of them is mended where it was typed."""


@dataclass(frozen=True)
class _Asked:
    """What was asked, and how it was understood. `typed` is the text as it was typed."""

    understood: Understood
    typed: str
    sort: str | None
    facets: Facets
    origin: str | None = None
    """Where distances begin when no place is asked for."""

    @property
    def chosen(self) -> AssetFilter:
        return self.understood.filter

    @property
    def around(self) -> list[tuple[str, str]]:
        """What links and the form carry along beside the filters."""
        return [("origin", self.origin)] if self.origin else []

    def query(self, **more: str) -> str:
        """Query of this page's own links: nothing in it is read again."""
        kept = {"read": "text"} if self.chosen.q else {}
        kept |= {"sort": self.sort} if self.sort else {}
        kept |= {"origin": self.origin} if self.origin else {}
        return urlencode([*to_pairs(self.chosen), *(kept | more).items()])


@router.get("/browse/places")
def places(request: Request, session: ReadSession, settings: ServiceSettings) -> Response:
    """Names of places that begin with `text`, as JSON, for the field as it is typed in."""
    text = request.query_params.get("text", "")[: settings.search_text_max]
    validity = Validity.of(session, "places", text, by_day=False)
    if not_modified(request, validity):
        return validity.unchanged(_PLACES)
    return validity.answer(orjson.dumps(places_beginning(session, text)), "application/json", _PLACES)


@router.get("/browse/suggest")
def suggest(request: Request, session: ReadSession, settings: ServiceSettings) -> Response:
    """Questions and names that begin with `text`, as JSON, for the search box as it is typed in."""
    typed = request.query_params.get("text", "")[: settings.search_text_max]
    validity = Validity.of(session, "suggest", typed)
    if not_modified(request, validity):
        return validity.unchanged(_SUGGESTIONS)
    found = [asdict(each) for each in suggestions(session, typed, today())]
    return validity.answer(orjson.dumps(found), "application/json", _SUGGESTIONS)


@router.get("/browse")
def browse(request: Request, session: ReadSession, settings: ServiceSettings) -> Response:
    """Show one page of what the filters find; where a field of the form was mistyped, the form and what is wrong."""
    try:
        return _found(request, session, settings)
    except BadParameterError as error:
        if error.parameter not in _FIELDS or not wants_page(request):
            raise
        return _mistyped(request, session, settings, error)


def _found(request: Request, session: Session, settings: Settings) -> Response:
    asked = _asked(request, session, settings, _pairs(request))
    page = search_rows(
        session,
        asked.chosen,
        today=today(),
        limit=ROWS,
        cursor=request.query_params.get("cursor") or None,
        sort=asked.sort,
        start=asked.origin,
        matched=asked.facets.matched,
        ranked_max=settings.relevance_ranked_max,
    )
    marked = highlights(session, asked.chosen.q, [row.id for row in page.rows]) if asked.chosen.q else {}
    hints = hints_of(session, asked.chosen, page, asked.facets, settings)
    return templates.page(request, "browse.html", _context(session, asked, page, marked=marked, hints=hints))


def _mistyped(request: Request, session: Session, settings: Settings, error: BadParameterError) -> Response:
    """The form as it was sent, its wrong field marked; the filters beside it stay in use."""
    wrong = {"near", "within"} if error.parameter in ("near", "within") else {"q"}
    pairs = [(name, value) for name, value in _pairs(request) if name not in wrong]
    asked = _asked(request, session, settings, [*pairs, ("read", "text")])
    typed = {name: request.query_params.get(name, "") for name in _FIELDS}
    context = _context(session, asked, RowPage([], 0, None, None), error=error, typed=typed)
    return templates.page(request, "browse.html", context, status=error.status)


def _pairs(request: Request) -> list[tuple[str, str]]:
    """The query; a form sends its distance even when no place was typed, and it means nothing then."""
    pairs = request.query_params.multi_items()
    placed = any(name == "near" and value.strip() for name, value in pairs)
    return [(name, value) for name, value in pairs if name != "within" or placed]


def _asked(request: Request, session: Session, settings: Settings, pairs: list[tuple[str, str]]) -> _Asked:
    chosen = parse_filter(pairs, settings=settings, also=_OWN)
    own = dict(pairs)
    if own.get("read") == "text" or own.get("cursor"):
        read = Understood(chosen)
    else:
        read = understand(chosen, Gazetteer(session), settings, even_names=own.get("read") == "meaning")
    facets = facet_counts(session, read.filter, today=today(), sets=facet_sets(request))
    origin = None if read.filter.near else start_of(request, settings)
    sort = own.get("sort") or None
    sort = sort if sort and _makes_sense(sort, read.filter, origin) else None
    return _Asked(read, chosen.q or "", sort, facets, origin)


def _context(session: Session, asked: _Asked, page: RowPage, **more: Any) -> Mapping[str, Any]:
    chosen = asked.chosen
    within = format_distance(chosen.within_m) if chosen.within_m else "25mi"
    counties = county_names(session, chosen.county)
    shown = {"q": chosen.q or "", "near": chosen.near or "", "within": within}
    shown |= {name: text for name, text in more.pop("typed", {}).items() if text}
    return {
        "chosen": chosen,
        "asked": asked,
        "page": page,
        "limit": ROWS,
        "shown": shown,
        "query": urlencode(to_pairs(chosen)),
        "next_query": asked.query(cursor=page.next_cursor) if page.next_cursor else None,
        "kept": [*_kept(chosen), *asked.around],
        "chips": chips_of(
            chosen,
            [*asked.around, *([("read", "text")] if chosen.q else [])],
            counties,
        ),
        "facets": _facets(asked.facets),
        "profiles": _profiles(chosen, counties),
        "others": other_places(session, asked.understood),
        "gap_ways": gap_ways(session, asked.typed, chosen, page.origin),
        "distances": distance_choices(shown["within"]),
        "sorts": _sorts(asked),
        "error": None,
        "hints": None,
        "marked": {},
        "grades": grades_in_words,
    } | more


def _profiles(chosen: AssetFilter, counties: Mapping[str, str]) -> list[tuple[str, str]]:
    """(name, address of its page) of the counties and states that the question names."""
    return [
        *((label.rpartition(",")[0], f"/counties/{geoid}") for geoid, label in counties.items()),
        *((STATES.label(code), f"/states/{code}") for code in chosen.state),
    ]


def _facets(found: Facets) -> list[Facet]:
    return [
        Facet(name, title, _chosen_first(found.choices[name]), open=name in _OPEN_FACETS)
        for name, title in FACET_TITLES.items()
        if found.choices[name]
    ]


def _chosen_first(choices: list[FacetCount]) -> list[FacetCount]:
    """What is ticked is never scrolled out of sight."""
    return sorted(choices, key=lambda each: not each.selected)


def _kept(chosen: AssetFilter) -> list[tuple[str, str]]:
    """Parts of the question that have no field of their own, for the form to carry along."""
    return [(name, value) for name, value in to_pairs(chosen) if name not in _NOT_KEPT]


def _sorts(asked: _Asked) -> list[tuple[str, str, bool]]:
    """(value, label, chosen) of the orders that make sense here; the usual one goes without a value."""
    usual = "distance" if asked.origin else default_sort(asked.chosen)
    return [
        ("" if name == usual else name, gettext(label), name == (asked.sort or usual))
        for name, label in SORT_LABELS.items()
        if _makes_sense(name, asked.chosen, asked.origin)
    ]


def _makes_sense(sort: str, chosen: AssetFilter, origin: str | None) -> bool:
    """Whether there is something to sort by: a form may still send the order of the question before."""
    return {"relevance": chosen.q is not None, "distance": (chosen.near or origin) is not None}.get(
        sort, True
    )
