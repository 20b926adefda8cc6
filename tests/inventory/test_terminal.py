"""`stemmap upload`: report first, publish only when told to."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import typer
from click.testing import Result
from sqlalchemy import text
from typer.testing import CliRunner

from app.db.engine import Database
from app.terminal import export, undo, upload, uploads
from app.terminal.console import errors_told

SAMPLES = Path(__file__).parents[2] / "seed" / "samples"


COMMANDS = {"upload": upload, "uploads": uploads, "undo": undo, "export": export}


@pytest.fixture
def run(database: Database, monkeypatch: pytest.MonkeyPatch) -> object:
    """Run a command on the test's database, `upload` unless another is named first."""

    @contextmanager
    def opened() -> Iterator[Database]:
        with errors_told():
            yield database

    app = typer.Typer()
    for name, module in COMMANDS.items():
        monkeypatch.setattr(module, "opened_database", opened)
        app.command(name)(getattr(module, name))

    def invoke(*words: object, **options: object) -> Result:
        line = [str(word) for word in words]
        line = line if line[0] in COMMANDS else ["upload", *line]
        return CliRunner().invoke(app, line, **options)  # type: ignore[arg-type]

    return invoke


def assets(database: Database) -> int:
    with database.read() as session:
        return int(session.scalar(text("SELECT count(*) FROM asset")) or 0)


def test_report_then_publish(run, database: Database, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    issues = tmp_path / "issues.csv"
    first = run(SAMPLES / "messy_nm.csv", "--state", "nm", "--report", issues)
    assert (first.exit_code, assets(database)) == (0, 0)
    assert "Nothing was published" in first.output
    assert len(issues.read_text().splitlines()) == 50
    second = run(SAMPLES / "messy_nm.csv", "--state", "NM", "--publish")
    assert (second.exit_code, assets(database)) == (0, 208)
    assert "Published: 208 added" in second.output
    assert "208 added, 0 changed, 0 unchanged" in second.output


def test_refusals(run, database: Database, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assert run(SAMPLES / "messy_nm.csv", "--state", "Narnia").exit_code == 1
    assert run(tmp_path / "nothing.csv", "--state", "NM").exit_code == 1
    bad = tmp_path / "bad.csv"
    bad.write_text("id,name,type\n1,,library\n")
    answer = run(bad, "--state", "NM", "--yes")
    assert (answer.exit_code, assets(database)) == (1, 0)
    assert "Too many rows have errors" in answer.output


ROWS = "id,Title,type,Where,Col7\n1,Club,club,Santa Fe,x\n2,Camp,camp,Taos,y\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "club.csv"
    path.write_text(ROWS)
    return path


def test_codes_and_reasons_are_not_cut_off(run, file: Path) -> None:  # type: ignore[no-untyped-def]
    file.write_text("id,name,type,Start\n1,Club,club,2026-01-01\n2,Camp,camp,03/04/2026\n")
    answer = run(file, "--state", "NM")
    assert "date-ambiguous" in answer.output
    assert "write dates as 2025-03-04." in " ".join(answer.output.replace("│", " ").split())
    assert "…" not in answer.output


def test_the_report_has_the_words_of_the_pages(run, file: Path) -> None:  # type: ignore[no-untyped-def]
    plain = " ".join(run(file, "--state", "NM").output.replace("│", " ").split())
    for words in ("rows read 2", "ready 2", "with errors 0", "new 2", "Type (subtype)"):
        assert words in plain
    assert "accepted" not in plain


def test_columns_are_what_is_said(run, database: Database, file: Path) -> None:  # type: ignore[no-untyped-def]
    said = ("--columns", "Where=city", "--columns", "Col7=alternate_name", "--columns", "Title=name")
    assert run(file, "--state", "NM", "--yes", *said).exit_code == 0
    with database.read() as session:
        found = session.execute(text("SELECT name, city, alternate_name FROM asset ORDER BY name")).all()
    assert [tuple(row) for row in found] == [("Camp", "Taos", "y"), ("Club", "Santa Fe", "x")]
    again = run(file, "--state", "NM", "--apply")
    assert "remembered" in again.output
    assert "0 added, 0 changed, 2 unchanged" in again.output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--columns", "Where"), "Header=field"),
        (("--columns", "Where=galaxy"), "no field 'galaxy'"),
        (("--columns", "Nowhere=city"), "no column “Nowhere”"),
        (("--value", "camp"), "does not say what a text means"),
        (("--value", "type: club=galaxy"), "cannot mean 'galaxy'"),
        (("--vanished", "burn"), "keep, inactive, remove"),
        (("--header-row", "99"), "no row 99"),
    ],
)
def test_options_that_cannot_be(run, file: Path, words: tuple[str, ...], told: str) -> None:  # type: ignore[no-untyped-def]
    answer = run(file, "--state", "NM", *words)
    assert answer.exit_code == 1
    assert told in answer.output


def test_findings_are_read_by_value_and_answered(run, file: Path) -> None:  # type: ignore[no-untyped-def]
    file.write_text("id,name,Type\n1,A,Fun stuff\n2,B,Fun stuff\n3,C,nice things\n4,D,camp\n")
    answer = run(file, "--state", "NM")
    plain = " ".join(answer.output.replace("│", " ").split())
    assert "Type: “Fun stuff” (2: row 2, 3)" in plain
    assert plain.count("Use one of the types of the data dictionary") == 1
    assert (
        "“The type is none that is known” in 3 (mending that frees 3)."
        " First “The type is none that is known”: say what its values mean" in plain
    )
    assert "Ready: 1 program" in plain
    said = ("--value", "Type: fun stuff=camp", "--value", "Type: nice things=club")
    assert run(file, "--state", "NM", "--yes", *said).exit_code == 0


def test_vanished_rows_follow_the_choice(run, database: Database, file: Path) -> None:  # type: ignore[no-untyped-def]
    run(file, "--state", "NM", "--yes")
    file.write_text("id,Title,type,Where,Col7\n1,Club,club,Santa Fe,x\n")
    run(file, "--state", "NM", "--yes", "--vanished", "inactive")
    with database.read() as session:
        assert session.scalar(text("SELECT status FROM asset WHERE name = 'Camp'")) == "inactive"


def test_list_and_undo(run, database: Database, file: Path) -> None:  # type: ignore[no-untyped-def]
    assert "no uploads yet" in run("uploads").output
    run(file, "--state", "NM", "--yes")
    with database.read() as session:
        number = str(session.scalar(text("SELECT id FROM upload")))
    listed = run("uploads", "--state", "NM").output
    assert "NM published" in " ".join(listed.replace("│", " ").split())
    assert number[:8] in listed
    assert "2 new" in " ".join(listed.replace("│", " ").split())
    assert run("uploads", "--state", "UT").output.startswith("There are no uploads")
    assert run("undo", number[:3]).exit_code == 1
    undone = run("undo", number[:4])
    assert (undone.exit_code, "Undone" in undone.output, assets(database)) == (0, True, 0)
    assert run("undo", number).exit_code == 1
    assert "the first four characters or more" in " ".join(run("undo", "7").output.split())


def test_export_in_own_columns(run, file: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    run(file, "--state", "NM", "--yes")
    out = tmp_path / "out.csv"
    assert run("export", "NM", "--out", out).exit_code == 0
    assert out.read_text(encoding="utf-8-sig").splitlines() == ROWS.splitlines()
    assert "Col7" not in run("export", "NM", "--public").output
    assert run("export", "NM", "--columns", "theirs").exit_code == 1
    assert run("export", "NM", "--out", tmp_path / "out.pdf").exit_code == 1
    assert run("export", "WY").exit_code == 1


def test_an_export_says_what_it_holds(run, file: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    other = tmp_path / "other.csv"
    other.write_text("id,name,type\n7,=SUM(A1),camp\n")
    run(other, "--state", "NM", "--yes", "--source", "Others")
    file.write_text("Title,type,Where\nZoo,museum,Taos\nClub,club,Taos\nMuse,museum,Taos\n")
    run(file, "--state", "NM", "--yes", "--source", "Ours")
    out = tmp_path / "out.csv"
    own = run("export", "NM", "--out", out).output
    assert ("3 of 4 assets" in own, "from “Ours”" in own, "--columns ours" in own) == (True, True, True)
    names = [line.split(",")[0] for line in out.read_text(encoding="utf-8-sig").splitlines()]
    assert names == ["Title", "Club", "Muse", "Zoo"]
    assert "apostrophe" not in own
    every = run("export", "NM", "--columns", "ours", "--out", out).output
    assert ("4 of 4 assets" in every, "1 cells begin like a formula" in every) == (True, True)
    assert "apostrophe" not in run("export", "NM", "--columns", "ours", "--out", tmp_path / "o.xlsx").output


@pytest.mark.parametrize(("answer", "there"), [("y\n", 2), ("n\n", 0), ("", 0)])
def test_a_piped_answer_counts(  # type: ignore[no-untyped-def]
    run,
    database: Database,
    file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    there: int,
) -> None:
    (tmp_path / "answer").write_text(answer)
    with (tmp_path / "answer").open() as pipe:
        monkeypatch.setattr(upload, "standard_input", lambda: pipe)
        run(file, "--state", "NM")
    assert assets(database) == there
