"""An official download goes through the pipeline of every upload: check, report, apply, undo."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO
from uuid import UUID

from app.db.engine import Database
from app.inventory.applying import apply_upload
from app.inventory.official.choice import OfficialChoice
from app.inventory.official.registry import profile_of
from app.inventory.official.unpack import opened, vintage_of
from app.inventory.origin import CheckOptions, Origin, Vanished
from app.inventory.report import UploadReport
from app.inventory.stage import Progress
from app.inventory.uploads import check_upload

Watch = Callable[[IO[bytes]], AbstractContextManager[Progress]]
"""Given the unpacked table, what shows progress while it is read."""


def check_download(
    database: Database,
    path: Path,
    choice: OfficialChoice,
    actor: str,
    watch: Watch,
    vanished: Vanished = "keep",
) -> UploadReport:
    """Check the download at `path`; no asset changes.

    Raises InvalidFileError, TooLargeError or UnsupportedFileError for a file that cannot be checked, ConflictError
    when institutions must be loaded first.
    """
    profile, roomy = profile_of(choice.source), with_room(database)
    with opened(path, profile, roomy.settings.load_max_bytes) as (table, name):
        edition = choice.vintage or vintage_of(name) or vintage_of(path.name)
        told = OfficialChoice(**choice.as_json() | {"vintage": edition})
        origin = Origin(None, name, actor, profile.source_name, profile.kind, profile.key_scheme)
        with watch(table) as progress:
            options = CheckOptions(vanished=vanished, official=told)
            return check_upload(roomy, roomy.settings, table, origin, options, progress)


def apply_download(database: Database, upload_id: UUID, actor: str) -> UploadReport:
    """Apply a checked download. Raises what `apply_upload` raises."""
    roomy = with_room(database)
    return apply_upload(roomy, roomy.settings, upload_id, actor)


def with_room(database: Database) -> Database:
    """The same database under the limits of a national file in place of those of a state's."""
    settings = database.settings
    roomy = settings.model_copy(
        update={
            "upload_max_bytes": settings.load_max_bytes,
            "upload_max_rows": settings.load_max_rows,
            "upload_max_columns": settings.load_max_columns,
            "read_timeout_s": settings.load_timeout_s,
            "write_timeout_s": settings.load_timeout_s,
        }
    )
    return Database(database.engine, roomy)
