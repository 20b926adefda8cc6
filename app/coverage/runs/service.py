"""What can be done with runs: start, look at, cancel, repeat, compare. For the API and the command line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.coverage.runs import records
from app.coverage.runs.code import code_version
from app.coverage.runs.compare import compared
from app.coverage.runs.desk import RunDesk
from app.coverage.runs.ids import known_form
from app.coverage.runs.records import NewRun, Run
from app.coverage.runs.sides import Side
from app.coverage.runs.work import ACTOR
from app.coverage.studies.asked import Study, parse_study
from app.coverage.studies.asking import turn
from app.coverage.studies.scene import scene_from
from app.db.engine import Database
from app.errors import ConflictError, ForbiddenError


@dataclass(frozen=True)
class Kept:
    """A run and its result, None where it is not done."""

    run: Run
    result: Mapping[str, Any] | None


def start(desk: RunDesk, study: Study, today: date, key: int | None) -> str:
    """Begin a study in the background; its id. Raises BusyError when too many wait."""
    return desk.start(NewRun(study.kind, study.parameters(), today, code_version(), key))


def look(database: Database, run_id: str, *, result: bool = True) -> Kept:
    """The run as it stands. Raises NotFoundError."""
    run_id = known_form(run_id)
    with database.read() as session:
        run = records.load_run(session, run_id)
        found = records.load_result(session, run_id) if result and run.status == "done" else None
    if not run.over and _silent(database, run):
        return look(database, run_id, result=result)
    return Kept(run, found)


def _silent(database: Database, run: Run) -> bool:
    """Whether the run gave no sign of life for too long, and so is marked as failed now."""
    with database.write(ACTOR) as session:
        records.end_lost(session, database.settings)
        return records.load_run(session, run.id).over


def cancel(desk: RunDesk, database: Database, run_id: str, key: int | None) -> Run:
    """End a run that is not over. Raises ConflictError for one that is, ForbiddenError for that of another key."""
    run = look(database, run_id, result=False).run
    if run.created_by is not None and run.created_by != key:
        raise ForbiddenError(f"{run.id} was started with another key: only that one may cancel it.")
    if run.over:
        raise ConflictError(f"{run.id} is {run.status}: there is nothing to cancel.")
    desk.cancel(run.id)
    return look(database, run.id, result=False).run


def repeat(
    desk: RunDesk, database: Database, run_id: str, today: date, key: int | None, *, same_inputs: bool
) -> str:
    """Begin the run anew, on what it was computed from or on the data of today; the new id.

    Raises ConflictError where its inputs are not kept.
    """
    run = look(database, run_id, result=False).run
    day = run.as_of if same_inputs else today
    parameters = dict(run.parameters)
    return desk.start(NewRun(run.kind, parameters, day, code_version(), key, run.id, same_inputs))


def compare(database: Database, first_id: str, second_id: str) -> dict[str, Any]:
    """What changed from the first run to the second, and why. Raises ConflictError where one has no result."""
    with turn(database):
        return compared(_side(database, first_id), _side(database, second_id))


def _side(database: Database, run_id: str) -> Side:
    kept = look(database, run_id)
    if kept.result is None:
        raise ConflictError(f"{kept.run.id} is {kept.run.status}: runs can be compared when they are done.")
    with database.read() as session:
        packed = records.load_inputs(session, kept.run.id)
    if packed is None:
        raise ConflictError(
            f"What {kept.run.id} was computed from was too large to be kept, so it cannot be compared."
        )
    study = parse_study(kept.run.kind, kept.run.parameters, database.settings)
    return Side(kept.run.id, study, scene_from(packed), kept.result)
