"""Doing a run: read what it is computed from, keep that, compute, keep the result."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Event
from typing import Any, Final, TypeVar

import orjson

from app.coverage.runs import records
from app.coverage.runs.records import Run
from app.coverage.studies.answer import answer_study
from app.coverage.studies.asked import Study, parse_study
from app.coverage.studies.asking import scene_now
from app.coverage.studies.effort import Effort
from app.coverage.studies.scene import Scene, scene_from
from app.db.engine import Database
from app.errors import TooMuchWorkError

ACTOR: Final = "runs"
_Done = TypeVar("_Done")


class CancelledRunError(Exception):
    """The run was cancelled while it ran."""


@dataclass
class Job:
    """A run that waits or runs here: how far it is, and whether it is to end (`stopping`: with the service)."""

    run_id: str
    progress: Mapping[str, Any] = field(default_factory=dict)
    cancelled: Event = field(default_factory=Event)
    stopping: bool = False

    def check(self) -> None:
        """Raise CancelledRunError when the run is to end."""
        if self.cancelled.is_set():
            raise CancelledRunError


def do_run(database: Database, job: Job) -> None:
    """Do the run of `job` from beginning to end. Raises what went wrong, and CancelledRunError."""
    with database.write(ACTOR) as session:
        if not records.begin(session, job.run_id):
            return
        run = records.load_run(session, job.run_id)
    timings: dict[str, float] = {}
    study = parse_study(run.kind, run.parameters, database.settings)
    scene = _timed(timings, "read_s", lambda: _scene(database, run, study, job))
    job.check()
    effort = _effort(database, job)
    answer = _timed(timings, "compute_s", lambda: answer_study(study, scene, effort))
    job.check()
    if run.repeat_of:
        answer = {**answer, "repeat": _compared(database, run, answer, scene)}
    _refuse_large(answer, database.settings.run_result_max_bytes)
    with database.write(ACTOR) as session:
        records.finish(session, job.run_id, answer, timings)


def _timed(timings: dict[str, float], name: str, work: Callable[[], _Done]) -> _Done:
    start = time.monotonic()
    done = work()
    timings[name] = round(time.monotonic() - start, 3)
    return done


def _effort(database: Database, job: Job) -> Effort:
    settings = database.settings

    def tell(progress: dict[str, Any]) -> None:
        job.progress = {**job.progress, **progress}

    return Effort(settings.run_max_s, settings.siting_pairs_max, tell, job.cancelled.is_set)


def _scene(database: Database, run: Run, study: Study, job: Job) -> Scene:
    """What the run is computed from: of another run's, or read now; kept with it."""
    job.progress = {"step": "reading"}
    with database.read() as session:
        packed = records.load_inputs(session, run.id)
    if packed is None:
        scene = scene_now(database, study, run.as_of)
        packed = scene.packed()
    else:
        scene = scene_from(packed)
    kept = packed if len(packed) <= database.settings.run_inputs_max_bytes else None
    with database.write(ACTOR) as session:
        records.keep_inputs(session, run.id, scene.digest(), int(scene.about["data_version"]), kept)
    job.progress = {"step": "computing"}
    return scene


def _compared(database: Database, run: Run, answer: Mapping[str, Any], scene: Scene) -> dict[str, Any]:
    """What became of the other run's numbers."""
    assert run.repeat_of is not None  # noqa: S101 - asked by the caller
    with database.read() as session:
        other = records.load_run(session, run.repeat_of)
        before = records.load_result(session, run.repeat_of)
    was = {name: value for name, value in (before or {}).items() if name != "repeat"}
    return {
        "of": run.repeat_of,
        "same_inputs": scene.digest() == other.input_digest,
        "same_code": run.code_version == other.code_version,
        "same_numbers": before is not None and was == orjson.loads(orjson.dumps(answer)),
    }


def _refuse_large(answer: Mapping[str, Any], most: int) -> None:
    size = len(orjson.dumps(answer))
    if size > most:
        raise TooMuchWorkError(
            f"The result has {size:,} bytes, more than the {most:,} that are kept: ask about fewer states."
        )
