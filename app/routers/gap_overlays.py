"""The overlays of a gap map, put together from answers: which areas each marks, and what stands in its way."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from app.catalog.filters import to_pairs as filter_pairs
from app.coverage.geodesy import Floats
from app.coverage.question import PLAIN_NAMES, CoverageQuestion, to_pairs
from app.coverage.results import CoverageAnswer
from app.coverage.studies.asked import parse_study
from app.coverage.studies.asking import answer_now
from app.db.engine import Database
from app.errors import AppError
from app.language import _
from app.maps import layers
from app.maps.overlays import OVERLAYS, Laid, Overlay, marked
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


def laid_over(
    answer: CoverageAnswer, question: CoverageQuestion, wanted: Sequence[Overlay], database: Database
) -> Laid:
    """The same for a picture, which fetches nothing: with the points that are measured to and suggested sites."""
    found = overlays_of(answer, question, wanted, database)
    supply = answer.found.context.supply
    assets = np.column_stack((supply.lon, supply.lat)) if "assets" in wanted else np.empty((0, 2))
    sites = _sites(question, database) if "sites" in wanted else []
    lacks = found["overLacks"] | ({"sites": _("none found")} if "sites" in wanted and not sites else {})
    return Laid(tuple(wanted), found["marks"], lacks, assets, sites)


def _sites(question: CoverageQuestion, database: Database) -> list[tuple[float, float]]:
    """The five sites that the page suggests; none where none can be."""
    asked: dict[str, Any] = {"sites": 5, "candidates": "places"}
    asked |= {name: value for name, value in to_pairs(question) if name in PLAIN_NAMES}
    for name, value in filter_pairs(question.supply):
        asked.setdefault(name, []).append(value)
    if question.states:
        asked["states"] = list(question.states)
    try:
        answer = answer_now(database, parse_study("siting", asked, database.settings), today())
    except AppError:
        return []
    return [(site["lon"], site["lat"]) for site in answer["sites"]]


def _values(name: Overlay, answer: CoverageAnswer, question: CoverageQuestion, database: Database) -> Floats:
    """What is known (a,) of each area; all NaN where hot spots cannot be told of so few areas."""
    if name == "poverty":
        return layers.poverty(answer).values
    if name == "rural":
        return layers.rurality(answer).values
    plain = replace(question, preset=None, preset_values=())
    spots = side_of(plain, "hotspots", database, today()).shown
    return spots.values if spots.view == "hotspots" else np.full(len(answer.areas), np.nan)
