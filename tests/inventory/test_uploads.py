"""From file to assets on a real database: places, plan, application, and what must not change."""

import io
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.db.engine import Database
from app.errors import BadParameterError, ConflictError, InvalidFileError, NotFoundError, TooLargeError
from app.inventory.applying import apply_upload
from app.inventory.codes import CODES
from app.inventory.elsewhere import state_meant
from app.inventory.export import find_layout, rows
from app.inventory.findings import first_findings, list_findings
from app.inventory.origin import CheckOptions, Origin, bad_points_of
from app.inventory.report import UploadReport, issues_csv
from app.inventory.undo import undo_upload
from app.inventory.uploads import check_upload, run_check
from tests.inventory.conftest import csv_bytes

Make = Callable[..., bytes]
Check = Callable[..., UploadReport]
SAMPLES = Path(__file__).parents[2] / "seed" / "samples"
HEADER = ("id", "name", "type", "city", "zip", "lat", "lon")


def snapshot(database: Database) -> tuple[object, ...]:
    """All assets with their versions, and the marks every change leaves."""
    with database.read() as session:
        assets = session.execute(
            text("SELECT id, version, to_jsonb(asset) - 'search' FROM asset ORDER BY id")
        ).all()
        marks = session.execute(
            text("SELECT (SELECT version FROM data_version), (SELECT count(*) FROM audit_entry)")
        ).one()
    return tuple(assets), tuple(marks)


def asset(database: Database, name: str) -> dict[str, object]:
    with database.read() as session:
        found = session.execute(
            text("SELECT to_jsonb(a) || jsonb_build_object('x', ST_X(geom)) FROM asset a WHERE name = :name"),
            {"name": name},
        ).scalar_one()
    return dict(found)


def found(report: UploadReport) -> dict[str, int]:
    return {code: count for code, count in report.counts["issues"].items() if code != "key-derived"}


@pytest.mark.parametrize(
    ("cells", "precision", "county", "codes"),
    [
        (("Santa Fe", "87501", "35.687", "-105.938"), "exact", "35049", {}),
        (("Santa Fe", "87501", "", ""), "postal_code", "35049", {"placed-by-zip": 1}),
        (("Ft. Sumner", "", "", ""), "city", "35011", {"placed-by-city": 1}),
        (("Espanola", "79901", "", ""), "city", "35039", {"zip-other-state": 1, "placed-by-city": 1}),
        (("Shangri-La", "", "", ""), "none", None, {"not-placed": 1}),
        (("Farmington", "", "36.9966", "-109.2"), "exact", None, {"coordinates-near-border": 1}),
    ],
)
def test_places(
    checking_database: Database, make_csv: Make, check: Check,
    cells: tuple[str, ...], precision: str, county: str | None, codes: dict[str, int],
) -> None:  # fmt: skip
    report = check(checking_database, make_csv(HEADER, ("1", "Library", "library", *cells)))
    with checking_database.read() as session:
        row = session.execute(
            text("SELECT location_precision, county_geoid, geom FROM upload_row WHERE upload_id = :id"),
            {"id": report.id},
        ).one()
    assert (row.location_precision, row.county_geoid, found(report)) == (precision, county, codes)
    assert (row.geom is None) == (precision == "none")


def test_a_point_far_outside_refuses_the_row(
    checking_database: Database, make_csv: Make, check: Check
) -> None:
    rows = [(str(n), f"Library {n}", "library", "Santa Fe", "87501", "35.687", "-105.938") for n in range(9)]
    report = check(
        checking_database, make_csv(HEADER, *rows, ("x", "Far", "library", "", "", "39.7392", "-104.9903"))
    )
    assert found(report) == {"coordinates-outside-state": 1}
    assert (report.counts["accepted"], report.counts["refused"], report.counts["added"]) == (9, 1, 9)


FAR = ("Far", "library", "Santa Fe", "87501", "40", "-90")


def test_a_bad_point_is_ignored_where_somebody_says_so(database: Database, make_csv: Make) -> None:
    rows = [
        ("1", "Near", "library", "Santa Fe", "87501", "35.687", "-105.938"),
        ("2", *FAR),
        ("3", "Swapped", "library", "Espanola", "", "-106.08", "35.99"),
        ("4", "Half", "library", "", "", "35.6", ""),
    ]
    body = io.BytesIO(make_csv(HEADER, *rows))
    settings = database.settings.model_copy(update={"upload_error_share_max": 0.8})
    report = check_upload(database, settings, body, Origin("NM", "a.csv", "test", "test source"))
    assert found(report) == {
        "coordinates-incomplete": 1,
        "coordinates-outside-state": 1,
        "coordinates-swapped": 1,
    }
    far = next(each for each in report.issues if each.code == "coordinates-outside-state")
    assert far.message == "“40, -90” is 734 miles outside NM."
    assert "--bad-points ignore" in far.cure
    ignoring = CheckOptions(bad_points="ignore")
    report = run_check(database, settings, report.id, ignoring, "test")
    assert found(report) == {"not-placed": 1, "placed-by-city": 1, "placed-by-zip": 1, "point-left-out": 3}
    assert next(each.message for each in report.issues if each.row_number == 3) == (
        "The point was left out, as was chosen for bad points: “40, -90” is 734 miles outside NM."
    )
    report = run_check(database, settings, report.id, CheckOptions(), "test")
    assert (report.counts["refused"], report.counts["kinds"]) == (0, {"institution": 4}), "it is remembered"
    apply_upload(database, settings, report.id, "test")
    kept = {name: asset(database, name) for name in ("Near", "Far", "Swapped", "Half")}
    assert [each["location_precision"] for each in kept.values()] == ["exact", "postal_code", "city", "none"]
    assert kept["Far"]["county_geoid"] == "35049"
    assert kept["Far"]["extra"] == {"lat": "40", "lon": "-90"}
    again = run_check_of(database, rows, CheckOptions(bad_points="refuse"))
    assert again.counts["refused"] == 3
    with pytest.raises(BadParameterError, match="no choice 'all'"):
        bad_points_of("all")


def run_check_of(database: Database, rows: list[tuple[str, ...]], options: CheckOptions) -> UploadReport:
    body = io.BytesIO(csv_bytes(HEADER, *rows))
    origin = Origin("NM", "a.csv", "test", "test source")
    return check_upload(database, database.settings, body, origin, options)


EL_PASO = ("El Paso", "79901", "", "")
AUSTIN_POINT = ("", "", "30.2672", "-97.7431")
SALT_LAKE_POINT = ("", "", "40.7608", "-111.891")
HERE = ("Santa Fe", "87501", "", "")
MAIL_ONLY_THERE = ("Santa Fe", "79901", "35.687", "-105.938")


@pytest.mark.parametrize(
    ("places", "count"),
    [
        ([EL_PASO] * 5 + [HERE] * 5, 5),
        ([EL_PASO] * 4 + [AUSTIN_POINT] * 2, 6),
        ([AUSTIN_POINT] * 6, 6),
        ([EL_PASO] * 4, None),
        ([EL_PASO] * 5 + [HERE] * 6, None),
        ([MAIL_ONLY_THERE] * 6, None),
    ],
)
def test_a_file_of_another_state_is_refused(
    checking_database: Database, make_csv: Make, check: Check,
    places: list[tuple[str, ...]], count: int | None,
) -> None:  # fmt: skip
    rows = [(str(at), f"Library {at}", "library", *cells) for at, cells in enumerate(places)]
    report = check(checking_database, make_csv(HEADER, *rows))
    told = [each for each in report.issues if each.code == "state-wrong"]
    if count is None:
        assert told == []
        return
    assert (report.status, told[0].row_number) == ("refused", 0)
    assert told[0].message == (
        f"{count} of {len(places)} rows are in Texas: was New Mexico chosen by mistake?"
    )
    with pytest.raises(ConflictError, match=r"in Texas: was New Mexico chosen by mistake\? Send the file"):
        apply_upload(checking_database, checking_database.settings, report.id, "test")


@pytest.mark.parametrize(
    ("limits", "places", "told"),
    [
        ({"wrong_state_rows_min": 3}, [EL_PASO] * 3, "Texas"),
        ({"wrong_state_rows_min": 3}, [EL_PASO] * 2, None),
        ({"wrong_state_share_min": 0.25}, [EL_PASO] * 5 + [HERE] * 15, "Texas"),
        ({"wrong_state_share_min": 0.25}, [EL_PASO] * 5 + [HERE] * 16, None),
        ({"wrong_state_points_max": 1}, [SALT_LAKE_POINT] + [AUSTIN_POINT] * 5, "Utah"),
        ({"wrong_state_points_max": 2}, [SALT_LAKE_POINT] + [AUSTIN_POINT] * 5, "Texas, Utah"),
        ({"wrong_state_points_max": 0}, [AUSTIN_POINT] * 5, "no state"),
    ],
)
def test_when_a_file_is_another_states_is_a_matter_of_settings(
    checking_database: Database, make_csv: Make, check: Check,
    limits: dict[str, float], places: list[tuple[str, ...]], told: str | None,
) -> None:  # fmt: skip
    settings = checking_database.settings.model_copy(update=limits)
    limited = Database(checking_database.engine, settings)
    rows = [(str(at), f"Library {at}", "library", *cells) for at, cells in enumerate(places)]
    report = check(limited, make_csv(HEADER, *rows))
    assert [each.value for each in report.issues if each.code == "state-wrong"] == ([told] if told else [])
    assert state_meant(report.issues) == {"Texas": "TX", "Utah": "UT", "Texas, Utah": "TX"}.get(told or "")


def test_assets_of_another_list_are_said_to_move(
    database: Database, make_csv: Make, check: Check, send: Check
) -> None:
    rows = [(f"list-{at}", f"Listed {at}", "library", *HERE) for at in range(3)]
    send(database, make_csv(HEADER, *rows), source_name="First list")
    (told,) = (
        each
        for each in check(database, make_csv(HEADER, *rows), source_name="Second list").issues
        if each.code == "list-other"
    )
    assert (told.row_number, told.severity) == (0, "warning")
    assert told.message.startswith("3 assets of this file are in the list “First list” so far")
    again = check(database, make_csv(HEADER, *rows), source_name="First list")
    assert "list-other" not in again.counts["issues"]


def test_twin_towns_place_nothing(database: Database, make_csv: Make, check: Check) -> None:
    with database.write("test") as session:
        session.execute(
            text(
                "INSERT INTO area (kind, geoid, name, state, point, vintage, source)"
                " SELECT 'place', 'twin' || n, 'Twinville', 'NM',"
                " ST_SetSRID(ST_MakePoint(-106 - n, 34), 4326),"
                " 'test', source"
                " FROM generate_series(1, 2) n,"
                " (SELECT source FROM area LIMIT 1) s"
            )
        )
    report = check(database, make_csv(HEADER, ("1", "Library", "library", "Twinville", "", "", "")))
    assert found(report) == {"city-ambiguous": 1}


def test_the_messy_sample_gives_exactly_these_findings(checking_database: Database, check: Check) -> None:
    report = check(checking_database, (SAMPLES / "messy_nm.csv").read_bytes())
    assert (report.status, report.counts["rows"], report.counts["empty"]) == ("checked", 230, 2)
    assert (report.counts["refused"], report.counts["added"]) == (22, 208)
    assert report.counts["issues"] == {
        "age-bad": 1, "ages-reversed": 1, "audience-unknown": 1, "coordinates-incomplete": 1,
        "coordinates-near-border": 1, "coordinates-not-numbers": 1, "coordinates-out-of-range": 1,
        "coordinates-outside-state": 1, "coordinates-sign": 1, "coordinates-swapped": 1,
        "coordinates-zero": 1,
        "cost-bad": 1, "date-ambiguous": 1, "date-bad": 2, "dates-reversed": 1, "discipline-unknown": 2,
        "duplicate-key": 1, "email-bad": 1, "grades-not-understood": 3, "kind-ambiguous": 1,
        "kind-unknown": 1,
        "name-missing": 1, "not-placed": 1, "parent-unknown": 1, "phone-bad": 2, "placed-by-city": 3,
        "placed-by-zip": 2, "row-empty": 1, "row-ragged": 2, "seats-bad": 1, "state-other": 1,
        "state-unknown": 1,
        "status-unknown": 1, "subtype-unknown": 1, "text-control-character": 1, "url-bad": 2,
        "value-unknown": 1,
        "zip-bad": 1, "zip-other-state": 1,
    }  # fmt: skip
    assert all(issue.cure for issue in report.issues)


def test_the_messy_sample_in_windows_1252_is_the_same_file(checking_database: Database, check: Check) -> None:
    body = (SAMPLES / "messy_nm.csv").read_text(encoding="utf-8").replace("Espanola", "Española")
    report = check(checking_database, body.encode("cp1252"))
    assert (report.encoding, report.counts["refused"]) == ("cp1252", 22)
    assert report.counts["issues"]["encoding-guessed"] == 1


def test_the_clean_sample_applies_whole_and_again_changes_nothing(database: Database, send: Check) -> None:
    body = (SAMPLES / "clean_ut.csv").read_bytes()
    first = send(database, body, "UT")
    assert (first.status, first.counts["added"], first.counts["issues"]) == ("applied", 30, {})
    before = snapshot(database)
    again = send(database, body, "UT")
    assert (again.counts["added"], again.counts["changed"], again.counts["unchanged"]) == (0, 0, 30)
    assert snapshot(database) == before


def test_checking_changes_no_asset(database: Database, make_csv: Make, check: Check) -> None:
    before = snapshot(database)
    check(database, make_csv(("id", "name", "type"), ("1", "A", "library")))
    assert snapshot(database) == before


def test_only_what_differs_is_updated_and_the_audit_names_the_upload(
    database: Database, make_csv: Make, send: Check
) -> None:
    header = ("id", "name", "type", "phone", "notes")
    send(
        database, make_csv(header, ("1", "A", "library", "505-277-0111", "x"), ("2", "B", "museum", "", "y"))
    )
    report = send(
        database, make_csv(header, ("1", "A", "library", "505-277-0222", "x"), ("2", "B", "museum", "", "y"))
    )
    assert (report.counts["changed"], report.counts["unchanged"]) == (1, 1)
    assert (asset(database, "A")["version"], asset(database, "B")["version"]) == (2, 1)
    assert asset(database, "A")["upload_id"] == str(report.id) != asset(database, "B")["upload_id"]
    with database.read() as session:
        entry = session.execute(
            text("SELECT actor, action, before, after FROM audit_entry WHERE upload_id = :id"),
            {"id": report.id},
        ).one()
    assert (entry.actor, entry.action, entry.before["phone"], entry.after["phone"]) == (
        "test", "update", "505-277-0111", "505-277-0222",
    )  # fmt: skip


def test_columns_the_file_does_not_have_are_left_alone(
    database: Database, make_csv: Make, send: Check
) -> None:
    send(
        database,
        make_csv(("id", "name", "type", "zip", "grades", "note"), ("1", "A", "library", "87501", "6-8", "n")),
    )
    send(database, make_csv(("id", "name", "type", "seats"), ("1", "A", "library", "12")))
    kept = asset(database, "A")
    assert (kept["grades"], kept["seats"], kept["location_precision"]) == (["6", "7", "8"], 12, "postal_code")
    assert kept["extra"] == {"note": "n"}


def test_a_mended_value_takes_its_note_away(database: Database, make_csv: Make, send: Check) -> None:
    header = ("id", "name", "type", "STEM Area", "Route")
    send(database, make_csv(header, ("1", "A", "library", "basket weaving", "7")))
    assert asset(database, "A")["extra"] == {"STEM Area": "basket weaving", "Route": "7"}
    send(database, make_csv(header, ("1", "A", "library", "robotics", "7")))
    assert asset(database, "A")["extra"] == {"Route": "7"}


def test_two_states_may_use_one_key(database: Database, make_csv: Make, send: Check) -> None:
    header = ("id", "name", "type")
    send(database, make_csv(header, ("1", "New Mexico's", "library")))
    before = asset(database, "New Mexico's")
    send(database, make_csv(header, ("1", "Utah's", "library")), "UT")
    assert asset(database, "New Mexico's") == before
    assert asset(database, "Utah's")["state"] == "UT"


def test_an_asset_that_went_to_another_state_is_out_of_reach(
    database: Database, make_csv: Make, send: Check, check: Check
) -> None:
    header = ("id", "name", "type")
    rows = [(str(n), f"A{n}", "library") for n in range(10)]
    send(database, make_csv(header, *rows))
    late = check(database, make_csv(header, *[(key, name + "!", kind) for key, name, kind in rows]))
    with database.write("test") as session:
        session.execute(text("UPDATE asset SET state = 'UT' WHERE name = 'A3'"))
    report = check(database, make_csv(header, *[(key, name + "?", kind) for key, name, kind in rows]))
    assert (found(report)["key-other-state"], report.counts["changed"], report.counts["refused"]) == (1, 9, 1)
    with pytest.raises(ConflictError, match="another state"):
        apply_upload(database, database.settings, late.id, "test")
    assert asset(database, "A3")["state"] == "UT"


def test_parents(database: Database, make_csv: Make, send: Check) -> None:
    header = ("id", "name", "type", "parent")
    rows = [
        ("1", "University", "university", ""), ("2", "Camp", "camp", "UNIVERSITY"),
        ("3", "Club", "club", "1"),
        ("4", "Twin", "library", ""), ("5", "Twin", "museum", ""), ("6", "Lost", "club", "Twin"),
        ("7", "Orphan", "club", "Nobody"), ("8", "Narcissus", "library", "Narcissus"),
    ]  # fmt: skip
    report = send(database, make_csv(header, *rows))
    assert found(report) == {"not-placed": 8, "parent-ambiguous": 1, "parent-unknown": 2}
    university = asset(database, "University")["id"]
    parents = {
        name: asset(database, name)["parent_id"] for name in ("Camp", "Club", "Lost", "Orphan", "Narcissus")
    }
    assert parents == {
        "Camp": university,
        "Club": university,
        "Lost": None,
        "Orphan": None,
        "Narcissus": None,
    }
    organizations = {name: asset(database, name)["organization_name"] for name in parents}
    assert organizations == {
        "Camp": None,
        "Club": None,
        "Lost": "Twin",
        "Orphan": "Nobody",
        "Narcissus": None,
    }
    later = send(database, make_csv(header, ("9", "Course", "course", "university")))
    assert (later.counts["added"], asset(database, "Course")["parent_id"]) == (1, university)


def test_identifiers(database: Database, make_csv: Make, send: Check) -> None:
    header = ("id", "name", "type", "unitid")
    send(database, make_csv(header, ("1", "A", "university", "187985")))
    report = send(
        database, make_csv(header, ("1", "A", "university", "187985"), ("2", "B", "university", "187985"))
    )
    assert found(report)["identifier-taken"] == 1
    with database.read() as session:
        rows = session.execute(
            text("SELECT scheme, value FROM asset_identifier ORDER BY scheme, value")
        ).all()
    assert [tuple(row) for row in rows] == [("ipeds-unitid", "187985"), ("state:NM", "1"), ("state:NM", "2")]


def test_duplicate_keys_and_derived_keys(checking_database: Database, make_csv: Make, check: Check) -> None:
    rows = [(f"Library {n}", "library", "Gallup") for n in range(8)]
    report = check(
        checking_database, make_csv(("name", "type", "city"), *rows, ("library 3", "library", "GALLUP"))
    )
    assert (report.counts["issues"]["key-derived"], report.counts["issues"]["duplicate-key"]) == (1, 1)
    issue = next(each for each in report.issues if each.code == "duplicate-key")
    assert (issue.row_number, issue.message) == (10, "Row 5 has the same key (library 3).")


def test_too_many_refused_rows_stop_the_upload(database: Database, make_csv: Make, check: Check) -> None:
    rows = [("1", "A", "library"), ("2", "", "library"), ("3", "C", "nonsense")]
    report = check(database, make_csv(("id", "name", "type"), *rows))
    assert report.status == "refused"
    with pytest.raises(ConflictError, match=r"2 of 3 rows are refused .67%."):
        apply_upload(database, database.settings, report.id, "test")
    assert snapshot(database)[0] == ()


def test_applying_twice_and_applying_nothing(database: Database, make_csv: Make, send: Check) -> None:
    report = send(database, make_csv(("id", "name", "type"), ("1", "A", "library")))
    with pytest.raises(ConflictError, match="published before"):
        apply_upload(database, database.settings, report.id, "test")
    with pytest.raises(NotFoundError):
        apply_upload(database, database.settings, uuid4(), "test")


def test_apply_is_all_or_nothing(database: Database, make_csv: Make, check: Check) -> None:
    report = check(
        database, make_csv(("id", "name", "type"), *[(str(n), f"A{n}", "library") for n in range(20)])
    )
    with database.write("test") as session:
        session.execute(text("ALTER TABLE asset ADD CONSTRAINT asset_unlucky_check CHECK (name <> 'A13')"))
    before = snapshot(database)
    with pytest.raises(ConflictError, match=r"unlucky.*nothing was published"):
        apply_upload(database, database.settings, report.id, "test")
    assert snapshot(database) == before
    with database.write("test") as session:
        session.execute(text("ALTER TABLE asset DROP CONSTRAINT asset_unlucky_check"))
    assert apply_upload(database, database.settings, report.id, "test").counts["added"] == 20


def test_a_statement_that_takes_too_long_changes_nothing(
    database: Database, make_csv: Make, check: Check
) -> None:
    report = check(
        database, make_csv(("id", "name", "type"), *[(str(n), f"A{n}", "library") for n in range(900)])
    )
    before = snapshot(database)
    hasty = database.settings.model_copy(update={"upload_timeout_s": 0.001})
    with pytest.raises(OperationalError, match="canceling statement"):
        apply_upload(database, hasty, report.id, "test")
    assert snapshot(database) == before


def test_a_deleted_asset_comes_back_under_its_key(database: Database, make_csv: Make, send: Check) -> None:
    body = make_csv(("id", "name", "type"), ("1", "A", "library"))
    send(database, body)
    number = asset(database, "A")["id"]
    with database.write("test") as session:
        session.execute(text("UPDATE asset SET deleted_at = now()"))
    assert send(database, body).counts["changed"] == 1
    assert (asset(database, "A")["id"], asset(database, "A")["deleted_at"]) == (number, None)


def test_a_file_that_fails_in_the_middle_leaves_nothing(
    database: Database, make_csv: Make, check: Check
) -> None:
    small = Database(database.engine, database.settings.model_copy(update={"upload_max_rows": 5}))
    with database.read() as session:
        uploads = session.scalar(text("SELECT count(*) FROM upload"))
    with pytest.raises(TooLargeError, match="more than 5 rows"):
        check(small, make_csv(("id", "name", "type"), *[(str(n), f"A{n}", "library") for n in range(9)]))
    with database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM upload")) == uploads


def test_files_and_origins_that_make_no_sense(
    checking_database: Database, make_csv: Make, check: Check
) -> None:
    with pytest.raises(InvalidFileError, match="what each row is"):
        check(checking_database, make_csv(("id", "name"), ("1", "A")))
    with pytest.raises(BadParameterError, match="no state"):
        check(checking_database, make_csv(("name", "type"), ("A", "library")), "XX")
    with pytest.raises(BadParameterError, match="no kind"):
        check(checking_database, make_csv(("name", "type"), ("A", "library")), kind="wizard")


def test_findings_as_csv_are_safe_in_a_spreadsheet(
    checking_database: Database, make_csv: Make, check: Check
) -> None:
    report = check(
        checking_database, make_csv(("id", "name", "type", "phone"), ("1", "A", "library", "=1+1"))
    )
    with checking_database.read() as session:
        lines = "".join(issues_csv(session, report.id)).splitlines()
    assert lines[0] == "row,column,value,severity,code,message,cure"
    assert lines[1].startswith("2,phone,'=1+1,warning,phone-bad,")


def test_a_better_point_stays_while_the_address_does(
    database: Database, make_csv: Make, send: Check, check: Check
) -> None:
    send(database, make_csv(HEADER, ("1", "A", "library", "Santa Fe", "87501", "35.687", "-105.938")))
    before = asset(database, "A")
    same = check(database, make_csv(HEADER[:5], ("1", "A", "library", "Santa Fe", "87501")))
    assert (same.counts["unchanged"], found(same)) == (1, {})
    same = send(database, make_csv(HEADER, ("1", "A", "library", "Santa Fe", "87501", "", "")))
    assert (same.counts["unchanged"], asset(database, "A")) == (1, before)
    moved = send(database, make_csv(HEADER[:5], ("1", "A", "library", "Taos", "87571")))
    assert (moved.counts["changed"], found(moved)) == (1, {"placed-by-zip": 1})
    assert asset(database, "A")["location_precision"] == "postal_code"


def test_official_numbers_are_replaced(database: Database, make_csv: Make, send: Check) -> None:
    header = ("id", "name", "type", "ein")
    send(database, make_csv(header, ("1", "A", "university", "85-1111111")))
    later = send(database, make_csv(header, ("1", "A", "university", "85-2222222")))
    assert later.counts["changed"] == 1
    assert numbers(database) == [("ein", "85-2222222"), ("state:NM", "1")]
    assert send(database, make_csv(header, ("1", "A", "university", "85-2222222"))).counts["unchanged"] == 1
    send(database, make_csv(("id", "name", "type"), ("1", "A", "university")))
    assert numbers(database) == [("ein", "85-2222222"), ("state:NM", "1")]
    assert send(database, make_csv(header, ("1", "A", "university", ""))).counts["changed"] == 1
    assert numbers(database) == [("state:NM", "1")]
    with database.read() as session:
        actions = session.scalars(
            text("SELECT action FROM audit_entry WHERE row_id LIKE 'ein 85-2222222' ORDER BY id")
        ).all()
    assert actions == ["insert", "delete"]


def numbers(database: Database) -> list[tuple[str, str]]:
    with database.read() as session:
        rows = session.execute(text("SELECT scheme, value FROM asset_identifier ORDER BY scheme, value"))
        return [(row.scheme, row.value) for row in rows]


def test_a_national_file(database: Database, make_csv: Make, send: Check, check: Check) -> None:
    header = ("unitid", "name", "type", "state", "zip")
    rows = [
        ("187985", "U of NM", "university", "NM", "87131"),
        ("230764", "U of Utah", "university", "UT", "84112"),
    ]
    places = {"state": None, "key_scheme": "ipeds-unitid"}
    body = make_csv(("id", *header[1:]), *rows)
    report = send(database, body, **places)
    assert (report.state, report.counts["added"], found(report)) == (None, 2, {"placed-by-zip": 2})
    assert numbers(database) == [("ipeds-unitid", "187985"), ("ipeds-unitid", "230764")]
    assert asset(database, "U of Utah")["state"] == "UT"
    assert send(database, body, **places).counts["unchanged"] == 2
    own = make_csv(("id", "name", "type", "unitid"), ("7", "University", "university", "187985"))
    assert found(check(database, own, "NM"))["identifier-taken"] == 1


def test_a_national_file_without_a_scheme_uses_each_states_keys(
    database: Database, make_csv: Make, send: Check
) -> None:
    send(database, make_csv(("id", "name", "type"), ("1", "New Mexico's", "library")))
    header = ("id", "name", "type", "state")
    report = send(
        database, make_csv(header, ("1", "Renamed", "library", "NM"), ("1", "Utah's", "library", "UT")), None
    )
    assert (report.counts["changed"], report.counts["added"]) == (1, 1)
    assert asset(database, "Renamed")["state"] == "NM"


def test_two_keys_of_one_asset_are_one_row(
    database: Database, make_csv: Make, send: Check, check: Check
) -> None:
    header = ("id", "name", "type")
    rows = [(str(n), f"A{n}", "library") for n in range(10)]
    send(database, make_csv(header, *rows))
    with database.write("test") as session:
        session.execute(
            text(
                "UPDATE asset_identifier SET asset_id = (SELECT id FROM asset WHERE name = 'A1')"
                " WHERE scheme = 'state:NM' AND value = '7'"
            )
        )
    report = check(database, make_csv(header, *rows))
    assert (found(report)["row-merged"], report.counts["accepted"], report.counts["unchanged"]) == (1, 10, 9)


def test_a_name_that_no_index_holds_is_refused_at_once(
    checking_database: Database, make_csv: Make, check: Check
) -> None:
    rows = [(str(n), f"A{n}", "library") for n in range(9)]
    report = check(checking_database, make_csv(("id", "name", "type"), *rows, ("9", "é" * 501, "library")))
    assert (found(report)["too-long"], report.counts["accepted"]) == (1, 9)
    assert "1002 bytes; 1000 are allowed" in report.issues[0].message


def test_the_longest_name_can_be_published(database: Database, make_csv: Make, send: Check) -> None:
    name = "".join(chr(0x4E00 + 7 * n % 20_000) for n in range(333))
    assert send(database, make_csv(("id", "name", "type"), (name, name, "library"))).counts["added"] == 1


def test_every_code_is_produced_by_a_test() -> None:
    here = Path(__file__).parent
    tests = "".join(path.read_text(encoding="utf-8") for path in here.rglob("*.py"))
    assert [code for code in CODES if f'"{code}"' not in tests] == []


@pytest.mark.slow
def test_memory_does_not_grow_with_the_file(
    checking_database: Database, make_csv: Make, check: Check
) -> None:
    import tracemalloc

    def peak_bytes(rows: int) -> int:
        body = make_csv(
            ("id", "name", "type", "notes"), *[(str(n), f"A{n}", "library", "x" * 2000) for n in range(rows)]
        )
        tracemalloc.start()
        check(checking_database, body)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    few = peak_bytes(4_000)
    # Keys (to find doubles) and findings may grow; 16 MB of notes must not be held.
    assert peak_bytes(12_000) - few < 4_000_000


@pytest.mark.parametrize(
    "header", ["Which organization runs it?", "Organization", "Provider", "Operated by", "Run by", "Parent"]
)
def test_who_runs_it_is_kept_as_text_until_it_is_an_asset(
    database: Database, make_csv: Make, send: Check, header: str
) -> None:
    columns = ("Program ID", "Program name", "Type", header)
    camp = ("1", "Robot Camp", "camp", "Boys and girls club")
    first = send(database, make_csv(columns, camp))
    assert found(first) == {"not-placed": 1, "parent-unknown": 1}
    said = next(each for each in first.issues if each.code == "parent-unknown")
    assert (said.severity, said.message) == (
        "warning",
        "Who runs it, “Boys and girls club”, is kept as text.",
    )
    run_by = asset(database, "Robot Camp")
    assert (run_by["organization_name"], run_by["parent_id"]) == ("Boys and girls club", None)
    again = send(database, make_csv(columns, camp))
    assert (again.counts["changed"], again.counts["unchanged"]) == (0, 1)
    club = ("2", "Boys and Girls Club", "nonprofit", "")
    linked = send(database, make_csv(columns, camp, club))
    run_by = asset(database, "Robot Camp")
    assert (run_by["organization_name"], run_by["parent_id"]) == (
        None,
        asset(database, "Boys and Girls Club")["id"],
    )
    undo_upload(database, database.settings, linked.id, "test")
    assert asset(database, "Robot Camp")["organization_name"] == "Boys and girls club"
    with database.read() as session:
        layout = find_layout(session, "NM", "ours")
        exported = dict(zip(layout.header, *rows(session, "NM", layout, everything=True), strict=True))
    assert exported["parent"] == "Boys and girls club"


def test_findings_name_their_rows_and_none_drowns_the_others(
    checking_database: Database, make_csv: Make, check: Check
) -> None:
    rows = [(str(n), f"Library {n}", "library", "", "87501", "", "") for n in range(30)]
    odd = [
        ("x", "Odd One", "library", "", "87501", "35.6", ""),
        ("y", "", "library", "", "87501", "", ""),
        ("z", "Late", "library", "", "8750", "", ""),
    ]
    report = check(checking_database, make_csv(HEADER, *rows, *odd))
    assert [(each.code, each.name) for each in report.issues[:2]] == [
        ("coordinates-incomplete", "Odd One"),
        ("name-missing", None),
    ]
    assert next(each.name for each in report.issues if each.code == "placed-by-zip") == "Library 0"
    with checking_database.read() as session:
        first = first_findings(session, report.id, each=3)
        errors = first_findings(session, report.id, severity="error")
        whole = list_findings(session, report.id, code="placed-by-zip")
    assert [(each.finding.code, each.finding.name, each.more) for each in first] == [
        ("coordinates-incomplete", "Odd One", 0),
        ("name-missing", None, 0),
        ("placed-by-zip", "Library 0", 0),
        ("placed-by-zip", "Library 1", 0),
        ("placed-by-zip", "Library 2", 27),
        ("not-placed", "Late", 0),
        ("zip-bad", "Late", 0),
    ]
    assert [each.finding.code for each in errors] == ["coordinates-incomplete", "name-missing"]
    assert (len(whole), whole[0].finding.name) == (30, "Library 0")
    summary = report.as_json()["summary"]
    assert [(each["code"], each["count"]) for each in summary[:3]] == [
        ("coordinates-incomplete", 1),
        ("name-missing", 1),
        ("placed-by-zip", 30),
    ]
    assert summary[2]["what"] == "Placed at the center of the ZIP area."
