"""`/` and `/about`: the front door, and where every figure comes from."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalog.bulk.about import licence_name
from app.catalog.counts import StateCounts, counts_by_state
from app.coverage.answers import answer_of
from app.coverage.question import parse_question
from app.coverage.results import StateGap
from app.coverage.words import headline
from app.db.engine import Database
from app.models import DataSource
from app.routers import templates
from app.routers.gap_form import INFORMAL
from app.routers.sessions import ReadSession, ServiceDatabase, today
from app.vocabulary.codes import STATES

router = APIRouter()
EXAMPLES: Final = (
    ("robotics clubs", "q=robotics&subtype=club"),
    ("summer camps", "subtype=camp"),
    ("science museums", "subtype=museum&subtype=science-center"),
    ("near Las Cruces", "near=Las+Cruces%2C+NM"),
    ("engineering colleges", "discipline=engineering&subtype=university"),
)


@dataclass(frozen=True)
class StateCard:
    """One state on the front page."""

    code: str
    name: str
    assets: int
    institutions: int
    programs: int
    opportunities: int
    gap: StateGap | None


def _card(counts: StateCounts, gap: StateGap | None) -> StateCard:
    kinds = counts.by_kind
    return StateCard(
        counts.state,
        STATES.label(counts.state),
        sum(kinds.values()),
        kinds.get("institution", 0),
        kinds.get("program", 0),
        kinds.get("opportunity", 0),
        gap,
    )


def _context(session: Session, database: Database, day: date) -> dict[str, object]:
    counts = counts_by_state(session, today=day)
    found = answer_of(database, parse_question(parse_qsl(INFORMAL), database.settings), day)
    gaps = {gap.state: gap for gap in found.states}
    cards = [_card(each, gaps.get(each.state)) for each in counts]
    return {
        "states": cards,
        "total": sum(card.assets for card in cards),
        "headline": headline(found),
        "informal": INFORMAL,
        "examples": EXAMPLES,
    }


@router.get("/")
def home(request: Request, session: ReadSession, database: ServiceDatabase) -> Response:
    """Show the front page."""
    return templates.page(request, "home.html", _context(session, database, today()))


@router.get("/about")
def about(request: Request, session: ReadSession) -> Response:
    """Show sources, vintages and methods."""
    sources = session.scalars(select(DataSource).order_by(DataSource.title)).all()
    total = sum(sum(each.by_kind.values()) for each in counts_by_state(session, today=today()))
    context = {"sources": sources, "total": total, "licence_name": licence_name}
    return templates.page(request, "about.html", context)
