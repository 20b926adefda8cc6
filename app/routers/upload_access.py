"""Which uploads a caller may see and change: another state's upload does not exist for an editor."""

from typing import Annotated
from uuid import UUID

from fastapi import Path

from app.db.engine import Database
from app.errors import NotFoundError
from app.inventory.report import UploadReport, load_report
from app.routers.upload_parameters import require_may_write
from app.settings import Settings
from app.stewardship.keys import Principal

UploadId = Annotated[
    str, Path(description="The upload's id.", examples=["0b1c9c2e-6a0e-4a5c-9b77-1f4b8a1f6c11"])
]


def visible(upload_id: str, caller: Principal, database: Database, settings: Settings) -> UploadReport:
    """The report, if the caller may see it. Raises NotFoundError otherwise."""
    missing = NotFoundError(f"There is no upload {upload_id[:60]!r}.")
    try:
        number = UUID(upload_id)
    except ValueError as error:
        raise missing from error
    with database.read() as session:
        report = load_report(session, number, settings.upload_issues_inline)
    if not caller.may_see(report.state):
        raise missing
    return report


def writable(upload_id: str, caller: Principal, database: Database, settings: Settings) -> UploadReport:
    """The report, if the caller may change it. Raises NotFoundError or ForbiddenError otherwise."""
    report = visible(upload_id, caller, database, settings)
    require_may_write(caller, report.state)
    return report


def seen_states(caller: Principal, state: str | None) -> list[str] | None:
    """The states whose uploads are listed for `caller`, narrowed to one on request; None for all."""
    states = None if caller.role == "admin" else sorted(caller.states)
    if state is None:
        return states
    return [state] if states is None or state in states else []
