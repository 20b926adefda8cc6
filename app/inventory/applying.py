"""Applying a checked upload: its staged rows become assets in one transaction.

A kill leaves the old state or the new, nothing between.
"""

from collections import deque
from uuid import UUID

from psycopg.errors import CheckViolation
from sqlalchemy import func, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.db.engine import Database, limit_writes
from app.db.pauses import pause_point
from app.errors import BadParameterError, ConflictError
from app.inventory.locks import hold_states, hold_upload, publishing
from app.inventory.official.known import drop_kept
from app.inventory.origin import VANISHED, Vanished
from app.inventory.plan import count_plan, drop_merged, find_parents, resolve
from app.inventory.profiles import remember_choices
from app.inventory.publish import states_of, write_plan
from app.inventory.refusing import why_refused
from app.inventory.report import UploadReport, is_refused, load_report
from app.inventory.seen_plan import require_seen
from app.inventory.stage import Progress, Tally, say_more, silent
from app.inventory.statistics import refresh_statistics
from app.inventory.statuses import within_sentence
from app.inventory.sweep import forget_applied
from app.models import Upload
from app.models.upload import OPEN_STATUSES
from app.settings import Settings


def apply_upload(
    database: Database,
    settings: Settings,
    upload_id: UUID,
    actor: str,
    *,
    vanished: Vanished | None = None,
    seen: str | None = None,
    progress: Progress = silent,
) -> UploadReport:
    """Write the rows of a checked upload to the assets, in one transaction.

    `vanished` overrules the choice made before; `seen` is the mark of the plan that somebody looked at (see seen_plan).

    Raises NotFoundError; ConflictError when it was applied before, has too many refused rows, has lost its rows, is
    another plan than `seen`, or breaks a rule together with what the assets hold already.
    """
    if vanished is not None and vanished not in VANISHED:
        raise BadParameterError(f"There is no choice {vanished!r}.", parameter="vanished", accepted=VANISHED)
    try:
        with publishing(database, settings, upload_id, actor) as session:
            upload = hold_upload(session, upload_id)
            _require_checked(session, upload, settings)
            require_seen(session, upload, seen)
            if vanished is not None:
                upload.options = upload.options | {"vanished": vanished}
            _apply(session, upload)
            remember_choices(session, upload, actor)
            progress(upload.counts["accepted"])
            report = load_report(session, upload_id, settings.upload_issues_inline)
            pause_point("apply-before-commit")
    except IntegrityError as error:
        raise _rule_broken(error) from error
    pause_point("apply-committed")
    refresh_statistics(database, report.counts["added"] + report.counts["changed"])
    forget_applied(database, upload_id, actor)
    return report


def _apply(session: Session, upload: Upload) -> None:
    states = states_of(session, upload)
    hold_states(session, states)
    pause_point("apply-locked")
    limit_writes(session, states)
    # Plans made while the tables were small would go through a whole table for every row (foreign keys do).
    session.execute(text("DISCARD PLANS"))
    moved = resolve(session, upload)
    if upload.options.get("official"):
        kept = drop_kept(session, upload.id, upload.source_name)
        upload.counts = upload.counts | {"kept": upload.counts["kept"] + kept}
    merged = Tally()  # decided after the check
    if moved:
        say_more(session, upload.id, merged, drop_merged(session, upload))
    deque(find_parents(session, upload), maxlen=0)
    more = {"merged": upload.counts.get("merged", 0) + merged.codes["row-merged"]}
    upload.counts = upload.counts | more | count_plan(session, upload)
    write_plan(session, upload)
    upload.status, upload.applied_at = "applied", func.now()
    session.flush()


def _rule_broken(error: IntegrityError) -> Exception:
    if not isinstance(error.orig, CheckViolation):
        return error
    rule = (error.orig.diag.constraint_name or "").removeprefix("asset_").removesuffix("_check")
    return ConflictError(
        f"Together with what the assets hold already, a row breaks the rule “{rule}”: nothing was published. "
        "Send a file that has all columns of that rule."
    )


def _require_checked(session: Session, upload: Upload, settings: Settings) -> None:
    link = {"upload": str(upload.id)}
    if upload.status == "applied":
        raise ConflictError(
            "This upload was published before. Send the file again to publish it again.", **link
        )
    if upload.status == "checking":
        raise ConflictError("This upload is still being checked: read its report first.", **link)
    if upload.status not in OPEN_STATUSES:
        raise ConflictError(f"This upload is {within_sentence(upload.status)}: send the file again.", **link)
    if upload.problem:
        raise ConflictError(f"This upload could not be checked: {upload.problem}", **link)
    if upload.status == "refused" or is_refused(upload.counts, settings.upload_error_share_max):
        raise ConflictError(
            why_refused(upload.counts, settings.upload_error_share_max),
            **link,
        )
    waiting = session.scalar(text("SELECT count(*) FROM upload_row WHERE upload_id = :id"), {"id": upload.id})
    if waiting != upload.counts["accepted"] - upload.counts.get("merged", 0):
        raise ConflictError(
            "The rows of this upload are gone, as after a crash of the database: check the file again.",
            **link,
        )
