"""What a file would write over of what the public corrected: said by row, and only while the correction stands."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.db.engine import Database
from app.inventory.applying import apply_upload
from app.inventory.report import UploadReport

HEADER = ("id", "name", "type", "zip", "Phone number", "status", "lat", "lon")
SHED = ("1", "Robot Shed", "club", "87501", "505-555-0100", "active", "35.687", "-105.938")
LAB = ("2", "Maker Lab", "club", "87501", "505-555-0200", "active", "35.680", "-105.930")
API = "/api/v1/submissions"
Make = Callable[..., bytes]
Check = Callable[..., UploadReport]


@pytest.fixture
def report_on(
    own_database: Database, own_client: TestClient, make_key: Callable[..., dict[str, str]]
) -> Callable[..., str]:
    """Report something about the asset of this name, and accept it; gives the report's number."""

    def report(name: str, **said: str) -> str:
        with own_database.read() as session:
            asset = session.scalar(text("SELECT id::text FROM asset WHERE name = :name"), {"name": name})
        sent = own_client.post(API, json={"asset": asset, **said})
        assert sent.status_code == 201, sent.text
        number = str(sent.json()["reference"])
        done = own_client.post(f"{API}/{number}/accept", headers=make_key("editor", "NM"))
        assert done.status_code == 200, done.text
        return number

    return report


def lost(report: UploadReport) -> list[tuple[int, str | None, str | None]]:
    found = [each for each in report.issues if each.code == "correction-lost"]
    assert len(found) == report.counts["issues"].get("correction-lost", 0)
    return [(each.row_number, each.column, each.value) for each in found]


def test_each_row_says_what_it_would_write_over(
    own_database: Database, make_csv: Make, check: Check, send: Check, report_on: Callable[..., str]
) -> None:
    body = make_csv(HEADER, SHED, LAB)
    send(own_database, body)
    number = report_on("Robot Shed", kind="correction", field="phone", value="505 555 0123")
    report_on("Maker Lab", kind="closed", value="defunct")
    report_on("Maker Lab", kind="correction", field="point", value="35.6500, -105.9500")
    report_on("Maker Lab", kind="correction", field="other", comment="They moved.")
    report = check(own_database, body)
    closed = [(3, "lat", "35.6500, -105.9500"), (3, "status", "Closed for good")]
    assert sorted(lost(report)) == [(2, "Phone number", "505 555 0123"), *closed]
    said = next(each for each in report.issues if each.code == "correction-lost" and each.row_number == 2)
    assert number in said.message
    assert said.severity == "warning"
    assert report.counts["accepted"] == 2
    mended = (*SHED[:4], "(505) 555-0123", *SHED[5:])
    assert sorted(lost(check(own_database, make_csv(HEADER, mended, LAB)))) == closed
    without_phone = make_csv(("id", "name", "type"), SHED[:3])
    assert lost(check(own_database, without_phone)) == [], "a file without the column leaves it"


def test_what_was_changed_since_is_not_said(
    own_database: Database, make_csv: Make, check: Check, send: Check, report_on: Callable[..., str]
) -> None:
    send(own_database, make_csv(HEADER, SHED, LAB))
    report_on("Robot Shed", kind="correction", field="phone", value="505-555-0123")
    newer = make_csv(HEADER, (*SHED[:4], "505-555-0999", *SHED[5:]), LAB)
    report = check(own_database, newer)
    assert len(lost(report)) == 1
    apply_upload(own_database, own_database.settings, report.id, "test")
    assert lost(check(own_database, make_csv(HEADER, SHED, LAB))) == []
