"""`stemmap coverage travel make|add|list|drop`: the travel tables that coverage can measure by."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from app.clock import today
from app.coverage.question import CoverageQuestion, parse_question
from app.coverage.routing.router import Router, router_of
from app.coverage.travel import folder, shelf
from app.coverage.travel.asked import FASTEST_M_PER_MINUTE
from app.coverage.travel.making import StraightWay, parse_speed
from app.coverage.travel.writing import about_of
from app.errors import BadParameterError
from app.settings import Settings, get_settings
from app.terminal.console import err, errors_told, opened_database, out
from app.terminal.coverage_sites import States, Where

app = typer.Typer(
    help="Travel tables: minutes from areas to assets, instead of straight lines.",
    rich_markup_mode="markdown",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
Name = Annotated[str, typer.Argument(help="What the table is called: small letters, digits, - and _.")]
_CIRCUITY = 1.3


@app.command("make")
def make(
    name: Name,
    states: States = None,
    areas: Annotated[str, typer.Option(help="People at the points of: county, zip, tract …")] = "zip",
    where: Where = None,
    minutes: Annotated[float, typer.Option(help="Longest travel of the table.")] = 60,
    farthest: Annotated[
        str | None, typer.Option(help="Pairs farther apart in a straight line are not asked for: 60mi.")
    ] = None,
    speed: Annotated[
        str | None, typer.Option(help="Without a routing service: 45mph or 70km/h along the roads.")
    ] = None,
    circuity: Annotated[
        float | None, typer.Option(help="With --speed: roads are so much longer than straight lines (1.3).")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Make it anew even if nothing changed.")] = False,
    to: Annotated[Path | None, typer.Option("--out", help="Write it to this .csv or .parquet too.")] = None,
) -> None:
    """Make a table of the minutes from people to assets, by the routing service or at a speed. Ctrl-C cancels it.

    The routing service is the one of STEMMAP_ROUTER_URL (OSRM or Valhalla); with `--speed` none is needed. People
    beyond the states who share the same assets are in it. A table made from the same points in the same way is kept.

    Examples:

    `stemmap coverage travel make drive --states NM --minutes 60`

    `stemmap coverage travel make rough --states NM --speed 45mph --circuity 1.3 --out rough.csv`

    `stemmap coverage travel make camps --states NM,UT --areas tract --filter subtype=camp --farthest 80mi`
    """
    settings = get_settings()
    with errors_told():
        question = _question(
            states, areas, where, farthest or f"{_farthest_m(minutes, settings):.0f}m", settings
        )
        way = _way(speed, circuity, settings)
        wanted = shelf.Wanted(question.states, question.areas, question.supply, minutes, question.distance_m)
    with opened_database() as database, _bar() as bar:
        task = bar.add_task(
            "Asking the routing service" if isinstance(way, Router) else "Computing", total=None
        )

        def told(done: int, whole: int) -> None:
            bar.update(task, completed=done, total=whole)

        kept, about, same = shelf.make(database, name, wanted, way, today(), told, again=again)
        if to is not None:
            shelf.write_out(kept, to)
    out.print("Nothing changed since it was made: it is kept as it is." if same else _made(about))
    out.print(
        f"Travel table [bold]{kept.name}[/] ({kept.digest}). Use it: {escape(_use(kept.name, minutes))}"
    )


def _farthest_m(minutes: float, settings: Settings) -> float:
    return min(minutes * FASTEST_M_PER_MINUTE, settings.radius_max_m)


def _question(
    states: list[str] | None, areas: str, where: list[str] | None, farthest: str, settings: Settings
) -> CoverageQuestion:
    pairs = [("areas", areas), ("distance", farthest), *(("states", text) for text in states or ())]
    pairs += [(name, value) for name, _, value in (text.partition("=") for text in where or ())]
    return parse_question(pairs, settings)


def _way(speed: str | None, circuity: float | None, settings: Settings) -> Router | StraightWay:
    if speed is None:
        if circuity is not None:
            raise BadParameterError("`--circuity` goes with `--speed`.", parameter="circuity")
        return router_of(settings)
    factor = _CIRCUITY if circuity is None else circuity
    if not 1 <= factor <= 5:
        raise BadParameterError("`--circuity` is a number from 1 to 5.", parameter="circuity")
    return StraightWay(parse_speed(speed), factor)


def _bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=err, transient=True)


def _made(about: dict[str, Any]) -> str:
    text = (
        f"{about['rows']:,} pairs within {about['minutes_at_most']:g} minutes, of {about['pairs_asked']:,} that are "
        f"near enough, from {about['origins']:,} places to {about['destinations']:,} assets"
    )
    if about.get("no_way"):
        text += f"; {about['no_way']:,} have no way"
    for what, noun in (("origins", "places"), ("destinations", "assets")):
        if lost := about.get(f"{what}_without_road"):
            text += f"; {len(lost):,} {noun} are too far from any road and left out ({', '.join(lost[:5])})"
    return text + "."


def _use(name: str, minutes: float) -> str:
    return f"stemmap coverage --travel {name} --minutes {min(minutes, 30):g}"


@app.command("add")
def add(
    name: Name, file: Annotated[Path, typer.Argument(help="CSV or Parquet: origin, destination, minutes.")]
) -> None:
    """Keep a file of travel times, so that it can be asked for by its name here and over HTTP.

    It needs the columns origin (GEOID of a ZIP area or tract), destination (id of an asset) and minutes (or seconds);
    other usual names of these are understood.

    Example: `stemmap coverage travel add drive r5r-output.csv`
    """
    with opened_database() as database:
        if not file.is_file():
            raise BadParameterError(f"There is no file {file}.", parameter="file")
        kept, report = shelf.add(database, name, file)
    out.print(f"Travel table [bold]{kept.name}[/] ({kept.digest}): {report['rows']:,} pairs.")
    if report["rows_without_minutes"]:
        out.print(f"Rows without minutes, whose pairs cannot be reached: {report['rows_without_minutes']:,}")
    for what, known in (("origins", "areas"), ("destinations", "assets")):
        out.print(f"{what.capitalize()} that are known {known}: {report[f'{what}_known']:,}")
        if report[f"{what}_unknown"]:
            examples = escape(", ".join(report[f"{what}_unknown_examples"]))
            out.print(
                f"[yellow]{what.capitalize()} that are not known: {report[f'{what}_unknown']:,}[/] ({examples} …)"
            )


@app.command("list")
def listed() -> None:
    """List the travel tables that are kept."""
    settings = get_settings()
    table = Table(title="Travel tables", title_justify="left")
    for column in ("Name", "Digest", "Bytes", "Made by", "Pairs", "Minutes at most"):
        table.add_column(column)
    for kept in folder.all_tables(settings.home):
        about = about_of(kept.path)
        said = [str(about.get(key, "-")) for key in ("by", "rows", "minutes_at_most")]
        table.add_row(kept.name, kept.digest, f"{kept.size:,}", *map(escape, said))
    if table.rows:
        out.print(table)
    else:
        out.print("No travel table is kept. Make one: stemmap coverage travel make NAME --speed 45mph")


@app.command("drop")
def drop(name: Name) -> None:
    """Forget a travel table. Runs that were computed from it keep what they need."""
    with errors_told():
        folder.drop(get_settings().home, name)
    out.print(f"Travel table {name} is dropped.")
