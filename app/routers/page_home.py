"""`/` and `/about`: the front door, and where every figure comes from."""

from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalog.bulk.about import licence_name
from app.catalog.counts import StateCounts, counts_by_state
from app.coverage.answers import data_version
from app.coverage.results import StateGap
from app.coverage.words import headline
from app.db.engine import Database
from app.language import N_, _
from app.models import DataSource
from app.routers import templates
from app.routers.front import FrontDesk, front_desk
from app.routers.gap_form import INFORMAL
from app.routers.sessions import ReadSession, ServiceDatabase, today
from app.vocabulary.assets import KINDS
from app.vocabulary.codes import STATES

router = APIRouter()
EXAMPLES: Final = (
    (N_("free robotics for middle school near 87401"), "q=free+robotics+for+middle+school+near+87401"),
    (N_("summer camps in New Mexico"), "q=summer+camps+in+New+Mexico"),
    (N_("science museums"), "subtype=museum&subtype=science-center"),
    (N_("coding near Las Cruces"), "q=coding+near+Las+Cruces"),
    (N_("engineering colleges"), "discipline=engineering&subtype=university"),
)
"""Questions to try: words, and the query they lead to."""


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


def _context(session: Session, database: Database, desk: FrontDesk) -> dict[str, object]:
    day, version = today(), data_version(database)
    front = desk.front(session, version, day)
    found = desk.gap(database, version, day)
    gaps = {gap.state: gap for gap in found.states} if found else {}
    cards = [_card(each, gaps.get(each.state)) for each in front.states]
    return {
        "states": cards,
        "by_code": {card.code: card for card in cards},
        "front": front,
        "kinds": {kind: sum(each.by_kind.get(kind, 0) for each in front.states) for kind in KINDS},
        "total": sum(card.assets for card in cards),
        "headline": headline(found) if found else None,
        "informal": INFORMAL,
        "examples": [(_(label), query) for label, query in EXAMPLES],
    }


@router.get("/")
def home(request: Request, session: ReadSession, database: ServiceDatabase) -> Response:
    """Show the front page."""
    return templates.page(request, "home.html", _context(session, database, front_desk(request.app)))


@router.get("/about")
def about(request: Request, session: ReadSession) -> Response:
    """Show sources, vintages and methods."""
    sources = session.scalars(select(DataSource).order_by(DataSource.title)).all()
    total = sum(sum(each.by_kind.values()) for each in counts_by_state(session, today=today()))
    context = {"sources": sources, "total": total, "licence_name": licence_name}
    return templates.page(request, "about.html", context)
