"""What a choice of sites comes to, in a sentence. Pure."""

from typing import Any

import numpy as np

from app.coverage.nouns import NOUNS
from app.coverage.siting.results import Siting
from app.coverage.studies.scene import Scene


def percent_down(share: float) -> str:
    """A share as per cent, never more than it is: 99.9 % is not 100 %."""
    return f"{np.floor(1000 * share + 1e-6) / 10:g} %"


def words(scene: Scene, best: Siting, share: float, rows: list[dict[str, Any]]) -> str:
    """Who is newly reached, how good that is at least, and the first sites."""
    if not rows:
        return "No candidate would reach anybody who is not reached already."
    people = {group: sum(row["people"][group] for row in rows) for group in scene.groups}
    said = ", ".join(f"{number:,.0f} {NOUNS[group][round(number) != 1]}" for group, number in people.items())
    sure = "which no other choice exceeds" if best.proven else f"at least {percent_down(share)} of the best"
    first = ", ".join(row["name"] for row in rows[:3])
    sites = "One new site" if len(rows) == 1 else f"{len(rows)} new sites"
    return f"{sites} would newly reach {said}; {sure}. First: {first}."
