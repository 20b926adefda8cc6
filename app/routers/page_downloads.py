"""`/downloads`: snapshots of the data as files that do not change, with parts of them for who goes on later."""

import re
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, RedirectResponse
from sqlalchemy import text

from app.catalog.bulk import shelf
from app.catalog.bulk.about import about, licence_name
from app.catalog.bulk.formats import FORMATS
from app.catalog.bulk.packages import CITATION, DATACITE, PACKAGE, Made
from app.catalog.conditions import where
from app.catalog.filters import describe, parse_filter, to_pairs
from app.catalog.search import count_of
from app.errors import NotFoundError
from app.routers import templates
from app.routers.absolute import root_url
from app.routers.caching import Validity, not_modified
from app.routers.sessions import ReadSession, ServiceSettings, today
from app.settings import Settings

router = APIRouter()
_CACHE: Final = "public, max-age=86400"
_VERSION: Final = re.compile(r"v([1-9][0-9]{0,17})")
_BESIDE: Final = (PACKAGE, CITATION, DATACITE, "dictionary.csv")


@router.head("/downloads")
@router.get("/downloads")
def downloads(request: Request, settings: ServiceSettings) -> Response:
    """Show the newest snapshots, and which older ones there are."""
    there = shelf.versions(settings)
    shown = [(version, list(shelf.snapshots(settings, version))) for version in there]
    context = {
        "snapshots": [each for each in shown if each[1]],
        "licence_name": licence_name,
        "beside": _BESIDE,
    }
    return templates.page(request, "downloads.html", context)


@router.head("/downloads/selection")
@router.get("/downloads/selection")
def selection(request: Request, session: ReadSession, settings: ServiceSettings) -> Response:
    """The results of a search as files of every format, and how to cite them."""
    chosen = parse_filter(request.query_params.multi_items(), settings=settings)
    query = f"?{urlencode(pairs)}" if (pairs := to_pairs(chosen)) else ""
    version, changed_at = session.execute(text("SELECT version, changed_at FROM data_version")).one()
    root = root_url(request, settings)
    source = f"{root}/api/v1/assets{query}"
    said = about(
        chosen, settings, version=version, changed_at=changed_at, made_on=today(), root=root, source=source
    )
    context = {
        "about": said,
        "query": query,
        "formats": FORMATS.values(),
        "matched": count_of(session, where(session, chosen, today=today())),
        "wishes": [label for _, _, label in describe(chosen)],
    }
    return templates.page(request, "selection.html", context)


@router.head("/downloads/latest/{state}/assets.{ending}")
@router.get("/downloads/latest/{state}/assets.{ending}")
def latest(state: str, ending: str, settings: ServiceSettings) -> Response:
    """Lead to the newest file of a state (or of all) in a format: an address that stays."""
    found = shelf.newest(settings, _state(state))
    files = found.files if found is not None else ()
    file = next((each for each in files if each.ending == ending and each.name not in _BESIDE), None)
    if found is None or file is None:
        raise NotFoundError("There is no such snapshot; see /downloads for those there are.")
    return RedirectResponse(f"{found.path}/{file.name}", 302, {"Cache-Control": "public, max-age=60"})


@router.head("/downloads/{version}/{state}")
@router.get("/downloads/{version}/{state}")
def cited(version: str, state: str, settings: ServiceSettings) -> Response:
    """Lead from the address that citations name to where the files are listed."""
    number = _VERSION.fullmatch(version)
    if number is None or shelf.snapshot(settings, int(number[1]), _state(state)) is None:
        raise NotFoundError("There is no such snapshot; see /downloads for those there are.")
    return RedirectResponse(f"/downloads#{version}", 302)


@router.head("/downloads/{version}/{state}/{name}")
@router.get("/downloads/{version}/{state}/{name}")
def download(request: Request, version: str, state: str, name: str, settings: ServiceSettings) -> Response:
    """Send a file of a snapshot, or the part that a Range asks for."""
    found, file = _found(settings, version, state, name)
    validity = Validity(f'"{file.digest[:32]}"')
    headers = validity.headers(_CACHE) | {"Link": f'<{found.licence_url}>; rel="license"'}
    if not_modified(request, validity):
        return Response(status_code=304, headers=headers)
    path = shelf.folder_of(settings, found) / file.name
    return FileResponse(path, headers=headers, media_type=file.media_type, filename=file.name)


def _found(settings: Settings, version: str, state: str, name: str) -> tuple[shelf.Snapshot, Made]:
    """The snapshot and its file; nothing but what its description lists is ever opened."""
    number = _VERSION.fullmatch(version)
    found = shelf.snapshot(settings, int(number[1]), _state(state)) if number else None
    if found is not None:
        package = shelf.package_file(settings, found)
        for file in (*found.files, package):
            if file.name == name:
                return found, file
    raise NotFoundError("There is no such file; see /downloads for those there are.")


def _state(text: str) -> str:
    return shelf.ALL if text.lower() == shelf.ALL else text.upper()
