"""Studies answered at once, in the turns of coverage questions; and the scene of a run, read outside of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.coverage.answers import answers_of
from app.coverage.studies.answer import answer_study
from app.coverage.studies.asked import Study
from app.coverage.studies.effort import Effort
from app.coverage.studies.reading import read_scene
from app.coverage.studies.reading_agreement import read_agreement_scene
from app.coverage.studies.scene import Scene
from app.db.engine import Database


def answer_now(database: Database, study: Study, today: date) -> dict[str, Any]:
    """The first answer to `study` on the data of now, without a proof.

    Raises BusyError when too many ask at once, BadParameterError and TooMuchWorkError as `answer_study`.
    """
    with turn(database) as session:
        scene = _read(session, database, study, today)
        return answer_study(study, scene, Effort(pairs_max=database.settings.siting_pairs_max))


def scene_now(database: Database, study: Study, today: date) -> Scene:
    """What `study` is computed from, on one state of the data of now."""
    with database.read(database.settings.coverage_timeout_s) as session:
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        return _read(session, database, study, today)


def _read(session: Session, database: Database, study: Study, today: date) -> Scene:
    kept = answers_of(database).contexts
    if study.kind == "agreement":
        return read_agreement_scene(session, study, today, kept.demands)
    return read_scene(session, study, database.settings, today, kept)


@contextmanager
def turn(database: Database) -> Iterator[Session]:
    """A turn to compute, one of `coverage_at_once`, with one state of the data. Raises BusyError after a wait."""
    with answers_of(database).turn(database) as session:
        yield session
