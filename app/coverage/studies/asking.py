"""Studies answered at once: read on one state of the data, computed, bounded in time and number."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from threading import BoundedSemaphore, Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.coverage.studies.answer import answer_study
from app.coverage.studies.asked import Study
from app.coverage.studies.effort import Effort
from app.coverage.studies.reading import read_scene
from app.coverage.studies.scene import Scene
from app.db.engine import Database
from app.errors import BusyError

_turns: WeakKeyDictionary[Database, BoundedSemaphore] = WeakKeyDictionary()
_lock = Lock()


def answer_now(database: Database, study: Study, today: date) -> dict[str, Any]:
    """The first answer to `study` on the data of now, without a proof.

    Raises BusyError when too many ask at once, BadParameterError and TooMuchWorkError as `answer_study`.
    """
    with turn(database):
        scene = scene_now(database, study, today)
        return answer_study(study, scene, Effort(pairs_max=database.settings.siting_pairs_max))


def scene_now(database: Database, study: Study, today: date) -> Scene:
    """What `study` is computed from, on the data of now."""
    with one_state(database) as session:
        return read_scene(session, study, database.settings, today)


@contextmanager
def one_state(database: Database) -> Iterator[Session]:
    """A read session in which all statements see the same data."""
    with database.read(database.settings.coverage_timeout_s) as session:
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        yield session


@contextmanager
def turn(database: Database) -> Iterator[None]:
    """A turn to compute, one of `coverage_at_once`. Raises BusyError after waiting for it too long."""
    with _lock:
        turns = _turns.setdefault(database, BoundedSemaphore(database.settings.coverage_at_once))
    if not turns.acquire(timeout=database.settings.coverage_wait_s):
        raise BusyError("Too many coverage questions at this moment: try again in a few seconds.")
    try:
        yield
    finally:
        turns.release()
