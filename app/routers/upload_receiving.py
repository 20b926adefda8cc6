"""From the body of a request to an upload that is being checked: the same for the API and the page.

Order matters: the caller, the length, the quota and a place at the desk come before the first byte of the body.
"""

from asyncio import wrap_future
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from uuid import UUID

from anyio.to_thread import run_sync
from fastapi import Request

from app.db.engine import Database
from app.errors import AppError
from app.inventory.checking import begin_check
from app.inventory.origin import CheckOptions
from app.inventory.quota import require_room
from app.inventory.receive import receive_upload
from app.inventory.report import UploadReport
from app.routers.upload_access import UploadAtHand
from app.routers.upload_body import check_length, received
from app.routers.upload_desk import desk_of
from app.routers.upload_parameters import Sending, named
from app.routers.upload_resuming import submit_check
from app.settings import Settings
from app.stewardship.keys import Principal


@dataclass(frozen=True)
class Begun:
    """An upload that was received, and its check, which waits or runs."""

    id: UUID
    future: Future[UploadReport]


def _require_room(database: Database, settings: Settings, caller: Principal, size_bytes: int) -> None:
    with database.read() as session:
        require_room(session, settings, caller.actor, size_bytes)


async def receive(
    request: Request,
    database: Database,
    settings: Settings,
    caller: Principal,
    sending_of: Callable[[dict[str, str]], Sending],
) -> Begun:
    """Take the file and begin its check. `sending_of` makes the upload's description from a form's fields.

    Raises what the body, the quota, the desk or the description raise; then nothing is kept.
    """
    size_bytes = check_length(request, settings)
    await run_sync(_require_room, database, settings, caller, size_bytes)
    desk = desk_of(request.app)
    with desk.place() as place:
        async with received(request, settings, lambda fields: _ignore(sending_of(fields))) as body:
            sending = sending_of(body.fields)
            origin = named(sending, body.file_name)
            upload_id = await run_sync(receive_upload, database, settings, body.file, origin, sending.options)
        begun = submit_check(desk, place, database, settings, upload_id, sending.options, caller.actor)
        return Begun(upload_id, begun)


def _ignore(_: Sending) -> None:
    """Made only to see whether it can be."""


async def check_again(request: Request, upload: UploadAtHand, options: CheckOptions) -> Future[UploadReport]:
    """Begin another check of a kept file. Raises ConflictError when it is done or is being checked."""
    desk = desk_of(request.app)
    actor = upload.person.actor
    with desk.place() as place:
        if desk.job(upload.id) is None:
            await run_sync(begin_check, upload.database, upload.id, actor)
        return submit_check(desk, place, upload.database, upload.settings, upload.id, options, actor)


async def outcome(upload_id: UUID, future: Future[UploadReport]) -> UploadReport:
    """The report of a check, when it is over; what it raises names the upload, which can still be read."""
    try:
        return await wrap_future(future)
    except AppError as error:
        error.extra = {**error.extra, "upload": str(upload_id)}
        raise
