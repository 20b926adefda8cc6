"""`stemmap snapshot`: what it says, what it refuses."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from app.db.engine import Database
from app.settings import get_settings
from app.terminal.console import err, out
from app.terminal.snapshot import snapshot

command = typer.Typer()
command.command()(snapshot)


@pytest.fixture
def run(shared_database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[CliRunner]:
    url = shared_database.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("STEMMAP_DATABASE_URL", url)
    monkeypatch.setenv("STEMMAP_HOME", str(tmp_path))
    monkeypatch.setenv("STEMMAP_PUBLIC_URL", "https://map.example")
    for console in (out, err):
        monkeypatch.setattr(console, "width", 200)
    get_settings.cache_clear()
    yield CliRunner()
    get_settings.cache_clear()


def test_it_writes_once_and_says_where(run: CliRunner, tmp_path: Path) -> None:
    asked = ["--state", "wy", "--state", "all", "--format", "csv", "--format", "parquet"]
    first = run.invoke(command, asked)
    assert first.exit_code == 0, first.output
    assert "Written: WY, all of data version" in first.stdout
    [version] = (tmp_path / "downloads").iterdir()
    assert str(version) in first.stdout
    assert {path.suffix for path in (version / "WY").glob("stemmap-wy-*")} == {".csv", ".parquet"}
    again = run.invoke(command, asked)
    assert (again.exit_code, "Nothing to do" in again.stdout) == (0, True)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--state", "Narnia"], "There is no state 'Narnia'"),
        (["--format", "zip"], "There is no format 'zip'"),
    ],
)
def test_it_refuses_what_it_does_not_know(
    run: CliRunner, tmp_path: Path, asked: list[str], said: str
) -> None:
    refused = run.invoke(command, asked)
    assert refused.exit_code == 1
    assert said in refused.output
    assert "Accepted" in refused.output
    assert not (tmp_path / "downloads").exists()


def test_files_that_name_this_machine_alone_need_a_yes(
    run: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("STEMMAP_PUBLIC_URL")
    get_settings.cache_clear()
    asked = ["--state", "wy", "--format", "csv"]
    refused = run.invoke(command, asked)
    assert refused.exit_code == 1
    assert "would be cited by http://127.0.0.1:8000" in refused.output
    assert "Set it to how the world reaches this service" in refused.output
    assert not (tmp_path / "downloads").exists()
    sure = run.invoke(command, [*asked, "--yes"])
    assert sure.exit_code == 0, sure.output
    assert "STEMMAP_PUBLIC_URL is not set" in sure.stderr
    assert "Written: WY of data version" in sure.stdout


def test_the_help_shows_how_to_have_it_every_night(run: CliRunner) -> None:
    said = run.invoke(command, ["--help"]).output
    assert "crontab" in said
    assert "stemmap snapshot --state NM" in said
