"""Checking an upload: from a kept file to staged rows, findings and a report. Nothing public changes.

All of it can be thrown away. What follows is in `applying`.
"""

from collections.abc import Iterator
from collections.abc import Mapping as ReadMapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from typing import IO, Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.db.engine import Database
from app.db.pauses import pause_point
from app.errors import ConflictError
from app.inventory.busy import busy_instead, wait_a_little
from app.inventory.checking import Opened, forget_results, require_type, set_aside, understood_anyway
from app.inventory.codes import Finding, finding
from app.inventory.columns import Mapping, Told, map_columns
from app.inventory.corrections import lost_corrections
from app.inventory.difference import written_fields
from app.inventory.duplicates import find_duplicates
from app.inventory.elsewhere import wrong_state
from app.inventory.files import kept_file
from app.inventory.locks import hold_upload
from app.inventory.meant import Values, joined, meant_of, require_possible
from app.inventory.official.opening import official_sheet
from app.inventory.origin import USUAL, BadPoints, CheckOptions, Origin, require_kind
from app.inventory.place.asking import Asked, Wanted, ask, geocoder_of
from app.inventory.plan import (
    count_plan,
    drop_impossible,
    drop_merged,
    drop_untrue_places,
    find_parents,
    other_lists,
    resolve,
    taken_identifiers,
)
from app.inventory.profiles import bad_points_again, remembered_bad_points, said, said_values, used_again
from app.inventory.readers import Batch, Sheet
from app.inventory.readers.opening import open_sheet
from app.inventory.receive import forget_upload, receive_upload
from app.inventory.reference import StoredGazetteer
from app.inventory.refusing import refusing_codes
from app.inventory.report import UploadReport, find_upload, is_refused, load_report
from app.inventory.rows import Rules
from app.inventory.stage import Checker, Progress, Tally, say_more, silent, stage
from app.inventory.statistics import count_staged
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
        _check(session, database, settings, upload, asked, progress, opened, options.values or {})
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
    with _opened(settings, upload) as sheet:
        first = next(sheet.batches, None)
        with database.read() as session:
            chosen, told = said(session, upload.state, sheet.header, options.columns)
            mapping = _understood(sheet, first, chosen, told, upload.kind)
            meant = meant_of(said_values(session, upload, mapping), mapping)
        rules = replace(_rules(database, settings, upload, mapping), meant=meant)
        checker = Checker(replace(rules, collect=wanted.add), Tally())
        for batch in chain([first] if first else [], sheet.batches):
            checker.check(batch)
    return ask(database, settings, geocoder, wanted)


def _check(
    session: Session,
    database: Database,
    settings: Settings,
    upload: Upload,
    asked: Asked | None,
    progress: Progress,
    opened: Opened,
    values: Values,
) -> None:
    forget_results(session, upload.id)
    options = CheckOptions.from_json(upload.options)
    with _opened(settings, upload) as sheet:
        ours = official_sheet(session, sheet, options.official) if options.official else None
        sheet = ours.sheet if ours else sheet
        first = next(sheet.batches, None)
        if ours:
            mapping = ours.mapping
        else:
            chosen, told = said(session, upload.state, sheet.header, upload.options.get("columns"))
            opened.take(sheet, first, understood_anyway(sheet, first, chosen, told).columns)
            mapping = _understood(sheet, first, chosen, told, upload.kind)
        require_possible(values, mapping, settings.upload_values_max)
        meant = meant_of(said_values(session, upload, mapping), mapping)
        opened.take(sheet, first, mapping.columns)
        opened.reading["values"] = {header: texts.said for header, texts in meant.items()}
        opened.note_on(upload)
        before = _bad_points_as_before(session, upload, mapping)
        matches = asked.matches if asked else None
        rules = replace(_rules(database, settings, upload, mapping), matches=matches, meant=meant)
        batches = chain([first] if first else [], sheet.batches)
        tally = stage(session, upload.id, batches, rules, progress)
    say_more(session, upload.id, tally, (*sheet.findings, *mapping.findings, *_unanswered(asked)))
    say_more(session, upload.id, tally, used_again(upload, meant))
    if before == "ignore" and (rows := tally.codes["point-left-out"]):
        say_more(session, upload.id, tally, bad_points_again(upload, rows))
    wrong = wrong_state(session, settings, upload.state, tally.elsewhere, tally.rows)
    say_more(session, upload.id, tally, wrong)
    upload.fields = written_fields(tally.columns)
    upload.counts = _settle(session, upload, tally)
    if ours:
        aside = {"left_out": ours.left_out.total(), "kept": tally.codes["official-known"]}
        upload.counts = upload.counts | aside
    upload.counts["duplicates"] = find_duplicates(session, settings, upload.id)
    if upload.counts["refused"]:
        upload.counts["refusing"] = refusing_codes(session, upload)
    if wrong:
        upload.counts["wrong_state"] = wrong[0].message
    upload.status = "refused" if is_refused(upload.counts, settings.upload_error_share_max) else "checked"


def _bad_points_as_before(session: Session, upload: Upload, mapping: Mapping) -> BadPoints | None:
    """Choose for rows with bad points what the state chose before, where nothing was said now; gives that choice."""
    if upload.options.get("official") or upload.options.get("bad_points"):
        return None
    choice = remembered_bad_points(session, upload.state, [column.header for column in mapping.columns])
    if choice is not None:
        upload.options = upload.options | {"bad_points": choice}
    return choice


def _unanswered(asked: Asked | None) -> Iterator[Finding]:
    if asked and asked.unanswered:
        yield finding("geocoder-unavailable", 0, count=asked.unanswered, reason=asked.reason)


@contextmanager
def _opened(settings: Settings, upload: Upload) -> Iterator[Sheet]:
    """The kept file, read while the block runs; its reader lets go of it before it is closed."""
    try:
        file = kept_file(settings, upload.id).open("rb")
    except FileNotFoundError as error:
        raise ConflictError(
            "The file of this upload is not there any more: send it again.", upload=str(upload.id)
        ) from error
    with file:
        read = CheckOptions.from_json(upload.options).read
        sheet = open_sheet(file, settings, replace(read, file_name=upload.file_name))
        try:
            yield sheet
        finally:
            sheet.close()


def _understood(
    sheet: Sheet, first: Batch | None, chosen: ReadMapping[str, str | None], told: Told, kind: str | None
) -> Mapping:
    """What the columns mean."""
    mapping = map_columns(sheet.header, first.columns if first else (), chosen, told)
    require_type(mapping, kind)
    return mapping


def _rules(database: Database, settings: Settings, upload: Upload, mapping: Mapping) -> Rules:
    options = CheckOptions.from_json(upload.options)
    return Rules(
        state=upload.state,
        mapping=mapping,
        source_name=upload.source_name,
        kind=upload.kind,
        places=StoredGazetteer(database),
        cell_bytes=settings.upload_max_cell_bytes,
        name_bytes=settings.upload_max_name_bytes,
        points_sampled=settings.wrong_state_points_max,
        key_scheme=upload.key_scheme,
        ignores_bad_points=options.bad_points == "ignore",
        crs=options.read.crs,
    )


def _settle(session: Session, upload: Upload, tally: Tally) -> dict[str, Any]:
    """Plan the staged rows and count."""
    count_staged(session, tally.rows)
    moved = resolve(session, upload)
    before = tally.severities["error"]
    if moved:
        say_more(session, upload.id, tally, drop_merged(session, upload))
    say_more(session, upload.id, tally, drop_impossible(session, upload))
    refused = tally.refused + tally.severities["error"] - before  # here, one error a row at most
    say_more(session, upload.id, tally, other_lists(session, upload))
    say_more(session, upload.id, tally, find_parents(session, upload))
    say_more(session, upload.id, tally, taken_identifiers(session, upload))
    say_more(session, upload.id, tally, lost_corrections(session, upload))
    untrue = drop_untrue_places(session, upload)
    tally.codes -= untrue
    tally.severities["warning"] -= untrue.total()
    return {
        "rows": tally.rows, "empty": tally.empty, "accepted": tally.rows - refused, "refused": refused,
        "merged": tally.codes["row-merged"],
        "errors": tally.severities["error"], "warnings": tally.severities["warning"],
        **count_plan(session, upload), "issues": dict(sorted(tally.codes.items())),
    }  # fmt: skip


def _require_open(upload: Upload) -> None:
    if upload.status not in OPEN_STATUSES:
        raise ConflictError(
            f"This upload is {within_sentence(upload.status)}: send the file again to check it again.",
            upload=str(upload.id),
        )
