"""`/share/….png`: the picture beside a link to a state, a county, a question or an asset; `/maps/gaps.png|svg`: maps to
keep.

Their texts go by the language in the address (`?lang=es`), never by a cookie: whoever shows a link has none.
"""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.catalog.records.record import Record, read_record
from app.coverage.reports import phrases, words
from app.coverage.reports.outlines import outlines_under, shapes_of
from app.coverage.words import headline, lead, percent, place_words
from app.db.engine import Database
from app.errors import NotFoundError
from app.language import _, speaking
from app.maps.classes import Classes
from app.maps.gap_picture import gap_map_svg, gap_picture, told_of
from app.maps.lettering import clean
from app.maps.press.job import MEDIA_TYPES
from app.maps.report_map import Wish
from app.maps.share_card import MAP_HEIGHT, MAP_WIDTH, Card, card_svg
from app.maps.svg import Dot, Picture, Shape, rings_of, svg_map
from app.maps.values import classes_for
from app.routers.absolute import root_url
from app.routers.asset_words import town_in_words
from app.routers.caching import Validity, not_modified
from app.routers.gap_asking import Asked, parse_asked
from app.routers.gap_drawing import Side, sides_of
from app.routers.gap_overlays import laid_over
from app.routers.pressing import press_of
from app.routers.report_context import asked_report, drawn_map
from app.routers.sessions import ServiceDatabase, ServiceSettings, today
from app.settings import Settings
from app.vocabulary import assets
from app.vocabulary.codes import STATE_FIPS, STATES

router = APIRouter(include_in_schema=False)
_HOUR: Final = "public, max-age=3600"
_GROUND: Final = Classes("", (), ("",), ("#e3e9ee",))
_LETTERS: Final = 19.0


@router.head("/share/gaps.png")
@router.get("/share/gaps.png")
def share_gaps(request: Request, database: ServiceDatabase, settings: ServiceSettings) -> Response:
    """The card of a gap page."""
    asked = parse_asked(request.query_params.multi_items(), settings)

    def card() -> Card:
        side, classes, outlines = _side(asked, database)
        whole = side.answer.summary
        svg, _height = gap_map_svg(side.answer, side.shown, classes, outlines, MAP_WIDTH, MAP_HEIGHT)
        share = "" if whole.share_beyond is None else percent(whole.share_beyond)
        return Card(place_words(asked.question), share, headline(side.answer), _foot(request, settings), svg)

    return _card(request, database, ("share", asked), card)


@router.head("/share/assets/{asset_id}.png")
@router.get("/share/assets/{asset_id}.png")
def share_asset(
    asset_id: str, request: Request, database: ServiceDatabase, settings: ServiceSettings
) -> Response:
    """The card of an asset."""
    try:
        with database.read() as session:
            record = read_record(session, UUID(asset_id))
    except ValueError:
        record = None
    if record is None:
        raise NotFoundError("There is no such asset: its address is a long id, copied whole.")
    return _card(
        request, database, ("share", record.id), lambda: _asset_card(record, request, database, settings)
    )


def _asset_card(record: Record, request: Request, database: Database, settings: Settings) -> Card:
    state = record["state"]
    with database.read() as session:
        outlines = shapes_of(session, "state", [STATE_FIPS[state]], digits=3)
    shapes = [Shape(key, rings_of(shape), "", 0, here=True) for key, shape in outlines.items()]
    here = (
        []
        if record.lon is None or record.lat is None
        else [Dot(record.lon, record.lat, record["kind"], 15.0)]
    )
    subjects = ", ".join(_(assets.DISCIPLINES.label(slug)) for slug in (record["disciplines"] or [])[:3])
    place = (
        f"{town_in_words(record['city'])}, {STATES.label(state)}" if record["city"] else STATES.label(state)
    )
    caption = " · ".join(
        part for part in (_(assets.ALL_SUBTYPES.label(record["subtype"])), place, subjects) if part
    )
    svg = svg_map(shapes, here, Picture("", "", _GROUND, "asset", MAP_WIDTH, MAP_HEIGHT))
    return Card(record["name"], "", caption, _foot(request, settings), svg)


@router.head("/share/{kind}/{code}.png")
@router.get("/share/{kind}/{code}.png")
def share_place(
    kind: str, code: str, request: Request, database: ServiceDatabase, settings: ServiceSettings
) -> Response:
    """The card of a state, county or alliance."""
    asked = asked_report(request, kind, code, database, settings)

    def card() -> Card:
        report = asked.report
        title = phrases.place_name(asked.scope)
        wish = Wish(title, MAP_WIDTH, MAP_HEIGHT, names=6, letters=_LETTERS, ident="share", linked=False)
        share = "" if report.totals.share is None else percent(report.totals.share)
        svg = drawn_map(report, database, wish).svg
        return Card(title, share, words.headline(report), _foot(request, settings), svg)

    return _card(request, database, ("share", asked.scope, asked.report.question), card)


@router.head("/maps/gaps.svg")
@router.get("/maps/gaps.svg")
def gaps_svg(request: Request, database: ServiceDatabase, settings: ServiceSettings) -> Response:
    """The map of a question as SVG, to be kept or printed."""
    asked = parse_asked(request.query_params.multi_items(), settings)
    validity = _validity(database, ("gaps.svg", asked, speaking.get(), root_url(request, settings)))
    if not_modified(request, validity):
        return validity.unchanged(_HOUR)
    found = validity.answer(_picture(asked, request, database, settings).encode(), "image/svg+xml", _HOUR)
    found.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return found


@router.head("/maps/gaps.png")
@router.get("/maps/gaps.png")
def gaps_png(request: Request, database: ServiceDatabase, settings: ServiceSettings) -> Response:
    """The map of a question as PNG."""
    asked = parse_asked(request.query_params.multi_items(), settings)
    key = ("gaps.png", asked, root_url(request, settings))
    return _png(request, database, key, lambda: _picture(asked, request, database, settings))


def _side(asked: Asked, database: Database) -> tuple[Side, Classes, dict[str, Any]]:
    """What is drawn: one side of the page, its classes, and the outlines it needs."""
    sides = sides_of(asked, database)
    mine = sides[-1] if asked.side == "b" else sides[0]
    classes = classes_for([(mine.answer, mine.shown)], asked.classing)
    with database.read() as session:
        outlines = outlines_under(session, mine.answer)
    return mine, classes, outlines


def _picture(asked: Asked, request: Request, database: Database, settings: Settings) -> str:
    side, classes, outlines = _side(asked, database)
    told = told_of(side.answer, lead(side.answer), f"{root_url(request, settings)}/gaps")
    laid = laid_over(side.answer, asked.sides[-1 if asked.side == "b" else 0], asked.over, database)
    return clean(gap_picture(side.answer, side.shown, classes, outlines, told, laid))


def _foot(request: Request, settings: Settings) -> str:
    """Our name and where we are."""
    root = root_url(request, settings).partition("://")[2]
    return f"STEM asset map · {root}" if settings.public_url else "STEM asset map"


def _card(
    request: Request, database: Database, key: tuple[object, ...], card: Callable[[], Card]
) -> Response:
    return _png(request, database, key, lambda: clean(card_svg(card())))


def _validity(database: Database, key: tuple[object, ...]) -> Validity:
    with database.read() as session:
        return Validity.of(session, *key)


def _png(request: Request, database: Database, key: tuple[object, ...], svg: Callable[[], str]) -> Response:
    """A picture made by the press, or 304 for who has it."""
    about = (*key, speaking.get(), today())
    validity = _validity(database, about)
    if not_modified(request, validity):
        return validity.unchanged(_HOUR)
    body = press_of(request.app).document("png", (validity.etag, *about), lambda: svg().encode())
    return validity.answer(body, MEDIA_TYPES["png"], _HOUR)
