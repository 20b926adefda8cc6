"""Around a check: its beginning is noted, and a file that cannot be checked waits to be mended where it can be.

What a person can mend in the file's own page (columns, sheet, encoding, coordinate system) keeps the upload and its
file; what only another file can mend gives it up.
"""

import logging
from collections.abc import Mapping as ReadMapping
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.db.engine import Database
from app.db.failures import app_error_of
from app.errors import (
    AppError,
    BadParameterError,
    BusyError,
    ConflictError,
    DatabaseDownError,
    EmptyFileError,
    InvalidFileError,
    StoppingError,
    TooLargeError,
    UnsupportedFileError,
)
from app.inventory.busy import BUSY
from app.inventory.columns import Column, Mapping, Told, candidates, map_columns
from app.inventory.files import drop_file, forget_file
from app.inventory.readers import Batch, Sheet
from app.inventory.receive import forget_rows
from app.inventory.report import find_upload, is_refused
from app.inventory.statuses import within_sentence
from app.models import Upload
from app.settings import Settings
from app.vocabulary.assets import KINDS

log = logging.getLogger("stemmap.uploads")
_OPEN: Final = ("checking", "checked", "refused")
_HOPELESS: Final = (EmptyFileError, UnsupportedFileError, TooLargeError, ConflictError)
"""Another check of the same file would end the same way."""
_SPARE: Final = "\x00"
"""A header no file has."""
TYPES: Final = frozenset(("kind", "subtype"))
"""One of these fields a file must have: they say what each row is."""
_SAMPLES: Final = 3
_SAMPLE_CHARS: Final = 60
_PARTS_MAX: Final = 200
OURS: Final = "Something went wrong on our side; it was logged. Check again, or send the file again."
NOT_THE_FILE: Final = (OURS, BUSY)
"""What may be said of an upload whose file is in order, as far as we know."""


def begin_check(database: Database, upload_id: UUID, actor: str) -> None:
    """Note that an upload is being checked. Raises NotFoundError; ConflictError when it is done or given up."""
    with database.write(actor) as session:
        upload = find_upload(session, upload_id, lock=True)
        if upload.status not in _OPEN:
            raise ConflictError(
                f"This upload is {within_sentence(upload.status)}: send the file again to check it again.",
                upload=str(upload.id),
            )
        upload.status = "checking"


@dataclass
class Opened:
    """What was found out about a file before its rows: kept even when the check fails later."""

    format: str = ""
    encoding: str | None = None
    reading: dict[str, Any] = field(default_factory=dict)
    columns: list[dict[str, Any]] = field(default_factory=list)

    def take(self, sheet: Sheet, first: Batch | None, columns: Sequence[Column]) -> None:
        """Format, sheets or layers, and each column with a few of its values."""
        self.format, self.encoding = sheet.format, sheet.encoding
        self.reading = {"part": sheet.part, "parts": list(sheet.parts[:_PARTS_MAX])}
        values = first.columns if first else [[] for _ in columns]
        self.columns = [
            column.as_json() | {"samples": _samples(cells)}
            for column, cells in zip(columns, values, strict=True)
        ]

    def note_on(self, upload: Upload) -> None:
        """Keep it with the upload, unless nothing could be opened."""
        if self.format:
            upload.format, upload.encoding = self.format, self.encoding
            upload.reading, upload.columns = self.reading, self.columns


def _samples(cells: Sequence[str]) -> list[str]:
    """The first few different values, short."""
    found: dict[str, None] = {}
    for cell in cells:
        if text := cell.strip():
            found[text if len(text) <= _SAMPLE_CHARS else text[: _SAMPLE_CHARS - 1] + "…"] = None
            if len(found) == _SAMPLES:
                break
    return list(found)


def understood_anyway(
    sheet: Sheet, first: Batch | None, chosen: ReadMapping[str, str | None], told: Told
) -> Mapping:
    """What the columns mean, also where none is the name: as if there were one more that is. The form begins so."""
    with suppress(InvalidFileError):
        return map_columns(sheet.header, first.columns if first else (), chosen, told)
    samples = [*first.columns, []] if first else ()
    known = {head: name for head, name in chosen.items() if head in sheet.header}
    named = {} if "name" in known.values() else {_SPARE: "name"}
    mapping = map_columns((*sheet.header, _SPARE), samples, known | named, told)
    return Mapping(tuple(column for column in mapping.columns if column.header != _SPARE), mapping.findings)


def require_type(mapping: Mapping, kind: str | None) -> None:
    """Raise InvalidFileError unless a column says which type each row is; the `kind` of all rows is not enough."""
    if TYPES & mapping.targets:
        return
    aside = [column.header for column in mapping.columns if column.target is None and _may_be_type(column)]
    raise InvalidFileError(
        f"{_no_type(aside, kind)} Under Columns, choose “Type” for the column that says it, or add one to the "
        "file: “Type” (library, camp, internship …).",
        parameter="file",
        accepted=["kind", "subtype", "Type", "Program Type", "Organization Type"],
    )


def _no_type(aside: Sequence[str], kind: str | None) -> str:
    said = "No column says what each row is."
    if aside:
        said = f"No column says what each row is, as “{aside[0]}” is kept as a note."
    return (
        f"{said} That every row is of the kind “{KINDS.label(kind)}” does not say its type." if kind else said
    )


def _may_be_type(column: Column) -> bool:
    return bool(TYPES & {name for name, *_ in candidates(column.header)})


def set_aside(
    database: Database, settings: Settings, upload_id: UUID, actor: str, error: Exception, opened: Opened
) -> None:
    """Note why a check failed; the upload and its file are kept where another check may succeed."""
    if isinstance(error, StoppingError):
        return  # whoever stopped it begins it again
    if isinstance(app_error_of(error), DatabaseDownError):
        drop_file(settings, upload_id)  # for the sweep: nothing can be noted now
        return
    _log(upload_id, error)
    with database.write(actor) as session:
        upload = find_upload(session, upload_id, lock=True)
        if upload.status not in _OPEN:
            return
        if isinstance(error, BadParameterError) and "rows" in upload.counts:  # the check before still counts
            refused = is_refused(upload.counts, settings.upload_error_share_max)
            upload.status = "refused" if refused else "checked"
            return
        _note_failure(session, upload, error, opened)
    if isinstance(error, _HOPELESS):
        forget_file(settings, upload_id)


def _log(upload_id: UUID, error: Exception) -> None:
    if isinstance(error, BusyError):
        log.warning("check of upload %s given up: %s", upload_id, error.detail)
    elif not isinstance(error, AppError):
        log.error("check of upload %s failed", upload_id, exc_info=error)


def _note_failure(session: Session, upload: Upload, error: Exception, opened: Opened) -> None:
    upload.status = "abandoned" if isinstance(error, _HOPELESS) else "refused"
    upload.problem, upload.counts = error.detail if isinstance(error, AppError) else OURS, {}
    opened.note_on(upload)
    if not isinstance(error, BusyError):
        # otherwise what is there would be waited for again; the next check deletes it
        forget_results(session, upload.id)


def forget_results(session: Session, upload_id: UUID) -> None:
    """Delete the rows and findings of an earlier check."""
    forget_rows(session, upload_id)
    session.execute(text("DELETE FROM upload_issue WHERE upload_id = :id"), {"id": upload_id})
