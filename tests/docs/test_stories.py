"""docs/stories: the commands can be typed, the tables add up, and official files give the numbers that are told."""

import csv
import gzip
import importlib.util
import json
import re
import shlex
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer
from sqlalchemy import text
from typer.testing import CliRunner

from app.cli import app
from app.geography.official.sources import AREA_SOURCES, load_files
from app.settings import Settings, get_settings
from tests.conftest import client_on
from tests.databases import drop_database, opened

STORIES = Path(__file__).parents[2] / "docs" / "stories"
DATA = Path(__file__).parents[3] / "shared" / "data"
PAGES = sorted(STORIES.glob("*.md"))
COMMAND: Any = typer.main.get_command(app)
with_data = pytest.mark.skipif(not DATA.is_dir(), reason="no ../shared/data beside the checkout")
GIRLS = "girls-and-computing.md"
FILES = {"centers": ["centers"], "acs": ["B01001", "B03002"], "rucc": ["rucc"], "saipe": ["saipe"]}
SIX = {"08", "16", "32", "35", "49", "56"}


def page(name: str) -> str:
    return (STORIES / name).read_text(encoding="utf-8")


def commands(name: str) -> list[list[str]]:
    """What a page's fenced blocks say to type, without `stemmap`."""
    blocks = re.findall(r"^```\n(.*?)^```", page(name), re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [shlex.split(line)[1:] for line in lines if line.startswith("stemmap ")]


def script(name: str) -> ModuleType:
    """A script of docs/stories as a module."""
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, STORIES / f"{name}.py")
    assert spec
    assert spec.loader
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def table(name: str) -> list[dict[str, str]]:
    with (STORIES / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def cells(name: str, first: str) -> list[str]:
    """The row of a page's table that begins with `first`."""
    (row,) = [line for line in page(name).splitlines() if line.startswith(f"| {first} |")]
    return [cell.strip() for cell in row.strip("|").split("|")]


@pytest.mark.parametrize("name", [each.name for each in PAGES])
def test_links_and_pictures_are_there(name: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)[)#]", page(name)):
        assert (STORIES / target).exists(), target
        assert (STORIES / target).stat().st_size < 150_000, f"{target} is large"


@pytest.mark.parametrize("typed", [each for path in PAGES for each in commands(path.name)], ids=" ".join)
def test_commands_can_be_typed(typed: list[str]) -> None:
    parts, command, parent = list(typed), COMMAND, None
    while True:
        context: Any = command.make_context("stemmap", parts, parent=parent)
        if not hasattr(command, "resolve_command"):
            break
        name, found, parts = command.resolve_command(context, [*context._protected_args, *context.args])
        assert found, name
        command, parent = found, context
    assert typed[0] in ("coverage", "load")


def test_counties_of_the_girls_add_up_to_the_headline() -> None:
    check = script("check_girls")
    found = check.totals([dict(row) for row in table("girls-and-computing-counties.csv")])
    within, girls = (f"{found[name]:,.0f} ± {found[f'{name}_margin']:,.0f}" for name in ("within", "girls"))
    assert f"{within} of {girls}" in page(GIRLS)
    assert f"{100 * found['share']:.1f} % ± {100 * found['share_margin']:.1f}" in page(GIRLS)
    for row in table("girls-and-computing-counties.csv"):
        if int(row["people_within"]):
            here, margin = float(row["girls_within"]), float(row["girls_within_margin"])
            assert cells(GIRLS, row["county"])[4] == f"{here:,.0f} ± {margin:,.0f}"


def test_new_mexico_follows_from_its_table(capsys: pytest.CaptureFixture[str]) -> None:
    script("check_new_mexico").main()
    told = page("new-mexico.md").replace("\N{MINUS SIGN}", "-")
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("|")]
    assert len(lines) == 11
    for line in lines:
        assert line.split("|", 4)[4] in told, line


@pytest.fixture(scope="module")
def official(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The rows of the six states of the official files."""
    folder = tmp_path_factory.mktemp("official")
    names = {
        "centers": "CenPop2020_Mean_TR.txt.gz",
        "saipe": "ers_PovertyEstimates_2018.csv.gz",
        "rucc": "rucc_2023.csv.gz",
    }
    names |= {table: f"acs5_2018_county_{table}.csv.gz" for table in ("B01001", "B03002")}
    found = {}
    for key, name in names.items():
        rows = gzip.decompress((DATA / name).read_bytes()).decode("utf-8-sig").splitlines(keepends=True)
        if key in ("centers", "B01001", "B03002"):
            states = [
                number
                for number, column in enumerate(rows[0].strip().split(","))
                if column in ("STATEFP", "state")
            ]
            rows = [rows[0], *(row for row in rows[1:] if next(csv.reader([row]))[states[0]] in SIX)]
        found[key] = folder / name.removesuffix(".gz")
        found[key].write_text("".join(rows), encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def url(server: str, copy_database: Any, settings: Settings, official: dict[str, Path]) -> Iterator[str]:
    """A seeded database with the official files of the six states."""
    made = copy_database()
    with opened(made, settings) as database, database.write("test") as session:
        for source, files in FILES.items():
            paths = [official[each] for each in files]
            load_files(session, AREA_SOURCES[source], paths, settings, None, lambda _: None, None)
        for row in table("new-mexico-counties.csv"):  # what the large file of boundaries would bring
            land = {"land": 1e6 * float(row["land_km2"]), "geoid": row["geoid"]}
            session.execute(
                text("UPDATE area SET land_area_m2 = :land WHERE kind = 'county' AND geoid = :geoid"), land
            )
    yield made
    drop_database(server, made)


@pytest.fixture
def run(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Run a command on that database and return what it prints as JSON."""
    monkeypatch.setenv("STEMMAP_DATABASE_URL", url)
    get_settings.cache_clear()

    def run(*typed: str) -> dict[str, Any]:
        done = CliRunner().invoke(app, [*typed, "--format", "json"])
        assert done.exit_code == 0, done.output
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    yield run
    get_settings.cache_clear()


@with_data
def test_girls_are_the_same_by_the_service_and_by_the_check(
    run: Any, url: str, official: dict[str, Path]
) -> None:
    plain = url.replace("postgresql+psycopg", "postgresql")
    found = script("check_girls").counties(plain, str(official["B01001"]), str(official["centers"]))
    printed = {row["geoid"]: row for row in table("girls-and-computing-counties.csv")}
    assert {row["geoid"] for row in found} == set(printed)
    for row in found:
        assert {name: str(value) for name, value in row.items()} == printed[str(row["geoid"])]
    (command,) = commands(GIRLS)
    at = command.index("--map")
    answer = run(*command[:at], *command[at + 2 :], "--limit", "0")
    for area in answer["areas"]:
        row = printed[area["geoid"]]
        within, girls, margin = (float(row[name]) for name in ("girls_within", "girls", "girls_margin"))
        assert girls - area["people_beyond"] == pytest.approx(within, abs=0.051)
        assert area["people_moe"] == pytest.approx(margin, abs=0.051)
    assert f"{answer['summary']['people_beyond']:,.0f} do not" in page(GIRLS)


@with_data
def test_new_mexico_is_the_same_by_the_service(url: str, settings: Settings) -> None:
    (command,) = commands("new-mexico.md")
    asked = {name.removeprefix("--"): text for name, text in pairwise(command) if name.startswith("--")}
    presets = asked.pop("agreement")
    with opened(url, settings) as database:
        answer = (
            client_on(database).get("/api/v1/coverage/agreement", params=asked | {"presets": presets}).json()
        )
    printed = {row["geoid"]: row for row in table("new-mexico-counties.csv")}
    for area in answer["areas"]:
        row = printed.pop(area["geoid"])
        said = [preset for preset in presets.split(",") if row[preset] == "1"]
        assert (area["gap_by"] or "").split() == said, row["county"]
        assert area["people"] == pytest.approx(float(row["youth"]))
    assert not printed


@with_data
def test_wyoming_is_the_same_by_the_service_and_by_the_check(
    run: Any, url: str, official: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(STORIES))
    plain = url.replace("postgresql+psycopg", "postgresql")
    files = [str(official[each]) for each in ("B01001", "B03002", "centers")]
    found = script("check_wyoming").answer(plain, *files)
    told = page("wyoming.md")
    for at, (name, (people, margin)) in enumerate(found["youth"]):
        native, native_margin = found["native"][at][1]
        if name not in ("all", "beyond", "first three", "all ten"):
            (row,) = [line for line in told.splitlines() if re.match(rf"\| \d+ \| {name} \|", line)]
            assert f"| {people:,.0f} ± {margin:,.0f} |" in row
            assert f"| {native:,.0f} ± {native_margin:,.0f} |" in row
        else:
            assert f"{people:,.0f} ± {margin:,.0f}" in told, name
    siting = next(each for each in commands("wyoming.md") if each[1] == "siting")
    for site, (name, (people, _)) in zip(run(*siting)["sites"], found["youth"][2:], strict=False):
        assert (site["name"], site["people"]["age-5-17"]) == (name, pytest.approx(people, abs=0.051))
