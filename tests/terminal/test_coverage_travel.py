"""`stemmap coverage travel`, and `--travel`, `--minutes` and `--circuity` of the other commands."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from app.cli import app
from app.db.engine import Database
from app.settings import get_settings
from app.terminal.console import err, out
from tests.coverage.conftest import SCENARIO
from tests.coverage.routing.conftest import Fake, fake
from tests.coverage.travel.conftest import ROWS, A

__all__ = ["fake"]
Command = Callable[..., Result]


@pytest.fixture
def coverage(own_database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Command]:
    with own_database.write("test") as session:
        session.connection().exec_driver_sql(SCENARIO)
    monkeypatch.setenv("STEMMAP_DATABASE_URL", own_database.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("STEMMAP_HOME", str(tmp_path / "home"))
    for console in (out, err):
        monkeypatch.setattr(console, "width", 160)
    get_settings.cache_clear()
    yield lambda *words: CliRunner().invoke(app, ["coverage", *words])
    get_settings.cache_clear()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "My Times.csv"
    path.write_text("origin,destination,minutes\n" + "".join(f"{a},{b},{c}\n" for a, b, c in ROWS))
    return path


def said(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def test_a_file_answers_without_being_kept(coverage: Command, file: Path, tmp_path: Path) -> None:
    told = said(coverage("--states", "NM", "--areas", "zip", "--travel", str(file), "--minutes", "30"))
    assert "3,000 of 4,000 people (75%) live more than 30 minutes from the nearest STEM asset" in told
    assert "45 minutes" in told
    assert "mile" not in told
    assert "No travel table is kept" in said(coverage("travel", "list"))
    html = tmp_path / "map.html"
    given = ("--states", "NM", "--areas", "zip", "--travel", str(file), "--map", str(html))
    assert "Map: " in said(coverage(*given))
    assert "Up to 15 min" in html.read_text()
    assert "People beyond 30 minutes" in _county_map(coverage, file, tmp_path)
    gone = coverage("--travel", "no-such.csv")
    assert (gone.exit_code, "There is no file no-such.csv" in gone.output) == (1, True)


def _county_map(coverage: Command, file: Path, tmp_path: Path) -> str:
    html = tmp_path / "counties.html"
    said(coverage("--states", "NM", "--travel", str(file), "--map", str(html)))
    return html.read_text()


def test_studies_take_tables_and_circuity(coverage: Command, file: Path) -> None:
    near = said(
        coverage("what-if", "--states", "NM", "--travel", str(file), "--minutes", "45", "--remove", A)
    )
    assert "Within 45min of a matching asset after the change" in near
    longer = coverage(
        "siting", "--states", "NM", "--candidates", "zip", "--circuity", "3", "--format", "json"
    )
    assert json.loads(longer.stdout)["question"]["circuity"] == 3
    assert "first missing" in said(
        coverage("ladder", "--states", "NM", "--travel", str(file), "--bands", "high")
    )
    run = said(coverage("run", "coverage", "states=NM", "circuity=1.3", "distance=17km"))
    assert "Beyond 17km of any matching asset: All people: 4,000 of 4,000." in run


def test_added_listed_used_and_dropped(coverage: Command, file: Path) -> None:
    assert "my-times (" in said(coverage("travel", "add", "my-times", str(file)))
    assert "my-times" in said(coverage("travel", "list"))
    run = said(coverage("run", "coverage", "states=NM", "travel=my-times", "minutes=30"))
    assert "3,000 of 4,000" in run
    assert "is dropped" in said(coverage("travel", "drop", "my-times"))
    missing = coverage("--travel", "my-times")
    assert missing.exit_code == 1
    assert "There is no travel table `my-times`: add one with" in " ".join(missing.output.split())
    file.write_text(f"origin,destination,minutes\n87901,{A},1\nX1,{A},\n,{A},3\n")
    assert "row 3 has no origin" in " ".join(coverage("travel", "add", "bad", str(file)).output.split())
    file.write_text(f"origin,destination,minutes\n87901,{A},1\nX1,{A},\nX2,{A},2\n")
    told = said(coverage("travel", "add", "some", str(file)))
    assert "Rows without minutes, whose pairs cannot be reached: 1" in told
    assert "Origins that are not known: 2 (X1, X2 …)" in told


def test_made_at_a_speed_or_by_a_service(
    coverage: Command, fake: Fake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = ("travel", "make", "rough", "--states", "NM")
    target = tmp_path / "rough.csv"
    told = said(coverage(*made, "--speed", "60km/h", "--out", str(target)))
    assert "stemmap coverage --travel rough --minutes 30" in told
    assert f"87901,{A},21.6" in target.read_text().replace('"', "")
    assert "Nothing changed" in said(coverage(*made, "--speed", "60km/h"))
    without = coverage(*made)
    assert (without.exit_code, "No routing service is set up" in without.output) == (1, True)
    assert coverage(*made, "--circuity", "2").exit_code == 1
    assert coverage(*made, "--speed", "60km/h", "--circuity", "9").exit_code == 1
    monkeypatch.setenv("STEMMAP_ROUTER_URL", fake.router.url)
    get_settings.cache_clear()
    told = said(coverage(*made))
    assert "pairs within 60 minutes" in told
    assert "3,000 of 4,000" in said(coverage("--states", "NM", "--travel", "rough", "--minutes", "15"))


def test_help_has_examples(coverage: Command) -> None:
    assert "stemmap coverage travel make drive" in said(coverage("travel", "make", "--help"))
    assert "--travel drive.csv" in said(coverage("--help"))
