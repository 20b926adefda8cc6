"""The overlays of a gap map, put together from answers: which areas each marks, and what stands in its way."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from app.coverage.geodesy import Floats
from app.coverage.question import CoverageQuestion
from app.coverage.results import CoverageAnswer
from app.db.engine import Database
from app.language import _
from app.maps import layers
from app.maps.overlays import OVERLAYS, Overlay, marked
from app.routers.gap_drawing import side_of
from app.routers.sessions import today

_DRAWN: Final[tuple[Overlay, ...]] = ("hotspots", "poverty", "rural")
"""Overlays that mark areas; the others are points that the map fetches."""


def overlays_for(question: CoverageQuestion) -> dict[Overlay, str]:
    """The overlays a question has: a travel table knows no way to sites that are not in it, so none are suggested."""
    return {name: label for name, label in OVERLAYS.items() if name != "sites" or not question.travel}


def overlays_of(
    answer: CoverageAnswer, question: CoverageQuestion, wanted: Sequence[Overlay], database: Database
) -> dict[str, Any]:
    """`over`, what is on; `overLabels` of all; `marks`, places of the marked areas by overlay; `overLacks`."""
    marks: dict[str, list[int]] = {}
    lacks: dict[str, str] = {}
    for name in _DRAWN:
        if name in wanted:
            values = _values(name, answer, question, database)
            marks[name] = marked(name, values)
            if np.isnan(values).all():
                lacks[name] = _("no figures")
    labels = {name: _(label) for name, label in overlays_for(question).items()}
    return {
        "over": [name for name in wanted if name in labels],
        "overLabels": labels,
        "marks": marks,
        "overLacks": lacks,
    }


def _values(name: Overlay, answer: CoverageAnswer, question: CoverageQuestion, database: Database) -> Floats:
    """What is known (a,) of each area; all NaN where hot spots cannot be told of so few areas."""
    if name == "poverty":
        return layers.poverty(answer).values
    if name == "rural":
        return layers.rurality(answer).values
    plain = replace(question, preset=None, preset_values=())
    spots = side_of(plain, "hotspots", database, today()).shown
    return spots.values if spots.view == "hotspots" else np.full(len(answer.areas), np.nan)
