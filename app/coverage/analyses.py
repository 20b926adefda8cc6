"""Analyses beside the plain answer: presets, their agreement, hot spots. Reads the database, keeps what it read.

Each takes one turn of the bound on coverage questions, in one read-only state of the data.
"""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.coverage.answers import answers_of
from app.coverage.context import Context
from app.coverage.grounds import ground_of
from app.coverage.measuring import Measuring
from app.coverage.preset_words import preset_records
from app.coverage.presets import PRESETS, Ground
from app.coverage.question import CoverageQuestion
from app.coverage.weights import weighted
from app.coverage.within_reach import WithinReach
from app.db.engine import Database


def ground_for(session: Session, context: Context) -> Ground:
    """The ground of presets: every asset counts once."""
    reach = WithinReach(context, weighted(context.supply, Measuring(), frozenset()))
    return ground_of(session, context, reach)


def presets_document(database: Database, question: CoverageQuestion, today: date) -> dict[str, Any]:
    """All presets, with what each needs and whether it is loaded for `question`."""
    answers = answers_of(database)
    with answers.turn(database) as session:
        context = answers.contexts.of(session, question, today)
        ground = ground_for(session, context)
    return {
        "areas": question.areas,
        "numberReturned": len(PRESETS),
        "presets": preset_records(ground, question.areas),
    }
