"""The findings of an upload, a page at a time and as a workbook."""

from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from xlsxwriter import Workbook

from app.inventory.codes import Finding
from app.inventory.report import ISSUE_HEADER, NAME_OF_ROW
from app.inventory.statements import statement
from app.models import UploadIssue

_CHUNK_ROWS = 1000
_SHEET_ROWS = 1_048_576
"""Rows of an Excel sheet, the header's included."""
_IN_MEMORY_BYTES = 2**20
_PLAIN = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_WIDTHS = (8, 24, 34, 10, 26, 60, 60)
_COLUMNS = (
    UploadIssue.row_number, UploadIssue.column, UploadIssue.value, UploadIssue.severity, UploadIssue.code,
    UploadIssue.message, UploadIssue.cure,
)  # fmt: skip


@dataclass(frozen=True)
class StoredFinding:
    """A finding and its number, by which a list of them goes on.

    `more` is how many of its code follow it, on the last of the first few of that code.
    """

    id: int
    finding: Finding
    more: int = 0


def list_findings(
    session: Session,
    upload_id: UUID,
    *,
    code: str | None = None,
    severity: str | None = None,
    after: int = 0,
    limit: int = 100,
) -> list[StoredFinding]:
    """Findings in the order of the file, of one kind or severity on request, after the one numbered `after`."""
    query = select(UploadIssue.id, *_COLUMNS, NAME_OF_ROW).where(
        UploadIssue.upload_id == upload_id, UploadIssue.id > after
    )
    if code is not None:
        query = query.where(UploadIssue.code == code)
    if severity is not None:
        query = query.where(UploadIssue.severity == severity)
    rows = session.execute(query.order_by(UploadIssue.id).limit(limit))
    return [StoredFinding(row[0], Finding(*tuple[Any, ...](row[1:]))) for row in rows]


def first_findings(
    session: Session, upload_id: UUID, *, severity: str | None = None, each: int = 3, limit: int = 100
) -> list[StoredFinding]:
    """The first findings of every code, `each` at most: errors before remarks, the most frequent code first."""
    given = {"upload_id": upload_id, "severity": severity, "each": each, "limit": limit}
    rows = session.execute(statement("first_findings"), given)
    return [StoredFinding(row[0], Finding(*tuple[Any, ...](row[2:])), row[1]) for row in rows]


def findings_workbook(session: Session, upload_id: UUID) -> IO[bytes]:
    """All findings (as many as a sheet holds) as XLSX, at its start. Cells are text or numbers, never formulas."""
    out: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115 - the caller closes it
    with Workbook(
        out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet("Findings")
        bold = book.add_format({"bold": True})
        for at, (title, width) in enumerate(zip(ISSUE_HEADER, _WIDTHS, strict=True)):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, title, bold)
        sheet.freeze_panes(1, 0)
        query = (
            select(*_COLUMNS)
            .where(UploadIssue.upload_id == upload_id)
            .order_by(UploadIssue.row_number, UploadIssue.id)
            .limit(_SHEET_ROWS - 1)
        )
        rows = session.execute(query.execution_options(yield_per=_CHUNK_ROWS))
        for line, row in enumerate(rows, 1):
            sheet.write_number(line, 0, row[0])
            for at, cell in enumerate(row[1:], 1):
                sheet.write_string(line, at, cell or "")
    out.seek(0)
    return out
