"""Reports by the public: taken in, listed for those who review them, declined; e-mail addresses forgotten in time.

What accepting one does to the inventory is in `app.inventory.reported`.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.db.engine import Database
from app.errors import ConflictError, NotFoundError, TooManyError
from app.models import Submission
from app.settings import Settings
from app.vocabulary.codes import STATES
from app.vocabulary.reports import REFERENCE_LENGTH, REFERENCE_LETTERS

PUBLIC: Final = "public"
"""How the audit names whoever reports something."""


@dataclass(frozen=True)
class NewReport:
    """What somebody reports; `asset_name` is what the asset is called now, or what a missing program is."""

    kind: str
    state: str
    asset_name: str
    asset_id: UUID | None = None
    field: str | None = None
    value: str | None = None
    proposal: dict[str, str] | None = None
    comment: str | None = None
    email: str | None = None

    @property
    def digest(self) -> bytes:
        """SHA-256 of all that is said; of who says it nothing."""
        said = {name: value for name, value in asdict(self).items() if name not in ("email", "asset_name")}
        return hashlib.sha256(json.dumps(said, default=str, sort_keys=True).encode()).digest()


@dataclass(frozen=True)
class Report:
    """One report as it stands. `id` is what `after` takes."""

    id: int
    reference: str
    kind: str
    state: str
    asset_id: UUID | None
    asset_name: str
    field: str | None
    value: str | None
    proposal: dict[str, Any] | None
    comment: str | None
    email: str | None
    status: str
    reason: str | None
    method: str | None
    created_at: datetime
    decided_at: datetime | None
    decided_by: str | None


_FIELDS: Final = tuple(Report.__dataclass_fields__)


def take_report(database: Database, settings: Settings, given: NewReport) -> str:
    """Keep a report and give its reference; the same one that still waits is there once, under its first reference.

    The session can write nothing but this. Raises TooManyError while as many wait for this state as the setting says.
    """
    with database.write(PUBLIC, states=()) as session:
        known = _waiting_alike(session, given)
        if known is not None:
            return known
        _require_room(session, settings, given.state)
        values = asdict(given) | {"digest": given.digest, "reference": _new_reference()}
        made = insert(Submission).values(**values).on_conflict_do_nothing().returning(Submission.reference)
        reference = session.scalar(made) or _waiting_alike(session, given)
    if reference is None:
        raise ConflictError("This was reported and decided at this moment: send it again.")
    return reference


def _new_reference() -> str:
    return "rep-" + "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(REFERENCE_LENGTH))


def _waiting_alike(session: Session, given: NewReport) -> str | None:
    alike = select(Submission.reference).where(Submission.digest == given.digest)
    return session.scalar(alike.where(Submission.status == "waiting"))


def _require_room(session: Session, settings: Settings, state: str) -> None:
    if count_waiting(session, [state]) >= settings.submissions_waiting_max:
        raise TooManyError(
            f"{settings.submissions_waiting_max:,} reports wait to be read in {STATES.label(state)}: "
            "nothing more is taken until some are. Try again in a few days.",
            retry_after_s=86_400,
        )


def count_waiting(session: Session, states: Iterable[str] | None) -> int:
    """How many reports wait in `states` (None: in all)."""
    query = select(func.count()).select_from(Submission).where(Submission.status == "waiting")
    return session.scalar(_within(query, states)) or 0


def list_reports(
    session: Session, states: Iterable[str] | None, status: str, *, after: int = 0, limit: int = 50
) -> list[Report]:
    """Reports of `states` (None: all) with a status, the oldest first, from behind the one with the id `after`."""
    query = _reports().where(Submission.status == status, Submission.id > after)
    rows = session.execute(_within(query, states).order_by(Submission.id).limit(limit))
    return [Report(*row) for row in rows]


def _within(query: Select[Any], states: Iterable[str] | None) -> Select[Any]:
    return query if states is None else query.where(Submission.state.in_(sorted(states)))


def _reports() -> Select[Any]:
    return select(*(getattr(Submission, name) for name in _FIELDS))


def find_report(session: Session, reference: str, *, hold: bool = False) -> Report:
    """The report, until the end of the transaction nobody else's to decide where it is to be held.

    Raises NotFoundError.
    """
    query = _reports().where(Submission.reference == reference)
    row = session.execute(query.with_for_update() if hold else query).one_or_none()
    if row is None:
        raise NotFoundError(
            f"There is no report {reference[:40]!r}: its number is copied whole, like rep-7k3m9q2x."
        )
    return Report(*row)


def hold_waiting(session: Session, reference: str) -> Report:
    """The report, held, if it still waits. Raises NotFoundError, ConflictError."""
    report = find_report(session, reference, hold=True)
    if report.status != "waiting":
        raise ConflictError(f"This report was {report.status} already: nothing was changed.")
    return report


def decide(session: Session, report: Report, status: str, actor: str, **more: Any) -> None:
    """Write down what became of a held report; `more` may be `reason`, `method`, `asset_id`, `value`."""
    decided = {"status": status, "decided_at": func.now(), "decided_by": actor, **more}
    session.execute(update(Submission).where(Submission.id == report.id).values(**decided))


def reopen(session: Session, report: Report) -> None:
    """Let a held report that was accepted wait again."""
    waiting = {"status": "waiting", "decided_at": None, "decided_by": None, "method": None}
    session.execute(update(Submission).where(Submission.id == report.id).values(**waiting))


def decline(database: Database, reference: str, state: str, reason: str, actor: str) -> None:
    """Refuse a report for a reason that its sender can read. Raises NotFoundError, ConflictError."""
    with database.write(actor, states=(state,)) as session:
        decide(session, hold_waiting(session, reference), "declined", actor, reason=reason)


def forget_emails(session: Session, days: int) -> int:
    """Delete e-mail addresses that came more than `days` ago; gives how many."""
    old = Submission.created_at < func.now() - func.make_interval(0, 0, 0, days)
    with_one = update(Submission).where(Submission.email.is_not(None), old)
    return len(session.scalars(with_one.values(email=None).returning(Submission.id)).all())
