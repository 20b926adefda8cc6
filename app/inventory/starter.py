"""The starter inventory: our own files go through the same door as a state's and must pass without error."""

from collections.abc import Callable, Iterable
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.engine import Database
from app.errors import InvalidFileError
from app.inventory.applying import apply_upload
from app.inventory.files import measure
from app.inventory.origin import Origin
from app.inventory.report import UploadReport
from app.inventory.uploads import check_upload
from app.models import Upload
from app.settings import Settings
from app.vocabulary.assets import STARTER_SOURCE

SOURCE_NAME = STARTER_SOURCE
ACTOR = "seed"


def load_starter(
    database: Database, settings: Settings, files: Iterable[Path], say: Callable[[str], None]
) -> list[UploadReport]:
    """Load `files` (`NM.csv`: one per state), each unless this very file was the last one loaded.

    Raises InvalidFileError when a row is refused: then nothing of that file is applied.
    """
    return [report for path in sorted(files) if (report := _load(database, settings, path, say))]


def _load(
    database: Database, settings: Settings, path: Path, say: Callable[[str], None]
) -> UploadReport | None:
    state = path.stem.upper()
    with path.open("rb") as file:
        _, digest = measure(file)
        with database.read() as session:
            if _last_loaded(session, state) == digest:
                say(f"Starter inventory {state}: loaded before")
                return None
        report = check_upload(database, settings, file, Origin(state, path.name, ACTOR, SOURCE_NAME))
    if report.counts["refused"]:
        first = report.issues[0]
        raise InvalidFileError(f"{path.name}, row {first.row_number}: {first.message} {first.cure}")
    applied = apply_upload(database, settings, report.id, ACTOR)
    say(
        "Starter inventory {}: {added} added, {changed} changed, {unchanged} unchanged".format(
            state, **applied.counts
        )
    )
    return applied


def _last_loaded(session: Session, state: str) -> str | None:
    return session.scalar(
        select(Upload.file_sha256)
        .where(Upload.state == state, Upload.source_name == SOURCE_NAME, Upload.status == "applied")
        .order_by(Upload.applied_at.desc())
        .limit(1)
    )
