"""What an upload changes: before it is applied from its rows, afterwards from the audit trail."""

import io
from collections.abc import Callable

from sqlalchemy import text

from app.db.engine import Database
from app.inventory.applying import apply_upload
from app.inventory.change_points import list_points
from app.inventory.changes import Action, Change, list_changes
from app.inventory.origin import CheckOptions, Origin
from app.inventory.report import UploadReport, kinds_in_words
from app.inventory.uploads import check_upload

Make = Callable[..., bytes]
Check = Callable[..., UploadReport]
HEADER = ("id", "name", "type", "zip", "lat", "lon", "grades", "Route")
ROWS = [
    ("1", "A", "library", "87501", "35.687", "-105.938", "6-8", "7"),
    ("2", "B", "museum", "87501", "", "", "", "8"),
    ("3", "C", "camp", "", "", "", "K", ""),
]


def changes(database: Database, report: UploadReport, action: Action, **page: int) -> list[Change]:
    with database.read() as session:
        return list_changes(session, report.id, action, **page)


def fields(change: Change) -> dict[str, tuple[object, object]]:
    return {each.label: (each.before, each.after) for each in change.fields}


def test_added_rows_show_what_they_bring(database: Database, make_csv: Make, check: Check) -> None:
    report = check(database, make_csv(HEADER, *ROWS))
    added = changes(database, report, "added")
    assert [(each.row_number, each.key, each.name) for each in added] == [
        (2, "1", "A"),
        (3, "2", "B"),
        (4, "3", "C"),
    ]
    shown = fields(added[0])
    assert shown["Point (longitude, latitude)"] == (None, [-105.938, 35.687])
    assert (shown["Grades"], shown["Route"]) == ((None, ["6", "7", "8"]), (None, "7"))
    assert [each.name for each in changes(database, report, "added", after=added[1].cursor)] == ["C"]
    assert len(changes(database, report, "added", limit=1)) == 1
    assert changes(database, report, "changed") == changes(database, report, "vanished") == []


def test_before_and_after_say_the_same(database: Database, make_csv: Make, send: Check, check: Check) -> None:
    send(database, make_csv(HEADER, *ROWS))
    later = [("1", "A", "library", "87501", "35.687", "-105.938", "6-8", "9"), ("3", "C!", *ROWS[2][2:])]
    report = check(database, make_csv(HEADER, *later))
    planned = changes(database, report, "changed")
    assert [fields(each) for each in planned] == [{"Route": ("7", "9")}, {"Name": ("C", "C!")}]
    assert [each.name for each in changes(database, report, "vanished")] == ["B"]
    apply_upload(database, database.settings, report.id, "test")
    done = changes(database, report, "changed")
    before, after = ({each.key: fields(each) for each in several} for several in (planned, done))
    assert after == before, "the audit trail has them in the order they were written in, not the file's"
    assert changes(database, report, "vanished") == changes(database, report, "added") == []


def test_unchanged_rows_are_listed_until_they_are_applied(
    database: Database, make_csv: Make, send: Check, check: Check
) -> None:
    send(database, make_csv(HEADER, *ROWS))
    report = check(database, make_csv(HEADER, *ROWS))
    assert [each.fields for each in changes(database, report, "unchanged")] == [[], [], []]


def test_points(database: Database, make_csv: Make, check: Check) -> None:
    report = check(database, make_csv(HEADER, *ROWS))
    with database.read() as session:
        before = list_points(session, report.id, 10)
    assert [(each.name, each.precision, each.action, each.worst) for each in before] == [
        ("A", "exact", "added", None),
        ("B", "postal_code", "added", "warning"),
    ]
    apply_upload(database, database.settings, report.id, "test")
    with database.read() as session:
        after = list_points(session, report.id, 10)
    assert [(each.name, each.lon, each.lat) for each in after] == [
        (each.name, each.lon, each.lat) for each in before
    ]


def sent(database: Database, body: bytes, vanished: str) -> UploadReport:
    options = CheckOptions(vanished=vanished)  # type: ignore[arg-type]
    origin = Origin("NM", "a.csv", "test", "test source")
    report = check_upload(database, database.settings, io.BytesIO(body), origin, options)
    return apply_upload(database, database.settings, report.id, "test")


def test_vanished_rows_follow_the_choice(database: Database, make_csv: Make, send: Check) -> None:
    send(database, make_csv(HEADER, *ROWS))
    send(database, make_csv(("id", "name", "type"), ("9", "Other", "library")), "NM", source_name="elsewhere")
    kept = sent(database, make_csv(HEADER, *ROWS[:2]), "keep")
    assert (kept.counts["vanished"], statuses(database)) == (
        1,
        {"A": "active", "B": "active", "C": "active", "Other": "active"},
    )
    report = sent(database, make_csv(HEADER, *ROWS[:2]), "inactive")
    assert [each.name for each in changes(database, report, "vanished")] == ["C"]
    assert statuses(database)["C"] == "inactive"
    again = sent(database, make_csv(HEADER, *ROWS[:2]), "inactive")
    assert again.counts["vanished"] == 0
    report = sent(database, make_csv(HEADER, *ROWS[:1]), "remove")
    assert statuses(database) == {"A": "active", "Other": "active"}
    assert sorted(each.name for each in changes(database, report, "vanished")) == ["B", "C"]


def test_a_refused_row_has_not_vanished(database: Database, make_csv: Make, send: Check) -> None:
    many = [(str(n), f"L{n}", "library", "", "", "", "", "") for n in range(10)]
    send(database, make_csv(HEADER, *many))
    many[4] = ("4", "", *many[4][2:])
    assert sent(database, make_csv(HEADER, *many), "remove").counts["vanished"] == 0
    assert "L4" in statuses(database)


def statuses(database: Database) -> dict[str, str]:
    with database.read() as session:
        rows = session.execute(
            text("SELECT name, status FROM asset WHERE deleted_at IS NULL ORDER BY name")
        ).all()
    return {row.name: row.status for row in rows}


def test_what_was_not_understood_and_then_mended_is_one_line(
    database: Database, make_csv: Make, send: Check, check: Check
) -> None:
    header = ("id", "name", "type", "Website", "Cost", "Remark")
    send(database, make_csv(header, ("1", "A", "library", "facebook", "varies", "x")))
    report = check(database, make_csv(header, ("1", "A", "library", "https://a.example", "Free", "y")))
    planned = changes(database, report, "changed")
    assert [(each.kind, each.subtype) for each in planned] == [("institution", "library")]
    mended = fields(planned[0])
    assert len(planned[0].fields) == len(mended)
    assert mended["Website"] == ("facebook", "https://a.example")
    assert mended["Remark"] == ("x", "y")
    assert not [label for label in mended if label.endswith("as written")]
    apply_upload(database, database.settings, report.id, "test")
    done = changes(database, report, "changed")
    assert fields(done[0]) == mended
    back = check(database, make_csv(header, ("1", "A", "library", "facebook", "varies", "y")))
    assert fields(changes(database, back, "changed")[0])["Website"] == ("https://a.example", "facebook")


def test_rows_are_counted_by_kind_and_changes_name_theirs(
    database: Database, make_csv: Make, check: Check
) -> None:
    report = check(database, make_csv(HEADER, *ROWS))
    assert report.counts["kinds"] == {"institution": 2, "program": 1}
    assert kinds_in_words(report.counts) == "2 institutions, 1 program"
    assert {each.name: each.kind for each in changes(database, report, "added")} == {
        "A": "institution",
        "B": "institution",
        "C": "program",
    }
