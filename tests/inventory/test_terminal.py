"""`stemmap upload`: report first, apply only when told to."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import typer
from sqlalchemy import text
from typer.testing import CliRunner

from app.db.engine import Database
from app.terminal import upload as command
from app.terminal.console import errors_told

SAMPLES = Path(__file__).parents[2] / "seed" / "samples"


@pytest.fixture
def run(database: Database, monkeypatch: pytest.MonkeyPatch) -> object:
    """Run the command on the test's database."""

    @contextmanager
    def opened() -> Iterator[Database]:
        with errors_told():
            yield database

    monkeypatch.setattr(command, "opened_database", opened)
    app = typer.Typer()
    app.command()(command.upload)
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


def assets(database: Database) -> int:
    with database.read() as session:
        return int(session.scalar(text("SELECT count(*) FROM asset")) or 0)


def test_report_then_apply(run, database: Database, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    issues = tmp_path / "issues.csv"
    first = run(SAMPLES / "messy_nm.csv", "--state", "nm", "--report", issues)
    assert (first.exit_code, assets(database)) == (0, 0)
    assert "Nothing was applied" in first.output
    assert len(issues.read_text().splitlines()) == 50
    second = run(SAMPLES / "messy_nm.csv", "--state", "NM", "--apply")
    assert (second.exit_code, assets(database)) == (0, 208)
    assert "208 added, 0 changed, 0 unchanged" in second.output


def test_refusals(run, database: Database, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assert run(SAMPLES / "messy_nm.csv", "--state", "Narnia").exit_code == 1
    assert run(tmp_path / "nothing.csv", "--state", "NM").exit_code == 1
    bad = tmp_path / "bad.csv"
    bad.write_text("id,name,type\n1,,library\n")
    answer = run(bad, "--state", "NM", "--yes")
    assert (answer.exit_code, assets(database)) == (1, 0)
    assert "Too many rows are refused" in answer.output
