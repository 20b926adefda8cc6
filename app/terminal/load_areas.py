"""`stemmap load` of figures and boundaries of areas: progress, one transaction, and what came of each file."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from app.db.engine import Database
from app.errors import BadParameterError
from app.geography.official import census
from app.geography.official.boundaries import OwnColumns
from app.geography.official.report import FileReport, MadeOf, Unmatched
from app.geography.official.sources import AREA_SOURCES, AreaSource, load_files
from app.geography.official.sources import Progress as Told
from app.geography.official.vintages import said_year
from app.terminal.console import actor, err, errors_told, opened_database, out
from app.vocabulary.codes import STATES, state_of
from app.vocabulary.facts import FACTS
from app.vocabulary.people import GROUPS


class _NothingKeptError(Exception):
    """Ends the transaction of a dry run."""


@dataclass(frozen=True)
class AreaLoad:
    """What an operator asks of a load of files about areas."""

    vintage: str = ""
    id_column: str = ""
    name_column: str = ""
    dry_run: bool = False


@dataclass(frozen=True)
class CensusAsked:
    """What the Census API is asked: the last year of five, states, tables and kinds of areas with commas."""

    year: int
    states: list[str]
    tables: str
    geographies: str


def load_areas(source: AreaSource, files: list[Path], asked: AreaLoad) -> None:
    """Load `files` in one transaction and say what came of each; a dry run keeps nothing."""
    with errors_told():
        said, own = said_year(asked.vintage), _own(asked)
        if not files:
            raise BadParameterError(f"Name the file: stemmap load {source.slug} FILE.", parameter="file")
    with opened_database() as database:
        _run(database, source, files, said, own, dry_run=asked.dry_run)


def load_census(asked: CensusAsked, *, dry_run: bool) -> None:
    """Ask the Census API and load its answers."""
    with errors_told():
        if not asked.year or not asked.states:
            raise BadParameterError(
                "Say the year and a state: stemmap load census --year 2022 --state NM.", parameter="year"
            )
        wanted = census.questions(
            asked.year, _states(asked.states), _listed(asked.tables), _listed(asked.geographies)
        )
    with opened_database() as database, tempfile.TemporaryDirectory(prefix="stemmap-census-") as folder:
        with _progress("Asking the Census API") as told:
            files = []
            for path in census.fetch(wanted, Path(folder), database.settings):
                files.append(path)
                told(len(files))
        _run(database, AREA_SOURCES["acs"], files, asked.year, None, dry_run=dry_run)


def _run(
    database: Database, source: AreaSource, files: Sequence[Path], said: int | None, own: OwnColumns | None, *,
    dry_run: bool,
) -> None:  # fmt: skip
    reports: list[FileReport] = []
    try:
        with (
            database.write(actor(), timeout_s=database.settings.load_timeout_s) as session,
            _progress("Reading") as told,
        ):
            reports = load_files(session, source, files, database.settings, said, told, own)
            if dry_run or not any(report.changed for report in reports):
                raise _NothingKeptError
    except _NothingKeptError:
        pass
    for report in reports:
        _show(report)
    _conclude(reports, dry_run=dry_run)


def _own(asked: AreaLoad) -> OwnColumns | None:
    if bool(asked.id_column) != bool(asked.name_column):
        raise BadParameterError(
            "Own boundaries need both columns: --id COLUMN --name COLUMN.", parameter="id"
        )
    return OwnColumns(asked.id_column, asked.name_column) if asked.id_column else None


def _states(texts: list[str]) -> list[str]:
    found = [state_of(text) for each in texts for text in each.split(",")]
    if None in found:
        raise BadParameterError("There is no such state.", parameter="state", accepted=STATES)
    return [each for each in found if each]


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


@contextmanager
def _progress(what: str) -> Iterator[Told]:
    """A line that counts rows on standard error."""
    columns = (
        SpinnerColumn(),
        TextColumn(what),
        TextColumn("{task.completed:>9,.0f}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("rows", total=None)
        yield lambda rows: bar.update(task, completed=rows)


def _show(report: FileReport) -> None:
    out.print(f"[bold]{escape(report.name)}[/]  {escape(report.what)}", soft_wrap=True)
    out.print(
        f"  {report.rows:,} rows read, {report.matched:,} areas matched, {report.changed:,} values changed"
    )
    for note in report.notes:
        out.print(f"  {escape(note)}", soft_wrap=True)
    for reason, number in report.left_out.most_common():
        out.print(f"  {number:,} rows left out: {escape(reason)}", soft_wrap=True)
    for sign, number in report.met.most_common(10):
        out.print(f"  {number:,} cells read as {_meaning(sign)}", soft_wrap=True)
    for each in report.unmatched:
        _show_unmatched(each)
    if report.made:
        out.print(_made_table(report.made))


def _meaning(sign: str) -> str:
    return (
        "controlled: their margin is 0"
        if sign == "controlled"
        else f"no value: {escape(sign[:40]) or 'blank'}"
    )


def _show_unmatched(each: Unmatched) -> None:
    out.print(
        f"  [yellow]{each.rows:,} {each.kind} rows not matched[/]: {escape(each.reason)}.", soft_wrap=True
    )
    out.print(f"    for example {escape('; '.join(each.examples))}", soft_wrap=True)
    out.print(f"    cure: {escape(each.cure)}", soft_wrap=True)


def _made_table(made: list[MadeOf]) -> Table:
    table = Table()
    table.add_column("Made", overflow="fold")
    table.add_column("Kind", no_wrap=True)
    for name in ("Areas", "People, or mean", "No margin"):
        table.add_column(name, justify="right", no_wrap=True)
    for each in made:
        label = GROUPS.label(each.slug) if each.what == "group" else FACTS.label(each.slug)
        total = f"{each.total:,.0f}" if each.what == "group" else f"{each.total:,.1f}"
        table.add_row(escape(label), each.kind, f"{each.areas:,}", total, f"{each.without_margin:,}")
    return table


def _conclude(reports: list[FileReport], *, dry_run: bool) -> None:
    changed = sum(report.changed for report in reports)
    if not changed:
        out.print("Nothing to do: all of this is loaded already, or nothing of it has an area.")
    elif dry_run:
        out.print(
            f"Nothing was loaded (dry run); {changed:,} values would change. Without --dry-run they do."
        )
    else:
        out.print(f"[bold green]Loaded:[/] {changed:,} values.")
