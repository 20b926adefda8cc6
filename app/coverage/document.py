"""An answer as one JSON document: what was asked, the numbers, the words, where figures come from. Pure."""

from dataclasses import asdict
from datetime import date
from typing import Any

from app.catalog.filters import to_pairs as filter_pairs
from app.coverage.agreement_answers import AgreementAnswer
from app.coverage.group_answers import group_record
from app.coverage.hotspot_answers import HotspotAnswer
from app.coverage.measuring import measuring_record
from app.coverage.method_words import curve_records, identity_records, method_record
from app.coverage.preset_asked import PRESET_PREFIX
from app.coverage.question import COUNTRY, CoverageQuestion, distance_text
from app.coverage.results import CoverageAnswer
from app.coverage.tables import area_records, in_unit, rounded, state_record
from app.coverage.travel_words import travel_record
from app.coverage.unequal import inequality_record
from app.coverage.words import lead, paragraph
from app.vocabulary.people import GROUPS

Analysis = AgreementAnswer | HotspotAnswer


def answer_document(answer: CoverageAnswer, limit: int | None = None) -> dict[str, Any]:
    """The whole answer ready for JSON, with the `limit` worst areas (None: all)."""
    areas = area_records(answer.areas, limit)
    return {
        "question": question_record(answer.question),
        "as_of": answer.today,
        "data_version": answer.data_version,
        "headline": lead(answer),
        "words": paragraph(answer),
        "summary": in_unit(rounded(asdict(answer.summary)), answer.areas),
        "supply": asdict(answer.supply),
        "modelled": answer.modelled,
        "no_supply": answer.no_supply,
        "states": [in_unit(state_record(state), answer.areas) for state in answer.states],
        "numberMatched": len(answer.areas),
        "numberReturned": len(areas),
        "areas": areas,
        "sources": [asdict(source) for source in answer.sources],
        "method": method_record(answer),
        "identities": identity_records(answer),
        "sensitivity": curve_records(answer),
        "inequality": inequality_record(answer.found),
        "groups": [group_record(each) for each in answer.groups],
        "preset": answer.preset.record() if answer.preset else None,
        **({"travel": record} if (record := travel_record(answer)) else {}),
    }


def analysis_document(
    found: Analysis, today: date, record: dict[str, Any], limit: int | None = None
) -> dict[str, Any]:
    """An analysis ready for JSON: what was asked, what it found, and its `limit` first areas (None: all)."""
    listed = area_records(found.areas, limit)
    head = {"question": question_record(found.question), "as_of": today, "data_version": found.data_version}
    return head | record | {"numberMatched": len(found.areas), "numberReturned": len(listed), "areas": listed}


def _bound_record(question: CoverageQuestion) -> dict[str, Any]:
    """The bound as a number in its unit."""
    if question.travel:
        return {"travel": str(question.travel), "minutes": question.travel.minutes}
    return {"distance_m": question.distance_m}


def question_record(question: CoverageQuestion) -> dict[str, Any]:
    """What was asked, every default written out."""
    supply: dict[str, list[str]] = {}
    for name, value in filter_pairs(question.supply):
        supply.setdefault(name, []).append(value)
    return {
        "areas": question.areas,
        "states": list(question.states) or [COUNTRY],
        "distance": distance_text(question),
        **_bound_record(question),
        "population": question.group,
        "population_label": GROUPS.label(question.group),
        "supply": supply,
        **measuring_record(question.how),
        **({"preset": question.preset} if question.preset else {}),
        **{f"{PRESET_PREFIX}{name}": value for name, value in question.preset_values},
    }
