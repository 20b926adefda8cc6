"""What the maps of a gap page show, put together from answers: values, classes, verdicts, dots to fetch."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from math import ceil, cos, floor, radians
from threading import Lock
from typing import Any, Final
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

import numpy as np

from app.catalog.filters import AssetFilter, changed
from app.catalog.filters import to_pairs as filter_pairs
from app.coverage.agreed import agreement_words
from app.coverage.agreement_answers import AgreementAnswer
from app.coverage.analyses import agreement_of, hotspots_of
from app.coverage.answers import answer_of, answers_of
from app.coverage.geodesy import SHORTEST_DEGREE_M
from app.coverage.hotspot_answers import hotspot_record
from app.coverage.kept import Kept
from app.coverage.preset_answers import PresetAnswer, plain_ground
from app.coverage.preset_words import not_loaded_words
from app.coverage.presets import PRESETS, NotLoadedError, judge
from app.coverage.question import CoverageQuestion
from app.coverage.results import CoverageAnswer
from app.db.engine import Database
from app.errors import BadParameterError
from app.language import gettext, speaking
from app.maps import layers
from app.maps.classes import View
from app.maps.values import Painted, classes_for, map_values, painted
from app.routers.gap_asking import BY_MILES, Asked
from app.routers.sessions import today

_MOST_KEPT: Final = 32
_AROUND_M: Final = 80_000.0
"""How far around people assets are drawn at least: what is across the line serves them too."""
_LEAST_COSINE: Final = 0.1
_kept: WeakKeyDictionary[Database, Kept] = WeakKeyDictionary()
_kept_lock = Lock()
_ON_ANSWER: Final[dict[View, Callable[[CoverageAnswer], Painted]]] = {
    "poverty": layers.poverty,
    "rural": layers.rurality,
}


@dataclass(frozen=True, eq=False)
class Side:
    """One map: its answer, what it shows, what stands in the way of that, and what an analysis says in words."""

    answer: CoverageAnswer
    shown: Painted
    lacking: str = ""
    words: str = ""
    agreement: AgreementAnswer | None = None


def sides_of(asked: Asked, database: Database) -> list[Side]:
    """The maps of a page."""
    return [side_of(question, asked.view, database, today()) for question in asked.sides]


def side_of(question: CoverageQuestion, view: View, database: Database, day: date) -> Side:
    """One map. Its answer is that of the question without its preset, so that presets can be tried fast."""
    plain = replace(question, preset=None, preset_values=())
    answer = answer_of(database, plain, day)
    if question.preset is None and view not in ("agreement", "hotspots"):
        return Side(answer, _shown(answer, view))
    with _kept_lock:
        kept = _kept.setdefault(database, Kept(_MOST_KEPT))
    key = (question, view, answer.data_version, day, speaking.get())  # what is kept has words
    return kept.of(key, lambda: _with_analysis(answer, question, view, database))


def _shown(answer: CoverageAnswer, view: View) -> Painted:
    return _ON_ANSWER[view](answer) if view in _ON_ANSWER else painted(answer, view)


def _with_analysis(
    answer: CoverageAnswer, question: CoverageQuestion, view: View, database: Database
) -> Side:
    found, lacking = _judged(question, answer, database) if question.preset else (None, "")
    whole = replace(answer, question=question, preset=found)
    if view == "gap" and found:
        return Side(whole, layers.judged_gap(answer, found))
    if view not in ("agreement", "hotspots"):
        return Side(whole, _shown(answer, "share" if view == "gap" else view), lacking)
    try:
        return _together(whole, view, database, lacking)
    except BadParameterError as refused:
        return Side(whole, _shown(answer, "share"), refused.detail)


def _together(whole: CoverageAnswer, view: View, database: Database, lacking: str) -> Side:
    """Agreement or hot spots. Raises BadParameterError where they cannot be told."""
    if whole.question.travel and view == "agreement":
        return Side(whole, _shown(whole, "share"), gettext(BY_MILES))
    plain = replace(whole.question, preset=None, preset_values=())
    if view == "hotspots":
        spots = hotspots_of(database, plain, whole.today)
        return Side(whole, layers.hot_spots(spots), lacking, hotspot_record(spots)["words"])
    agreed = agreement_of(database, plain, tuple(PRESETS.values()), whole.today)
    return Side(whole, layers.agreed(agreed), lacking, agreement_words(agreed), agreed)


def _judged(
    question: CoverageQuestion, answer: CoverageAnswer, database: Database
) -> tuple[PresetAnswer | None, str]:
    """What the preset of the question says, or what it lacks and how to load that."""
    answers = answers_of(database)
    with answers.turn(database) as session:
        context = answers.contexts.of(session, question, answer.today)
        ground = plain_ground(session, context)
    preset, values = PRESETS[question.preset or ""], dict(question.preset_values)
    try:
        verdict = judge(preset, ground, question.areas, values)
    except NotLoadedError as missing:
        return None, not_loaded_words(missing)
    return PresetAnswer(preset, preset.values(values), verdict, context), ""


def values_of(asked: Asked, database: Database) -> dict[str, Any]:
    """The values of the map of one side, in classes that hold for both; miles and minutes have their own."""
    sides = sides_of(asked, database)
    mine = sides[-1] if asked.side == "b" else sides[0]
    units = {each.answer.question.travel is None for each in sides}
    together = [mine] if asked.classing == "fixed" or len(units) > 1 else sides
    classes = classes_for([(each.answer, each.shown) for each in together], asked.classing)
    return map_values(mine.answer, mine.shown, classes) | _around(mine.answer)


def _around(answer: CoverageAnswer) -> dict[str, Any]:
    question = answer.question
    return {
        "states": ",".join(question.states),
        "points": "/api/v1/assets/points?" + urlencode(filter_pairs(_seen(answer))),
    }


def _seen(answer: CoverageAnswer) -> AssetFilter:
    """The assets of the answer that its map can show: of some states those around their people, in whole tenths of a
    degree, so that questions that differ in their distance ask for the same.
    """
    question, points = answer.question, answer.found.context.points
    if not question.states or question.supply.bbox is not None or not len(points):
        return question.supply
    high = max(question.distance_m, _AROUND_M) / SHORTEST_DEGREE_M
    wide = high / max(cos(radians(float(np.abs(points.lat).max()))), _LEAST_COSINE)
    west, south = points.lon.min() - wide, points.lat.min() - high
    east, north = points.lon.max() + wide, points.lat.max() + high
    box = (
        max(floor(10 * west) / 10, -180.0), max(floor(10 * south) / 10, -90.0),
        min(ceil(10 * east) / 10, 180.0), min(ceil(10 * north) / 10, 90.0),
    )  # fmt: skip
    return changed(question.supply, {"bbox": box})
