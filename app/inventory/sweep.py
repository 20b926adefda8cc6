"""What a crash or a change of mind leaves of uploads is swept away: at the start of the service, and now and then.

Published assets are never touched: they change in one transaction, and what comes before it can be thrown away.
"""

import logging
import shutil
import time
from contextlib import suppress
from pathlib import Path
from tempfile import gettempdir
from threading import Event
from typing import Final
from uuid import UUID

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from app.db.engine import Database
from app.inventory.files import broken_off, dropped_files, forget_file, kept_files, note_owner, owner_of
from app.inventory.readers.apart.process import WORK_PREFIX
from app.inventory.receive import forget_rows
from app.inventory.statements import statement
from app.settings import Settings
from app.stewardship.submissions import forget_emails

ACTOR: Final = "sweep"
_YOUNG_S: Final = 3600.0
_DAY_S: Final = 86_400.0
_log = logging.getLogger("stemmap.uploads")


def sweep_uploads(database: Database, settings: Settings, *, at_start: bool = False) -> int:
    """Give up uploads that nobody will finish, with their rows and files; gives how many.

    Those are: checks that lost their database or their process (a check holds a lock on its upload), and files that
    were checked longer than `upload_keep_days` ago. Rows of uploads that are done go as well, and their files after as
    many days. `at_start`
    says that no check of this data folder's files can be going on, so none has to be waited for.
    """
    before = time.time() - (0 if at_start else _YOUNG_S)
    dead = kept_files(settings).keys() - broken_off(settings) if at_start else dropped_files(settings).keys()
    with database.write(ACTOR) as session:
        given = {"keep_days": settings.upload_keep_days, "dead": list(dead)}
        given_up = list(session.scalars(statement("sweep"), given))
        for upload_id in given_up:
            forget_rows(session, upload_id)
        session.execute(statement("sweep_rows"))
        forget_emails(session, settings.submission_email_days)
        kept = set(session.scalars(statement("sweep_kept"), {"keep_days": settings.upload_keep_days}))
        mine = str(session.scalar(statement("sweep_owner")))
    for upload_id in given_up:
        forget_file(settings, upload_id)
    _forget_strangers(settings, kept, before, mine)
    _forget_work_folders()
    if given_up:
        _log.warning("%d uploads that nobody would finish were given up.", len(given_up))
    return len(given_up)


def _forget_strangers(settings: Settings, kept: set[UUID], before: float, mine: str) -> None:
    """Forget files that no upload of the database `mine` is about; slowly where the folder was another database's.

    A service that was started on the wrong database must not empty the right one's folder: what it does not know it
    leaves for as long as uploads are kept.
    """
    owner = owner_of(settings)
    if owner and owner != mine:
        before = time.time() - settings.upload_keep_days * _DAY_S
    _forget_files(settings, kept, before)
    strangers = kept_files(settings).keys() - kept
    if owner != mine and (not owner or not strangers):
        note_owner(settings, mine)
    elif owner != mine:
        _log.warning(
            "%d files in %s are of uploads of another database: they are left for %d days.",
            len(strangers), settings.home / "uploads", settings.upload_keep_days,
        )  # fmt: skip


def _forget_files(settings: Settings, kept: set[UUID], before: float) -> None:
    """Delete files of other uploads than `kept`, if they are from `before`: a newer one may not be noted yet."""
    for upload_id, path in kept_files(settings).items():
        if upload_id not in kept and _changed_at(path) < before:
            forget_file(settings, upload_id)


def _forget_work_folders() -> None:
    """Delete folders of readers that were killed; none works as long as that."""
    before = time.time() - _YOUNG_S
    for path in Path(gettempdir()).glob(f"{WORK_PREFIX}*"):
        if _changed_at(path) < before:
            shutil.rmtree(path, ignore_errors=True)


def _changed_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return time.time()


def keep_swept(database: Database, settings: Settings, stop: Event) -> None:
    """Sweep now and every `upload_sweep_every_s` until `stop` is set."""
    while True:
        try_sweep(database, settings)
        if stop.wait(settings.upload_sweep_every_s):
            return


def try_sweep(database: Database, settings: Settings, *, at_start: bool = False) -> None:
    """Sweep; where that fails, one line in the log says so."""
    try:
        sweep_uploads(database, settings, at_start=at_start)
    except (SQLAlchemyError, OSError) as failure:
        _log.warning("Uploads were not swept: %s", str(failure).partition("\n")[0])


def forget_applied(database: Database, upload_id: UUID, actor: str) -> None:
    """Delete the rows of an upload that was applied. Where that fails the sweep does it: applied it is.

    Its file stays for as long as an upload is kept, to be published again should it be undone.
    """
    with suppress(DBAPIError), database.write(actor) as session:
        forget_rows(session, upload_id)
