"""`stemmap coverage`: who is underserved, as a table, JSON, CSV or GeoJSON; the same answer as the API's."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.markup import escape
from rich.table import Table

from app.clock import today
from app.coverage.answers import answer_of
from app.coverage.document import answer_document
from app.coverage.geojson import areas_geojson
from app.coverage.question import CoverageQuestion, parse_question
from app.coverage.results import CoverageAnswer
from app.coverage.tables import areas_csv
from app.coverage.words import headline, miles, paragraph, percent
from app.db.engine import Database
from app.errors import InvalidFileError
from app.settings import get_settings
from app.terminal.console import errors_told, opened_database, out

Texts = list[str] | None
_NONE = "-"


class Format(StrEnum):
    """What an answer is written as."""

    table = "table"
    json = "json"
    csv = "csv"
    geojson = "geojson"


def coverage(
    areas: Annotated[str, typer.Option(help="How people are grouped: county or zip.")] = "county",
    states: Annotated[
        Texts, typer.Option(help="States asked about: NM, or NM,UT; US for all. Six by default.")
    ] = None,
    distance: Annotated[str, typer.Option(help="Beyond how far, with unit: 25mi, 40km.")] = "25mi",
    population: Annotated[str, typer.Option(help="Whose people: total, age-under-19, hispanic …")] = "total",
    kind: Annotated[Texts, typer.Option(help="Assets: institution, program, opportunity.")] = None,
    subtype: Annotated[Texts, typer.Option(help="Assets: university, camp, museum …")] = None,
    discipline: Annotated[Texts, typer.Option(help="Assets: engineering, computing …")] = None,
    state: Annotated[Texts, typer.Option(help="Only assets of these states (areas are --states).")] = None,
    grade: Annotated[Texts, typer.Option(help="Assets that serve a grade: K, 7, postsecondary …")] = None,
    band: Annotated[Texts, typer.Option(help="Assets that serve a band: middle, high …")] = None,
    audience: Annotated[Texts, typer.Option(help="Assets designed for: women-girls, rural …")] = None,
    cost: Annotated[Texts, typer.Option(help="Assets by cost: free, under-25 …")] = None,
    q: Annotated[str | None, typer.Option(help="Assets by words.")] = None,
    where: Annotated[
        Texts, typer.Option("--filter", help="Any other filter of the API as name=value: season=summer.")
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="Worst areas to list; 0 for all.")] = 10,
    form: Annotated[Format, typer.Option("--format", help="Write it as.")] = Format.table,
    to: Annotated[Path | None, typer.Option("--out", help="Write to this file.")] = None,
) -> None:
    """Say how many people live too far from any matching asset, and where.

    Examples:

    `stemmap coverage --states NM --subtype university --discipline engineering`

    `stemmap coverage --states NM,UT --areas zip --distance 40km --population hispanic --limit 20`

    `stemmap coverage --states US --kind program --format geojson --out gaps.geojson`
    """
    named = {"kind": kind, "subtype": subtype, "discipline": discipline, "state": state, "grade": grade}
    named |= {"band": band, "audience": audience, "cost": cost, "states": states}
    pairs = [("areas", areas), ("distance", distance), ("population", population)]
    pairs += [(name, text) for name, texts in named.items() for text in texts or ()]
    pairs += [("q", q)] if q else []
    with errors_told():
        question = parse_question([*pairs, *_others(where or ())], get_settings())
    with opened_database() as database:
        answer = answer_of(database, question, today())
        if form is Format.table and to is None:
            _print(answer, limit)
        else:
            _write(_body(database, answer, form, limit), to)


def _others(texts: Iterable[str]) -> list[tuple[str, str]]:
    """`name=value` texts as pairs; one without `=` becomes a name nobody knows, which is refused."""
    return [(name.strip(), value) for name, _, value in (text.partition("=") for text in texts)]


def _body(database: Database, answer: CoverageAnswer, form: Format, limit: int) -> bytes:
    if form is Format.csv:
        return areas_csv(answer.areas)
    if form is Format.geojson:
        with database.read() as session:
            return areas_geojson(answer.areas, answer.question, session)
    if form is Format.json:
        return orjson.dumps(answer_document(answer, limit or None), option=orjson.OPT_INDENT_2) + b"\n"
    return (paragraph(answer) + "\n").encode()


def _write(body: bytes, to: Path | None) -> None:
    if to is None:
        typer.echo(body, nl=False)
        return
    try:
        to.write_bytes(body)
    except OSError as failure:
        raise InvalidFileError(f"{to} cannot be written: {failure.strerror}.") from failure


def _print(answer: CoverageAnswer, limit: int) -> None:
    out.print(f"[bold]{escape(headline(answer))}[/]\n")
    out.print(_states(answer))
    if worst := _worst(answer, limit or len(answer.areas)):
        out.print(worst)
    out.print(escape(paragraph(answer)) + "\n")
    for source in answer.sources:
        method = f", {source.method}" if source.method else ""
        text = (
            f"{source.role}: {source.publisher}, {source.title} ({source.vintage}{method}). {source.licence}."
        )
        out.print(f"[dim]{escape(text)}[/]")


def _states(answer: CoverageAnswer) -> Table:
    areas = _plural(answer.question)
    table = Table(title="By state", title_justify="left")
    _columns(table, "State", "People", "Beyond", "Share", f"{areas} mostly beyond", "Mean distance")
    for state in answer.states:
        share = _NONE if state.share_beyond is None else percent(state.share_beyond)
        cells = (f"{state.people:,.0f}", f"{state.people_beyond:,.0f}", share)
        table.add_row(
            state.name, *cells, f"{state.areas_beyond:,} of {state.areas:,}", _miles(state.mean_nearest_m)
        )
    return table


def _worst(answer: CoverageAnswer, limit: int) -> Table | None:
    """The worst areas, or None when nobody is beyond."""
    worst = [area for area in answer.areas[:limit] if area.people_beyond > 0]
    table = Table(title=f"{_plural(answer.question)} with most people beyond", title_justify="left")
    far = "Mean distance" if answer.question.areas == "county" else "Distance"
    _columns(table, "Area", "Beyond", "People", "Share", far, "Nearest asset")
    table.columns[-1].justify = "left"
    for area in worst:
        name = area.name if answer.question.areas == "county" else f"{area.geoid} {area.name}"
        share = _NONE if area.share_beyond is None else percent(area.share_beyond)
        cells = (f"{area.people_beyond:,.0f}", f"{area.people:,.0f}", share, _miles(area.nearest_m))
        table.add_row(escape(f"{name}, {area.state}"), *cells, escape(area.nearest_asset_name or _NONE))
    return table if worst else None


def _columns(table: Table, first: str, *others: str) -> None:
    table.add_column(first)
    for name in others:
        table.add_column(name, justify="right")


def _plural(question: CoverageQuestion) -> str:
    return "Counties" if question.areas == "county" else "ZIP areas"


def _miles(distance_m: float | None) -> str:
    return _NONE if distance_m is None else miles(distance_m)
