"""`stemmap coverage`: the same answer on the command line."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import typer
from openpyxl import load_workbook
from typer.testing import CliRunner

from app.db.engine import Database
from app.settings import get_settings
from app.terminal.console import err, out
from app.terminal.coverage import coverage

SCENARIO = Path(__file__).with_name("scenario.sql").read_text()
command = typer.Typer()
command.command()(coverage)


@pytest.fixture
def run(own_database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[CliRunner]:
    with own_database.write("test") as session:
        session.connection().exec_driver_sql(SCENARIO)
    url = own_database.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("STEMMAP_DATABASE_URL", url)
    monkeypatch.setattr(out, "width", 160)
    get_settings.cache_clear()
    yield CliRunner()
    get_settings.cache_clear()


def test_all_forms_and_refusals(run: CliRunner, tmp_path: Path) -> None:
    table = run.invoke(command, ["--states", "NM", "--limit", "5"])
    assert table.exit_code == 0, table.output
    for part in ("In New Mexico, 3,000 of 4,000 people (75%)", "Alder County, NM", "75%", "Test Census"):
        assert part in table.output

    as_json = run.invoke(command, ["--states", "NM", "--format", "json", "--discipline", "physics"])
    assert json.loads(as_json.stdout)["supply"]["located"] == 1

    as_csv = run.invoke(command, ["--states", "NM", "--areas", "zip", "--format", "csv"])
    assert as_csv.stdout.splitlines()[1].startswith(
        "1,87902,Farfield,NM,35901,Alder County,-106.0,36.0,3000,3000,1.0,"
    )

    target = tmp_path / "gaps.geojson"
    assert run.invoke(command, ["--states", "NM", "--format", "geojson", "--out", str(target)]).exit_code == 0
    assert json.loads(target.read_text())["features"][0]["id"] == "35901"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--states", "Narnia"], "not a state"),
        (["--distance", "25"], "no unit"),
        (["--filter", "fruit=apple"], "no parameter"),
        (["--states", "NM", "--out", "/no/such/folder/x.csv", "--format", "csv"], "cannot be written"),
    ],
)
def test_refusals_are_one_clear_text(
    run: CliRunner, arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(err, "width", 200)
    refused = run.invoke(command, arguments)
    assert refused.exit_code == 1
    assert said in refused.stderr
    assert "Traceback" not in refused.output


def test_help_has_examples(run: CliRunner) -> None:
    text = run.invoke(command, ["--help"]).output
    assert text.count("stemmap coverage") == 7


def test_groups_presets_agreement_and_hot_spots(run: CliRunner, tmp_path: Path) -> None:
    page = tmp_path / "nm.html"
    asked = [
        "--states",
        "NM",
        "--measure",
        "2sfca",
        "--groups",
        "hispanic",
        "--preset",
        "P18",
        "--map",
        str(page),
    ]
    found = run.invoke(command, asked)
    assert found.exit_code == 0, found.output
    for part in ("two-step floating catchment", "Groups, compared with all people", "Hispanic people", "P18"):
        assert part in found.output
    assert "By P18" in found.output.split("By state")[0], "what was asked for is said first"
    drawn = page.read_text()
    assert drawn.count("<path") >= 2
    assert "3,000 of 4,000 people; nearest: Asset B" in drawn
    assert "http://" not in drawn
    assert "https://" not in drawn

    agreed = run.invoke(command, ["--states", "NM", "--agreement", "P4,P12,P5"])
    assert agreed.exit_code == 0, agreed.output
    assert "Alder County, NM" in agreed.output
    assert "P5 cannot be applied" in agreed.output
    assert "too many presets" not in agreed.output

    every = ["--states", "NM", "--agreement", "P4,P12,P5"]
    drawn = tmp_path / "agree.html"
    told = run.invoke(command, [*every, "--map", str(drawn), "--format", "json"])
    assert "A gap under 2 of 2: P4 P12" in drawn.read_text()
    said = json.loads(told.stdout)
    assert [each["id"] for each in said["presets"]] == ["P4", "P12"]
    assert [each["gaps"] for each in said["areas"]] == [2, 1]
    rows = list(csv.DictReader(run.invoke(command, [*every, "--format", "csv"]).stdout.splitlines()))
    assert [(row["gaps"], row["gap_by"]) for row in rows] == [("2", "P4 P12"), ("1", "P12")]
    book = tmp_path / "agree.xlsx"
    assert run.invoke(command, [*every, "--format", "xlsx", "--out", str(book)]).exit_code == 0
    assert load_workbook(book).sheetnames == ["Areas", "Definitions", "Overlap", "Levels", "Method"]
    table = tmp_path / "agree.parquet"
    assert run.invoke(command, [*every, "--format", "parquet", "--out", str(table)]).exit_code == 0
    assert pq.read_table(table)["gap_by"].to_pylist() == ["P4 P12", "P12"]

    few = run.invoke(command, ["--states", "NM", "--hotspots"])
    assert few.exit_code != 0


def test_files_of_an_answer(run: CliRunner, tmp_path: Path) -> None:
    for form in ("parquet", "xlsx"):
        target = tmp_path / f"gaps.{form}"
        found = run.invoke(command, ["--states", "NM", "--format", form, "--out", str(target)])
        assert found.exit_code == 0, found.output
        assert target.stat().st_size > 1000
