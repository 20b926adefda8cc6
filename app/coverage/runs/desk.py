"""Where runs wait and are done: a few at once in threads of their own, some more waiting, none beyond that.

A thread tells the database every second which runs are alive and how far they are, and hears which ones are to be
cancelled, so any worker of the service can be asked about any run.
"""

import logging
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from app.coverage.runs import records
from app.coverage.runs.records import NewRun
from app.coverage.runs.work import ACTOR, CancelledRunError, Job, do_run
from app.db.engine import Database
from app.errors import AppError, BusyError, StoppingError

_RETRY_AFTER_S: Final = 30
_TICK_S: Final = 1.0
_STOPPED: Final = StoppingError(
    "The service stopped while this ran. Repeat it (`on=today`): its parameters are kept."
)
log = logging.getLogger("stemmap")


class RunDesk:
    """The runs of one worker of the service."""

    def __init__(self, database: Database) -> None:
        self._database, settings = database, database.settings
        self._workers = ThreadPoolExecutor(settings.runs_at_once, "run")
        self._most = settings.runs_at_once + settings.runs_waiting_max
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._ticker: threading.Thread | None = None

    def start(self, new: NewRun) -> str:
        """Keep a run and do it when it is its turn; its id. Raises BusyError when too many wait already."""
        with self._lock:
            if self._closed.is_set():
                raise StoppingError
            if len(self._jobs) >= self._most:
                raise BusyError(
                    "Other analyses are waiting: try again in a minute.", retry_after_s=_RETRY_AFTER_S
                )
            with self._database.write(ACTOR) as session:
                records.drop_old(session, self._database.settings)
                run_id = records.add_run(session, new)
            job = self._jobs[run_id] = Job(run_id)
            self._watch()
        self._workers.submit(self._do, job).add_done_callback(lambda done: self._over(job, done))
        return run_id

    def cancel(self, run_id: str) -> None:
        """End a run: at once where it waits or runs here, else as soon as its worker hears of it."""
        with self._lock:
            job = self._jobs.get(run_id)
        with self._database.write(ACTOR) as session:
            records.ask_to_cancel(session, run_id)
            if job is not None:
                job.cancelled.set()
                records.cancel(session, run_id)

    def close(self) -> None:
        """Let nothing more begin, end what waits and runs (it failed, and says so), and wait for the threads."""
        with self._lock:
            self._closed.set()
            jobs = list(self._jobs.values())
        for job in jobs:
            job.stopping = True
            job.cancelled.set()
        self._workers.shutdown(cancel_futures=True)

    def waiting(self) -> int:
        """How many runs wait or run here."""
        with self._lock:
            return len(self._jobs)

    def _do(self, job: Job) -> None:
        try:
            job.check()
            do_run(self._database, job)
        except CancelledRunError:
            self._end(job)
        except AppError as refusal:
            self._fail(job, refusal)
        except Exception as failure:
            log.exception("Run %s failed.", job.run_id)
            self._fail(
                job, AppError(f"This run failed ({type(failure).__name__}). Repeat it, or tell the operator.")
            )

    def _end(self, job: Job) -> None:
        if job.stopping:
            self._fail(job, _STOPPED)
            return
        with self._database.write(ACTOR) as session:
            records.cancel(session, job.run_id)

    def _fail(self, job: Job, refusal: AppError) -> None:
        try:
            with self._database.write(ACTOR) as session:
                records.fail(session, job.run_id, refusal.problem())
        except (SQLAlchemyError, AppError):
            log.warning("Run %s could not be marked as failed; it counts as lost in a while.", job.run_id)

    def _over(self, job: Job, done: "Future[None]") -> None:
        if done.cancelled():
            self._end(job)
        with self._lock:
            self._jobs.pop(job.run_id, None)

    def _watch(self) -> None:
        if self._ticker is None or not self._ticker.is_alive():
            self._ticker = threading.Thread(target=self._tick, name="runs-alive", daemon=True)
            self._ticker.start()

    def _tick(self) -> None:
        """Until no run is left: say which are alive, hear which are to end."""
        while True:
            with self._lock:
                jobs = list(self._jobs.values())
                if not jobs:
                    self._ticker = None
                    return
            for job in jobs:
                self._tell(job)
            self._closed.wait(_TICK_S)
            if self._closed.is_set():
                return

    def _tell(self, job: Job) -> None:
        try:
            with self._database.write(ACTOR) as session:
                if records.seen(session, job.run_id, job.progress):
                    job.cancelled.set()
        except (SQLAlchemyError, AppError):
            log.debug("Run %s could not be seen to.", job.run_id)
