"""`/gaps`: who lives beyond reach, as words, maps, plots and tables that all say the same."""

from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from app.catalog.counts import counts_by_state
from app.catalog.filters import to_pairs as filter_pairs
from app.coverage.answers import groups_of
from app.coverage.method_words import method_record
from app.coverage.question import PLAIN_NAMES, CoverageQuestion, to_pairs
from app.coverage.results import CoverageAnswer
from app.coverage.words import headline, lead, listed
from app.db.engine import Database
from app.language import _
from app.maps.overlays import DEFAULT_OVERLAYS
from app.routers import templates
from app.routers.answered import answers, has_county_pages, has_state_pages
from app.routers.choices import chips_of
from app.routers.gap_asking import Asked, default_view, parse_asked
from app.routers.gap_drawing import sides_of
from app.routers.gap_form import distance_words, form_of, other_kinds, own_pairs
from app.routers.gap_overlays import overlays_for
from app.routers.gap_plots import curve_of, group_rows
from app.routers.gap_table import WORST_FIRST, table_of
from app.routers.gap_verdicts import verdict_context
from app.routers.gap_words import (
    brief_parts,
    column_labels,
    inequality_context,
    mean_label,
    remarks_of,
    rest_of,
    side_names,
)
from app.routers.sessions import ServiceDatabase, ServiceSettings, today
from app.settings import Settings
from app.vocabulary import assets
from app.vocabulary.codes import STATES

router = APIRouter()
_STATES_NAMED: Final = 4
_SITED: Final = ("county", "zip", "state")
DOWNLOADS: Final = (
    ("CSV", ".csv"), ("Excel", ".xlsx"), ("GeoJSON", ".geojson"), ("GeoParquet", ".parquet"), ("JSON", ""),
)  # fmt: skip
"""Formats of the whole answer, by the end of their address."""


def _place(question: CoverageQuestion, settings: Settings) -> str:
    if not question.states:
        return _("United States")
    if question.states == tuple(sorted(settings.six_states)):
        return _("six Intermountain states")
    return ", ".join(STATES.label(code) for code in question.states)


def _source_line(found: CoverageAnswer) -> str:
    figures = next((source for source in found.sources if source.method), None)
    if figures is None:
        return _("No figures are loaded for this group.")
    source = f"{figures.title}, {figures.vintage}"
    if found.modelled:
        source = _("%(source)s (modelled from county shares)", source=source)
    if found.question.travel:
        return _(
            "People: %(source)s. Times: travel table %(table)s.", source=source, table=found.question.travel
        )
    return _("People: %(source)s. Distances are straight lines on the WGS84 ellipsoid.", source=source)


def _supply_lines(found: CoverageAnswer) -> list[str]:
    by_precision = ", ".join(
        f"{count:,} {assets.PRECISIONS.label(slug).lower()}"
        for slug, count in found.supply.by_precision.items()
        if count
    )
    lines = [_("Placed by: %(how)s.", how=by_precision)] if by_precision else []
    if found.supply.reaches_everyone:
        lines.append(
            _(
                "%(n)s serve a whole state or are online and are not measured to.",
                n=f"{found.supply.reaches_everyone:,}",
            )
        )
    if found.supply.without_point:
        lines.append(_("%(n)s have no place.", n=f"{found.supply.without_point:,}"))
    return lines


def _listed_states(database: Database) -> frozenset[str]:
    """The states of which any asset is listed."""
    with database.read() as session:
        return frozenset(each.state for each in counts_by_state(session, today=today()) if each.state)


def _without_inventory(question: CoverageQuestion, listed_states: frozenset[str]) -> str:
    """The asked states of which no asset is listed at all, in words; empty when there is none."""
    missing = [STATES.label(code) for code in question.states or STATES.slugs if code not in listed_states]
    if not missing:
        return ""
    return (
        listed(missing)
        if len(missing) <= _STATES_NAMED
        else _("%(n)s of the states and territories", n=len(missing))
    )


@router.get("/gaps")
def gaps(request: Request, database: ServiceDatabase, settings: ServiceSettings) -> Response:
    """Answer one question with maps, words and tables."""
    params = request.query_params
    if "state" in params and "states" not in params:
        # On this page `state=NM` can only mean the area asked about: say so in the address.
        pairs = [("states" if name == "state" else name, value) for name, value in params.multi_items()]
        return RedirectResponse("/gaps?" + urlencode(pairs))
    asked = parse_asked(params.multi_items(), settings)
    context = _asked_context(asked, database, settings) | _answer_context(asked, database)
    can_site = answers(request, "/api/v1/coverage/siting", "POST")
    context["can_site"] = asked.question.areas in _SITED and can_site and not asked.question.travel
    context |= {"state_pages": has_state_pages(request), "county_pages": has_county_pages(request)}
    context["address"] = f"{settings.public_url or str(request.base_url).rstrip('/')}/gaps?{asked.query()}"
    return templates.page(request, "gaps.html", context)


def _asked_context(asked: Asked, database: Database, settings: Settings) -> dict[str, object]:
    question = asked.question
    drawn = [
        pair for pair in asked.pairs() if pair[0] in ("view", "classing", "over") or pair[0].startswith("b.")
    ]
    listed_states = _listed_states(database)
    return form_of(asked, groups_of(database), settings, listed_states) | {
        "question": question,
        "place": _place(question, settings),
        "view": asked.view,
        "view_given": asked.view != default_view(question),
        "classing": asked.classing,
        "page_query": asked.query(),
        "report_query": urlencode([pair for pair in asked.pairs() if pair[0] != "over"]),
        "overlays": overlays_for(question),
        "over": asked.over,
        "over_given": asked.over != DEFAULT_OVERLAYS,
        "pairs_but_view": [pair for pair in asked.pairs() if pair[0] != "view"],
        "distance_words": distance_words(question),
        "study_query": urlencode(
            [*(pair for pair in to_pairs(question) if pair[0] in PLAIN_NAMES), *filter_pairs(question.supply)]
        ),
        "mean_column": mean_label(question),
        "gap_column": column_labels(question)["beyond"],
        "without_inventory": _without_inventory(question, listed_states),
        "chips": chips_of(question.supply, own_pairs(question) + drawn),
        "other_kinds": other_kinds(question),
        "downloads": DOWNLOADS,
        "worst_query": urlencode([*asked.pairs(), *WORST_FIRST.pairs()]),
        "view_query": lambda slug: urlencode(replace(asked, view=slug).pairs()),
        "state_query": lambda code: urlencode(
            replace(asked, question=replace(question, states=(code,))).pairs()
        ),
    }


def _answer_context(asked: Asked, database: Database) -> dict[str, object]:
    sides = sides_of(asked, database)
    found = sides[0].answer
    names = side_names(asked)
    named = list(zip(names, (side.answer for side in sides), strict=True))
    applied = asked.question if found.preset else replace(asked.question, preset=None, preset_values=())
    return verdict_context(asked.question, sides[0]) | {
        "query": urlencode(to_pairs(applied)),
        "answer": found,
        "headline": headline(found),
        "brief": brief_parts(found),
        "details": rest_of(found),
        "table": table_of(found.areas, asked.table, asked.pairs(), column_labels(asked.question)),
        "table_sort": asked.table.sort,
        "question_pairs": asked.pairs(),
        "source_line": _source_line(found),
        "supply_lines": _supply_lines(found),
        "other": asked.other,
        "names": names,
        "mixed_units": len({each.travel is None for each in asked.sides}) > 1,
        "sides": named,
        "other_headline": lead(sides[-1].answer),
        "remarks": remarks_of(asked, sides),
        "analysis_words": sides[0].words,
        "curve": curve_of(named),
        "group_rows": group_rows(found.groups),
        "lead": lead(found),
        "method": method_record(found),
        "identities": found.identities,
        **inequality_context(found),
    }
