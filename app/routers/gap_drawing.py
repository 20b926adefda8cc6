"""What the maps of a gap page show, put together from answers: values, classes, verdicts, dots to fetch."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any, Final
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

from app.catalog.filters import to_pairs as filter_pairs
from app.coverage.analyses import ground_for
from app.coverage.answers import answer_of, answers_of
from app.coverage.kept import Kept
from app.coverage.presets import PRESETS, Ground, NotLoadedError, Verdict, judge
from app.coverage.question import CoverageQuestion
from app.coverage.results import CoverageAnswer
from app.db.engine import Database
from app.maps import layers
from app.maps.classes import View
from app.maps.values import Painted, classes_for, map_values, painted
from app.routers.gap_asking import Asked
from app.routers.sessions import today

_MOST_KEPT: Final = 32
_kept: WeakKeyDictionary[Database, Kept] = WeakKeyDictionary()
_kept_lock = Lock()
_ON_ANSWER: Final[dict[View, Callable[[CoverageAnswer], Painted]]] = {
    "hotspots": layers.hot_spots,
    "poverty": layers.poverty,
    "rural": layers.rurality,
}


@dataclass(frozen=True, eq=False)
class Side:
    """One map: its answer, what it shows, the verdict of its preset, and what stands in the way of one."""

    answer: CoverageAnswer
    shown: Painted
    verdict: Verdict | None = None
    lacking: str = ""
    judged: layers.Judged | None = None


def sides_of(asked: Asked, database: Database) -> list[Side]:
    """The maps of a page."""
    return [_side(question, asked.view, database, today()) for question in asked.sides]


def _side(question: CoverageQuestion, view: View, database: Database, day: date) -> Side:
    answer = answer_of(database, question, day)
    if question.preset is None and view not in ("agreement", "hotspots"):
        return Side(answer, _plain(answer, view))
    with _kept_lock:
        kept = _kept.setdefault(database, Kept(_MOST_KEPT))
    key = (question, view, answer.data_version, day)
    return kept.of(key, lambda: _judged_side(answer, view, database))


def _plain(answer: CoverageAnswer, view: View) -> Painted:
    return _ON_ANSWER[view](answer) if view in _ON_ANSWER else painted(answer, view)


def _judged_side(answer: CoverageAnswer, view: View, database: Database) -> Side:
    question = answer.question
    ground = None
    if question.preset or view == "agreement":
        answers = answers_of(database)
        with answers.turn(database) as session:
            least = layers.widest_m(question)
            context = answers.contexts.of(session, question, answer.today, least)
            ground = ground_for(session, context)
    verdict, lacking = _verdict(ground, question) if ground and question.preset else (None, "")
    if view == "agreement" and ground:
        judged = layers.all_judged(
            ground, question.areas, {question.preset or "": dict(question.preset_values)}
        )
        return Side(answer, layers.agreed(answer, judged), verdict, lacking, judged)
    if view == "gap" and verdict:
        return Side(answer, layers.judged_gap(answer, verdict), verdict)
    return Side(answer, _plain(answer, "share" if view == "gap" else view), verdict, lacking)


def _verdict(ground: Ground, question: CoverageQuestion) -> tuple[Verdict | None, str]:
    preset = PRESETS[question.preset or ""]
    try:
        return judge(preset, ground, question.areas, dict(question.preset_values)), ""
    except NotLoadedError as missing:
        return None, str(missing)


def values_of(asked: Asked, database: Database) -> dict[str, Any]:
    """The values of the map of one side, in classes that hold for both."""
    sides = sides_of(asked, database)
    mine = sides[-1] if asked.side == "b" else sides[0]
    together = [mine] if asked.classing == "fixed" else sides
    classes = classes_for([(each.answer, each.shown) for each in together], asked.classing)
    return map_values(mine.answer, mine.shown, classes) | _around(mine.answer.question)


def _around(question: CoverageQuestion) -> dict[str, Any]:
    return {
        "states": ",".join(question.states),
        "points": "/api/v1/assets/points?" + urlencode(filter_pairs(question.supply)),
    }
