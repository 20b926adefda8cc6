"""An upload from file to assets: check first (nothing public changes), then apply in one transaction.

What comes before apply can be thrown away; apply is one transaction: a kill leaves the old state or the new.
"""

import hashlib
from dataclasses import dataclass
from typing import IO, Any
from uuid import UUID, uuid4

from psycopg.errors import CheckViolation
from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.db.engine import Database
from app.errors import BadParameterError, ConflictError, InvalidFileError
from app.inventory.codes import Finding
from app.inventory.columns import Mapping, map_columns
from app.inventory.copying import copy_rows
from app.inventory.locate import OUTSIDE_MAX_M, locate
from app.inventory.publish import lock_state, plan, planned_counts, write_plan
from app.inventory.readers.csv import read_csv
from app.inventory.reference import box_of, zips_of
from app.inventory.report import UploadReport, error_share, find_upload, load_report
from app.inventory.rows import Rules
from app.inventory.spool import FindingSpool
from app.inventory.stage import Progress, Tally, silent, stage
from app.inventory.statements import statement
from app.models import Upload
from app.settings import Settings
from app.vocabulary.assets import KINDS
from app.vocabulary.codes import STATES

_ISSUE_COLUMNS = ("upload_id", "row_number", "column", "value", "severity", "code", "message", "cure")
_FILE_NAME_CHARS = 200
_HASH_BYTES = 1 << 20


@dataclass(frozen=True)
class Origin:
    """Whose file it is: state, file name, who sent it, and what its rows are said to come from."""

    state: str
    file_name: str
    actor: str
    source_name: str
    kind: str | None = None

    def check(self) -> None:
        """Raise BadParameterError for a state or kind that does not exist."""
        if self.state not in STATES:
            raise BadParameterError(f"There is no state {self.state!r}.", parameter="state", accepted=STATES)
        if self.kind is not None and self.kind not in KINDS:
            raise BadParameterError(f"There is no kind {self.kind!r}.", parameter="kind", accepted=KINDS)


def check_upload(
    database: Database, settings: Settings, file: IO[bytes], origin: Origin, progress: Progress = silent
) -> UploadReport:
    """Check `file` (binary, seekable) without changing any asset; the report says what applying it would do.

    Raises UnsupportedFileError, InvalidFileError or TooLargeError for a file that cannot be checked at all;
    bad rows are findings of the report.
    """
    origin.check()
    size, digest = measure(file)
    table = read_csv(file, settings)
    mapping = map_columns(table.header)
    _require_type(mapping)
    with database.write(origin.actor) as session, FindingSpool() as spool:
        upload = Upload(
            id=uuid4(), state=origin.state, status="checked", file_name=_plain_name(origin.file_name),
            file_sha256=digest, size_bytes=size, format=table.format, encoding=table.encoding,
            columns=[column.as_json() for column in mapping.columns], counts={},
            source_name=origin.source_name, created_by=origin.actor,
        )  # fmt: skip
        session.add(upload)
        session.flush()
        spool.add((*table.findings, *mapping.findings))
        rules = _rules(session, settings, origin, mapping)
        tally = stage(session, table, rules, spool, progress)
        upload.counts = _settle(session, upload, rules, tally, spool)
        if error_share(upload.counts) > settings.upload_error_share_max:
            upload.status = "refused"
        session.flush()
        return load_report(session, upload.id, settings.upload_issues_inline)


def _require_type(mapping: Mapping) -> None:
    if not {"kind", "subtype"} & mapping.targets:
        raise InvalidFileError(
            "No column says what each row is: add a column “Type” (library, camp, internship …).",
            parameter="file",
            accepted=["kind", "subtype", "Type", "Program Type", "Organization Type"],
        )


def _rules(session: Session, settings: Settings, origin: Origin, mapping: Mapping) -> Rules:
    return Rules(
        state=origin.state,
        mapping=mapping,
        source_name=origin.source_name,
        kind=origin.kind,
        zips=zips_of(session, origin.state),
        box=box_of(session, origin.state),
        cell_bytes=settings.upload_max_cell_bytes,
    )


def _settle(
    session: Session, upload: Upload, rules: Rules, tally: Tally, spool: FindingSpool
) -> dict[str, Any]:
    """Place and plan the staged rows, store rows and findings, and count."""
    before = spool.by_severity["error"]
    spool.add(locate(session, upload.state, rules.header))
    session.execute(
        statement("keep"),
        {"upload_id": upload.id, "says_where": rules.says_where, "outside_max_m": OUTSIDE_MAX_M},
    )
    spool.add(plan(session, upload))
    session.execute(statement("drop_other_state"), {"upload_id": upload.id, "state": upload.state})
    refused = tally.refused + spool.by_severity["error"] - before  # from here on, one error a row at most
    copy_rows(session, "upload_issue", _ISSUE_COLUMNS, (_issue(upload.id, found) for found in spool))
    return {
        "rows": tally.rows, "empty": tally.empty, "accepted": tally.rows - refused, "refused": refused,
        "errors": spool.by_severity["error"], "warnings": spool.by_severity["warning"],
        **planned_counts(session, upload.state), "issues": dict(sorted(spool.counts.items())),
    }  # fmt: skip


def _issue(upload_id: UUID, found: Finding) -> tuple[Any, ...]:
    return (
        upload_id, found.row_number, found.column, found.value,
        found.severity, found.code, found.message, found.cure,
    )  # fmt: skip


def apply_upload(database: Database, settings: Settings, upload_id: UUID, actor: str) -> UploadReport:
    """Write the rows of a checked upload to the assets, in one transaction.

    Raises NotFoundError; ConflictError when it was applied before, has too many refused rows, or would break
    Raises NotFoundError; ConflictError when it was applied before, has too many refused rows, or breaks a
    """
    try:
        with database.write(actor, upload_id=upload_id) as session:
            upload = find_upload(session, upload_id, lock=True)
            _require_checked(upload, settings)
            lock_state(session, upload.state)
            list(plan(session, upload))
            upload.counts = upload.counts | planned_counts(session, upload.state)
            write_plan(session, upload)
            upload.status, upload.applied_at = "applied", func.now()
            session.flush()
            return load_report(session, upload_id, settings.upload_issues_inline)
    except IntegrityError as error:
        raise _rule_broken(error) from error


def _rule_broken(error: IntegrityError) -> Exception:
    if not isinstance(error.orig, CheckViolation):
        return error
    rule = (error.orig.diag.constraint_name or "").removeprefix("asset_").removesuffix("_check")
    return ConflictError(
        f"Together with what the assets hold already, a row breaks the rule “{rule}”: nothing was applied. "
        "Send a file that has all columns of that rule."
    )


def _require_checked(upload: Upload, settings: Settings) -> None:
    link = {"upload": str(upload.id)}
    if upload.status == "applied":
        raise ConflictError("This upload was applied before. Send the file again to apply it again.", **link)
    share = error_share(upload.counts)
    if upload.status == "refused" or share > settings.upload_error_share_max:
        raise ConflictError(
            f"{upload.counts['refused']:,} of {upload.counts['rows']:,} rows are refused ({share:.0%}); "
            f"at most {settings.upload_error_share_max:.0%} may be. Mend the rows and send the file again.",
            **link,
        )


def measure(file: IO[bytes]) -> tuple[int, str]:
    """Size in bytes and SHA-256 of `file`; leaves it at its start."""
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    while chunk := file.read(_HASH_BYTES):
        digest.update(chunk)
        size += len(chunk)
    file.seek(0)
    return size, digest.hexdigest()


def _plain_name(name: str) -> str:
    """The last part of a path, printable and short."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(char for char in last if char.isprintable())[:_FILE_NAME_CHARS] or "upload.csv"
