"""An answer as one JSON document: what was asked, the numbers, the words, where figures come from. Pure."""

from dataclasses import asdict
from typing import Any, Final

from app.catalog.filters import to_pairs as filter_pairs
from app.catalog.units import format_distance
from app.coverage.question import COUNTRY, CoverageQuestion
from app.coverage.results import CoverageAnswer
from app.coverage.tables import area_records, rounded, state_record
from app.coverage.words import headline, paragraph
from app.vocabulary.people import GROUPS

METHOD: Final = {
    "distance": "Geodesic on the WGS84 ellipsoid from the point of each ZIP area to the nearest matching "
    "asset, in metres; not along roads. A person exactly at the distance is within it.",
    "people": "People are counted at the points of their ZIP areas; a county or state is the sum of its ZIP "
    "areas. Of a county, nearest_m is the mean over its people, farthest_m its farthest inhabited ZIP area.",
    "assets": "Assets on either side of a state line count, unless `state` narrows them. An asset that serves a "
    "radius is at distance 0 inside it and as far as its edge outside; one that serves listed counties is at distance "
    "0 in them; a mobile program is where it stops, for about a year before and after the visit. Assets that serve a "
    "whole state or the country, or are online, and assets without a place have no part in distances.",
    "limits": "Only assets in the inventory are known: where a neighbouring state's is missing, people near "
    "that border look farther from one than they are.",
}
"""How an answer comes about, for whoever uses its numbers."""


def answer_document(answer: CoverageAnswer, limit: int | None = None) -> dict[str, Any]:
    """The whole answer ready for JSON, with the `limit` worst areas (None: all)."""
    areas = area_records(answer.areas, limit)
    return {
        "question": question_record(answer.question),
        "as_of": answer.today,
        "data_version": answer.data_version,
        "headline": headline(answer),
        "words": paragraph(answer),
        "summary": rounded(asdict(answer.summary)),
        "supply": asdict(answer.supply),
        "modelled": answer.modelled,
        "no_supply": answer.no_supply,
        "states": [state_record(state) for state in answer.states],
        "numberMatched": len(answer.areas),
        "numberReturned": len(areas),
        "areas": areas,
        "sources": [asdict(source) for source in answer.sources],
        "method": METHOD,
    }


def question_record(question: CoverageQuestion) -> dict[str, Any]:
    """What was asked, every default written out."""
    supply: dict[str, list[str]] = {}
    for name, value in filter_pairs(question.supply):
        supply.setdefault(name, []).append(value)
    return {
        "areas": question.areas,
        "states": list(question.states) or [COUNTRY],
        "distance": format_distance(question.distance_m),
        "distance_m": question.distance_m,
        "population": question.group,
        "population_label": GROUPS.label(question.group),
        "supply": supply,
    }
