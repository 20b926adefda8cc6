"""The desk where uploads wait and are read: places, turns, and what happens when the service stops."""

import threading
from collections.abc import Callable, Iterator
from typing import Any, cast
from uuid import uuid4

import pytest

from app.errors import BusyError, ConflictError, StoppingError
from app.inventory.report import UploadReport
from app.routers.upload_desk import UploadDesk
from app.settings import Settings

REPORT = cast("UploadReport", object())
Progress = Callable[[int], None]
WAIT_S = 10


@pytest.fixture
def desk(settings: Settings) -> Iterator[UploadDesk]:
    made = UploadDesk(settings.model_copy(update={"uploads_at_once": 1, "uploads_waiting_max": 1}))
    yield made
    made.close()


class Held:
    """Work that goes on until it is let go."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.begun = threading.Event()

    def __call__(self, progress: Progress) -> UploadReport:
        progress(7)
        self.begun.set()
        while not self.let_go.wait(0.01):
            progress(8)
        return REPORT


def submit(desk: UploadDesk, work: Any, upload: Any = None) -> Any:
    with desk.place() as place:
        return desk.submit(place, upload or uuid4(), work)


def test_one_is_read_one_waits_and_a_third_is_refused(desk: UploadDesk) -> None:
    first, second, upload, waiting = Held(), Held(), uuid4(), uuid4()
    reading = submit(desk, first, upload)
    later = submit(desk, second, waiting)
    assert first.begun.wait(WAIT_S)
    job, next_job = desk.job(upload), desk.job(waiting)
    assert job
    assert next_job
    assert job.rows in (7, 8)
    assert not next_job.started.is_set()
    with pytest.raises(BusyError) as busy, desk.place():
        pass
    assert busy.value.extra["retry_after_s"]
    first.let_go.set()
    assert reading.result(WAIT_S) is REPORT
    assert second.begun.wait(WAIT_S)
    second.let_go.set()
    later.result(WAIT_S)
    assert desk.job(upload) is None
    with desk.place(), desk.place():
        pass


def test_a_place_comes_back_when_nothing_was_handed_over(desk: UploadDesk) -> None:
    for _ in range(5):
        with pytest.raises(ZeroDivisionError), desk.place():
            _ = 1 / 0


def test_one_upload_is_checked_once_at_a_time(desk: UploadDesk) -> None:
    work, upload = Held(), uuid4()
    running = submit(desk, work, upload)
    with pytest.raises(ConflictError, match="being checked already"):
        submit(desk, work, upload)
    work.let_go.set()
    running.result(WAIT_S)
    with desk.place(), desk.place():
        pass


def test_work_that_fails_gives_its_place_back(desk: UploadDesk) -> None:
    def fails(_: Progress) -> UploadReport:
        raise ConflictError("no")

    for _ in range(4):
        with pytest.raises(ConflictError):
            submit(desk, fails).result(WAIT_S)


def test_a_stop_ends_what_runs_and_begins_nothing(desk: UploadDesk) -> None:
    work = Held()
    running = submit(desk, work)
    assert work.begun.wait(WAIT_S)
    desk.close()
    with pytest.raises(StoppingError):
        running.result(WAIT_S)
    with pytest.raises(StoppingError):
        submit(desk, Held())
    with desk.place(), desk.place():
        pass
