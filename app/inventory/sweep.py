"""Uploads that nobody will finish are given up, with their rows and files: at the start of the service and hourly."""

import logging
import time
from pathlib import Path
from threading import Event
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.db.engine import Database
from app.inventory.files import forget_file, kept_file
from app.inventory.receive import forget_rows
from app.inventory.statements import statement
from app.settings import Settings

ACTOR: Final = "sweep"
EVERY_S: Final = 3600.0
_YOUNG_S: Final = 3600.0
_log = logging.getLogger("stemmap.uploads")


def keep_swept(database: Database, settings: Settings, stop: Event) -> None:
    """Sweep now and every hour until `stop` is set. A database that is down is tried again the next time."""
    while True:
        try:
            sweep_uploads(database, settings)
        except (SQLAlchemyError, OSError) as error:
            _log.warning("Uploads were not swept: %s", error)
        if stop.wait(EVERY_S):
            return


def sweep_uploads(database: Database, settings: Settings) -> int:
    """Give up uploads that nobody will finish, with their rows and files; gives how many.

    Those are: checks without a live process (a check holds a lock on its upload), files that were checked longer than
    `upload_keep_days` ago, and files of uploads that are done.
    """
    with database.write(ACTOR) as session:
        given_up = list(session.scalars(statement("sweep"), {"keep_days": settings.upload_keep_days}))
        for upload_id in given_up:
            forget_rows(session, upload_id)
        waiting = set(
            session.scalars(text("SELECT id FROM upload WHERE status IN ('checking', 'checked', 'refused')"))
        )
    for upload_id in given_up:
        forget_file(settings, upload_id)
    _forget_strays(settings, waiting)
    if given_up:
        _log.info("%d uploads given up", len(given_up))
    return len(given_up)


def _forget_strays(settings: Settings, waiting: set[UUID]) -> None:
    """Delete files whose upload does not wait any more; not the newest, whose upload may not be noted yet."""
    folder = kept_file(settings, UUID(int=0)).parent
    for path in folder.glob("*-*-*-*-*"):
        if UUID(path.name) not in waiting and _age_s(path) > _YOUNG_S:
            path.unlink(missing_ok=True)


def _age_s(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
