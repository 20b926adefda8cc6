"""An official download goes through the pipeline of every upload: check, report, apply, undo."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO

from app.db.engine import Database
from app.inventory.official.choice import OfficialChoice
from app.inventory.official.registry import profile_of
from app.inventory.official.unpack import opened, vintage_of
from app.inventory.origin import CheckOptions, Origin, Vanished
from app.inventory.report import UploadReport
from app.inventory.stage import Progress
from app.inventory.uploads import check_upload
from app.settings import Settings

Watch = Callable[[IO[bytes]], AbstractContextManager[Progress]]
"""Given the unpacked table, what shows progress while it is read."""


def check_download(
    database: Database,
    settings: Settings,
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
    profile = profile_of(choice.source)
    with opened(path, profile, settings.load_max_bytes) as (table, name):
        edition = choice.vintage or vintage_of(name) or vintage_of(path.name)
        told = OfficialChoice(**choice.as_json() | {"vintage": edition})
        origin = Origin(None, name, actor, profile.source_name, profile.kind, profile.key_scheme)
        with watch(table) as progress:
            return check_upload(
                database,
                roomy(settings),
                table,
                origin,
                CheckOptions(vanished=vanished, official=told),
                progress,
            )


def roomy(settings: Settings) -> Settings:
    """Settings with the limits of a national file in place of those of a state's."""
    return settings.model_copy(
        update={
            "upload_max_bytes": settings.load_max_bytes,
            "upload_max_rows": settings.load_max_rows,
            "upload_max_columns": settings.load_max_columns,
        }
    )
