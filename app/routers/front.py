"""What the front page counts and shows, made once for each version of the data and day.

The sentence on who is underserved may take seconds to compute after a change: the page waits a moment for it, then goes
out without it, and the next visitor has it.
"""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Final
from urllib.parse import parse_qsl

from fastapi import FastAPI
from sqlalchemy.orm import Session

from app.catalog.counts import StateCounts, counts_by_state
from app.catalog.facets import FacetCount, facet_counts
from app.catalog.filters import AssetFilter
from app.coverage.answers import answer_of
from app.coverage.question import parse_question
from app.coverage.results import CoverageAnswer
from app.db.engine import Database
from app.errors import AppError
from app.geography.state_shapes import StateShape, frame_of, state_shapes
from app.routers.gap_form import INFORMAL

_PATIENCE_S: Final = 0.3
_POPULAR: Final = 8


@dataclass(frozen=True)
class Front:
    """Counts, popular choices and outlines of one version of the data."""

    states: Sequence[StateCounts]
    bands: Sequence[FacetCount]
    kinds: Sequence[FacetCount]
    shapes: Sequence[StateShape]
    frame: tuple[int, int, int, int]


@dataclass
class FrontDesk:
    """What a worker keeps for its front page."""

    _kept: tuple[tuple[int, date], Front] | None = None
    _gap: tuple[tuple[int, date], Future[CoverageAnswer]] | None = None
    _lock: Lock = field(default_factory=Lock)
    _worker: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "front-page"))

    def front(self, session: Session, version: int, day: date) -> Front:
        """The counts of this version and day."""
        kept = self._kept
        if kept is None or kept[0] != (version, day):
            self._kept = kept = (version, day), _front(session, day)
        return kept[1]

    def gap(self, database: Database, version: int, day: date) -> CoverageAnswer | None:
        """Who is beyond the reach of informal programs; None while that is being computed, or where it cannot be."""
        with self._lock:
            if self._gap is None or self._gap[0] != (version, day) or _failed(self._gap[1]):
                question = parse_question(parse_qsl(INFORMAL), database.settings)
                self._gap = (version, day), self._worker.submit(answer_of, database, question, day)
            asked = self._gap[1]
        try:
            return asked.result(_PATIENCE_S)
        except (FutureTimeoutError, AppError):
            return None


def _failed(asked: Future[CoverageAnswer]) -> bool:
    return asked.done() and asked.exception() is not None


def _front(session: Session, day: date) -> Front:
    states = counts_by_state(session, today=day)
    facets = facet_counts(session, AssetFilter(), today=day, names=("band", "subtype")).choices
    shapes, codes = state_shapes(session), frozenset(each.state for each in states)
    often = sorted(facets["subtype"], key=lambda each: -each.count)[:_POPULAR]
    return Front(states, facets["band"], often, shapes, frame_of(shapes, codes))


def front_desk(app: FastAPI) -> FrontDesk:
    """The desk of this worker; made when it is first asked for."""
    if getattr(app.state, "front_desk", None) is None:
        app.state.front_desk = FrontDesk()
    desk: FrontDesk = app.state.front_desk
    return desk
