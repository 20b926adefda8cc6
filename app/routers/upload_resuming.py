"""A check that the end of the service breaks off leaves a mark, and is begun again when the service starts.

A crash leaves no mark: what it was checking may be why, so that is given up (see `sweep`).
"""

from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from uuid import UUID

import orjson
from fastapi import FastAPI

from app.db.engine import Database
from app.errors import BusyError, StoppingError
from app.inventory.files import broken_off, mark_broken_off, take_mark
from app.inventory.origin import CheckOptions
from app.inventory.report import UploadReport
from app.inventory.uploads import run_check
from app.routers.upload_desk import Place, UploadDesk, desk_of
from app.settings import Settings


def submit_check(
    desk: UploadDesk,
    place: Place,
    database: Database,
    settings: Settings,
    upload_id: UUID,
    options: CheckOptions,
    actor: str,
) -> Future[UploadReport]:
    """Check a kept file when it is its turn; marked where the end of the service is quicker."""

    def over(done: Future[UploadReport]) -> None:
        if done.cancelled() or isinstance(done.exception(), StoppingError):
            said = orjson.dumps({"actor": actor, "options": options.as_json()})
            mark_broken_off(settings, upload_id, said.decode())

    checking = desk.submit(
        place, upload_id, partial(run_check, database, settings, upload_id, options, actor)
    )
    checking.add_done_callback(over)
    return checking


def resume_checks(app: FastAPI) -> int:
    """Begin the marked checks again, as many as there are places for; gives how many."""
    settings, begun = app.state.settings, 0
    with suppress(BusyError):
        for upload_id in broken_off(settings):
            with desk_of(app).place() as place:
                if (mark := take_mark(settings, upload_id)) is None:
                    continue
                said = orjson.loads(mark)
                options = CheckOptions.from_json(said["options"])
                submit_check(
                    desk_of(app), place, app.state.database, settings, upload_id, options, said["actor"]
                )
                begun += 1
    return begun
