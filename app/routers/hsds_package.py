"""`/hsds/datapackage.zip`: the HSDS tabular data package of any filter."""

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from threading import BoundedSemaphore
from typing import IO, Final
from weakref import WeakKeyDictionary

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalog.conditions import where
from app.catalog.filters import AssetFilter, describe, parse_filter
from app.catalog.records.hsds_package import About, write_package
from app.db.engine import Database
from app.db.turns import turn
from app.models import DataVersion
from app.routers import hsds_docs as docs
from app.routers.absolute import root_url
from app.routers.caching import CACHE, Validity, not_modified
from app.routers.sessions import ServiceDatabase, ServiceSettings, today
from app.settings import Settings

router = APIRouter(prefix="/hsds", tags=["hsds"])
_IN_MEMORY_BYTES: Final = 2**20
_PIECE_BYTES: Final = 2**16
_BUSY: Final = "Other data packages are being made: try again in a few seconds."
_TURNS: "WeakKeyDictionary[Database, BoundedSemaphore]" = WeakKeyDictionary()


@router.get(
    "/datapackage.zip",
    summary="HSDS data package",
    response_class=Response,
    responses=docs.ZIP,
    openapi_extra=docs.PACKAGE,
)
def package(request: Request, database: ServiceDatabase, settings: ServiceSettings) -> Response:
    """All matching records as an HSDS 3.1 tabular data package."""
    chosen = parse_filter(request.query_params.multi_items(), settings=settings)
    with database.read() as session:  # given back before waiting for a turn
        validity = Validity.of(session, str(request.url))
        if not_modified(request, validity):
            return validity.unchanged(CACHE)
        about = _about(session, chosen, root_url(request, settings), settings)
    file = _made(database, settings, chosen, about)
    size = file.seek(0, 2)
    file.seek(0)
    headers = validity.headers(CACHE) | {
        "Content-Disposition": 'attachment; filename="stem-assets-hsds.zip"',
        "Content-Length": str(size),
    }
    return StreamingResponse(_pieces(file), headers=headers, media_type="application/zip")


def _made(database: Database, settings: Settings, chosen: AssetFilter, about: About) -> IO[bytes]:
    file = SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115 - closed when it is sent
    try:
        with (
            turn(turns_of(database), settings.package_wait_s, _BUSY),
            database.read(settings.package_timeout_s) as session,
        ):
            write_package(session, where(session, chosen, today=today()), about, today(), file)
    except BaseException:
        file.close()
        raise
    return file


def turns_of(database: Database) -> BoundedSemaphore:
    """The places for packages of `database` being made."""
    return _TURNS.setdefault(database, BoundedSemaphore(database.settings.packages_at_once))


def _about(session: Session, chosen: AssetFilter, root: str, settings: Settings) -> About:
    asked = "; ".join(label for _, _, label in describe(chosen))
    changed = session.scalar(select(DataVersion.changed_at))
    return About(
        title=f"STEM assets: {asked}" if asked else "STEM assets",
        created=changed.isoformat() if changed else "",
        licence={"path": settings.data_license_url},
        sources=[{"title": settings.publisher_name, "path": root}],
    )


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE_BYTES):
            yield piece
