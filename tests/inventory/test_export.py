"""A state's file goes in and comes out again: same columns, same cells, nothing changed by sending it again."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from sqlalchemy import text

from app.db.engine import Database
from app.errors import NotFoundError
from app.inventory.cells.texts import without_controls
from app.inventory.changes import list_changes
from app.inventory.export import find_layout, rows
from app.inventory.export_files import as_csv, write_xlsx
from app.inventory.formulas import unguarded
from app.inventory.report import UploadReport
from tests.deep import times
from tests.inventory.conftest import csv_bytes

SEED = Path(__file__).parents[2] / "seed"
Send = Callable[..., UploadReport]
Table = list[list[str]]


def exported(database: Database, state: str = "NM", kind: str = "own", *, everything: bool = True) -> bytes:
    with database.read() as session:
        layout = find_layout(session, state, kind)  # type: ignore[arg-type]
        layout = layout if everything else layout.for_everyone()
        return b"".join(as_csv(layout.header, rows(session, state, layout, everything=everything)))


def table(body: bytes) -> Table:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def squeezed(cells: list[str]) -> list[str]:
    """Cells as they come back: outer blanks and invisible characters do not count."""
    return [without_controls(cell).strip() for cell in cells]


def came_back(sent: Table, report: UploadReport, found: Table) -> None:
    """Every accepted row of `sent` is in `found`, cell by cell."""
    refused = {issue.row_number for issue in report.issues if issue.severity == "error"}
    accepted = [
        squeezed(row) for number, row in enumerate(sent[1:], start=2) if number not in refused and any(row)
    ]
    assert found[0] == sent[0]
    assert sorted(found[1:]) == sorted(accepted)


HEADER = [
    "Site ID", "Program Name", "Organization", "Type", "State", "Zip", "Lat", "Long", "Web site", "Phone",
    "STEM Area", "Grade Levels", "Serves", "Fee", "Start", "Status", "Slots", "Paid", "Legislative District", "=Odd",
]  # fmt: skip
ROW = st.tuples(
    st.sampled_from(
        ["Robo Club", "  Sky  Camp", "Lab “Days”", "=SUM(A1)", "'=quoted", "-5 degrees", "Café", "a\\b"]
    ),
    st.sampled_from(["", "Robo Club", "nobody"]),
    st.sampled_from(["camp", "Summer Camp", "after-school program", "library"]),
    st.sampled_from(["", "NM", "New Mexico"]),
    st.sampled_from(["", "87501", "87501-1234", "abc"]),
    st.sampled_from([("", ""), ("35.6880", "-105.9395"), ("35.688", "-105.93950000")]),
    st.sampled_from(["", "example.org", "https://www.example.org/x", "no web"]),
    st.sampled_from(["", "505-555-0100", "(505) 555-0100", "5055550100 x12", "+1 505 555 0100", "call"]),
    st.sampled_from(["", "Robotics; Coding", "biology", "alchemy, biology", "Science & Math"]),
    st.sampled_from(["", "6-8", "K-5, 9", "Middle School", "6th", "all", "?"]),
    st.sampled_from(["", "girls", "Everyone", "Girls; All students", "martians"]),
    st.sampled_from(["", "Free", "$25.00", "25", "10-20", "sliding scale", "ask"]),
    st.sampled_from(["", "2026-06-01", "June 1, 2026", "6/21/2026"]),
    st.sampled_from(["", "active", "Open", "paused"]),
    st.sampled_from(["", "24", "1,000", "many"]),
    st.sampled_from(["", "yes", "Y", "no", "perhaps"]),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf"]), max_size=6),
    st.sampled_from(["", "+1 more", "@home", "-3", "'tis", "line\nbreak"]),
)


@settings(max_examples=times(8), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(ROW, min_size=1, max_size=12))
def test_any_accepted_file_comes_back_as_it_was(
    drawn: list[tuple[object, ...]], database: Database, send: Send, check: Send
) -> None:
    cells = [[f"K-{at}", *flat(row)] for at, row in enumerate(drawn)]
    with database.write("test") as session:
        session.execute(text("DELETE FROM asset"))
        session.execute(text("DELETE FROM upload"))
    report = send(database, csv_bytes(HEADER, *cells))
    body = exported(database)
    found = [[read_back(cell) for cell in row] for row in table(body)]
    came_back([HEADER, *[list(map(read_back, row)) for row in cells]], report, found)
    again = check(database, body)
    assert (again.counts["added"], again.counts["changed"]) == (0, 0)
    assert again.counts["unchanged"] == report.counts["accepted"]


def flat(row: tuple[object, ...]) -> list[str]:
    return [str(cell) for each in row for cell in (each if isinstance(each, tuple) else (each,))]


def read_back(cell: str) -> str:
    """What the importer makes of a marked formula."""
    return unguarded(cell)


@pytest.mark.parametrize("path", sorted(SEED.glob("inventory/*.csv")), ids=lambda path: path.stem)
def test_the_starter_inventory_comes_back(path: Path, database: Database, send: Send, check: Send) -> None:
    state, body = path.stem, path.read_bytes()
    report = send(database, body, state)
    found = exported(database, state)
    came_back(table(body), report, table(found))
    assert check(database, found, state).counts["unchanged"] == report.counts["accepted"]


@pytest.mark.parametrize(("name", "state"), [("clean_ut", "UT"), ("messy_nm", "NM")])
def test_the_samples_come_back(name: str, state: str, database: Database, send: Send, check: Send) -> None:
    body = (SEED / "samples" / f"{name}.csv").read_bytes()
    report = send(database, body, state)
    found = exported(database, state)
    came_back(table(body), report, table(found))
    assert check(database, found, state).counts["unchanged"] == report.counts["accepted"]


def one_row(send: Send, database: Database, *cells: str) -> None:
    send(database, csv_bytes(["id", "name", "type", "Phone", "Notes", "Visibility"], cells))


def test_an_edited_asset_gives_its_new_value(database: Database, send: Send) -> None:
    one_row(send, database, "1", "Club", "club", "(505) 555-0100", "call first", "public")
    with database.write("test") as session:
        session.execute(text("UPDATE asset SET phone = '505-555-0199'"))
    assert table(exported(database))[1] == ["1", "Club", "club", "505-555-0199", "call first", "public"]


def test_the_public_gets_public_rows_without_notes(database: Database, send: Send) -> None:
    body = csv_bytes(
        ["id", "name", "type", "Phone", "Notes", "Visibility"],
        ["1", "Club", "club", "(505) 555-0100", "call first", "public"],
        ["2", "Camp", "camp", "ask Bo at home", "", "internal"],
    )
    send(database, body)
    assert table(exported(database, everything=False)) == [
        ["id", "name", "type", "Phone", "Visibility"],
        ["1", "Club", "club", "505-555-0100", "public"],
    ]
    assert len(table(exported(database))) == 3


def test_our_columns_come_back_unchanged(database: Database, send: Send, check: Send) -> None:
    body = (SEED / "samples" / "clean_ut.csv").read_bytes()
    report = send(database, body, "UT")
    again = check(database, exported(database, "UT", "ours"), "UT")
    assert again.counts["rows"] == report.counts["accepted"]
    assert again.counts["added"] == again.counts["refused"] == 0


def test_only_the_newest_file_of_the_source_counts(database: Database, send: Send) -> None:
    send(database, csv_bytes(["id", "name", "type"], ["1", "Club", "club"]))
    send(database, csv_bytes(["Key", "Title", "type", "Web"], ["1", "Club", "club", "a.example.org"]))
    assert table(exported(database)) == [
        ["Key", "Title", "type", "Web"],
        ["1", "Club", "club", "a.example.org"],
    ]


def test_no_file_no_own_columns(database: Database) -> None:
    with database.read() as session, pytest.raises(NotFoundError, match="WY has published no file"):
        find_layout(session, "WY", "own")


def test_a_workbook_keeps_text_as_text() -> None:
    file = io.BytesIO()
    write_xlsx(["Key", "=Odd"], [["007", "=1+1"], ["", "http://a.example.org"]], file)
    book = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue()))
    assert book.get_sheet_by_index(0).to_python() == [
        ["Key", "=Odd"], ["007", "=1+1"], ["", "http://a.example.org"],
    ]  # fmt: skip


def test_formulas_are_marked_in_csv_and_numbers_are_not(database: Database, send: Send) -> None:
    body = csv_bytes(["id", "name", "type", "Lat", "Long"], ["=1", "@x", "club", "35.688", "-105.9395"])
    send(database, body)
    assert table(exported(database))[1] == ["'=1", "'@x", "club", "35.688", "-105.9395"]


def test_another_way_to_write_a_value_is_a_change_of_its_own(
    database: Database, send: Send, check: Send
) -> None:
    one_row(send, database, "1", "Club", "club", "(505) 555-0100", "", "public")
    body = csv_bytes(
        ["id", "name", "type", "Phone", "Notes", "Visibility"],
        ["1", "Club", "club", "505.555.0100", "", "public"],
    )
    report = check(database, body)
    assert report.counts["changed"] == 1
    with database.read() as session:
        changes = list_changes(session, report.id, "changed")
    assert [(each.label, each.before, each.after) for each in changes[0].fields] == [
        ("Phone, as written", "(505) 555-0100", "505.555.0100")
    ]
