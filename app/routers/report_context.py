"""What the templates of a report are given: the report, its words, its map, its tables. For the page and the PDF."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request
from markupsafe import Markup

from app.catalog.filters import AssetFilter, changed
from app.catalog.profile.matrix import level
from app.catalog.profile.places import points_of
from app.coverage.equity.groups import GroupGap
from app.coverage.method_words import METHOD, method_record
from app.coverage.official_count import official_count
from app.coverage.question import to_pairs
from app.coverage.reports import phrases, words
from app.coverage.reports.asking import parse_report, report_pairs
from app.coverage.reports.outlines import outlines_of
from app.coverage.reports.reading import report_of, worst
from app.coverage.reports.report import Report
from app.coverage.reports.scope import Scope, scope_of
from app.db.engine import Database
from app.language import N_
from app.maps.report_map import Drawn, Wish, report_map
from app.routers.absolute import root_url
from app.routers.gap_plots import LETTERS
from app.routers.sessions import today
from app.settings import Settings
from app.vocabulary import assets, people

PLACES: Final = 20
TYPES: Final = 24
POINTS_MAX: Final = 1500
MAP_HEIGHT: Final = 520
PAPER_MAP_HEIGHT: Final = 288
"""So that words and map share the first sheet."""
GLOSSARY: Final = (
    (N_("Within reach"), N_("A place counts as within reach when it is not farther than the distance asked about, in a "
                            "straight line. The way by road is longer.")),
    (N_("Gap"), N_("People who live farther than that from every listed program that counts. A published definition "
                   "may draw the line elsewhere; the table of definitions names each one's author.")),
    (N_("Margin (±)"), N_("Population figures from surveys are estimates. With 90% confidence the true number lies "
                          "within the margin. Where none is printed, the source publishes none.")),
    (N_("Verified"), N_("Somebody of the program, the state or a partner looked at the entry and confirmed it, on a "
                        "day we keep. Entries of the starter list have not been verified.")),
)  # fmt: skip
"""The four terms a reader of a report needs."""
_TIMED_REACH: Final = (
    N_("Within reach"),
    N_(
        "A place counts as within reach when getting there takes no longer than the time asked about, "
        "by the travel table named above."
    ),
)


@dataclass(frozen=True)
class Asked:
    """A report as its address names it."""

    scope: Scope
    report: Report
    query: str

    @property
    def address(self) -> str:
        """The path and query that always mean this question."""
        return f"/reports/{self.scope.path}{self.asking}"

    @property
    def asking(self) -> str:
        """The query with its question mark; nothing for the usual question."""
        return f"?{self.query}" if self.query else ""


def asked_report(request: Request, kind: str, code: str, database: Database, settings: Settings) -> Asked:
    """The report that the address asks for. Raises NotFoundError and what questions raise."""
    with database.read() as session:
        scope = scope_of(session, settings, kind, code)
    pairs = [pair for pair in request.query_params.multi_items() if pair[0] != "paper"]
    question = parse_report(pairs, scope, settings)
    return Asked(
        scope, report_of(database, scope, question, today()), urlencode(report_pairs(question, settings))
    )


def drawn_map(report: Report, database: Database, wish: Wish) -> Drawn:
    """The map of a report, with the assets that lie in the place."""
    scope = report.scope
    inside = {"county": (scope.county,)} if scope.county else {"state": scope.states}
    shown = changed(report.question.supply, inside) if _plain(report.question.supply) else AssetFilter()
    with database.read() as session:
        outlines = outlines_of(session, report)
        points = points_of(session, shown, report.today, POINTS_MAX) if shown != AssetFilter() else []
    return report_map(report, outlines, points, wish)


def _plain(supply: AssetFilter) -> bool:
    """Whether places can be added to a filter: one that searches around a point has its own."""
    return supply.near is None and not supply.state and not supply.county


def report_context(
    request: Request, asked: Asked, database: Database, settings: Settings, most_height: int = MAP_HEIGHT
) -> dict[str, Any]:
    """Everything a template of a report names; the map is at most `most_height` high where it is 720 wide."""
    report, root = asked.report, root_url(request, settings)
    wish = Wish(words.headline(report), most_height=most_height)
    drawn = drawn_map(report, database, wish)
    with database.read() as session:
        official = official_count(session, asked.scope.county) if asked.scope.county else None
    return {
        "report": report,
        "scope": asked.scope,
        "place": phrases.place_name(asked.scope),
        "words": words,
        "phrases": phrases,
        "drawn": drawn,
        "official": official,
        "map_svg": Markup(drawn.svg),  # noqa: S704 - made by app.maps.svg, which escapes every text
        "places": worst(report, PLACES),
        "letters": LETTERS,
        "behind": behind,
        "group_rows": [each for each in report.groups if each.gap.covered_share.value is not None],
        "type_rows": type_rows(report),
        "bands": [(band, people.BAND_LABELS.label(band)) for band in people.BANDS],
        "sources": sources_of(report),
        "method": method_record(report.whole),
        "method_words": METHOD,
        "glossary": (_TIMED_REACH, *GLOSSARY[1:]) if report.question.travel else GLOSSARY,
        "address": root + asked.address,
        "pdf_address": f"/reports/{asked.scope.path}.pdf{asked.asking}",
        "gap_address": "/gaps?" + urlencode(to_pairs(report.question)),
        "share_address": f"/share/{asked.scope.path}.png{asked.asking}",
        "root": root,
    }


def behind(gap: GroupGap) -> float:
    """Percentage points a group has less of its people covered than everybody; no sign on a zero."""
    return round(-(gap.gap_points.value or 0.0), 1) + 0.0


def type_rows(report: Report) -> list[dict[str, Any]]:
    """Types of which something is listed, by kind, most first, with a count and its level for each band."""
    found, rows = report.matrix, []
    for kind in assets.KINDS:
        there = [each for each in assets.SUBTYPES[kind] if each in found.types and found.of(each)]
        for subtype in sorted(there, key=lambda each: -found.of(each)):
            cells = [_cell(report, subtype, band) for band in people.BANDS]
            rows.append({"kind": kind, "subtype": subtype, "all": found.of(subtype), "cells": cells})
    return rows[:TYPES]


def _cell(report: Report, subtype: str, band: str) -> dict[str, Any]:
    count = report.matrix.of(subtype, band)
    return {"count": count, "level": level(count, report.young.get(band))}


def sources_of(report: Report) -> list[Any]:
    """Where people and areas come from, each once."""
    every = [*report.whole.sources, *report.places_answer.sources]
    return list({(each.slug, each.vintage): each for each in every}.values())
