"""A check in a few lines: rows by state, and findings by code with how often and an example."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

_STATES: Final = text(
    "SELECT r.state, count(*) AS rows, count(*) FILTER (WHERE a.id IS NULL) AS added"
    " FROM upload_row r LEFT JOIN asset a ON a.id = r.asset_id"
    " WHERE r.upload_id = :upload_id GROUP BY r.state ORDER BY r.state"
)
_FINDINGS: Final = text(
    'SELECT severity, code, "column", count(*) AS found, min(row_number) AS first,'
    " (array_agg(message ORDER BY row_number))[1] AS example, min(cure) AS cure"
    " FROM upload_issue WHERE upload_id = :upload_id"
    " GROUP BY severity, code, \"column\", CASE WHEN code = 'left-out' THEN message END"
    " ORDER BY severity, found DESC, code, example"
)


@dataclass(frozen=True)
class StateRows:
    """How many rows of a file are in a state, and how many of them are new assets."""

    state: str
    rows: int
    added: int


@dataclass(frozen=True)
class FoundOften:
    """One kind of finding in one column: how often, in which row first, and what it said there."""

    severity: str
    code: str
    column: str | None
    found: int
    first: int
    example: str
    cure: str


def rows_by_state(session: Session, upload_id: UUID) -> list[StateRows]:
    """The accepted rows of a checked upload by state, before it is applied."""
    return [StateRows(*row) for row in session.execute(_STATES, {"upload_id": upload_id})]


def findings_by_code(session: Session, upload_id: UUID) -> list[FoundOften]:
    """The findings of an upload by code and column, errors first; each reason for leaving rows out on its own."""
    return [FoundOften(*row) for row in session.execute(_FINDINGS, {"upload_id": upload_id})]
