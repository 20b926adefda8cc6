"""The beginning and the end of an upload that is not applied: received, kept, given up, swept away."""

import logging
import time
from pathlib import Path
from typing import IO, Final
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.db.engine import Database
from app.inventory.files import forget_file, keep_file, kept_file, plain_name
from app.inventory.origin import USUAL, CheckOptions, Origin
from app.inventory.statements import statement
from app.models import Upload
from app.settings import Settings

ACTOR: Final = "sweep"
_YOUNG_S: Final = 3600.0
_log = logging.getLogger("stemmap.uploads")


def receive_upload(
    database: Database,
    settings: Settings,
    file: IO[bytes],
    origin: Origin,
    options: CheckOptions = USUAL,
) -> UUID:
    """Keep `file` (binary, seekable) and note its upload, to be checked by `run_check`. Gives the upload's id."""
    origin.check()
    upload_id = uuid4()
    try:
        size, digest = keep_file(settings, upload_id, file)
        with database.write(origin.actor) as session:
            session.add(_received(upload_id, size, digest, origin, options))
    except BaseException:
        forget_file(settings, upload_id)
        raise
    return upload_id


def _received(upload_id: UUID, size: int, digest: str, origin: Origin, options: CheckOptions) -> Upload:
    return Upload(
        id=upload_id, state=origin.state, kind=origin.kind, key_scheme=origin.key_scheme, status="checking",
        file_name=plain_name(origin.file_name), file_sha256=digest, size_bytes=size, format="", columns=[],
        counts={}, options=options.as_json(), source_name=origin.source_name, created_by=origin.actor,
    )  # fmt: skip


def forget_rows(session: Session, upload_id: UUID) -> None:
    """Delete the waiting rows of an upload."""
    given = {"upload_id": upload_id}
    session.execute(text("DELETE FROM upload_row WHERE upload_id = :upload_id"), given)
    session.execute(text("DELETE FROM upload_refusal WHERE upload_id = :upload_id"), given)


def forget_upload(database: Database, settings: Settings, upload_id: UUID, actor: str) -> None:
    """Take back an upload as if it had never been sent."""
    with database.write(actor) as session:
        session.execute(text("DELETE FROM upload WHERE id = :id"), {"id": upload_id})
    forget_file(settings, upload_id)


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
