"""What a choice of sites comes to, in a sentence. Pure."""

from typing import Any

import numpy as np

from app.catalog.filters import describe
from app.coverage.asked_words import asset_words
from app.coverage.measure_words import length, minutes
from app.coverage.nouns import NOUNS
from app.coverage.siting.results import Siting
from app.coverage.studies.asked import Study
from app.coverage.studies.scene import Scene


def percent_down(share: float) -> str:
    """A share as per cent, never more than it is: 99.9 % is not 100 %."""
    return f"{np.floor(1000 * share + 1e-6) / 10:g} %"


def words(study: Study, scene: Scene, best: Siting, share: float, rows: list[dict[str, Any]]) -> str:
    """Who is newly reached and lacks what now, how good that is at least, and the first sites."""
    if not rows:
        return "No candidate would reach anybody who is not reached already."
    people = {group: sum(row["people"][group] for row in rows) for group in scene.groups}
    said = ", ".join(f"{number:,.0f} {NOUNS[group][round(number) != 1]}" for group, number in people.items())
    sure = "no other choice does better" if best.proven else f"at least {percent_down(share)} of the best"
    first = ", ".join(row["name"] for row in rows[:3])
    sites = "One new site" if len(rows) == 1 else f"{len(rows)} new sites"
    lack = f"have no {_asset(study)} within {_reach(study)}"
    return f"{sites} would newly reach {said} who now {lack}; {sure}. First: {first}."


def _reach(study: Study) -> str:
    return minutes(study.travel.minutes) if study.travel else length(study.distance_m)


def _asset(study: Study) -> str:
    if next(iter(describe(study.supply)), None) is None:
        return "STEM asset of any kind (museums and colleges included)"
    return asset_words(study.question())
