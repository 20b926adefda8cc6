"""A file that is still kept begins anew as an upload of its own: published again, or checked for another state.

What was chosen for it goes along. And an upload that was never published can be removed.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from app.db.engine import Database
from app.errors import ConflictError
from app.inventory.files import forget_file, kept_file
from app.inventory.locks import hold_upload
from app.inventory.origin import CheckOptions, Origin
from app.inventory.quota import require_room
from app.inventory.receive import forget_rows, receive_upload
from app.inventory.report import UploadReport, find_upload
from app.inventory.statuses import within_sentence
from app.models import Upload
from app.settings import Settings
from app.vocabulary.codes import STATES

_REMOVABLE: Final = ("checked", "refused", "abandoned")


@dataclass(frozen=True)
class Anew:
    """An upload that was received from the file of another, to be checked by `run_check` with these options."""

    id: UUID
    options: CheckOptions


def is_removable(report: UploadReport) -> bool:
    """Whether nothing was published of an upload, and nobody removed it."""
    return report.status in _REMOVABLE and not report.options.get("removed")


def is_kept(settings: Settings, upload_id: UUID) -> bool:
    """Whether the file of an upload is here."""
    return kept_file(settings, upload_id).is_file()


def send_again(
    database: Database, settings: Settings, upload_id: UUID, actor: str, state: str | None
) -> Anew:
    """Receive the kept file of an upload once more, for `state`.

    Raises NotFoundError, ConflictError where the file is not kept any more, TooManyError where `actor` has used up
    what a key may send.
    """
    with database.read() as session:
        upload = find_upload(session, upload_id)
        origin, options = _origin(upload, actor, state), CheckOptions.from_json(upload.options)
        require_room(session, settings, actor, upload.size_bytes)
    try:
        file = kept_file(settings, upload_id).open("rb")
    except FileNotFoundError as error:
        raise ConflictError("The file of this upload is not kept any more: send it again.") from error
    with file:
        return Anew(receive_upload(database, settings, file, origin, options), options)


def _origin(upload: Upload, actor: str, state: str | None) -> Origin:
    source = upload.source_name
    if upload.state and state and source == f"inventory of {STATES.label(upload.state)}":
        source = f"inventory of {STATES.label(state)}"
    return Origin(state, upload.file_name, actor, source, upload.kind, upload.key_scheme)


def remove_upload(database: Database, settings: Settings, upload_id: UUID, actor: str) -> None:
    """Take an upload that is not published out of the lists, with its rows, findings and file.

    Its line stays in the database: it counts for what a key may send. Raises NotFoundError, ConflictError.
    """
    with database.write(actor) as session:
        upload = hold_upload(session, upload_id)
        if upload.status not in _REMOVABLE:
            raise ConflictError(f"This upload is {within_sentence(upload.status)}: it cannot be removed.")
        _give_up(session, upload)
    forget_file(settings, upload_id)


def _give_up(session: Session, upload: Upload) -> None:
    forget_rows(session, upload.id)
    upload.status, upload.options = "abandoned", upload.options | {"removed": True}
    upload.problem = upload.problem or "It was removed from the list."
