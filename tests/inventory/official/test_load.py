"""`stemmap load` on a real database: check, report, apply, load again; what a state has itself stays."""

import csv
import gzip
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest
import typer
from click.testing import Result
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from typer.testing import CliRunner

from app.db.engine import Database
from app.errors import ConflictError, InvalidFileError, TooLargeError
from app.inventory.applying import apply_upload
from app.inventory.official.choice import OfficialChoice
from app.inventory.official.loading import apply_download, check_download
from app.inventory.official.summary import findings_by_code
from app.inventory.origin import CheckOptions
from app.inventory.report import UploadReport
from app.inventory.undo import undo_upload
from app.inventory.uploads import run_check
from app.terminal import load as command
from app.terminal import load_assets
from app.terminal.console import errors_told
from tests.inventory.official.test_ipeds import TECH
from tests.inventory.official.test_programs import LINE
from tests.inventory.official.test_schools import DIRECTORY, GEOCODE

REAL = Path(__file__).parents[4] / "shared" / "data" / "ipeds_hd2020.csv.gz"
"""The official download, where public data lie in a folder beside the checkout."""
Row = dict[str, str]
UTAH = TECH | {
    "UNITID": "230764", "INSTNM": "University of Utah", "IALIAS": " ", "CITY": "Salt Lake City", "STABBR": "UT",
    "ZIP": "84112", "OPEID": "00367500", "LONGITUD": "-111.8421", "LATITUDE": "40.7649",
}  # fmt: skip


def table(*rows: Row) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("cp1252")


@pytest.fixture
def load(database: Database, tmp_path: Path) -> Callable[..., UploadReport]:
    """Check a download made of rows, and apply it."""

    def run(source: str, *rows: Row, apply: bool = True, **choice: Any) -> UploadReport:
        path = tmp_path / f"{source}_2020.csv"
        path.write_bytes(table(*rows))
        report = check_download(
            database,
            path,
            OfficialChoice(source, **choice),
            "test",
            lambda _: nullcontext(int),
        )
        return apply_upload(database, database.settings, report.id, "test") if apply else report

    return run


Load = Callable[..., UploadReport]


def asset(database: Database, name: str) -> dict[str, Any]:
    with database.read() as session:
        found = session.execute(
            text(
                "SELECT to_jsonb(a) || jsonb_build_object('lon', ST_X(geom), 'home', p.name) FROM asset a"
                " LEFT JOIN LATERAL (SELECT name FROM asset WHERE id = a.parent_id) p ON true WHERE a.name = :name"
            ),
            {"name": name},
        ).scalar_one()
    return dict(found)


def test_institutions_of_several_states(database: Database, load: Load) -> None:
    more = [UTAH | {"UNITID": str(number), "INSTNM": f"College {number}"} for number in range(230001, 230004)]
    palau, office = TECH | {"UNITID": "100001", "STABBR": "PW"}, TECH | {"SECTOR": "0"}
    report = load("ipeds", TECH, UTAH, palau, office, *more)
    assert {name: report.counts[name] for name in ("rows", "accepted", "refused", "left_out", "kept", "added")} == {
        "rows": 6, "accepted": 5, "refused": 1, "left_out": 1, "kept": 0, "added": 5,
    }  # fmt: skip
    assert report.counts["issues"]["state-not-served"] == 1
    tech, utah = asset(database, TECH["INSTNM"]), asset(database, "University of Utah")
    assert (tech["state"], tech["subtype"], tech["county_geoid"]) == ("NM", "university", "35053")
    assert (utah["state"], utah["location_precision"], utah["lon"]) == ("UT", "exact", -111.8421)
    assert utah["extra"]["Vintage"] == "2020"
    assert utah["source_name"] == "NCES IPEDS, institutional directory (HD)"
    assert utah["grades"] == ["postsecondary"]


def test_loading_again_changes_nothing_and_an_edition_what_it_changed(database: Database, load: Load) -> None:
    load("ipeds", TECH, UTAH)
    again = load("ipeds", TECH, UTAH)
    assert (again.counts["added"], again.counts["changed"], again.counts["unchanged"]) == (0, 0, 2)
    newer = load("ipeds", TECH | {"INSTNM": "New Mexico Tech"}, UTAH)
    assert (newer.counts["changed"], newer.counts["unchanged"]) == (1, 1)
    assert asset(database, "New Mexico Tech")["state"] == "NM"


def test_what_a_state_has_itself_stays_as_it_is(
    database: Database, load: Load, send: Any, make_csv: Any
) -> None:
    send(
        database,
        make_csv(("id", "name", "type", "UnitID", "city"), ("7", "NMT", "university", "187967", "Socorro")),
    )
    before = asset(database, "NMT")
    report = load("ipeds", TECH, UTAH)
    assert (report.counts["kept"], report.counts["added"]) == (1, 1)
    assert report.counts["issues"]["official-known"] == 1
    assert asset(database, "NMT") == before


def test_what_a_state_changed_since_stays_too(database: Database, load: Load) -> None:
    load("ipeds", TECH)
    checked = load("ipeds", TECH | {"INSTNM": "Renamed"}, apply=False)
    with database.write("test") as session:
        session.execute(text("UPDATE asset SET phone = '505-555-0100', upload_id = NULL"))
    done = apply_upload(database, database.settings, checked.id, "test")
    assert (done.counts["kept"], done.counts["changed"]) == (1, 0)
    assert load("ipeds", TECH, apply=False).counts["kept"] == 1
    assert asset(database, TECH["INSTNM"])["phone"] == "505-555-0100"


def test_programs_belong_to_their_institution_and_are_where_it_is(database: Database, load: Load) -> None:
    with pytest.raises(ConflictError, match="stemmap load ipeds"):
        load("completions", LINE)
    load("ipeds", TECH)
    report = load("completions", LINE, LINE | {"AWLEVEL": "07"}, *[LINE | {"CIPCODE": f"26.010{n}"} for n in (1, 2)],
                  *[LINE | {"CIPCODE": f"27.010{n}"} for n in (1, 2, 3)], LINE | {"UNITID": "999999"})  # fmt: skip
    assert (report.counts["added"], report.counts["refused"]) == (6, 1)
    program = asset(database, f"Mechanical Engineering, {TECH['INSTNM']}")
    assert (program["home"], program["kind"], program["subtype"]) == (
        TECH["INSTNM"],
        "program",
        "degree-program",
    )
    assert (program["lon"], program["cip_codes"]) == (-106.905312, ["14.1901"])
    assert program["extra"]["Award levels"] == "Bachelor's degree; Master's degree"
    assert program["extra"]["Awards"] == "90"
    assert program["designed_for"] == []


def test_both_files_of_public_schools_make_one_school(database: Database, load: Load) -> None:
    directory = DIRECTORY | {"NCESSCH": "350000500870", "LSTATE": "NM", "LCITY": "Socorro", "LZIP": "87801"}
    geocode = GEOCODE | {
        "NCESSCH": "350000500870", "STATE": "NM", "CITY": "Socorro", "ZIP": "87801", "LAT": "34.06", "LON": "-106.9",
    }  # fmt: skip
    load("schools", directory)
    load("schools", geocode)
    school = asset(database, "Albertville Middle School")
    assert (school["grades"], school["lon"], school["location_precision"]) == (["7", "8"], -106.9, "exact")
    load("schools", directory)
    assert asset(database, "Albertville Middle School")["lon"] == -106.9


def test_a_file_is_checked_again_as_it_was(database: Database, load: Load) -> None:
    first = load("ipeds", TECH, UTAH, states=("NM",), apply=False)
    again = run_check(database, database.settings, first.id, CheckOptions(), "test")
    assert again.counts == first.counts
    assert again.counts["left_out"] == 1


def limited(database: Database, **limits: float) -> Database:
    return Database(database.engine, database.settings.model_copy(update=limits))


def test_loading_has_its_own_time(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "hd.csv"
    path.write_bytes(table(TECH, UTAH))
    hasty = limited(database, write_timeout_s=0.001)
    report = check_download(hasty, path, OfficialChoice("ipeds"), "test", lambda _: nullcontext(int))
    assert apply_download(hasty, report.id, "test").counts["added"] == 2
    slow = limited(database, load_timeout_s=0.001)
    with pytest.raises(OperationalError, match="statement timeout"):
        check_download(slow, path, OfficialChoice("ipeds"), "test", lambda _: nullcontext(int))


@pytest.mark.parametrize("limit", ["load_max_rows", "load_max_columns"])
def test_limits_of_a_national_file(database: Database, tmp_path: Path, limit: str) -> None:
    path = tmp_path / "hd.csv"
    path.write_bytes(table(TECH, UTAH))
    tight = limited(database, **{limit: 1})
    with pytest.raises(TooLargeError):
        check_download(tight, path, OfficialChoice("ipeds"), "test", lambda _: nullcontext(int))
    roomy = limited(database, upload_max_rows=1, upload_max_columns=1)
    report = check_download(roomy, path, OfficialChoice("ipeds"), "test", lambda _: nullcontext(int))
    assert report.counts["accepted"] == 2


def test_a_load_can_be_undone(database: Database, load: Load) -> None:
    load("ipeds", TECH)
    second = load("ipeds", TECH | {"INSTNM": "Renamed"}, UTAH)
    assert assets(database) == 2
    undo_upload(database, database.settings, second.id, "test")
    assert (assets(database), asset(database, TECH["INSTNM"])["state"]) == (1, "NM")
    assert load("ipeds", TECH, UTAH, apply=False).counts["added"] == 1


@pytest.mark.parametrize(("choice", "status"), [("keep", "active"), ("inactive", "inactive")])
def test_what_a_newer_edition_no_longer_has(
    database: Database, load: Load, run: Any, tmp_path: Path, choice: str, status: str
) -> None:
    load("ipeds", TECH, UTAH)
    path = tmp_path / "hd2021.csv"
    path.write_bytes(table(TECH))
    answer = run("ipeds", path, "--vanished", choice, "--yes")
    assert answer.exit_code == 0, answer.output
    assert asset(database, "University of Utah")["status"] == status


def test_another_file_leaves_nothing_behind(database: Database, load: Load) -> None:
    with pytest.raises(InvalidFileError, match="use schools"):
        load("ipeds", DIRECTORY)
    with database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM upload")) == 0


@pytest.fixture
def run(database: Database, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run the command on the test's database."""

    @contextmanager
    def opened() -> Iterator[Database]:
        with errors_told():
            yield database

    monkeypatch.setattr(load_assets, "opened_database", opened)
    app = typer.Typer()
    app.command()(command.load)
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "200"})


Run = Callable[..., Result]


def assets(database: Database) -> int:
    with database.read() as session:
        return int(session.scalar(text("SELECT count(*) FROM asset")) or 0)


def test_the_command_reports_then_applies(run: Run, database: Database, tmp_path: Path) -> None:
    path, findings = tmp_path / "HD2020.zip", tmp_path / "findings.csv"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hd2020.csv", table(TECH, UTAH, TECH | {"STABBR": "FM"}))
    first = run("ipeds", path, "--dry-run", "--report", findings)
    assert (first.exit_code, assets(database)) == (1, 0)  # a third of so small a file is refused
    assert "Micronesia" in findings.read_text()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hd2020.csv", table(TECH, UTAH))
    second = run("ipeds", path)
    assert (second.exit_code, assets(database)) == (0, 0)
    assert "Nothing was published" in second.output
    done = run("IPEDS", path, "--yes", "--state", "nm")
    assert (done.exit_code, assets(database)) == (0, 1)
    assert "1 added, 0 changed, 0 unchanged" in done.output
    assert "of other states than asked for" in " ".join(done.output.replace("│", " ").split())
    assert "left out: not of the kind" in done.output


def test_the_command_names_what_is_wrong(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "hd.csv"
    path.write_bytes(table(TECH))
    for words, said in (
        (("colleges", path), "There is no official source"),
        (("ipeds",), "Name the file"),
        (("ipeds", tmp_path / "none.csv"), "There is no file"),
        (("ipeds", path, "--state", "Narnia"), "There is no state"),
        (("ipeds", path, "--vanished", "burn"), "There is no choice"),
        (("ipeds", path, "--vanished", "remove", "--state", "NM"), "in part"),
        (("completions", path, "--stem-list", tmp_path / "none.csv"), "There is no file"),
    ):
        answer = run(*words)
        assert (answer.exit_code, said in " ".join(answer.output.split())) == (1, True), answer.output


def test_the_sources_are_listed(run: Run) -> None:
    answer = run("--list")
    assert answer.exit_code == 0
    assert "https://collegescorecard.ed.gov/data/" in answer.output


def test_an_own_list_of_stem_programs(run: Run, database: Database, load: Load, tmp_path: Path) -> None:
    load("ipeds", TECH)
    path, own = tmp_path / "c2020_a.csv.gz", tmp_path / "own.csv"
    path.write_bytes(gzip.compress(table(LINE | {"CIPCODE": "50.0102"}, LINE | {"CIPCODE": "11.0701"})))
    own.write_text("50.0102,Digital Arts.\n")
    answer = run("completions", path, "--stem-list", own, "--yes")
    assert (answer.exit_code, assets(database)) == (0, 2), answer.output
    assert asset(database, f"Digital Arts, {TECH['INSTNM']}")["kind"] == "program"


@pytest.mark.slow
@pytest.mark.skipif(not REAL.is_file(), reason="no ../shared/data/ipeds_hd2020.csv.gz beside the checkout")
def test_the_real_directory_of_2020_loads_whole(own_database: Database) -> None:
    """6,440 rows in Windows-1252: every one is accepted, refused, left out or kept, with its reason."""
    report = check_download(own_database, REAL, OfficialChoice("ipeds"), "test", lambda _: nullcontext(int))
    counts = report.counts
    assert counts["rows"] + counts["left_out"] + counts["kept"] == 6440
    assert (counts["refused"], counts["left_out"]) == (3, 124)
    assert not {"not-placed", "coordinates-outside-state", "parent-unknown"} & counts["issues"].keys()
    assert {code for code, found in counts["issues"].items() if found} <= {
        "encoding-guessed", "state-not-served", "left-out", "official-known", "identifier-taken", "url-bad", "po-box",
    }  # fmt: skip
    with own_database.read() as session:
        refused = [each for each in findings_by_code(session, report.id) if each.severity == "error"]
    assert [(each.code, each.found) for each in refused] == [("state-not-served", 3)]
    done = apply_upload(own_database, own_database.settings, report.id, "test")
    assert done.counts["added"] == counts["accepted"]
