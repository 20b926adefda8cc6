"""`stemmap partner`: the key alone on standard output, what to do with it beside, refusals with a cure."""

from collections.abc import Iterator

import pytest
from typer.testing import CliRunner

from app.db.engine import Database
from app.settings import get_settings
from app.terminal.console import err, out
from app.terminal.partners import app

WYOMING = ["Wyoming Department of Education", "--domain", "edu.wyoming.gov", "--domain", "*.wyo.edu"]


@pytest.fixture
def run(own_database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[CliRunner]:
    monkeypatch.setenv("STEMMAP_DATABASE_URL", own_database.engine.url.render_as_string(hide_password=False))
    for console in (out, err):
        monkeypatch.setattr(console, "width", 200)
    get_settings.cache_clear()
    yield CliRunner()
    get_settings.cache_clear()


def test_a_partner_comes_and_goes(run: CliRunner) -> None:
    added = run.invoke(app, ["add", *WYOMING])
    assert added.stdout == "wyoming-department-of-education\n"
    assert "data-partner=wyoming-department-of-education" in added.stderr
    again = run.invoke(app, ["add", *WYOMING])
    assert (again.exit_code, again.stdout) == (1, "")
    assert "remove it first" in again.stderr
    listed = run.invoke(app, ["list"]).stdout
    assert "wyoming-department-of-education" in listed
    assert "edu.wyoming.gov, *.wyo.edu" in listed
    removed = run.invoke(app, ["remove", "wyoming-department-of-education"])
    assert "Wyoming Department of Education is no partner any more" in removed.stderr
    gone = run.invoke(app, ["remove", "wyoming-department-of-education"])
    assert gone.exit_code == 1
    assert "There is no partner" in gone.stderr
    assert "wyoming" not in run.invoke(app, ["list"]).stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["add", "Us", "--domain", "https://us.edu"],
            "`https://us.edu` is no domain: write it like edu.wyoming.gov",
        ),
        (["add", "Us", "--domain", "us.edu", "--key", "U S"], "A key has small letters"),
        (["remove", "nobody"], "There is no partner `nobody`"),
    ],
)
def test_a_refusal_says_what_to_write(run: CliRunner, words: list[str], said: str) -> None:
    answer = run.invoke(app, words)
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert said in answer.stderr


def test_a_partner_needs_a_domain(run: CliRunner) -> None:
    assert run.invoke(app, ["add", "Us"]).exit_code == 2


def test_domains_are_changed(run: CliRunner) -> None:
    run.invoke(app, ["add", *WYOMING, "--key", "wde"])
    changed = run.invoke(app, ["change", "wde", "--domain", "wyo.edu"])
    assert "Wyoming Department of Education: wyo.edu." in changed.stderr
    listed = run.invoke(app, ["list"]).stdout
    assert "edu.wyoming.gov" not in listed
    refused = run.invoke(app, ["change", "wde", "--domain", "wyo.edu/"])
    assert (refused.exit_code, "no domain" in refused.stderr) == (1, True)
