"""`stemmap upload FILE.csv --state NM`: check a file, show what was found, apply it when told to."""

import getpass
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from app.db.engine import Database
from app.errors import BadParameterError, InvalidFileError
from app.inventory.origin import Origin
from app.inventory.report import UploadReport, issues_csv
from app.inventory.uploads import apply_upload, check_upload
from app.terminal.console import EXIT_REFUSED, err, opened_database, out
from app.vocabulary.codes import STATES, state_of

_SHOWN_ISSUES = 20
_READ_BYTES = 1 << 20


def upload(
    file: Annotated[Path, typer.Argument(help="The CSV file.")],
    state: Annotated[str, typer.Option(help="The state its rows belong to, for example NM.")],
    apply: Annotated[
        bool | None,
        typer.Option("--apply/--dry-run", help="Apply without asking, or only check. Default: ask."),
    ] = None,
    kind: Annotated[
        str | None, typer.Option(help="The kind of every row: institution, program, opportunity.")
    ] = None,
    source: Annotated[str | None, typer.Option(help="What the assets are said to come from.")] = None,
    report: Annotated[Path | None, typer.Option(help="Write all findings to this CSV file.")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="The same as --apply.")] = False,
) -> None:
    """Check an inventory file, show the report, then apply it in one transaction."""
    with opened_database() as database:
        checked = _check(database, file, state, kind, source)
        _show(checked)
        if report is not None:
            _write_issues(database, checked, report)
        if checked.status == "refused":
            err.print(
                "[bold red]Too many rows are refused:[/] nothing can be applied. Mend the file and try again."
            )
            raise typer.Exit(EXIT_REFUSED)
        if _wanted(checked, True if yes else apply):
            done = apply_upload(database, database.settings, checked.id, _actor())
            out.print(
                "[bold green]Applied:[/] {added} added, {changed} changed, {unchanged} unchanged.".format(
                    **done.counts
                )
            )


def _actor() -> str:
    try:
        return f"cli:{getpass.getuser()}"
    except (KeyError, OSError):
        return "cli"


def _check(database: Database, path: Path, state: str, kind: str | None, source: str | None) -> UploadReport:
    code = state_of(state)
    if code is None:
        raise BadParameterError(f"There is no state {state!r}.", parameter="state", accepted=STATES)
    if not path.is_file():
        raise InvalidFileError(f"There is no file {path}.")
    origin = Origin(code, path.name, _actor(), source or f"inventory of {STATES.label(code)}", kind)
    columns = (
        TextColumn("Checking"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("rows"),
        TimeElapsedColumn(),
    )
    with path.open("rb") as file, Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("rows", total=_lines(path))
        return check_upload(
            database, database.settings, file, origin, progress=lambda rows: bar.update(task, completed=rows)
        )


def _lines(path: Path) -> int:
    """About how many rows there are: the progress bar's end."""
    with path.open("rb") as file:
        return max(1, sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(_READ_BYTES), b"")) - 1)


def _show(report: UploadReport) -> None:
    columns = Table("Column", "Understood as", "Confidence", "How", title=f"{report.file_name}: columns")
    for each in report.columns:
        sure = f"{each['confidence']:.0%}" if each["target"] else ""
        columns.add_row(escape(each["header"]), each["target"] or "[dim]kept as a note[/]", sure, each["how"])
    out.print(columns)
    _show_issues(report)
    counts = Table(
        "Rows", "Accepted", "Refused", "Warnings", "Added", "Changed", "Unchanged", title="If applied"
    )
    names = ("rows", "accepted", "refused", "warnings", "added", "changed", "unchanged")
    counts.add_row(*(f"{report.counts[name]:,}" for name in names))
    out.print(counts)


def _show_issues(report: UploadReport) -> None:
    if not report.issues:
        return
    total = report.counts["errors"] + report.counts["warnings"]
    shown = report.issues[:_SHOWN_ISSUES]
    issues = Table(
        "Row", "Column", "", "Code", "What", "Cure", title=f"The first {len(shown)} of {total:,} findings"
    )
    for each in shown:
        colour = "red" if each.severity == "error" else "yellow"
        row = str(each.row_number) if each.row_number else "file"
        issues.add_row(
            row,
            escape(each.column or ""),
            f"[{colour}]{each.severity}[/]",
            each.code,
            escape(each.message),
            escape(each.cure),
        )
    out.print(issues)


def _write_issues(database: Database, report: UploadReport, path: Path) -> None:
    with database.read() as session, path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(issues_csv(session, report.id))
    err.print(f"All findings: {escape(str(path))}")


def _wanted(report: UploadReport, apply: bool | None) -> bool:
    if apply is not None:
        return apply
    if sys.stdin.isatty() and sys.stdout.isatty():
        return typer.confirm(f"Apply this to the inventory of {report.state}?")
    out.print("Nothing was applied. To apply: the same command with --apply.")
    return False
