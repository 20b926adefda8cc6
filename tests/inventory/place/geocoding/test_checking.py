"""A file checked with a geocoder switched on: who is asked, what becomes of the answers, and of none."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from app.db.engine import Database
from app.inventory.origin import Origin
from app.inventory.report import UploadReport
from app.inventory.uploads import check_upload

Make = Callable[..., bytes]
HEADER = ("id", "name", "type", "address", "city", "zip", "lat", "lon")
ROWS = (
    ("1", "Given", "library", "1 Main St", "Santa Fe", "87501", "35.687", "-105.938"),
    ("2", "Known", "library", "2000 Oak Street, Suite 4", "Santa Fe", "87501", "", ""),
    ("3", "Same", "library", "2000 OAK ST", "Santa Fe", "87501", "", ""),
    ("4", "Unknown", "library", "3 Elm St", "Santa Fe", "87501", "", ""),
    ("5", "Box", "library", "PO Box 3", "Santa Fe", "87501", "", ""),
    ("6", "Far", "library", "5 Far Ave", "Santa Fe", "87501", "", ""),
)


@pytest.fixture
def checking(checking_database: Database, census: Any) -> Database:
    """A database whose settings name the local geocoder, without answers."""
    with checking_database.write("test") as session:
        session.execute(text("DELETE FROM geocode_answer"))
    census.known |= {"2000 Oak Street": (-105.95, 35.66), "5 Far Ave": (-104.99, 39.74)}
    settings = checking_database.settings.model_copy(
        update={
            "geocoder": "census",
            "geocoder_url": census.url,
            "geocoder_tries": 1,
            "upload_issues_inline": 100,
        }
    )
    return Database(checking_database.engine, settings)


def check(database: Database, body: bytes) -> UploadReport:
    origin = Origin("NM", "test.csv", "test", "test source")
    return check_upload(database, database.settings, io.BytesIO(body), origin)


def precisions(database: Database, report: UploadReport) -> dict[str, str]:
    with database.read() as session:
        rows = session.execute(
            text("SELECT name, location_precision FROM upload_row WHERE upload_id = :id"), {"id": report.id}
        )
        return {row.name: row.location_precision for row in rows}


def codes(report: UploadReport) -> dict[str, int]:
    return dict(report.counts["issues"])


def test_addresses_without_a_point_are_looked_up(checking: Database, census: Any, make_csv: Make) -> None:
    report = check(checking, make_csv(HEADER, *ROWS))
    assert precisions(checking, report) == {
        "Given": "exact", "Known": "street", "Same": "street", "Unknown": "postal_code", "Box": "postal_code",
        "Far": "postal_code",
    }  # fmt: skip
    assert codes(report) == {"placed-by-address": 2, "placed-by-zip": 3, "po-box": 1, "address-elsewhere": 1}
    assert [[line[1] for line in batch] for batch in census.asked] == [
        ["2000 Oak Street", "3 Elm St", "5 Far Ave"]
    ]
    issue = next(issue for issue in report.issues if issue.code == "placed-by-address")
    assert issue.message == "Placed along the street, at 2000 OAK STREET, SANTA FE, NM, 87501."


def test_a_second_check_asks_for_nothing(checking: Database, census: Any, make_csv: Make) -> None:
    first, second = (check(checking, make_csv(HEADER, *ROWS)) for _ in range(2))
    assert len(census.asked) == 1
    assert (first.counts, precisions(checking, first)) == (second.counts, precisions(checking, second))


def test_without_an_answer_the_file_is_checked_all_the_same(
    checking: Database, census: Any, make_csv: Make
) -> None:
    census.trouble = ["503"]
    report = check(checking, make_csv(HEADER, *ROWS))
    assert report.status == "checked"
    assert codes(report) == {"geocoder-unavailable": 1, "placed-by-zip": 5, "po-box": 1}
    issue = next(issue for issue in report.issues if issue.code == "geocoder-unavailable")
    assert (issue.row_number, issue.message) == (
        0, "3 addresses were not looked up, because it answered HTTP 503.",
    )  # fmt: skip
    assert codes(check(checking, make_csv(HEADER, *ROWS)))["placed-by-address"] == 2


def test_no_lock_is_held_while_the_geocoder_thinks(checking: Database, census: Any, make_csv: Make) -> None:
    seen = []

    def look() -> None:
        with checking.read() as session:
            seen.append(
                session.scalar(
                    text(
                        "SELECT count(*) FROM pg_locks JOIN pg_stat_activity a USING (pid)"
                        " WHERE a.datname = current_database() AND pid <> pg_backend_pid()"
                        " AND a.backend_type = 'client backend'"
                    )
                )
            )

    census.on_ask = look
    check(checking, make_csv(HEADER, *ROWS))
    assert seen == [0]


def test_offline_nobody_is_asked(checking_database: Database, census: Any, make_csv: Make) -> None:
    settings = checking_database.settings.model_copy(update={"geocoder_url": census.url})
    check(Database(checking_database.engine, settings), make_csv(HEADER, *ROWS))
    assert census.asked == []
