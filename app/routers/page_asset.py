"""`/assets/{id}`: everything that is public about one asset, in plain words."""

from typing import Any, Final
from uuid import UUID

import orjson
from fastapi import APIRouter, Request, Response
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.catalog.asset import AssetDetail, asset_detail
from app.catalog.records.jsonld import document
from app.catalog.records.record import Record, read_record
from app.catalog.related import next_steps, same_institution
from app.catalog.rows import AssetRow
from app.errors import AppError, GoneError, NotFoundError
from app.language import _
from app.routers import templates
from app.routers.absolute import root_url
from app.routers.asset_facts import how_it_stands, not_stated, sections_of
from app.routers.asset_ways import directions, to_the_town
from app.routers.asset_words import origin_in_words
from app.routers.caching import conditional
from app.routers.problems import wants_page
from app.routers.schedule_words import day_in_words
from app.routers.sessions import ReadSession, ServiceSettings, today
from app.routers.templates import data_block
from app.settings import Settings

router = APIRouter()
_UNKNOWN: Final = "This asset is not (or no longer) in the inventory."
_TAKEN_AWAY: Final = text(
    "SELECT name, state FROM asset WHERE id = :id AND visibility = 'public' AND deleted_at IS NOT NULL"
)


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


@router.get("/assets/{asset_id}")
def asset(asset_id: str, request: Request, session: ReadSession, settings: ServiceSettings) -> Response:
    """Show one asset; 404 for an id that is none, unknown, or not public, 410 for one that was taken away."""
    try:
        record = _record(session, asset_id)
    except GoneError as error:
        if not wants_page(request):
            raise
        return _gone_page(request, error)
    found = asset_detail(session, record.id, today=today())
    if found is None:
        raise NotFoundError(_UNKNOWN)
    context = _facts(found) | {
        "related": _related(session, found),
        "linked_data": data_block(linked_data(record, request, settings)),
        "address": f"{root_url(request, settings)}/assets/{found.id}",
    }
    return templates.page(request, "asset.html", context)


def _facts(found: AssetDetail) -> dict[str, Any]:
    sections = sections_of(found.fields, today())
    standing = how_it_stands(found.fields, today())
    return {
        "asset": {"id": found.id, **found.fields},
        "sections": sections,
        "unsaid": not_stated(sections),
        "standing": standing,
        "directions": None if standing else directions(found.fields, found.lon, found.lat),
        "to_town": None if standing else to_the_town(found.fields, found.lon, found.lat),
        "has_point": found.lon is not None,
        "origin": origin_in_words(found.fields),
        "day": day_in_words,
    }


def _related(session: Session, found: AssetDetail) -> list[tuple[str, list[AssetRow]]]:
    """What else there is, each asset under one heading only."""
    point = None if found.lon is None or found.lat is None else (found.lon, found.lat)
    groups = (
        (_("Part of it"), found.children),
        (_("Also run by them"), same_institution(session, found.id, found.fields, today())),
        (_("The next step"), next_steps(session, found.id, found.fields, point, today())),
        (_("Nearby"), found.nearby),
    )
    seen: set[UUID] = set()
    shown = []
    for title, rows in groups:
        fresh = [row for row in rows if row.id not in seen]
        seen.update(row.id for row in fresh)
        shown.append((title, fresh))
    return shown


def _record(session: Session, asset_id: str) -> Record:
    try:
        number = UUID(asset_id)
    except ValueError:
        raise NotFoundError("There is no such asset: its address is a long id, copied whole.") from None
    found = read_record(session, number)
    if found is None:
        raise _missing(session, number)
    return found


def _missing(session: Session, number: UUID) -> AppError:
    """Why there is nothing to see: taken away from the inventory, or never shown to the public."""
    row = session.execute(_TAKEN_AWAY, {"id": number}).one_or_none()
    if row is None:
        return NotFoundError(_UNKNOWN)
    return GoneError(f"“{row.name}” is no longer in the inventory.", name=row.name, state=row.state)


def _gone_page(request: Request, error: GoneError) -> Response:
    headers = {"Cache-Control": "no-store"}
    return templates.page(request, "asset_gone.html", error.extra, status=error.status, headers=headers)
