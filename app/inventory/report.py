"""What a state reads about its file: how its columns were understood, counts, and findings."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Text, case, cast, func, select
from sqlalchemy.orm import Session

from app.errors import BadParameterError, NotFoundError
from app.inventory.codes import CODES, Finding, cure_of_many, words_of_many
from app.models import Upload, UploadIssue, UploadRow
from app.models.upload import UploadRefusal

ISSUE_HEADER = ("row", "column", "value", "severity", "code", "message", "cure")
NAME_OF_ROW: Final = func.coalesce(
    *(
        select(table.c.name)
        .where(table.c.upload_id == UploadIssue.upload_id, table.c.row_number == UploadIssue.row_number)
        .correlate(UploadIssue)
        .scalar_subquery()
        for table in (UploadRow.__table__, UploadRefusal.__table__)
    )
).label("name")
"""What the row of a finding is called, while its upload waits."""
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_SEVERAL: Final = {
    "institution": "institutions",
    "program": "programs",
    "opportunity": "opportunities",
}
_CHUNK_ROWS = 1000
_NUMBER_CHARS = 8
_NUMBER = re.compile(r"[0-9a-f][0-9a-f-]{3,35}")
_NAMED_MAX = 5
_ISSUE = (
    UploadIssue.row_number, UploadIssue.column, UploadIssue.value, UploadIssue.severity, UploadIssue.code,
    UploadIssue.message, UploadIssue.cure,
)  # fmt: skip


@dataclass(frozen=True)
class UploadReport:
    """One upload and the first of its findings."""

    id: UUID
    state: str | None
    status: str
    file_name: str
    file_sha256: str
    size_bytes: int
    format: str
    encoding: str | None
    source_name: str
    created_by: str
    created_at: datetime
    applied_at: datetime | None
    undone_at: datetime | None
    undone_by: str | None
    kind: str | None
    key_scheme: str | None
    options: dict[str, Any]
    problem: str | None
    reading: dict[str, Any]
    columns: list[dict[str, Any]]
    counts: dict[str, Any]
    issues: list[Finding]

    @property
    def number(self) -> str:
        """The upload's number as people see it: its first characters."""
        return str(self.id)[:_NUMBER_CHARS]

    @property
    def error_share(self) -> float:
        """Share of the rows that were refused."""
        return error_share(self.counts)

    def as_json(self) -> dict[str, Any]:
        """For the API; `summary` says what `counts` counts by code, errors first, the most frequent first."""
        return asdict(self) | {"summary": summary_of(self.counts)}


def summary_of(counts: dict[str, Any]) -> list[dict[str, Any]]:
    """The findings of a file by code: how many, what they say of all their rows, and how to mend them."""
    found = [(code, count) for code, count in counts.get("issues", {}).items() if code in CODES and count]
    found.sort(key=lambda each: (CODES[each[0]].severity != "error", -each[1], each[0]))
    return [
        {
            "code": code,
            "severity": CODES[code].severity,
            "count": count,
            "what": words_of_many(code),
            "cure": cure_of_many(code),
        }
        for code, count in found
    ]


def kinds_in_words(counts: dict[str, Any]) -> str:
    """What the accepted rows are: `73 programs, 47 institutions`; nothing where that was not counted."""
    return ", ".join(
        f"{rows:,} {kind if rows == 1 else _SEVERAL[kind]}" for kind, rows in counts.get("kinds", {}).items()
    )


def error_share(counts: dict[str, Any]) -> float:
    """Share of refused rows, 0 to 1."""
    return counts["refused"] / counts["rows"] if counts.get("rows") else 0.0


def is_refused(counts: dict[str, Any], error_share_max: float) -> bool:
    """Whether a checked file cannot be applied: too many refused rows, or most rows are another state's."""
    return error_share(counts) > error_share_max or "wrong_state" in counts


def find_upload(session: Session, upload_id: UUID, *, lock: bool = False) -> Upload:
    """The upload with this id, locked for a change on request. Raises NotFoundError."""
    query = select(Upload).where(Upload.id == upload_id)
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFoundError(f"There is no upload {upload_id}.")
    return found


def load_report(session: Session, upload_id: UUID, issues_inline: int) -> UploadReport:
    """The report of an upload with its first findings, errors before warnings. Raises NotFoundError."""
    upload = find_upload(session, upload_id)
    gravity = case((UploadIssue.severity == "error", 0), else_=1)
    rows = session.execute(
        select(*_ISSUE, NAME_OF_ROW)
        .where(UploadIssue.upload_id == upload_id)
        .order_by(gravity, UploadIssue.row_number, UploadIssue.id)
        .limit(issues_inline)
    )
    return _report(upload, [Finding(*tuple[Any, ...](row)) for row in rows])


def _report(upload: Upload, issues: list[Finding]) -> UploadReport:
    names = (name for name in UploadReport.__dataclass_fields__ if name != "issues")
    return UploadReport(**{name: getattr(upload, name) for name in names}, issues=issues)


def upload_numbered(session: Session, number: str) -> UUID:
    """The id of the one upload whose number begins with `number`, four characters at least.

    Raises NotFoundError, and BadParameterError where there are several.
    """
    start = number.strip().lower()
    if not _NUMBER.fullmatch(start):
        raise NotFoundError(
            f"There is no upload {number[:60]!r}: its number, or the first four characters or more of it, are needed."
        )
    query = select(Upload.id).where(cast(Upload.id, Text).startswith(start)).order_by(Upload.id)
    found = list(session.scalars(query.limit(_NAMED_MAX)))
    if not found:
        raise NotFoundError(f"There is no upload {start}.")
    if len(found) > 1:
        raise BadParameterError(
            f"Several uploads have a number that begins with {start}: give more of it.",
            parameter="ID",
            accepted=[str(each) for each in found],
        )
    return found[0]


def recent_uploads(session: Session, states: list[str] | None, limit: int) -> list[UploadReport]:
    """The newest uploads of these states (None: all), without their findings; removed ones are left out."""
    removed = Upload.options["removed"].as_boolean()
    query = (
        select(Upload).where(removed.is_not(True)).order_by(Upload.created_at.desc(), Upload.id).limit(limit)
    )
    if states is not None:
        query = query.where(Upload.state.in_(states))
    return [_report(upload, []) for upload in session.scalars(query)]


def issues_csv(session: Session, upload_id: UUID) -> Iterator[str]:
    """All findings of an upload as CSV, in the order of the file, in pieces."""
    yield _line(ISSUE_HEADER)
    query = (
        select(*_ISSUE)
        .where(UploadIssue.upload_id == upload_id)
        .order_by(UploadIssue.row_number, UploadIssue.id)
    )
    for rows in session.execute(query.execution_options(yield_per=_CHUNK_ROWS)).partitions():
        yield "".join(_line(row) for row in rows)


def _line(cells: Any) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([_safe(cell) for cell in cells])
    return text.getvalue()


def _safe(cell: Any) -> Any:
    """A text cell that a spreadsheet cannot take for a formula (OWASP ASVS 1.2.10)."""
    return "'" + cell if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS) else cell
