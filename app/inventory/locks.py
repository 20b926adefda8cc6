"""Who may write now: one transaction an upload and a state; whoever comes second is told so at once.

Waiting would end in a time-out, or in a second writing that nobody has looked at.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from psycopg.errors import LockNotAvailable
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.db.engine import Database
from app.errors import ConflictError, NotFoundError
from app.inventory.statements import statement
from app.models import Upload
from app.settings import Settings
from app.vocabulary.codes import STATES


@contextmanager
def publishing(database: Database, settings: Settings, upload_id: UUID, actor: str) -> Iterator[Session]:
    """A session that publishes or undoes an upload.

    It waits until uploads of other states are through with the data version, which every writing counts up and holds
    to its end; whom it must not wait for, `hold_upload` and `hold_states` tell at once.
    """
    longest_s = settings.upload_timeout_s
    with database.write(actor, upload_id=upload_id, timeout_s=longest_s, lock_timeout_s=longest_s) as session:
        yield session


def hold_upload(session: Session, upload_id: UUID) -> Upload:
    """The upload, held until the transaction ends. Raises NotFoundError; ConflictError when another holds it."""
    query = select(Upload).where(Upload.id == upload_id).with_for_update(nowait=True)
    try:
        found = session.scalar(query)
    except OperationalError as error:
        if not isinstance(error.orig, LockNotAvailable):
            raise
        raise ConflictError(
            "This upload is being checked, published or undone at this moment: look again when that is done.",
            upload=str(upload_id),
        ) from error
    if found is None:
        raise NotFoundError(f"There is no upload {upload_id}.")
    session.execute(
        text("SELECT pg_try_advisory_xact_lock_shared(hashtext(:class), hashtext(:id))"), _mark(upload_id)
    )
    return found


def _mark(upload_id: UUID) -> dict[str, str]:
    """What those who only look can see of a held upload: an advisory lock, which is in nobody's way."""
    return {"class": "stemmap.held", "id": str(upload_id)}


def is_held(session: Session, upload_id: UUID) -> bool:
    """Whether the upload is being checked, published or undone at this moment, by whatever process."""
    return bool(session.scalar(statement("upload_held"), _mark(upload_id)))


def hold_states(session: Session, states: Iterable[str]) -> None:
    """Be the only one who applies or undoes uploads of `states` until the transaction ends.

    Raises ConflictError when another does so at this moment.
    """
    for state in sorted(set(states)):
        question = "SELECT pg_try_advisory_xact_lock(hashtext('stemmap.upload'), hashtext(:state))"
        if not session.scalar(text(question), {"state": state}):
            raise ConflictError(
                f"Another upload of {STATES.label(state)} is being published or undone at this moment: "
                "nothing was changed. Try again when it is done."
            )
