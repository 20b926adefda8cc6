"""Which uploads a caller may see and change: another state's upload does not exist for an editor.

The API knows a person by a key, the pages by a cookie; both make their dependencies here, so that the question who may
see and change an upload has one answer.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path

from app.db.engine import Database
from app.errors import NotFoundError
from app.inventory.report import UploadReport, load_report
from app.routers.sessions import ServiceDatabase, ServiceSettings
from app.routers.upload_parameters import require_may_write
from app.settings import Settings
from app.stewardship.keys import Principal

UploadId = Annotated[
    str, Path(description="The upload's id.", examples=["0b1c9c2e-6a0e-4a5c-9b77-1f4b8a1f6c11"])
]


@dataclass(frozen=True)
class UploadAtHand:
    """The upload that a request speaks of, who speaks of it, and what it takes to go on with it."""

    report: UploadReport
    person: Principal
    database: Database
    settings: Settings

    @property
    def id(self) -> UUID:
        """The upload's number."""
        return self.report.id

    def as_it_is(self) -> "UploadAtHand":
        """The same upload as it stands now: others may have changed it since it was looked up."""
        with self.database.read() as session:
            return replace(self, report=load_report(session, self.id, self.settings.upload_issues_inline))


def upload_for(who: Callable[..., Principal], *, to_change: bool = False) -> Callable[..., UploadAtHand]:
    """A dependency: the upload named in the path, for the person that the dependency `who` finds.

    The dependency raises what `who` raises, NotFoundError where that person may not see the upload, and, where it is
    wanted `to_change` it, ForbiddenError for a person who may only see it.
    """

    def at_hand(
        upload_id: UploadId,
        person: Annotated[Principal, Depends(who)],
        database: ServiceDatabase,
        settings: ServiceSettings,
    ) -> UploadAtHand:
        report = visible(upload_id, person, database, settings)
        if to_change:
            require_may_write(person, report.state)
        return UploadAtHand(report, person, database, settings)

    return at_hand


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


def seen_states(caller: Principal, state: str | None) -> list[str] | None:
    """The states whose uploads are listed for `caller`, narrowed to one on request; None for all."""
    states = None if caller.role == "admin" else sorted(caller.states)
    if state is None:
        return states
    return [state] if states is None or state in states else []
