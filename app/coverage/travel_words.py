"""What a travel table had for an answer, in words and as a record. Pure."""

from typing import Any

import numpy as np

from app.coverage.results import CoverageAnswer


def travel_words(answer: CoverageAnswer) -> str:
    """Where times come from and who the table leaves out; empty without a table."""
    record = travel_record(answer)
    if record is None:
        return ""
    text = f"Times are those of the travel table {record['name']} (SHA-256 {record['digest']}…)"
    if record["people_without_rows"]:
        places = "place" if record["places_without_rows"] == 1 else "places"
        text += (
            f"; it knows no way to any of these assets for {record['people_without_rows']:,.0f} people in "
            f"{record['places_without_rows']:,} {places}, who count as out of reach"
        )
    if record["assets_without_rows"]:
        text += f"; {record['assets_without_rows']:,} of the assets have no row from these places"
    return text


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
