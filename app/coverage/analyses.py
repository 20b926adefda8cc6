"""Analyses beside the plain answer: presets, their agreement, hot spots. Reads the database, keeps what it read.

Each takes one turn of the bound on coverage questions, in one read-only state of the data.
"""

from datetime import date
from typing import Any

from app.coverage.answers import answers_of
from app.coverage.preset_answers import plain_ground
from app.coverage.preset_words import preset_records
from app.coverage.presets import PRESETS
from app.coverage.question import CoverageQuestion
from app.db.engine import Database


def presets_document(database: Database, question: CoverageQuestion, today: date) -> dict[str, Any]:
    """All presets, with what each needs and whether it is loaded for `question`."""
    answers = answers_of(database)
    with answers.turn(database) as session:
        context = answers.contexts.of(session, question, today)
        ground = plain_ground(session, context)
    return {
        "areas": question.areas,
        "numberReturned": len(PRESETS),
        "presets": preset_records(ground, question.areas),
    }
