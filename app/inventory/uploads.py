"""Checking an upload: from a kept file to staged rows, findings and a report. Nothing public changes.

All of it can be thrown away. What follows is in `applying`.
"""

from dataclasses import replace
from itertools import chain
from typing import IO
from uuid import UUID

from app.db.engine import Database
from app.db.pauses import pause_point
from app.errors import ConflictError
from app.inventory.busy import busy_instead, wait_a_little
from app.inventory.check_steps import check
from app.inventory.checking import Opened, set_aside
from app.inventory.kept_sheet import opened_sheet, rules_of, understood
from app.inventory.locks import hold_upload
from app.inventory.meant import joined, meant_of
from app.inventory.origin import USUAL, CheckOptions, Origin, require_kind
from app.inventory.place.asking import Asked, Wanted, ask, geocoder_of
from app.inventory.profiles import said, said_values
from app.inventory.receive import forget_upload, receive_upload
from app.inventory.report import UploadReport, find_upload, load_report
from app.inventory.stage import Checker, Progress, Tally, silent
from app.inventory.statuses import within_sentence
from app.models import Upload
from app.models.upload import OPEN_STATUSES
from app.settings import Settings


def check_upload(
    database: Database,
    settings: Settings,
    file: IO[bytes],
    origin: Origin,
    options: CheckOptions = USUAL,
    progress: Progress = silent,
) -> UploadReport:
    """Check `file` (binary, seekable) without changing any asset; the report says what applying it would do.

    Raises UnsupportedFileError, InvalidFileError or TooLargeError for a file that cannot be checked at all, which
    leaves nothing behind; bad rows are findings of the report.
    """
    upload_id = receive_upload(database, settings, file, origin, options)
    try:
        return run_check(database, settings, upload_id, options, origin.actor, progress)
    except Exception:
        forget_upload(database, settings, upload_id, origin.actor)
        raise


def run_check(
    database: Database,
    settings: Settings,
    upload_id: UUID,
    options: CheckOptions,
    actor: str,
    progress: Progress = silent,
) -> UploadReport:
    """Check the kept file of an upload, for the first time or again with other options; its report is replaced.

    Raises NotFoundError, ConflictError when the upload is done or its file gone, BusyError when others held what it
    needs in every one of `upload_tries`, and what `check_upload` raises: then the upload says why, and waits for
    another check where that may help.
    """
    for left in reversed(range(settings.upload_tries)):
        opened = Opened()
        try:
            return _check_once(database, settings, upload_id, options, actor, progress, opened)
        except Exception as error:
            told = busy_instead(error)
            if told is error or not left:
                set_aside(database, settings, upload_id, actor, told, opened)
                raise told from error
        wait_a_little(progress)
    raise AssertionError("a check is tried at least once")


def _check_once(
    database: Database,
    settings: Settings,
    upload_id: UUID,
    options: CheckOptions,
    actor: str,
    progress: Progress,
    opened: Opened,
) -> UploadReport:
    asked = _asked(database, settings, upload_id, options)
    with database.write(actor, timeout_s=settings.upload_timeout_s) as session:
        upload = hold_upload(session, upload_id)
        _require_open(upload)
        _take_options(upload, options)
        check(session, database, settings, upload, asked, progress, opened, options.values or {})
        session.flush()
        report = load_report(session, upload_id, settings.upload_issues_inline)
        pause_point("check-before-commit")
        return report


def _take_options(upload: Upload, options: CheckOptions) -> None:
    """Note what was chosen; what nothing was said about now stays as it was said before."""
    require_kind(options.kind)
    before = CheckOptions.from_json(upload.options)
    upload.options = replace(
        options,
        official=options.official or before.official,
        values=joined(before.values or {}, options.values or {}),
        bad_points=options.bad_points or before.bad_points,
        kind=None,
    ).as_json()
    if options.kind is not None:
        upload.kind = options.kind or None
    upload.problem = None


def _asked(database: Database, settings: Settings, upload_id: UUID, options: CheckOptions) -> Asked | None:
    """What the geocoder, if there is one, says of the file's addresses; asked before any transaction begins."""
    geocoder = geocoder_of(settings)
    if geocoder is None or options.official:
        return None
    with database.read() as session:
        upload = find_upload(session, upload_id)
        session.expunge(upload)
    _require_open(upload)
    _take_options(upload, options)
    wanted = Wanted(settings.geocoder_max_addresses)
    with opened_sheet(settings, upload) as sheet:
        first = next(sheet.batches, None)
        with database.read() as session:
            chosen, told = said(session, upload.state, sheet.header, options.columns)
            mapping = understood(sheet, first, chosen, told, upload.kind)
            meant = meant_of(said_values(session, upload, mapping), mapping)
        rules = replace(rules_of(database, settings, upload, mapping), meant=meant)
        checker = Checker(replace(rules, collect=wanted.add), Tally())
        for batch in chain([first] if first else [], sheet.batches):
            checker.check(batch)
    return ask(database, settings, geocoder, wanted)


def _require_open(upload: Upload) -> None:
    if upload.status not in OPEN_STATUSES:
        raise ConflictError(
            f"This upload is {within_sentence(upload.status)}: send the file again to check it again.",
            upload=str(upload.id),
        )
