"""What a travel table had for an answer, in words and as a record. Pure."""

from typing import Any

import numpy as np

from app.coverage.results import CoverageAnswer
from app.language import _, ngettext


def travel_words(answer: CoverageAnswer) -> str:
    """Where times come from and who the table leaves out; empty without a table."""
    record = travel_record(answer)
    if record is None:
        return ""
    text = _(
        "Times are those of the travel table %(name)s (SHA-256 %(digest)s…)",
        name=record["name"],
        digest=record["digest"],
    )
    return text + _people_without(record) + _assets_without(record)


def _people_without(record: dict[str, Any]) -> str:
    people, places = record["people_without_rows"], record["places_without_rows"]
    if not people:
        return ""
    return ngettext(
        "; it knows no way to any of these assets for %(people)s people in %(n)s place, who count as out of reach",
        "; it knows no way to any of these assets for %(people)s people in %(n)s places, who count as out of reach",
        places,
    ) % {"people": f"{people:,.0f}", "n": f"{places:,}"}


def _assets_without(record: dict[str, Any]) -> str:
    number = record["assets_without_rows"]
    if not number:
        return ""
    return _("; %(n)s of the assets have no row from these places", n=f"{number:,}")


def travel_record(answer: CoverageAnswer) -> dict[str, Any] | None:
    """The table by name and digest, and what it has and lacks for this answer; None without a table."""
    travel, found = answer.question.travel, answer.found.reach.travel
    if travel is None or found is None:
        return None
    context, supply = answer.found.context, answer.found.reach.supply
    people = context.points.people
    without = found.places_without()[context.inside] & (people > 0)
    there = np.bincount(supply.asset, minlength=len(supply)) > 0
    return {
        "name": travel.name,
        "digest": travel.digest,
        "minutes": travel.minutes,
        **found.record(),
        "places_without_rows": int(without.sum()),
        "people_without_rows": round(float(people[without].sum()), 1),
        "assets_without_rows": int((there & found.assets_without()).sum()),
    }
