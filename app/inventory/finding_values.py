"""The findings of an upload by code and value: what a person reads instead of one line a row, and can answer."""

from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from app.inventory.cells.dates import both_days
from app.inventory.codes import VALUE_CHARS
from app.inventory.dates import DAYS
from app.inventory.meant import accepted, may_be_said
from app.inventory.report import UploadReport
from app.inventory.statements import statement

VALUE_CODES: Final = (
    "subtype-unknown", "kind-ambiguous", "kind-unknown", "kind-differs", "type-understood", "status-unknown",
    "visibility-unknown", "state-unknown", "discipline-unknown", "value-unknown", "audience-unknown",
    "grades-not-understood", "cluster-unknown", "code-bad", "age-bad", "date-bad", "date-ambiguous", "date-order",
    "cost-bad", "seats-bad", "yes-no-bad",
)  # fmt: skip
"""Findings that end when somebody says what the value means."""


@dataclass(frozen=True)
class FoundValue:
    """One value with one finding: how many rows have it, and the first three. `code_rows` counts all of its code."""

    code: str
    severity: str
    column: str | None
    value: str | None
    rows: int
    first_rows: list[int]
    message: str
    cure: str
    values: int
    code_rows: int
    listed: int


@dataclass(frozen=True)
class UnknownValue:
    """A text that is not understood, and what it may mean: `accepted` is empty where the field takes any such text."""

    column: str
    field: str
    value: str
    code: str
    severity: str
    rows: int
    first_rows: list[int]
    message: str
    accepted: list[str]

    def as_json(self) -> dict[str, Any]:
        """For the API."""
        return asdict(self)


def grouped_findings(session: Session, upload_id: UUID, each: int, limit: int) -> list[FoundValue]:
    """Findings by code and value: errors first, then the most frequent code; `each` values of a code at most."""
    return _found(session, upload_id, None, each, limit)


def unknown_values(session: Session, report: UploadReport, limit: int) -> list[UnknownValue]:
    """The texts somebody can say the meaning of, errors first, the most frequent first."""
    fields = {each["header"]: each["target"] for each in report.columns}
    found = _found(session, report.id, list(VALUE_CODES), limit, limit)
    return [
        UnknownValue(
            each.column, fields[each.column], each.value, each.code, each.severity, each.rows, each.first_rows,
            each.message, _accepted(fields[each.column], each.value),
        )
        for each in found
        if each.column and each.value and _may_be_said(fields.get(each.column), each.value)
    ]  # fmt: skip


def _accepted(field: str, value: str) -> list[str]:
    """The values of the field's list, or the two days that an ambiguous date can be."""
    days = both_days(value) if field in DAYS else {}
    return [day.isoformat() for day in days.values()] or accepted(field)


def _may_be_said(field: str | None, value: str) -> bool:
    """Whether the text is whole (long ones are cut) and its field takes meanings."""
    return field is not None and may_be_said(field) and len(value) < VALUE_CHARS


def _found(
    session: Session, upload_id: UUID, codes: list[str] | None, each: int, limit: int
) -> list[FoundValue]:
    given = {"upload_id": upload_id, "codes": codes, "each": each, "limit": limit}
    return [FoundValue(**row) for row in session.execute(statement("finding_values"), given).mappings()]
