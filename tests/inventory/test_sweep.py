"""Uploads between received and applied: kept, checked again, given up, swept away."""

import io
import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from app.db.engine import Database, make_engine
from app.errors import AppError, ConflictError, InvalidFileError
from app.inventory.applying import apply_upload
from app.inventory.files import drop_file, dropped_files, kept_file, note_owner, owner_of
from app.inventory.origin import USUAL, CheckOptions, Origin
from app.inventory.readers import ReadOptions
from app.inventory.receive import forget_upload, receive_upload
from app.inventory.report import UploadReport, load_report
from app.inventory.sweep import sweep_uploads, try_sweep
from app.inventory.uploads import run_check
from app.settings import Settings

Make = Callable[..., bytes]
Check = Callable[..., UploadReport]
HEADER = ("id", "name", "type")
ORIGIN = Origin("NM", "a.csv", "test", "test source")


def received(database: Database, body: bytes) -> UUID:
    return receive_upload(database, database.settings, io.BytesIO(body), ORIGIN)


def checked(database: Database, upload_id: UUID, options: CheckOptions = USUAL) -> UploadReport:
    return run_check(database, database.settings, upload_id, options, "test")


def report_of(database: Database, upload_id: UUID) -> UploadReport:
    with database.read() as session:
        return load_report(session, upload_id, 10)


def made_old(database: Database, upload_id: UUID, age: str) -> None:
    with database.write("test") as session:
        session.execute(
            text("UPDATE upload SET created_at = now() - CAST(:age AS interval) WHERE id = :id"),
            {"age": age, "id": upload_id},
        )


def waiting_rows(database: Database, upload_id: UUID) -> int:
    with database.read() as session:
        query = text("SELECT count(*) FROM upload_row WHERE upload_id = :id")
        return int(session.scalar(query, {"id": upload_id}) or 0)


def test_received_then_checked_then_applied(database: Database, make_csv: Make) -> None:
    upload_id = received(database, make_csv(HEADER, ("1", "A", "library")))
    assert report_of(database, upload_id).status == "checking"
    with pytest.raises(ConflictError, match="still being checked"):
        apply_upload(database, database.settings, upload_id, "test")
    assert checked(database, upload_id).status == "checked"
    assert (waiting_rows(database, upload_id), kept_file(database.settings, upload_id).exists()) == (1, True)
    apply_upload(database, database.settings, upload_id, "test")
    assert (waiting_rows(database, upload_id), kept_file(database.settings, upload_id).exists()) == (0, True)
    sweep_uploads(database, database.settings, at_start=True)
    assert kept_file(database.settings, upload_id).exists()  # to be published again after an undo
    with database.write("test") as session:
        session.execute(text("UPDATE upload SET applied_at = now() - interval '15 days'"))
    sweep_uploads(database, database.settings, at_start=True)
    assert not kept_file(database.settings, upload_id).exists()
    with pytest.raises(ConflictError, match="is published"):
        checked(database, upload_id)


def test_a_second_check_replaces_the_first(database: Database, make_csv: Make) -> None:
    body = b"Inventory of 2026,,\n" + make_csv(HEADER, ("1", "A", "library"), ("2", "B", "nonsense"))
    upload_id = received(database, body)
    options = CheckOptions(ReadOptions(header_row=2))
    first = checked(database, upload_id, options)
    assert (first.counts["refused"], first.status, len(first.issues)) == (1, "refused", 2)
    again = checked(database, upload_id, options)
    assert (again.counts, [each.code for each in again.issues]) == (
        first.counts,
        [each.code for each in first.issues],
    )
    assert CheckOptions.from_json(again.options) == replace(options, values={})


def test_a_file_that_cannot_be_checked_says_why_and_waits_for_other_choices(database: Database) -> None:
    upload_id = received(database, b"town\nTaos\n")
    with pytest.raises(InvalidFileError):
        checked(database, upload_id)
    report = report_of(database, upload_id)
    assert (report.status, report.counts) == ("refused", {})
    assert report.problem is not None
    assert report.problem.startswith("No column is the name.")
    assert kept_file(database.settings, upload_id).exists()
    with pytest.raises(AppError):
        apply_upload(database, database.settings, upload_id, "test")


def test_rows_that_a_crash_emptied_are_not_applied(database: Database, make_csv: Make, check: Check) -> None:
    report = check(database, make_csv(HEADER, ("1", "A", "library")))
    with database.write("test") as session:
        session.execute(text("TRUNCATE upload_row"))
    with pytest.raises(ConflictError, match="rows of this upload are gone"):
        apply_upload(database, database.settings, report.id, "test")
    checked(database, report.id)
    assert apply_upload(database, database.settings, report.id, "test").counts["added"] == 1


def test_a_lost_file_is_a_clear_answer(database: Database, make_csv: Make) -> None:
    upload_id = received(database, make_csv(HEADER, ("1", "A", "library")))
    kept_file(database.settings, upload_id).unlink()
    with pytest.raises(ConflictError, match="not there any more"):
        checked(database, upload_id)


def test_the_sweep_gives_up_what_nobody_will_finish(database: Database, make_csv: Make) -> None:
    body = make_csv(HEADER, ("1", "A", "library"))
    young, dead, live, old, kept = (received(database, body) for _ in range(5))
    for upload_id in (old, kept):
        checked(database, upload_id)
    for upload_id, age in ((dead, "2 hours"), (live, "2 hours"), (old, "15 days"), (kept, "13 days")):
        made_old(database, upload_id, age)
    with database.write("check") as session:  # what a live check holds
        session.execute(text("SELECT FROM upload WHERE id = :id FOR UPDATE"), {"id": live})
        assert sweep_uploads(database, database.settings) == 2
    statuses = [report_of(database, each).status for each in (young, dead, live, old, kept)]
    assert statuses == ["checking", "abandoned", "checking", "abandoned", "checked"]
    files = [kept_file(database.settings, each).exists() for each in (young, dead, live, old, kept)]
    assert files == [True, False, True, False, True]
    assert (waiting_rows(database, old), waiting_rows(database, kept)) == (0, 1)
    assert sweep_uploads(database, database.settings) == 1, "its process is gone now"
    assert sweep_uploads(database, database.settings) == 0


def test_the_sweep_takes_files_of_nobody(database: Database) -> None:
    stray, young = (kept_file(database.settings, uuid4()) for _ in range(2))
    for path in (stray, young):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    day_ago = time.time() - 86_400
    os.utime(stray, (day_ago, day_ago))
    sweep_uploads(database, database.settings)
    assert (stray.exists(), young.exists()) == (False, True)
    young.unlink()


def test_a_service_on_the_wrong_database_empties_no_folder(
    database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = database.settings.model_copy(update={"home": tmp_path})
    note_owner(settings, "the right one")
    young, old = (kept_file(settings, uuid4()) for _ in range(2))
    young.parent.mkdir()
    for path in (young, old):
        path.write_bytes(b"x")
    long_ago = time.time() - (settings.upload_keep_days + 1) * 86_400
    os.utime(old, (long_ago, long_ago))
    sweep_uploads(database, settings, at_start=True)
    assert (young.exists(), old.exists(), owner_of(settings)) == (True, False, "the right one")
    assert f"1 files in {tmp_path}/uploads are of uploads of another database" in caplog.text
    os.utime(young, (long_ago, long_ago))
    sweep_uploads(database, settings, at_start=True)
    assert not young.exists()
    assert owner_of(settings) not in ("", "the right one")


def test_a_check_that_lost_its_database_is_given_up_by_the_next_sweep(
    database: Database, make_csv: Make
) -> None:
    body = make_csv(HEADER, ("1", "A", "library"))
    lost, going_on = received(database, body), received(database, body)
    drop_file(database.settings, lost)
    assert not kept_file(database.settings, lost).exists()
    assert sweep_uploads(database, database.settings) == 1
    report = report_of(database, lost)
    assert (report.status, report.problem) == (
        "abandoned",
        "The service or its database ended in the middle of the check: send the file again.",
    )
    assert dropped_files(database.settings) == {}
    assert report_of(database, going_on).status == "checking"
    forget_upload(database, database.settings, going_on, "test")


def test_at_the_start_no_check_can_be_going_on(database: Database, make_csv: Make, check: Check) -> None:
    body = make_csv(HEADER, ("1", "A", "library"))
    waits = check(database, body).id
    dead, elsewhere, held = (received(database, body) for _ in range(3))
    kept_file(database.settings, elsewhere).unlink()  # received by a service with another data folder
    stray = kept_file(database.settings, uuid4())
    stray.write_bytes(b"x")
    with database.write("check") as session:
        session.execute(text("SELECT FROM upload WHERE id = :id FOR UPDATE"), {"id": held})
        assert sweep_uploads(database, database.settings, at_start=True) == 1
    statuses = [report_of(database, each).status for each in (waits, dead, elsewhere, held)]
    assert statuses == ["checked", "abandoned", "checking", "checking"]
    files = [kept_file(database.settings, each).exists() for each in (waits, dead, held)]
    assert (files, stray.exists()) == ([True, False, True], False)
    for upload_id in (waits, elsewhere, held):
        forget_upload(database, database.settings, upload_id, "test")


def test_rows_that_a_kill_after_applying_left_go(database: Database, make_csv: Make, check: Check) -> None:
    report = check(database, make_csv(HEADER, ("1", "A", "library")))
    with database.write("test") as session:
        session.execute(
            text("UPDATE upload SET status = 'applied', applied_at = now() WHERE id = :id"), {"id": report.id}
        )
    sweep_uploads(database, database.settings)
    assert waiting_rows(database, report.id) == 0


def test_a_sweep_that_fails_is_one_line_in_the_log(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    engine = make_engine("postgresql+psycopg://nobody@/none?host=/nowhere", settings)
    try_sweep(Database(engine, settings), settings)
    (line,) = caplog.messages
    assert line.startswith("Uploads were not swept: ")
    assert "\n" not in line
