"""What the maps of a gap page show, put together from answers: values, classes, dots to fetch."""

from typing import Any
from urllib.parse import urlencode

from app.catalog.filters import to_pairs as filter_pairs
from app.coverage.answers import answer_of
from app.coverage.question import CoverageQuestion
from app.coverage.results import CoverageAnswer
from app.db.engine import Database
from app.maps.classes import View
from app.maps.values import Painted, classes_for, map_values, painted
from app.routers.gap_asking import Asked
from app.routers.sessions import today

Side = tuple[CoverageAnswer, Painted]


def sides_of(asked: Asked, database: Database) -> list[Side]:
    """The answers of the maps of a page, each with what it shows."""
    return [_side(question, asked.view, database) for question in asked.sides]


def _side(question: CoverageQuestion, view: View, database: Database) -> Side:
    answer = answer_of(database, question, today())
    return answer, painted(answer, view)


def values_of(asked: Asked, database: Database) -> dict[str, Any]:
    """The values of the map of one side, in classes that hold for both."""
    sides = sides_of(asked, database)
    answer, shown = sides[-1] if asked.side == "b" else sides[0]
    classes = classes_for([(answer, shown), *sides] if asked.classing == "fixed" else sides, asked.classing)
    return map_values(answer, shown, classes) | _around(answer.question)


def _around(question: CoverageQuestion) -> dict[str, Any]:
    return {
        "states": ",".join(question.states),
        "points": "/api/v1/assets/points?" + urlencode(filter_pairs(question.supply)),
    }
