"""Several at the same time: no check and no publishing dies of another one that takes long."""

import io
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from app.db.engine import Database
from app.db.pauses import REACHED
from app.errors import BusyError
from app.inventory.applying import apply_upload
from app.inventory.busy import BUSY
from app.inventory.origin import USUAL, Origin
from app.inventory.receive import receive_upload
from app.inventory.report import UploadReport, load_report
from app.inventory.statistics import MANY_ROWS
from app.inventory.undo import undo_upload
from app.inventory.uploads import run_check
from app.settings import get_settings
from tests.db.clusters import wait_until

Make = Callable[..., bytes]
Check = Callable[..., UploadReport]
HEADER = ("id", "name", "type", "zip")
ZIPS = {"NM": "87501", "UT": "84101"}


@pytest.fixture
def pause_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("STEMMAP_PAUSE_FILE", str(tmp_path / "pause"))
    get_settings.cache_clear()
    yield tmp_path / "pause"
    monkeypatch.undo()
    get_settings.cache_clear()


@pytest.fixture
def hurried(database: Database) -> Database:
    """The database, where nobody waits long for a lock."""
    given = {"lock_timeout_s": 0.1, "upload_tries": 2}
    return Database(database.engine, database.settings.model_copy(update=given))


@contextmanager
def held_at(pause: Path, point: str, work: Callable[[], UploadReport]) -> Iterator[Future[UploadReport]]:
    """`work` waits at `point` in a thread of its own while the block runs."""
    pause.write_text(point)
    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(work)
        try:
            wait_until(lambda: held.done() or pause.read_text() == point + REACHED, 20)
            assert not held.done(), held.result()
            yield held
        finally:
            pause.unlink()


def rows(count: int, state: str = "NM") -> list[tuple[str, ...]]:
    return [
        (f"{state}-{number}", f"Robot Club {number} of {state}", "club", ZIPS[state])
        for number in range(count)
    ]


def test_a_check_does_not_wait_for_another_one(
    hurried: Database, make_csv: Make, check: Check, pause_file: Path
) -> None:
    """Both are large enough for the planner's statistics to matter."""
    count = MANY_ROWS + 1
    with held_at(
        pause_file, "check-before-commit", lambda: check(hurried, make_csv(HEADER, *rows(count)))
    ) as held:
        other = check(hurried, make_csv(HEADER, *rows(count, "UT")), "UT")
        assert (other.status, other.counts["added"]) == ("checked", count)
        assert not held.done()
    assert held.result(20).counts["added"] == count


def test_publishing_and_undoing_wait_for_another_states(
    hurried: Database, make_csv: Make, check: Check, pause_file: Path
) -> None:
    ours, theirs = (check(hurried, make_csv(HEADER, *rows(3, state)), state) for state in ("NM", "UT"))

    def publish(report: UploadReport) -> UploadReport:
        return apply_upload(hurried, hurried.settings, report.id, "test")

    with ThreadPoolExecutor(1) as pool:
        with held_at(pause_file, "apply-before-commit", lambda: publish(ours)):
            later = pool.submit(publish, theirs)
            with pytest.raises(TimeoutError):
                later.result(5 * hurried.settings.lock_timeout_s)
        assert later.result(20).status == "applied"
        undo = lambda report: undo_upload(hurried, hurried.settings, report.id, "test")  # noqa: E731
        with held_at(pause_file, "undo-before-commit", lambda: undo(ours)):
            later = pool.submit(undo, theirs)
            with pytest.raises(TimeoutError):
                later.result(5 * hurried.settings.lock_timeout_s)
        assert later.result(20).status == "undone"


@contextmanager
def locked_rows(database: Database) -> Iterator[None]:
    with database.engine.connect() as other, other.begin():
        other.execute(text("LOCK TABLE upload_row IN ACCESS EXCLUSIVE MODE"))
        yield


def received(database: Database, body: bytes) -> UUID:
    return receive_upload(
        database, database.settings, io.BytesIO(body), Origin("NM", "a.csv", "test", "test source")
    )


def test_a_check_that_meets_a_lock_is_tried_again(hurried: Database, make_csv: Make) -> None:
    upload_id = received(hurried, make_csv(HEADER, *rows(3)))
    with ThreadPoolExecutor(1) as pool:
        with locked_rows(hurried):
            tried = pool.submit(run_check, hurried, hurried.settings, upload_id, USUAL, "test")
            with pytest.raises(TimeoutError):
                tried.result(4 * hurried.settings.lock_timeout_s)
        assert tried.result(20).status == "checked"


def test_a_check_that_never_comes_through_says_that_it_is_not_the_file(
    hurried: Database, make_csv: Make, caplog: pytest.LogCaptureFixture
) -> None:
    upload_id = received(hurried, make_csv(HEADER, *rows(3)))
    with (
        caplog.at_level(logging.WARNING),
        locked_rows(hurried),
        pytest.raises(BusyError, match="busy with other uploads"),
    ):
        run_check(hurried, hurried.settings, upload_id, USUAL, "test")
    assert [each.exc_info for each in caplog.records if each.name == "stemmap.uploads"] == [None]
    with hurried.read() as session:
        report = load_report(session, upload_id, 1)
    assert report.problem == BUSY
    assert run_check(hurried, hurried.settings, upload_id, USUAL, "test").problem is None
