"""Short numbers of uploads, their files begun anew, and uploads removed from the lists."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import text

from app.db.engine import Database
from app.errors import BadParameterError, ConflictError, NotFoundError, TooManyError
from app.inventory.again import remove_upload, send_again
from app.inventory.applying import apply_upload
from app.inventory.files import forget_file, kept_file
from app.inventory.locks import hold_upload, is_held
from app.inventory.report import UploadReport, load_report, recent_uploads, upload_numbered
from app.inventory.undo import undo_upload
from app.inventory.uploads import run_check

Make = Callable[..., bytes]
Check = Callable[..., UploadReport]
HEADER = ("id", "name", "type")


def test_an_undone_upload_is_published_again_from_its_file(
    database: Database, make_csv: Make, check: Check
) -> None:
    report = check(database, make_csv(HEADER, ("1", "A", "library")))
    settings = database.settings
    apply_upload(database, settings, report.id, "test")
    undo_upload(database, settings, report.id, "test")
    anew = send_again(database, settings, report.id, "other", "NM")
    again = run_check(database, settings, anew.id, anew.options, "other")
    assert (again.status, again.created_by, again.file_name) == ("checked", "other", report.file_name)
    assert apply_upload(database, settings, anew.id, "other").counts["added"] == 1
    elsewhere = send_again(database, settings, report.id, "other", "UT")
    with database.read() as session:
        assert load_report(session, elsewhere.id, 1).state == "UT"
        assert load_report(session, report.id, 1).status == "undone"
    with pytest.raises(TooManyError):
        send_again(database, settings.model_copy(update={"uploads_per_hour": 1}), report.id, "other", "NM")
    forget_file(settings, report.id)
    with pytest.raises(ConflictError, match="not kept any more"):
        send_again(database, settings, report.id, "test", "NM")


def test_what_was_never_published_can_be_removed(database: Database, make_csv: Make, check: Check) -> None:
    report = check(database, make_csv(HEADER, ("1", "A", "library")))
    remove_upload(database, database.settings, report.id, "test")
    with database.read() as session:
        assert recent_uploads(session, None, 10) == []
        gone = load_report(session, report.id, 1)
        rows = session.scalar(text("SELECT count(*) FROM upload_row"))
    assert (gone.status, gone.problem, rows) == ("abandoned", "It was removed from the list.", 0)
    assert not kept_file(database.settings, report.id).exists()
    published = check(database, make_csv(HEADER, ("1", "A", "library")))
    apply_upload(database, database.settings, published.id, "test")
    with pytest.raises(ConflictError, match="is published: it cannot be removed"):
        remove_upload(database, database.settings, published.id, "test")


def test_who_holds_an_upload_is_seen_by_others(database: Database, make_csv: Make, check: Check) -> None:
    report = check(database, make_csv(HEADER, ("1", "A", "library")))
    with database.write("test") as holder:
        hold_upload(holder, report.id)
        with database.read() as session:
            assert is_held(session, report.id)
            assert not is_held(session, UUID(int=0))
    with database.read() as session:
        assert not is_held(session, report.id)


def test_the_start_of_a_number_is_enough(database: Database, make_csv: Make, check: Check) -> None:
    report = check(database, make_csv(HEADER, ("1", "A", "library")))
    with database.write("test") as session:
        for end in (1, 2):
            session.execute(
                text(
                    "INSERT INTO upload (id, status, file_name, file_sha256, size_bytes, format, columns, counts,"
                    " source_name, created_by) SELECT CAST(:id AS uuid), 'checked', file_name, file_sha256, 1, 'csv',"
                    " '[]', '{}', source_name, 'test' FROM upload WHERE id = :like"
                ),
                {"id": f"0000aaaa-0000-4000-8000-00000000000{end}", "like": report.id},
            )
    with database.read() as session:
        assert upload_numbered(session, report.number) == report.id
        assert upload_numbered(session, str(report.id).upper()) == report.id
        assert upload_numbered(session, "0000aaaa-0000-4000-8000-000000000001").int & 0xF == 1
        with pytest.raises(BadParameterError, match="give more of it"):
            upload_numbered(session, "0000a")
        for wrong in ("000", "%%%%", "zzzz", "", "ffff0000ffff"):
            with pytest.raises(NotFoundError):
                upload_numbered(session, wrong)
