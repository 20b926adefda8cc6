"""Analyses beside the plain answer: presets, their agreement, hot spots. Reads the database, keeps what it read.

Each takes one turn of the bound on coverage questions, in one read-only state of the data.
"""

from datetime import date
from typing import Any

from app.coverage.agreed import reach_of_presets
from app.coverage.agreement_answers import AgreementAnswer, agreement_answer
from app.coverage.answers import answers_of
from app.coverage.asked import contradiction
from app.coverage.hotspot_answers import HotspotAnswer, hotspot_answer
from app.coverage.measured import measured
from app.coverage.preset_answers import plain_ground
from app.coverage.preset_words import preset_records
from app.coverage.presets import PRESETS, Preset
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


def agreement_of(
    database: Database, question: CoverageQuestion, presets: tuple[Preset, ...], today: date
) -> AgreementAnswer:
    """Under how many of the presets each area of `question` is a gap. Raises BadParameterError, BusyError."""
    if question.travel:
        raise contradiction("travel", "Presets say their distances in miles: leave out `travel`.")
    answers = answers_of(database)
    with answers.turn(database) as session:
        context = answers.contexts.of(session, question, today, reach_of_presets(presets))
        return agreement_answer(session, context, presets)


def hotspots_of(database: Database, question: CoverageQuestion, today: date) -> HotspotAnswer:
    """Hot and cold spots of the measure of `question`. Raises BadParameterError, BusyError."""
    answers = answers_of(database)
    with answers.turn(database) as session:
        return hotspot_answer(measured(session, answers.contexts.of(session, question, today)))
