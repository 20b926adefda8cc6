"""Where uploads wait and are read: a few at once in threads of their own, some more waiting, none beyond that.

A place is taken before the first byte of a body is read and given back when the file's check is over.
"""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from fastapi import FastAPI

from app.errors import BusyError, ConflictError, StoppingError
from app.inventory.report import UploadReport
from app.settings import Settings

_RETRY_AFTER_S = 30


@dataclass
class Place:
    """One upload's place at the desk; given back once, by whoever holds it last."""

    release: Callable[[], None]
    handed_over: bool = False


@dataclass
class Job:
    """A check that waits or runs: rows read so far, and its outcome."""

    future: Future[UploadReport] | None = None
    rows: int = 0
    started: threading.Event = field(default_factory=threading.Event)


class UploadDesk:
    """The service's places for uploads and the threads that read them."""

    def __init__(self, settings: Settings) -> None:
        self._workers = ThreadPoolExecutor(settings.uploads_at_once, "upload")
        self._most = settings.uploads_at_once + settings.uploads_waiting_max
        self._taken = 0
        self._lock = threading.Lock()
        self._jobs: dict[UUID, Job] = {}
        self._stopping = False

    def _give_back(self) -> None:
        with self._lock:
            self._taken -= 1

    @contextmanager
    def place(self) -> Iterator[Place]:
        """A place while the block runs, or longer when it is handed over. Raises BusyError when all are taken."""
        with self._lock:
            if self._taken >= self._most:
                raise BusyError(
                    "Other uploads are being read: try again in a minute.", retry_after_s=_RETRY_AFTER_S
                )
            self._taken += 1
        place = Place(self._give_back)
        try:
            yield place
        finally:
            if not place.handed_over:
                place.release()

    def submit(
        self, place: Place, upload_id: UUID, work: Callable[[Callable[[int], None]], UploadReport]
    ) -> Future[UploadReport]:
        """Do `work(progress)` when it is its turn; the place is given back at its end.

        Raises ConflictError while another check of the same upload waits or runs.
        """
        job = Job()

        def progress(rows: int) -> None:
            if self._stopping:
                raise StoppingError
            job.rows = rows

        def run() -> UploadReport:
            job.started.set()
            progress(0)
            return work(progress)

        def over(_: Future[UploadReport]) -> None:
            with self._lock:
                if self._jobs.get(upload_id) is job:
                    del self._jobs[upload_id]
            place.release()

        with self._lock:
            if upload_id in self._jobs:
                raise ConflictError("This upload is being checked already: wait for its report.")
            self._jobs[upload_id] = job
        place.handed_over = True
        try:
            job.future = self._workers.submit(run)
        except RuntimeError as error:  # shut down meanwhile
            over(Future())
            raise StoppingError from error
        job.future.add_done_callback(over)
        return job.future

    def job(self, upload_id: UUID) -> Job | None:
        """The check of this upload that waits or runs in this process, if there is one."""
        with self._lock:
            return self._jobs.get(upload_id)

    def stop(self) -> bool:
        """Let nothing more begin; what runs ends at its next step. Whether that is new."""
        with self._lock:
            new, self._stopping = not self._stopping, True
        return new

    def close(self) -> None:
        """Stop, and wait until what runs has ended."""
        self.stop()
        self._workers.shutdown(cancel_futures=True)


_MAKING = threading.Lock()


def desk_of(app: FastAPI) -> UploadDesk:
    """The service's desk, made with its first upload."""
    with _MAKING:
        if not hasattr(app.state, "upload_desk"):
            app.state.upload_desk = UploadDesk(app.state.settings)
    desk: UploadDesk = app.state.upload_desk
    return desk
