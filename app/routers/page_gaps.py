"""`/gaps`: who lives beyond reach, as words, a map and tables that all say the same."""

from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from app.catalog.counts import counts_by_state
from app.catalog.filters import to_pairs as filter_pairs
from app.catalog.units import format_distance
from app.coverage.answers import answer_of, groups_of
from app.coverage.question import OWN_NAMES, CoverageQuestion, parse_question, to_pairs
from app.coverage.results import CoverageAnswer
from app.coverage.words import headline, listed, paragraph
from app.db.engine import Database
from app.maps.classes import VIEWS, View
from app.routers import templates
from app.routers.choices import Facet, Option, chips_of, distance_choices, options_of
from app.routers.maps import view_of
from app.routers.sessions import ServiceDatabase, ServiceSettings, today
from app.settings import Settings
from app.vocabulary import assets, people
from app.vocabulary.codes import STATES

router = APIRouter()
WORST: Final = 50
_STATES_NAMED: Final = 4
INFORMAL: Final = (
    "kind=program&subtype=out-of-school&subtype=camp&subtype=club&subtype=mentoring&subtype=mobile-outreach"
)
"""Informal STEM programs: those that run outside the school day."""

ENGINEERING: Final = "kind=institution&discipline=engineering" + "".join(
    f"&subtype={slug}" for slug in ("community-college", "university", "tribal-college")
)
"""Colleges that teach engineering."""

EXAMPLES: Final = (
    ("A college with engineering", ENGINEERING),
    ("Any informal STEM program", INFORMAL),
    ("A science museum or center", "kind=institution&subtype=museum&subtype=science-center"),
    ("Computing for middle schoolers", "discipline=computing&band=middle"),
)
_FACETS: Final = (
    ("kind", "Kind", assets.KINDS),
    ("subtype", "What it is", assets.ALL_SUBTYPES),
    ("discipline", "Subject", assets.DISCIPLINES),
    ("band", "Grades", people.BAND_LABELS),
    ("audience", "Designed for", people.AUDIENCES),
    ("cost", "Cost", assets.COST_BANDS),
)
_AREA_KINDS: Final = (("county", "Counties"), ("zip", "ZIP areas"))
_OWN: Final = frozenset({*OWN_NAMES, *(name for name, _, _ in _FACETS)})


def _place(question: CoverageQuestion, settings: Settings) -> str:
    if not question.states:
        return "United States"
    if question.states == tuple(sorted(settings.six_states)):
        return "six Intermountain states"
    return ", ".join(STATES.label(code) for code in question.states)


def _source_line(found: CoverageAnswer) -> str:
    figures = next((source for source in found.sources if source.method), None)
    if figures is None:
        return "No figures are loaded for this group."
    how = ", modelled from county shares" if found.modelled else ""
    return f"People: {figures.title}, {figures.vintage}{how}. Distances are straight lines on the WGS84 ellipsoid."


def _supply_lines(found: CoverageAnswer) -> list[str]:
    by_precision = ", ".join(
        f"{count:,} {assets.PRECISIONS.label(slug).lower()}"
        for slug, count in found.supply.by_precision.items()
        if count
    )
    lines = [f"placed by: {by_precision}"] if by_precision else []
    if found.supply.reaches_everyone:
        lines.append(
            f"{found.supply.reaches_everyone:,} serve a whole state or are online and are not measured to"
        )
    if found.supply.without_point:
        lines.append(f"{found.supply.without_point:,} have no place")
    return lines


def _state_options(question: CoverageQuestion, settings: Settings) -> list[Option]:
    """All states, those of the front page first."""
    first = frozenset(settings.six_states)
    return sorted(options_of(STATES, question.states), key=lambda option: option.slug not in first)


def _form(question: CoverageQuestion, settings: Settings) -> dict[str, object]:
    pairs = filter_pairs(question.supply)
    distance = format_distance(question.distance_m)
    return {
        "distance": distance,
        "distances": distance_choices(distance),
        "distance_words": distance.replace("mi", " mi"),
        "area_kinds": _AREA_KINDS,
        "views": VIEWS,
        "state_options": _state_options(question, settings),
        "facets": [
            Facet(name, title, options_of(terms, getattr(question.supply, name)))
            for name, title, terms in _FACETS
        ],
        "kept": [(name, value) for name, value in pairs if name not in _OWN],
        "examples": [(label, urlencode(_own_pairs(question)) + "&" + query) for label, query in EXAMPLES],
    }


def _without_inventory(question: CoverageQuestion, database: Database) -> str:
    """The asked states of which no asset is listed at all, in words; empty when there is none."""
    with database.read() as session:
        listed_states = {each.state for each in counts_by_state(session, today=today())}
    missing = [STATES.label(code) for code in question.states or STATES.slugs if code not in listed_states]
    if not missing:
        return ""
    return (
        listed(missing) if len(missing) <= _STATES_NAMED else f"{len(missing)} of the states and territories"
    )


def _own_pairs(question: CoverageQuestion) -> list[tuple[str, str]]:
    return [(name, value) for name, value in to_pairs(question) if name in OWN_NAMES]


@router.get("/gaps")
def gaps(request: Request, database: ServiceDatabase, settings: ServiceSettings) -> Response:
    """Answer one question with map, words and tables."""
    params = request.query_params
    if "state" in params and "states" not in params:
        # On this page `state=NM` can only mean the area asked about: say so in the address.
        pairs = [("states" if name == "state" else name, value) for name, value in params.multi_items()]
        return RedirectResponse("/gaps?" + urlencode(pairs))
    question = parse_question(params.multi_items(), settings, also=("view",))
    found = answer_of(database, question, today())
    view = view_of(request, "share" if question.areas == "county" else "distance")
    return templates.page(request, "gaps.html", _context(question, found, view, database, settings))


def _context(
    question: CoverageQuestion, found: CoverageAnswer, view: View, database: Database, settings: Settings
) -> dict[str, object]:
    query = urlencode(to_pairs(question))
    own = [*_own_pairs(question), ("view", view)]
    return _form(question, settings) | {
        "question": question,
        "answer": found,
        "headline": headline(found),
        "details": paragraph(found).removeprefix(headline(found)).strip(),
        "place": _place(question, settings),
        "view": view,
        "query": query,
        "map_query": f"{query}&view={view}",
        "page_query": f"{query}&view={view}",
        "groups": groups_of(database),
        "without_inventory": _without_inventory(question, database),
        "chips": chips_of(question.supply, own),
        "worst": found.areas[:WORST],
        "source_line": _source_line(found),
        "supply_lines": _supply_lines(found),
        "state_query": lambda code: urlencode(to_pairs(replace(question, states=(code,)))),
    }
