"""The beginning of an upload, received and kept, and its end when it is not to be applied."""

from typing import IO
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.db.engine import Database
from app.db.pauses import pause_point
from app.inventory.files import forget_file, keep_file, plain_name
from app.inventory.origin import USUAL, CheckOptions, Origin
from app.models import Upload
from app.settings import Settings


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
        pause_point("file-kept")
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
