"""Answers kept for a while: the page, its map and the API of one question compute it once.

An answer is kept under its question, the version of the data and the day, so a change of any asset or area
makes it anew. At most `coverage_at_once` are computed at a time; a caller who waits too long for a turn is
told to come back (BusyError). Threads may call this at the same time; those with one question wait for one
computation.
"""

from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import contextmanager
from datetime import date
from threading import BoundedSemaphore, Lock
from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.coverage.context import Contexts
from app.coverage.demand import FigureSet, available_groups
from app.coverage.gaps import answer
from app.coverage.question import CoverageQuestion
from app.coverage.results import CoverageAnswer
from app.db.engine import Database
from app.db.turns import turn
from app.errors import BusyError
from app.models import DataVersion

_Key = tuple[CoverageQuestion, int, date]
_BUSY: Final = "Too many coverage questions at this moment: try again in a few seconds."


class Answers:
    """The answers of one database."""

    def __init__(
        self,
        kept: int,
        at_once: int,
        wait_s: float,
        timeout_s: float,
        demands_kept: int = 8,
        layers_kept: int = 48,
        supply_rows_kept: int = 500_000,
    ) -> None:
        self._kept = kept
        self.contexts = Contexts(demands_kept, layers_kept, supply_rows_kept)
        self._wait_s = wait_s
        self._timeout_s = timeout_s
        self._turns = BoundedSemaphore(at_once)
        self._lock = Lock()
        self._futures: OrderedDict[_Key, Future[CoverageAnswer]] = OrderedDict()

    def of(self, database: Database, question: CoverageQuestion, today: date) -> CoverageAnswer:
        """The answer on the data of now; raises what `gaps.answer` raises, or BusyError."""
        key = (question, data_version(database), today)
        with self._lock:
            found = self._futures.get(key)
            mine: Future[CoverageAnswer] = found or Future()
            if found is None:
                self._keep(key, mine)
            else:
                self._futures.move_to_end(key)
        if found is not None:
            return self._other(found)
        return self._compute(database, key, mine)

    def _keep(self, key: _Key, future: Future[CoverageAnswer]) -> None:
        self._futures[key] = future
        while len(self._futures) > self._kept:
            self._futures.popitem(last=False)

    def _other(self, future: Future[CoverageAnswer]) -> CoverageAnswer:
        """The answer another caller computes, or has computed."""
        try:
            return future.result(self._wait_s + self._timeout_s)
        except FutureTimeoutError:
            raise BusyError from None

    def _compute(self, database: Database, key: _Key, mine: Future[CoverageAnswer]) -> CoverageAnswer:
        """The answer of this caller; one that failed is forgotten, so that the next caller tries again."""
        try:
            result = self._in_turn(database, key[0], key[2])
        except BaseException as failure:
            with self._lock:
                if self._futures.get(key) is mine:
                    del self._futures[key]
            mine.set_exception(failure)
            raise
        mine.set_result(result)
        return result

    def _in_turn(self, database: Database, question: CoverageQuestion, today: date) -> CoverageAnswer:
        with self.turn(database) as session:
            return answer(question, session, today, self.contexts)

    @contextmanager
    def turn(self, database: Database) -> Iterator[Session]:
        """A session that sees one state of the data, for one of the analyses that run at a time. Raises BusyError."""
        with turn(self._turns, self._wait_s, _BUSY), database.read(self._timeout_s) as session:
            session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
            yield session


_answers: WeakKeyDictionary[Database, Answers] = WeakKeyDictionary()
_answers_lock = Lock()
_groups: WeakKeyDictionary[Database, tuple[int, list[FigureSet]]] = WeakKeyDictionary()


def data_version(database: Database) -> int:
    """The number of the published data now."""
    with database.read() as session:
        return session.scalar(select(DataVersion.version)) or 0


def answers_of(database: Database) -> Answers:
    """The kept answers of `database`, bounded by its settings."""
    with _answers_lock:
        if database not in _answers:
            settings = database.settings
            _answers[database] = Answers(
                settings.coverage_kept,
                settings.coverage_at_once,
                settings.coverage_wait_s,
                settings.coverage_timeout_s,
                settings.coverage_demands_kept,
                settings.coverage_layers_kept,
                settings.coverage_supply_rows_kept,
            )
        return _answers[database]


def answer_of(database: Database, question: CoverageQuestion, today: date) -> CoverageAnswer:
    """The answer to `question` on the data of now as of `today`, computed once and kept.

    Raises BadParameterError for a group without figures or an unknown place, BusyError when too many ask.
    """
    return answers_of(database).of(database, question, today)


def groups_of(database: Database) -> list[FigureSet]:
    """Groups that have figures (see demand.available_groups), looked up once for each version of the data."""
    version = data_version(database)
    kept = _groups.get(database)
    if kept is None or kept[0] != version:
        with database.read() as session:
            kept = version, available_groups(session)
        _groups[database] = kept
    return kept[1]
