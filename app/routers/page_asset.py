"""`/assets/{id}`: everything that is public about one asset, in plain words."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from app.catalog.asset import asset_detail
from app.catalog.records.jsonld import document
from app.catalog.records.record import Record, read_record
from app.catalog.records.words import ages_in_words, grades_in_words
from app.errors import NotFoundError
from app.routers import templates
from app.routers.absolute import root_url
from app.routers.api_assets import conditional
from app.routers.asset_words import address_label, cost_in_words, day_in_words, origin_in_words
from app.routers.sessions import ReadSession, ServiceSettings, today
from app.routers.templates import data_block
from app.settings import Settings
from app.vocabulary import assets, careers, people
from app.vocabulary.terms import Vocabulary

router = APIRouter()

_LISTS: tuple[tuple[str, str, Vocabulary], ...] = (
    ("disciplines", "Subjects", assets.DISCIPLINES),
    ("designed_for", "Designed for", people.AUDIENCES),
    ("restricted_to", "Only for", people.AUDIENCES),
    ("languages", "Languages", people.LANGUAGES),
    ("seasons", "Season", assets.SEASONS),
    ("times_of_day", "Time of day", assets.TIMES_OF_DAY),
    ("career_clusters", "Career clusters", careers.CLUSTERS),
)
_TERMS: tuple[tuple[str, str, Vocabulary], ...] = (
    ("delivery_mode", "How", assets.DELIVERY_MODES),
    ("reach", "Reach", assets.REACHES),
)
_GRADE_WORD = re.compile(r"\bGrades? ")
_PLAIN = (
    ("phone", "Phone"),
    ("email", "E-mail"),
    ("schedule", "Schedule"),
    ("seats", "Seats a year"),
)
_DAYS = (("start_date", "Starts"), ("end_date", "Ends"), ("application_deadline", "Apply by"))


def facts_of(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(label, value) of everything known, in the order a reader asks for it."""
    yield from _for_whom(fields)
    yield from _what_and_where(fields)
    for name, label in _PLAIN:
        if fields[name] not in (None, ""):
            yield label, str(fields[name])


def _for_whom(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from _people_of(fields)
    for name, label, vocabulary in _LISTS:
        if fields[name]:
            yield label, ", ".join(vocabulary.label(slug) for slug in fields[name])


def _what_and_where(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, label, vocabulary in _TERMS:
        if fields[name]:
            yield label, vocabulary.label(fields[name])
    cost = cost_in_words(fields["cost_amount"], fields["cost_band"])
    if cost:
        yield "Cost", cost
    if fields["address"]:
        yield address_label(fields["address"]), fields["address"]
    if fields["postal_code"]:
        yield "ZIP code", fields["postal_code"]
    for name, label in _DAYS:
        if fields[name]:
            yield label, day_in_words(fields[name])


def linked_data(record: Record, request: Request, settings: Settings) -> bytes:
    """The asset as schema.org JSON-LD."""
    root = root_url(request, settings)
    return orjson.dumps(document(record, lambda asset_id: f"{root}/assets/{asset_id}"))


@router.get("/assets/{asset_id}.jsonld")
def asset_jsonld(
    asset_id: str, request: Request, session: ReadSession, settings: ServiceSettings
) -> Response:
    """One asset as schema.org JSON-LD; 404 as the page."""

    def build() -> bytes:
        return linked_data(_record(session, asset_id), request, settings)

    return conditional(request, session, "application/ld+json", build)


def _people_of(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if fields["grades"]:
        yield "Grades", _GRADE_WORD.sub("", grades_in_words(fields["grades"]))  # the label says it
    if ages := ages_in_words(fields["min_age"], fields["max_age"]):
        yield "Ages", ages
    if fields.get("open_to_all"):
        yield "Who may come", "Everyone is welcome"


@router.get("/assets/{asset_id}")
def asset(asset_id: str, request: Request, session: ReadSession, settings: ServiceSettings) -> Response:
    """Show one asset; 404 for an id that is none, unknown, or not public."""
    record = _record(session, asset_id)
    found = asset_detail(session, record.id, today=today())
    if found is None:
        raise _gone()
    context = {
        "asset": {"id": found.id, **found.fields},
        "has_point": found.lon is not None,
        "origin": origin_in_words(found.fields),
        "facts": list(facts_of(found.fields)),
        "related": [("Part of it", found.children), ("Nearby", found.nearby)],
        "linked_data": data_block(linked_data(record, request, settings)),
    }
    return templates.page(request, "asset.html", context)


def _record(session: Session, asset_id: str) -> Record:
    try:
        found = read_record(session, UUID(asset_id))
    except ValueError:
        raise NotFoundError("There is no such asset: its address is a long id, copied whole.") from None
    if found is None:
        raise _gone()
    return found


def _gone() -> NotFoundError:
    return NotFoundError("This asset is not (or no longer) in the inventory.")
