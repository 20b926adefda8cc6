"""`stemmap upload FILE --state NM`: check a file, show what was found, publish it when told to."""

import getpass
import io
import select
import sys
from pathlib import Path
from typing import Annotated, TextIO

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from app.db.engine import Database
from app.errors import BadParameterError, InvalidFileError
from app.inventory.applying import apply_upload
from app.inventory.meant import Values, values_from
from app.inventory.origin import VANISHED, CheckOptions, Origin, Vanished, bad_points_of
from app.inventory.readers import ReadOptions
from app.inventory.refusing import why_refused
from app.inventory.report import UploadReport
from app.inventory.uploads import check_upload
from app.terminal.console import EXIT_REFUSED, err, opened_database, out, program
from app.terminal.upload_report import show_report, write_issues
from app.vocabulary.codes import STATES, state_of

_READ_BYTES = 1 << 20
_LINES = (".csv", ".tsv", ".txt")
_YES = ("y", "yes")


def upload(
    file: Annotated[Path, typer.Argument(help="The file.")],
    state: Annotated[str, typer.Option(help="The state its rows belong to, for example NM.")],
    publish: Annotated[
        bool | None,
        typer.Option(
            "--publish/--dry-run", "--apply", help="Publish without asking, or only check. Default: ask."
        ),
    ] = None,
    kind: Annotated[
        str | None, typer.Option(help="The kind of every row: institution, program, opportunity.")
    ] = None,
    source: Annotated[str | None, typer.Option(help="What the assets are said to come from.")] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(help="What a column means: “Header=field”, or “Header=” for a note. Repeat for more."),
    ] = None,
    value: Annotated[
        list[str] | None,
        typer.Option(
            help="What a text means: “Header: text=meaning”, nothing after = for an empty cell. Repeat for more."
        ),
    ] = None,
    vanished: Annotated[
        str, typer.Option(help="Assets that this source no longer has: keep, inactive or remove.")
    ] = "keep",
    bad_points: Annotated[
        str,
        typer.Option(help="Rows with a point that cannot be right: refuse, or ignore the point (ZIP, town)."),
    ] = "refuse",
    part: Annotated[str | None, typer.Option(help="The sheet or layer to read.")] = None,
    header_row: Annotated[int | None, typer.Option(min=1, help="The row of the headers, from 1.")] = None,
    crs: Annotated[str | None, typer.Option(help="Coordinate system of a map layer: EPSG:26913.")] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding of a text file: cp1252.")] = None,
    report: Annotated[Path | None, typer.Option(help="Write all findings to this CSV file.")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="The same as --publish.")] = False,
) -> None:
    """Check an inventory file, show the report, then publish it in one transaction.

    Example: `stemmap upload nm.csv --state NM --columns "Where=city" --columns "Col7=" --value "Type: Fun stuff=camp"`
    """
    with opened_database() as database:
        read = ReadOptions(part, header_row, encoding, crs)
        options = CheckOptions(
            read,
            _columns(columns or []),
            _vanished(vanished),
            values=_values(value or []),
            bad_points=bad_points_of(bad_points),
        )
        checked = _check(database, file, state, kind, source, options)
        show_report(database, checked)
        if report is not None:
            write_issues(database, checked, report)
        if checked.status == "refused":
            err.print(
                "[bold red]Too many rows have errors:[/] nothing can be published. "
                + escape(why_refused(checked.counts, database.settings.upload_error_share_max)),
                soft_wrap=True,
            )
            raise typer.Exit(EXIT_REFUSED)
        if _wanted(checked, True if yes else publish):
            done = apply_upload(database, database.settings, checked.id, actor())
            out.print(
                "[bold green]Published:[/] {added} added, {changed} changed, {unchanged} unchanged.".format(
                    **done.counts
                )
            )
            out.print(f"To take it back: {program()} undo {done.number}", soft_wrap=True)


def actor() -> str:
    """Who works at this terminal, as the audit names them."""
    try:
        return f"cli:{getpass.getuser()}"
    except (KeyError, OSError):
        return "cli"


def _columns(said: list[str]) -> dict[str, str | None] | None:
    """`Header=field` by header; None where nothing is said."""
    chosen: dict[str, str | None] = {}
    for each in said:
        header, mark, field = each.rpartition("=")
        if not mark or not header.strip():
            raise BadParameterError(f"{each!r} does not say what a column means.", accepted=["Header=field"])
        chosen[" ".join(header.split())] = field.strip() or None
    return chosen or None


def _values(said: list[str]) -> Values | None:
    """`Header: text=meaning` by header and text; None where nothing is said."""
    chosen: dict[str, dict[str, str]] = {}
    for each in said:
        place, mark, meaning = each.rpartition("=")
        header, colon, text = place.partition(": ")
        if not (mark and colon and header.strip() and text.strip()):
            raise BadParameterError(
                f"{each!r} does not say what a text means.", accepted=["Header: text=meaning"]
            )
        chosen.setdefault(" ".join(header.split()), {})[text.strip()] = meaning.strip()
    return values_from(chosen) or None


def _vanished(choice: str) -> Vanished:
    if choice not in VANISHED:
        raise BadParameterError(f"There is no choice {choice!r}.", parameter="vanished", accepted=VANISHED)
    return choice


def _check(
    database: Database, path: Path, state: str, kind: str | None, source: str | None, options: CheckOptions
) -> UploadReport:
    code = state_of(state)
    if code is None:
        raise BadParameterError(f"There is no state {state!r}.", parameter="state", accepted=STATES)
    if not path.is_file():
        raise InvalidFileError(f"There is no file {path}.")
    origin = Origin(code, path.name, actor(), source or f"inventory of {STATES.label(code)}", kind)
    bar = (TextColumn("Checking"), BarColumn(), MofNCompleteColumn(), TextColumn("rows"), TimeElapsedColumn())
    with path.open("rb") as file, Progress(*bar, console=err, transient=True) as shown:
        task = shown.add_task("rows", total=_lines(path))
        return check_upload(
            database,
            database.settings,
            file,
            origin,
            options,
            lambda rows: shown.update(task, completed=rows),
        )


def _lines(path: Path) -> int | None:
    """About how many rows there are: the progress bar's end. None where lines are not rows."""
    if path.suffix.lower() not in _LINES:
        return None
    with path.open("rb") as file:
        return max(1, sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(_READ_BYTES), b"")) - 1)


def _wanted(report: UploadReport, publish: bool | None) -> bool:
    if publish is not None:
        return publish
    if sys.stdin.isatty() and sys.stdout.isatty():
        return typer.confirm(f"Publish this to the inventory of {report.state}?")
    if _piped_answer().strip().lower() in _YES:
        return True
    out.print("Nothing was published. To publish: the same command with --publish.", soft_wrap=True)
    return False


def standard_input() -> TextIO:
    """Where an answer may wait."""
    return sys.stdin


def _piped_answer() -> str:
    """The line that waits on standard input; a pipe where nothing waits is not waited for."""
    given = standard_input()
    try:
        if not given.isatty() and select.select([given], [], [], 0)[0]:
            return given.readline()
    except (io.UnsupportedOperation, ValueError, OSError):  # closed, or no file at all
        return ""
    return ""
