"""`stemmap load` of files about areas: what is said, what is kept, what is refused."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import typer
from click.testing import Result
from sqlalchemy import text
from typer.testing import CliRunner

from app.db.engine import Database
from app.terminal import load as command
from app.terminal import load_areas
from app.terminal.console import errors_told

Run = Callable[..., Result]
TABLE = "GEO_ID,NAME,B03002_012E,B03002_012M\n0500000US35049,Santa Fe,5,1\n0500000US09110,Capitol,7,1\n"


@pytest.fixture
def run(own_database: Database, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command on the test's database."""

    @contextmanager
    def opened() -> Iterator[Database]:
        with errors_told():
            yield own_database

    monkeypatch.setattr(load_areas, "opened_database", opened)
    app = typer.Typer()
    app.command()(command.load)
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "120"})


def kept(database: Database) -> int:
    with database.read() as session:
        return session.scalar(text("SELECT count(*) FROM area_population WHERE source = 'acs5'")) or 0


def test_a_load_says_what_came_of_it(run: Run, own_database: Database, tmp_path: Path) -> None:
    path = tmp_path / "acs5_2022.csv"
    path.write_text(TABLE)
    tried = run("acs", path, "--dry-run")
    assert (tried.exit_code, kept(own_database)) == (0, 0)
    assert "Nothing was loaded (dry run); 1 values would change." in tried.output
    done = run("ACS", path)
    assert (done.exit_code, kept(own_database)) == (0, 1)
    plain = " ".join(done.output.split())
    for said in (
        "2 rows read, 1 areas matched, 1 values changed", "1 county rows not matched: Connecticut's eight counties",
        "for example 09110 Capitol", "cure: stemmap load boundaries cb_2022_us_county_500k.zip", "Hispanic people",
        "Loaded: 1 values.",
    ):  # fmt: skip
        assert said in plain
    again = run("acs", path)
    assert "Nothing to do: all of this is loaded already" in again.output


def test_a_bad_file_leaves_nothing_of_the_others(run: Run, own_database: Database, tmp_path: Path) -> None:
    good, bad = tmp_path / "acs5_2022.csv", tmp_path / "acs5_2021.csv"
    good.write_text(TABLE)
    bad.write_text("a,b\n")
    failed = run("acs", good, bad)
    assert (failed.exit_code, kept(own_database)) == (1, 0)
    assert "acs5_2021.csv is no ACS detailed table" in " ".join(failed.output.split())


def test_what_is_wrong_is_named(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(TABLE)
    for words, said in (
        (("acs",), "Name the file: stemmap load acs FILE."),
        (("acs", path), "The vintage of x.csv cannot be told from its name"),
        (("acs", path, "--vintage", "22"), "`22` is no year"),
        (("boundaries", path, "--id", "a"), "need both columns: --id COLUMN --name COLUMN"),
        (("census", "--year", "2022"), "Say the year and a state"),
        (("census", "--year", "2022", "--state", "XX"), "There is no such state."),
        (("nothing", path), "There is no official source 'nothing'."),
    ):
        answer = run(*words)
        assert answer.exit_code == 1, answer.output
        assert said in " ".join(answer.output.split())


def test_the_list_names_every_source(run: Run) -> None:
    shown = run("--list").output
    for slug in ("ipeds", "boundaries", "centers", "acs", "saipe", "rucc", "ruca", "census"):
        assert f"\n{slug}  " in shown or shown.startswith(f"{slug}  ")
