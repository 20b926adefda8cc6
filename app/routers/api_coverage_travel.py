"""`/api/v1/coverage/travel`: the travel tables that questions can measure by; sent by editors, listed for all."""

import logging
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Final

import orjson
from anyio import open_file
from anyio.to_thread import run_sync
from fastapi import APIRouter, Request, Response
from fastapi import Path as InPath

from app.coverage.travel import folder, shelf
from app.coverage.travel.folder import Kept
from app.coverage.travel.writing import about_of
from app.errors import ForbiddenError, TooLargeError, UnknownParameterError
from app.routers import api_coverage_travel_docs as docs
from app.routers.sessions import Caller, ServiceDatabase, ServiceSettings
from app.settings import Settings
from app.stewardship.keys import Principal

router = APIRouter(prefix="/api/v1/coverage/travel", tags=["coverage"])
Name = Annotated[str, InPath(description="The table's name.", examples=["nm-drive"])]
_PARQUET: Final = b"PAR1"
_SAID: Final = ("by", "profile", "speed_km_h", "circuity", "rows", "minutes_at_most")
log = logging.getLogger("stemmap")


@router.head("", include_in_schema=False)
@router.get("", summary="Travel tables", responses=docs.LISTED)
def get_tables(request: Request, settings: ServiceSettings) -> Response:
    """Tables of minutes from areas to assets: `travel=NAME` in a question measures by one."""
    for name in request.query_params:
        raise UnknownParameterError("This takes no parameters.", parameter=name[:80], accepted=())
    tables = [_record(kept) for kept in folder.all_tables(settings.home)]
    return _json({"tables": tables})


@router.put(
    "/{name}",
    status_code=201,
    summary="Send a travel table",
    responses=docs.SENT,
    openapi_extra=docs.SEND_BODY,
)
async def put_table(
    request: Request, name: Name, caller: Caller, database: ServiceDatabase, settings: ServiceSettings
) -> Response:
    """Keep the body as the table of this name, and say which of its ids are not known."""
    name = folder.known_name(name)
    _require(caller, settings, name)
    await run_sync(lambda: folder.folder_of(settings.home).mkdir(parents=True, exist_ok=True))
    with TemporaryDirectory(prefix=".sent-", dir=folder.folder_of(settings.home)) as place:
        source = await _received(request, Path(place) / "table", settings)
        kept, report = await run_sync(shelf.add, database, name, source)
    log.info("Travel table %s (%s) sent by %s.", kept.name, kept.digest, caller.actor)
    return _json(_record(kept) | {"report": report}, 201)


@router.delete("/{name}", status_code=204, summary="Drop a travel table", responses=docs.DROPPED)
def delete_table(name: Name, caller: Caller, settings: ServiceSettings) -> Response:
    """Forget a table. Runs that were computed from it keep what they need."""
    name = folder.known_name(name)
    if caller.role != "admin":
        raise ForbiddenError("Travel tables are dropped with an admin key.")
    folder.drop(settings.home, name)
    log.info("Travel table %s dropped by %s.", name, caller.actor)
    return Response(status_code=204)


def _require(caller: Principal, settings: Settings, name: str) -> None:
    """Raise ForbiddenError: editors add tables, admins replace them too."""
    if caller.role not in ("editor", "admin"):
        raise ForbiddenError("This key can read but not write: ask for an editor key.")
    if caller.role != "admin" and name in folder.names_of(settings.home):
        raise ForbiddenError(
            f"There is a travel table `{name}` already, and only an admin key may replace it: send it by another name."
        )


async def _received(request: Request, to: Path, settings: Settings) -> Path:
    """The body as a file named by what it is. Raises TooLargeError."""
    size, first = 0, b""
    async with await open_file(to, "wb") as file:
        async for chunk in request.stream():
            size, first = size + len(chunk), (first + chunk[:4])[:4]
            if size > settings.travel_file_max_bytes:
                raise TooLargeError(
                    f"A travel table may have {settings.travel_file_max_bytes:,} bytes at most: send it as Parquet, or "
                    "leave out pairs that are too far apart to matter."
                )
            await file.write(chunk)
    return await run_sync(to.rename, to.with_suffix(".parquet" if first == _PARQUET else ".csv"))


def _record(kept: Kept) -> dict[str, Any]:
    about = about_of(kept.path)
    made = {name: about[name] for name in _SAID if name in about}
    record: dict[str, Any] = {"name": kept.name, "digest": kept.digest, "bytes": kept.size}
    return record | ({"made": made} if made else {})


def _json(said: dict[str, Any], status: int = 200) -> Response:
    return Response(orjson.dumps(said), status, {"Cache-Control": "no-store"}, "application/json")
