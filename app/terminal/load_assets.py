"""`stemmap load` of assets: federal downloads as they come, into the inventories of all states."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from app.db.engine import Database
from app.errors import BadParameterError, InvalidFileError
from app.inventory import stage
from app.inventory.official.choice import OfficialChoice
from app.inventory.official.loading import apply_download, check_download, with_room
from app.inventory.official.registry import profile_of
from app.inventory.official.summary import FoundOften, findings_by_code, rows_by_state
from app.inventory.origin import VANISHED, Vanished
from app.inventory.report import UploadReport, issues_csv
from app.terminal.console import EXIT_REFUSED, actor, err, errors_told, opened_database, out
from app.terminal.words import counts_table
from app.vocabulary.cip import StemList, read_stem_list
from app.vocabulary.codes import STATES, state_of

_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class AssetLoad:
    """What an operator asks of a load of assets."""

    source: str
    states: list[str]
    everything: bool
    stem_list: Path | None
    vintage: str
    vanished: str
    report: Path | None
    dry_run: bool
    yes: bool


def load_assets(files: list[Path], asked: AssetLoad) -> None:
    """Check a download, report, and publish it where that is wanted."""
    with errors_told():
        choice = _choice(asked.source, asked.states, asked.everything, asked.stem_list, asked.vintage)
        gone = _vanished(asked.vanished, choice)
        if len(files) != 1:
            raise BadParameterError(f"Name the file: stemmap load {choice.source} FILE.", parameter="file")
    with opened_database() as database:
        checked = check_download(database, files[0], choice, actor(), _watch, gone)
        _show(database, checked)
        if asked.report is not None:
            _write(database, checked, asked.report)
        _finish(database, checked, asked.dry_run, asked.yes)


def _choice(
    source: str, states: list[str], everything: bool, own_list: Path | None, vintage: str
) -> OfficialChoice:
    slug = profile_of(source).slug
    own = _own_list(own_list)
    return OfficialChoice(
        slug, tuple(map(_state, states)), everything, vintage,
        own.source if own else "", dict(own.titles) if own else None,
    )  # fmt: skip


def _own_list(path: Path | None) -> StemList | None:
    if path is None:
        return None
    if not path.is_file():
        raise InvalidFileError(f"There is no file {path}.")
    with path.open(encoding="utf-8-sig", errors="replace") as lines:
        return read_stem_list(path.name, lines)


def _state(text: str) -> str:
    code = state_of(text)
    if code is None:
        raise BadParameterError(f"There is no state {text!r}.", parameter="state", accepted=STATES)
    return code


def _vanished(text: str, choice: OfficialChoice) -> Vanished:
    found = next((each for each in VANISHED if each == text), None)
    if found is None:
        raise BadParameterError(f"There is no choice {text!r}.", parameter="vanished", accepted=VANISHED)
    if found != "keep" and choice.states:
        raise BadParameterError(
            "With --state the file is read in part: what it does not have cannot be told. "
            "Leave out --state or --vanished.",
            parameter="vanished",
        )
    return found


@contextmanager
def _watch(table: IO[bytes]) -> Iterator[stage.Progress]:
    """A bar of the lines that were read."""
    lines = sum(chunk.count(b"\n") for chunk in iter(lambda: table.read(_CHUNK_BYTES), b""))
    table.seek(0)
    columns = (
        TextColumn("Checking"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("rows"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("rows", total=max(1, lines - 1))
        yield lambda rows: bar.update(task, completed=rows)


def _show(database: Database, report: UploadReport) -> None:
    with with_room(database).read() as session:
        states, findings = rows_by_state(session, report.id), findings_by_code(session, report.id)
    if findings:
        out.print(_findings_table(findings))
    by_state = Table("State", "Rows", "New", title="By state")
    for row in states:
        by_state.add_row(STATES.label(row.state), f"{row.rows:,}", f"{row.added:,}")
    out.print(by_state)
    out.print(counts_table(report.counts))


def _findings_table(findings: Sequence[FoundOften]) -> Table:
    """One line for each code and column; nothing is cut off in 80 columns."""
    table = Table(title="Findings")
    table.add_column("Rows", no_wrap=True, justify="right")
    table.add_column("Code", no_wrap=True)
    table.add_column("What it says, at the first row", overflow="fold", ratio=1)
    for each in findings:
        colour = "red" if each.severity == "error" else "yellow"
        place = ", ".join(filter(None, (each.column, f"row {each.first}" if each.first else "the file")))
        table.add_row(f"{each.found:,}", f"[{colour}]{each.code}[/]", escape(f"{place}: {each.example}"))
    return table


def _write(database: Database, report: UploadReport, path: Path) -> None:
    with database.read() as session, path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(issues_csv(session, report.id))
    err.print(f"All findings: {escape(str(path))}")


def _finish(database: Database, report: UploadReport, dry_run: bool, yes: bool) -> None:
    """Publish when that is wanted and can be done."""
    if report.status == "refused":
        err.print("[bold red]Too many rows have errors:[/] nothing can be published.")
        raise typer.Exit(EXIT_REFUSED)
    asks = sys.stdin.isatty() and sys.stdout.isatty()
    if dry_run or not (yes or (asks and typer.confirm("Publish this to the inventories?"))):
        out.print("Nothing was published. To publish: the same command with --yes and without --dry-run.")
        return
    done = apply_download(database, report.id, actor())
    out.print(
        "[bold green]Published:[/] {added:,} added, {changed:,} changed, {unchanged:,} unchanged.".format(
            **done.counts
        )
        + f" Upload {done.number}."
    )
