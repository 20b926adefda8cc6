"""`/states` and `/states/{xx}`: what a state has, who is far from it, and how good its data are."""

from dataclasses import dataclass

import orjson
from fastapi import APIRouter, Request, Response
from markupsafe import Markup
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse

from app.catalog.counts import counts_by_state
from app.errors import NotFoundError
from app.geography.outlines import outlines_geojson
from app.language import _
from app.maps.albers import Ring
from app.maps.classes import Classes
from app.maps.svg import Picture, Shape, rings_of, svg_map
from app.routers import templates
from app.routers.profile_pages import profile_page
from app.routers.sessions import ReadSession, ServiceDatabase, ServiceSettings, today
from app.settings import Settings
from app.vocabulary.alliances import Alliance, alliances_of
from app.vocabulary.codes import STATES, state_of

router = APIRouter()
_LISTED = Classes("Inventory", (0.5,), ("Not yet", "Listed"), ("#e3e8ee", "#0b4f8a"))
_OFF_THE_MAP = ("AK", "HI", "AS", "GU", "MP", "PR", "VI")
"""Drawn at their place they would shrink all others; they are in the list."""


@dataclass(frozen=True)
class Listed:
    """A state in the list."""

    code: str
    name: str
    assets: int
    programs: int
    institutions: int
    opportunities: int


def state_meant(said: str) -> str:
    """The postal code of a state by code or name as links write it. Raises NotFoundError with those there are."""
    code = state_of(said.replace("-", " "))
    if code is None:
        raise NotFoundError(
            f"`{said[:40]}` is not a state or territory of the United States.", accepted=STATES.slugs
        )
    return code


@router.get("/states")
def states(request: Request, session: ReadSession, settings: ServiceSettings) -> Response:
    """List every state: those with an inventory with what is in it, then the others."""
    listed = _listed(session)
    known = {each.code for each in listed}
    context = {
        "listed": listed,
        "others": [(code, label) for code, label in STATES.labels.items() if code not in known],
        "map": _map(session, {each.code: each for each in listed}),
        "total": sum(each.assets for each in listed),
        "alliances": alliances_with({each.code: each.assets for each in listed}, settings),
    }
    return templates.page(request, "states/index.html", context)


def alliances_with(assets: dict[str, int], settings: Settings) -> list[tuple[str, Alliance, int]]:
    """Each alliance by its name in addresses, with the entries of its states; `assets` are those of each state."""
    return [
        (slug, each, sum(assets.get(code, 0) for code in each.states))
        for slug, each in alliances_of(settings).items()
    ]


def _listed(session: Session) -> list[Listed]:
    rows = []
    for each in counts_by_state(session, today=today()):
        programs, institutions, opportunities = (
            each.by_kind.get(kind, 0) for kind in ("program", "institution", "opportunity")
        )
        total = sum(each.by_kind.values())
        rows.append(
            Listed(each.state, STATES.label(each.state), total, programs, institutions, opportunities)
        )
    return sorted(rows, key=lambda row: row.name)


def _map(session: Session, listed: dict[str, Listed]) -> Markup:
    features = orjson.loads(outlines_geojson(session, "state", ()))["features"]
    shapes = [
        _shape(code, rings_of(each["geometry"]), listed.get(code))
        for each in features
        if (code := each["properties"]["state"]) not in _OFF_THE_MAP
    ]
    picture = Picture(
        _("States with an inventory"),
        _("The list says the same."),
        _LISTED,
        ident="usmap",
        width=900,
        tabbable=False,
    )
    return Markup(svg_map(shapes, (), picture))  # noqa: S704 - escaped there


def _shape(code: str, rings: list[Ring], found: Listed | None) -> Shape:
    label = STATES.label(code)
    words = _("%(state)s: %(n)s entries", state=label, n=found.assets) if found else label
    return Shape(code, rings, words, 1 if found else 0, href=f"/states/{code}")


@router.get("/states/{said}")
def state(said: str, request: Request, database: ServiceDatabase) -> Response:
    """Show one state; 404 with the codes there are for anything else."""
    code = state_meant(said)
    if said != code:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/states/{code}{query}", 308)
    return profile_page(request, database, code, None)
