"""`/embed`: how to show a view on another site, with a form that writes the code and shows what it gives."""

from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from app.catalog.profile.places import UnknownCountyError, county_meant
from app.errors import AppError, BadParameterError, UnknownParameterError
from app.language import _
from app.language.catalogs import languages
from app.routers import templates
from app.routers.absolute import root_url
from app.routers.embed_code import VIEWS, code_of
from app.routers.sessions import ReadSession, ServiceSettings
from app.stewardship.partners import partner_of
from app.vocabulary.codes import STATES, state_of

router = APIRouter()
_FIELDS: Final = ("view", "place", "show", "language", "partner", "height")
_EXAMPLE: Final = {"view": "states", "place": "Wyoming", "show": "map"}
_HEIGHTS: Final = range(120, 4001)


@router.get("/embed")
def builder(request: Request, session: ReadSession, settings: ServiceSettings) -> Response:
    """Show how to embed, and the code for what was chosen; a wrong field is said beside the form."""
    asked = {name: text.strip() for name, text in request.query_params.items()} or dict(_EXAMPLE)
    for name in asked.keys() - set(_FIELDS):
        raise UnknownParameterError(
            f"There is no parameter `{name[:80]}` here.", parameter=name[:80], accepted=_FIELDS
        )
    error, code = None, None
    try:
        code = code_of(root_url(request, settings), *_chosen(session, asked), **_around(session, asked))
    except AppError as failure:
        error = failure
    context: dict[str, Any] = {
        "asked": {name: asked.get(name, "") for name in _FIELDS},
        "views": VIEWS,
        "spoken": languages(),
        "error": error,
        "code": code,
        "open_to_all": "*" in settings.embed_ancestors,
    }
    return templates.page(request, "embed/builder.html", context, status=error.status if error else 200)


def _chosen(session: Session, asked: dict[str, str]) -> tuple[str, str]:
    """Address and title of the view."""
    view, place = asked.get("view", "states"), asked.get("place", "")
    if view == "states":
        code = _state(place)
        return f"/states/{code}", _("STEM programs in %(place)s", place=STATES.label(code))
    if view == "counties":
        return _county(session, place)
    if view in ("browse", "gaps"):
        return _searched(view, place)
    if view == "assets":
        return f"/assets/{place.rpartition('/')[2].lower()}", _("STEM program")
    if view == "search":
        return "/search", _("Find STEM programs")
    raise BadParameterError(f"`{view[:40]}` cannot be embedded.", parameter="view", accepted=VIEWS)


def _state(place: str) -> str:
    code = state_of(place.replace("-", " "))
    if code is None:
        raise BadParameterError(f"`{place[:40]}` is not a state: write WY or Wyoming.", parameter="place")
    return code


def _county(session: Session, place: str) -> tuple[str, str]:
    try:
        found = county_meant(session, place)
    except UnknownCountyError as unknown:
        near = [f"{each.name}, {each.state}" for each in unknown.near]
        raise BadParameterError(unknown.detail, parameter="place", accepted=near) from None
    return f"/counties/{found.geoid}", _("STEM programs in %(place)s", place=f"{found.name}, {found.state}")


def _searched(view: str, place: str) -> tuple[str, str]:
    name = "state" if view == "browse" else "states"
    query = f"?{urlencode({name: _state(place)})}" if place else ""
    where = STATES.label(_state(place)) if place else ""
    if view == "browse":
        return f"/browse{query}", _("STEM programs in %(place)s", place=where) if where else _(
            "STEM programs"
        )
    return f"/gaps{query}", _("Who is underserved: %(place)s", place=where) if where else _(
        "Who is underserved"
    )


def _around(session: Session, asked: dict[str, str]) -> dict[str, Any]:
    """What the frame's address says besides the view, and its height. Raises AppError."""
    partner, height = asked.get("partner", ""), asked.get("height", "")
    if partner:
        partner_of(session, partner)
    if height and (not height.isdecimal() or int(height) not in _HEIGHTS):
        raise BadParameterError(
            f"A height is {_HEIGHTS[0]} to {_HEIGHTS[-1]} pixels; empty lets it grow with the page.",
            parameter="height",
        )
    lang = asked.get("language", "")
    more = {
        "partner": partner,
        "show": "map" if asked.get("show") else "",
        "lang": lang if lang in languages() else "",
    }
    return {"more": more, "height_px": int(height or 0)}
