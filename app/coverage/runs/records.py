"""Runs in the database: kept, looked up, moved from one state to the next. A run that is over never changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import orjson
from sqlalchemy import Table, delete, exists, func, insert, select, update
from sqlalchemy.orm import Session, aliased

from app.coverage.runs.ids import new_run_id
from app.errors import ConflictError, NotFoundError
from app.models import CoverageRun
from app.settings import Settings
from app.vocabulary.runs import OPEN

_FACTS: Final = (
    "id", "kind", "parameters", "as_of", "data_version", "code_version", "input_digest", "status", "progress",
    "timings", "error", "repeat_of", "created_by", "created_at", "started_at", "finished_at", "seen_at",
)  # fmt: skip
_INPUTS_THERE: Final = CoverageRun.inputs.is_not(None)
_LOST: Final = {
    "type": "urn:stemmap:error:run-lost",
    "title": "Run lost",
    "status": 500,
    "code": "run-lost",
    "detail": "The service ended while this ran, so it has no result. Repeat it (`on=today`): its parameters are kept.",
}


@dataclass(frozen=True)
class Run:
    """One run without its inputs and its result."""

    id: str
    kind: str
    parameters: Mapping[str, Any]
    as_of: date
    data_version: int | None
    code_version: str
    input_digest: str | None
    status: str
    progress: Mapping[str, Any]
    timings: Mapping[str, Any]
    error: Mapping[str, Any] | None
    repeat_of: str | None
    created_by: int | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    seen_at: datetime

    @property
    def over(self) -> bool:
        """Whether it is done, failed or cancelled."""
        return self.status not in OPEN


@dataclass(frozen=True)
class NewRun:
    """What a run is begun with; one that repeats another may have its inputs: then nothing is read anew."""

    kind: str
    parameters: Mapping[str, Any]
    as_of: date
    code_version: str
    created_by: int | None = None
    repeat_of: str | None = None
    same_inputs: bool = False


def add_run(session: Session, new: NewRun) -> str:
    """Keep a run that waits for its turn, and give its id. Raises ConflictError where there are no inputs to share."""
    if new.same_inputs and not session.scalar(select(_INPUTS_THERE).where(CoverageRun.id == new.repeat_of)):
        raise ConflictError(
            f"What {new.repeat_of} was computed from is not kept (it never got so far, or it was too large): repeat it"
            " on the data of today with `on=today`."
        )
    run_id = new_run_id()
    values = {
        "id": run_id,
        "kind": new.kind,
        "parameters": dict(new.parameters),
        "as_of": new.as_of,
        "code_version": new.code_version,
        "created_by": new.created_by,
        "repeat_of": new.repeat_of,
    }
    if new.same_inputs:
        values["inputs"] = select(CoverageRun.inputs).where(CoverageRun.id == new.repeat_of).scalar_subquery()
    session.execute(insert(CoverageRun.__table__).values(values))  # type: ignore[arg-type]
    return run_id


def load_run(session: Session, run_id: str) -> Run:
    """The run, without its inputs and result. Raises NotFoundError."""
    columns = [getattr(CoverageRun, name) for name in _FACTS]
    row = session.execute(select(*columns).where(CoverageRun.id == run_id)).one_or_none()
    if row is None:
        raise NotFoundError(
            f"There is no run {run_id[:60]!r}: it never was, or it was started without a key and is dropped."
        )
    return Run(**row._asdict())


def load_result(session: Session, run_id: str) -> dict[str, Any] | None:
    """The result of a run that is done."""
    return session.scalar(select(CoverageRun.result).where(CoverageRun.id == run_id))


def load_inputs(session: Session, run_id: str) -> bytes | None:
    """What the run was computed from; None where it never was, or where that was too large to be kept."""
    return session.scalar(select(CoverageRun.inputs).where(CoverageRun.id == run_id))


def begin(session: Session, run_id: str) -> bool:
    """Mark a waiting run as running; False when it is over already (cancelled while it waited)."""
    now = {"status": "running", "started_at": func.now(), "seen_at": func.now()}
    return _change(session, run_id, now, only=("queued",))


def keep_inputs(session: Session, run_id: str, digest: str, version: int, packed: bytes | None) -> None:
    """Keep what the run is computed from."""
    _change(session, run_id, {"input_digest": digest, "data_version": version or None, "inputs": packed})


def seen(session: Session, run_id: str, progress: Mapping[str, Any]) -> bool:
    """Note that the run is alive and how far it is; True when somebody asked to cancel it, or it is over."""
    asked = session.execute(
        update(CoverageRun)
        .where(CoverageRun.id == run_id, CoverageRun.status.in_(OPEN))
        .values(seen_at=func.now(), progress=dict(progress))
        .returning(CoverageRun.cancel_asked_at)
    ).one_or_none()
    return asked is None or asked[0] is not None


def finish(session: Session, run_id: str, result: Mapping[str, Any], timings: Mapping[str, float]) -> bool:
    """The run is done."""
    text = orjson.loads(orjson.dumps(result))
    values = {"status": "done", "result": text, "timings": dict(timings), "finished_at": func.now()}
    return _change(session, run_id, values)


def fail(session: Session, run_id: str, problem: Mapping[str, Any]) -> bool:
    """The run failed, with a problem document that says what to do."""
    return _change(session, run_id, {"status": "failed", "error": dict(problem), "finished_at": func.now()})


def cancel(session: Session, run_id: str) -> bool:
    """The run is cancelled; False when it was over already."""
    return _change(session, run_id, {"status": "cancelled", "finished_at": func.now()})


def ask_to_cancel(session: Session, run_id: str) -> None:
    """Tell whichever worker has the run to end it."""
    _change(session, run_id, {"cancel_asked_at": func.now()})


def _change(session: Session, run_id: str, values: Mapping[str, Any], only: tuple[str, ...] = OPEN) -> bool:
    """Change a run that is not over; whether there was one."""
    changed = session.execute(
        update(CoverageRun)
        .where(CoverageRun.id == run_id, CoverageRun.status.in_(only))
        .values(**values)
        .returning(CoverageRun.id)
    )
    return changed.one_or_none() is not None


def end_lost(session: Session, settings: Settings) -> int:
    """Runs without a sign of life for too long failed: their worker is gone. How many there were."""
    silent = func.now() - func.make_interval(0, 0, 0, 0, 0, 0, settings.run_lost_s)
    lost = session.execute(
        update(CoverageRun)
        .where(CoverageRun.status.in_(OPEN), CoverageRun.seen_at < silent)
        .values(status="failed", error=_LOST, finished_at=func.now())
        .returning(CoverageRun.id)
    )
    return len(lost.all())


def drop_old(session: Session, settings: Settings) -> int:
    """Drop runs of callers without a key that are over, that no other run repeats, and that are too old or too many."""
    table: Table = CoverageRun.__table__  # type: ignore[assignment]
    other = aliased(CoverageRun)
    free = (
        CoverageRun.created_by.is_(None),
        CoverageRun.status.not_in(OPEN),
        ~exists().where(other.repeat_of == CoverageRun.id),
    )
    too_old = func.now() - func.make_interval(0, 0, 0, 0, 0, 0, 86_400 * settings.runs_anonymous_days)
    kept = (
        select(CoverageRun.id).where(*free).order_by(CoverageRun.created_at.desc(), CoverageRun.id)
        .limit(settings.runs_anonymous_max)
    )  # fmt: skip
    late = (CoverageRun.created_at < too_old) | CoverageRun.id.not_in(kept)
    gone = session.execute(delete(table).where(*free, late).returning(CoverageRun.id))
    return len(gone.all())
