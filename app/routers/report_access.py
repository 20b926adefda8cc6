"""Which reports a caller may see and decide: another state's report does not exist for an editor."""

from collections.abc import Iterable

from app.db.engine import Database
from app.errors import BadParameterError, NotFoundError
from app.routers.upload_access import seen_states
from app.routers.upload_parameters import state_named
from app.stewardship.keys import Principal
from app.stewardship.submissions import Report, find_report
from app.vocabulary.reports import REPORT_STATUSES


def report_for(reference: str, caller: Principal, database: Database, *, to_decide: bool = False) -> Report:
    """The report, if the caller may see it. Raises NotFoundError, and ForbiddenError for who may not decide it."""
    with database.read() as session:
        report = find_report(session, reference.lower())
    if not caller.may_see(report.state):
        raise NotFoundError(
            f"There is no report {reference[:40]!r}: its number is copied whole, like rep-7k3m9q2x."
        )
    if to_decide:
        caller.require_state(report.state)
    return report


def states_of(caller: Principal, state: str) -> Iterable[str] | None:
    """The states whose reports `caller` is shown, narrowed to one on request; None for all."""
    return seen_states(caller, state_named(state) if state else None)


def status_named(text: str) -> str:
    """A status of reports, `waiting` where none is named. Raises BadParameterError."""
    if text and text not in REPORT_STATUSES:
        raise BadParameterError(
            f"There is no status {text[:40]!r}.", parameter="status", accepted=REPORT_STATUSES
        )
    return text or "waiting"


def may_decide(report: Report, caller: Principal) -> bool:
    """Whether the caller may accept or decline it (and read who sent it)."""
    return caller.role == "admin" or (caller.role == "editor" and report.state in caller.states)


def reason_of(text: str, most: int) -> str:
    """Why a report is declined. Raises BadParameterError for nothing or too much."""
    reason = " ".join(text.split())
    if not 1 <= len(reason) <= most:
        raise BadParameterError(
            f"Say why, in {most:,} characters at most: who reported it can read it.", parameter="reason"
        )
    return reason
