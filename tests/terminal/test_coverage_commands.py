"""The commands beside the plain question of `stemmap coverage`; and that one as it always was."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from app.cli import app
from app.db.engine import Database
from app.settings import get_settings
from app.terminal.console import err, out
from app.terminal.coverage_writing import named

SCENARIO = (Path(__file__).parents[1] / "coverage" / "scenario.sql").read_text()
Command = Callable[..., Result]


@pytest.fixture
def coverage(own_database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Command]:
    """`coverage("siting", "--states", "NM")`."""
    with own_database.write("test") as session:
        session.connection().exec_driver_sql(SCENARIO)
    monkeypatch.setenv("STEMMAP_DATABASE_URL", own_database.engine.url.render_as_string(hide_password=False))
    for console in (out, err):
        monkeypatch.setattr(console, "width", 160)
    get_settings.cache_clear()
    yield lambda *words: CliRunner().invoke(app, ["coverage", *words])
    get_settings.cache_clear()


def test_the_plain_question_is_as_before(coverage: Command) -> None:
    answer = coverage("--states", "NM")
    assert answer.exit_code == 0, answer.output
    assert "In New Mexico, 3,000 of 4,000 people (75%)" in answer.output


def test_what_is_not_known_is_refused_with_what_is(coverage: Command, tmp_path: Path) -> None:
    for name, more in (("nm.xyz", ()), ("nm", ()), ("nm.png", ("--hotspots",))):
        target = tmp_path / name
        answer = coverage("--states", "NM", "--map", str(target), *more)
        assert answer.exit_code != 0
        assert ".html, .htm" in answer.output
        assert (".svg" in answer.output) is not bool(more)
        assert not target.exists()
    answer = coverage("--states", "NM", "--agreement", "some")
    assert answer.exit_code != 0
    assert "all, P1" in answer.output


def test_siting_in_all_forms(coverage: Command, tmp_path: Path) -> None:
    table = coverage("siting", "--states", "NM", "--candidates", "zip", "--sites", "2")
    assert table.exit_code == 0, table.output
    assert (
        "One new site would newly reach 3,000 people who now have no STEM asset of any kind (museums and colleges "
        "included) within 25 miles; no other choice does better. First: Farfield."
        in " ".join(table.output.split())
    )
    assert "Alder County (3,000)" in table.output
    points = tmp_path / "points.json"
    points.write_text("[[-106, 36]]")
    given = ("siting", "--states", "NM", "--points", str(points), "--population", "total=2")
    assert json.loads(coverage(*given, "--format", "json").stdout)["weight"]["gained"] == 6000
    assert (
        coverage(*given, "--format", "csv")
        .stdout.splitlines()[1]
        .startswith("1,1,Point 1,point,,-106.0,36.0")
    )
    target = tmp_path / "sites.geojson"
    assert coverage(*given, "--format", "geojson", "--out", str(target)).exit_code == 0
    assert json.loads(target.read_text())["features"][0]["properties"]["people_total"] == 3000


def test_what_if(coverage: Command) -> None:
    answer = coverage("what-if", "--states", "NM", "--add=-106,36", "--format", "json")
    assert json.loads(answer.stdout)["groups"][0]["gained"] == 3000
    moved = coverage("what-if", "--states", "NM", "--move", "00000000-0000-4000-8000-00000000000b=-106,36")
    assert "All people: 3,000 gain, 0 lose." in moved.output


def test_ladder(coverage: Command) -> None:
    answer = coverage("ladder", "--states", "NM", "--bands", "middle,high", "--format", "json")
    assert json.loads(answer.stdout)["people_by_first_missing"]["middle"] == 4000
    assert "Alder County" in coverage("ladder", "--states", "NM").output


def test_a_run_from_start_to_comparison(coverage: Command) -> None:
    first = coverage("run", "coverage", "states=NM")
    wide = coverage("run", "coverage", "states=NM", "distance=70mi")
    assert first.exit_code == wide.exit_code == 0, first.output + wide.output
    assert "STEM asset map (20" in first.output
    ids = [re.findall(r"analysis (run-\w{8}),", each.output)[0] for each in (first, wide)]
    assert "the same numbers as " + ids[0] in coverage("repeat", ids[0]).output
    shown = coverage("show", ids[0], "--format", "json")
    assert json.loads(shown.stdout)["groups"][0]["people_beyond"] == 3000
    compared = coverage("compare", *ids)
    assert "distance: 25mi → 70mi" in compared.output
    assert "-3,000" in compared.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("siting", "--states", "Narnia"), "not a state"),
        (("siting", "--points", "/no/such/file"), "cannot be read as GeoJSON"),
        (("siting", "--filter", "nonsense"), "not of the form name=value"),
        (("siting", "--population", "total=x"), "is no number"),
        (("what-if",), "Say what changes"),
        (("what-if", "--add", "here"), "is no point"),
        (("run", "guess"), "no kind of study"),
        (("run", "coverage", "colour=red"), "There is no `colour`"),
        (
            ("run", "what-if", "states=NM", 'remove=["00000000-0000-4000-8000-0000000000ff"]'),
            "is not among the 2",
        ),
        (("show", "run-22222222"), "There is no run"),
        (("ladder", "--filter", "band=high"), "what the ladder asks itself"),
    ],
)
def test_refusals(coverage: Command, words: tuple[str, ...], said: str) -> None:
    answer = coverage(*words)
    assert answer.exit_code == 1
    assert said in answer.output.replace("\n", " ")


@pytest.mark.parametrize("name", ["siting", "what-if", "ladder", "run", "show", "repeat", "compare"])
def test_help_has_an_example(name: str) -> None:
    answer = CliRunner().invoke(app, ["coverage", name, "--help"])
    assert answer.exit_code == 0
    assert f"stemmap coverage {name}" in answer.output


def test_named() -> None:
    given = ["a=1", "b=x=y", "c=1", "c=2", "d=[[1, 2]]", 'e={"f": 2.5}', "g=true", "h=87501x"]
    assert named(given) == {
        "a": 1, "b": "x=y", "c": [1, 2], "d": [[1, 2]], "e": {"f": 2.5}, "g": "true", "h": "87501x",
    }  # fmt: skip


def test_a_map_as_a_picture(coverage: Command, tmp_path: Path) -> None:
    for name, begins in (("map.svg", b"<svg "), ("map.png", b"\x89PNG")):
        answer = coverage("--states", "NM", "--map", str(tmp_path / name))
        assert answer.exit_code == 0, answer.output
        assert (tmp_path / name).read_bytes().startswith(begins)
