"""`/hsds`: the inventory as an HSDS 3.1 API: services, organizations, services at locations."""

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy.orm import Session

from app.catalog.records.hsds_lists import KINDS, list_lines, list_page, named_provider, names, run_by
from app.catalog.records.hsds_organizations import named_organization, organization
from app.catalog.records.record import Record, read_record
from app.catalog.tables import ASSET, Condition
from app.db.engine import Database
from app.errors import NotFoundError
from app.routers import hsds_docs as docs
from app.routers.absolute import root_url
from app.routers.caching import CACHE, Validity, conditional, not_modified
from app.routers.hsds_questions import (
    conditions_of,
    flag_of,
    is_ndjson,
    paging_of,
    refuse_others,
    shape_of,
)
from app.routers.media_types import JSON, NDJSON
from app.routers.sessions import ReadSession, ServiceDatabase, ServiceSettings, today
from app.settings import Settings

router = APIRouter(prefix="/hsds", tags=["hsds"])
VERSION: Final = "3.1"


@router.get("/", summary="About this API", responses=docs.ABOUT)
@router.get("", include_in_schema=False)
def about(request: Request, settings: ServiceSettings) -> dict[str, Any]:
    """Which version of HSDS this is, and where it is described."""
    refuse_others(request)
    root = root_url(request, settings)
    return {
        "version": VERSION,
        "profile": "https://docs.openreferral.org/en/3.1/",
        "openapi_url": f"{root}/api/v1/openapi.json",
        "description": "Programs and opportunities in science, technology, engineering and mathematics as services,"
        " institutions as organizations.",
        "publisher": {
            "name": settings.publisher_name,
            "email": settings.contact_email,
            "website": root,
        },
    }


def _list(request: Request, session: Session, database: Database, settings: Settings, name: str) -> Response:
    asked = conditions_of(request, session, settings, name)
    shape, paging, kind = shape_of(request), paging_of(request, settings), KINDS[name]
    if not is_ndjson(request):
        return conditional(
            request,
            session,
            JSON,
            lambda: orjson.dumps(list_page(session, kind, asked, shape, paging.number, paging.size, today())),
        )
    validity = Validity.of(session, str(request.url))
    if not_modified(request, validity):
        return validity.unchanged(CACHE)

    def lines() -> Iterator[bytes]:
        with database.read(settings.package_timeout_s) as reading:
            yield from list_lines(reading, kind, asked, shape, today())

    return StreamingResponse(lines(), headers=validity.headers(CACHE), media_type=NDJSON)


@router.get("/services", summary="Services", responses=docs.PAGE, openapi_extra=docs.LISTS["services"])
def list_services(
    request: Request, session: ReadSession, database: ServiceDatabase, settings: ServiceSettings
) -> Response:
    """Programs and opportunities, a page at a time."""
    return _list(request, session, database, settings, "services")


@router.get(
    "/organizations", summary="Organizations", responses=docs.PAGE, openapi_extra=docs.LISTS["organizations"]
)
def list_organizations(
    request: Request, session: ReadSession, database: ServiceDatabase, settings: ServiceSettings
) -> Response:
    """Institutions, a page at a time."""
    return _list(request, session, database, settings, "organizations")


@router.get(
    "/service_at_locations",
    summary="Services at locations",
    responses=docs.PAGE,
    openapi_extra=docs.LISTS["service_at_locations"],
)
def list_service_at_locations(
    request: Request, session: ReadSession, database: ServiceDatabase, settings: ServiceSettings
) -> Response:
    """Programs and opportunities that have a place, each with it, a page at a time."""
    return _list(request, session, database, settings, "service_at_locations")


@router.get("/services/{service_id}", summary="One service", responses=docs.ONE)
def get_service(request: Request, service_id: str, session: ReadSession) -> Response:
    """A program or opportunity, whatever its status, with everything that belongs to it."""
    refuse_others(request)
    return _one(request, session, service_id, "services", "id")


@router.get("/service_at_locations/{link_id}", summary="One service at its location", responses=docs.ONE)
def get_service_at_location(request: Request, link_id: str, session: ReadSession) -> Response:
    """A program or opportunity at its place, with everything that belongs to it."""
    refuse_others(request)
    return _one(request, session, link_id, "service_at_locations", "location")


def _one(request: Request, session: Session, text: str, name: str, needed: str) -> Response:
    def build() -> bytes:
        record = _record(session, text)
        body = KINDS[name].body(record, today())
        if record["kind"] == "institution" or needed not in body:
            raise _unknown()
        return orjson.dumps(body)

    return conditional(request, session, JSON, build)


@router.get(
    "/organizations/{organization_id}",
    summary="One organization",
    responses=docs.ONE,
    openapi_extra=docs.FULL_SERVICE,
)
def get_organization(
    request: Request, organization_id: str, session: ReadSession, settings: ServiceSettings
) -> Response:
    """An institution, whatever its status, or an organization known by name alone, with the services it runs."""
    refuse_others(request, ("full_service",))
    full = flag_of(request, "full_service")

    def build() -> bytes:
        body, runs = _organization(session, _uuid(organization_id))
        return orjson.dumps(body | {"services": _run_by(session, runs, settings, full)})

    return conditional(request, session, JSON, build)


def _organization(session: Session, organization_id: UUID) -> tuple[dict[str, Any], Condition]:
    """The organization, and what its services have in common."""
    record = read_record(session, organization_id)
    if record is not None and record["kind"] == "institution":
        return organization(record), ASSET.c.parent_id == organization_id
    pair = named_provider(session, organization_id) if record is None else None
    body = named_organization(*pair) if pair else None
    if pair is None or body is None:
        raise _unknown()
    return body, names(*pair)


def _run_by(session: Session, runs: Condition, settings: Settings, full: bool) -> list[dict[str, Any]]:
    found = run_by(session, runs, settings.page_limit_max)
    bodies = (KINDS["services"].body(each, today()) for each in found)
    return [body if full else {name: body[name] for name in ("id", "name", "status")} for body in bodies]


def _record(session: Session, text: str) -> Record:
    found = read_record(session, _uuid(text))
    if found is None:
        raise _unknown()
    return found


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise _unknown() from None


def _unknown() -> NotFoundError:
    return NotFoundError("There is no such record here; it may have been removed.")
