"""Answers of studies on the terminal: tables, or JSON, CSV and GeoJSON as bytes."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

import orjson
from rich.markup import escape
from rich.table import Table

from app.coverage.studies.shapes import answer_csv, answer_geojson
from app.db.engine import Database
from app.errors import BadParameterError
from app.terminal.console import out
from app.terminal.coverage_forms import write_bytes

_AREAS_SHOWN = 12


class Form(StrEnum):
    """What an answer is written as."""

    table = "table"
    json = "json"
    csv = "csv"
    geojson = "geojson"


def written(database: Database, answer: Mapping[str, Any], form: Form, to: Path | None) -> None:
    """Print the answer as tables, or write it in another form. Raises InvalidFileError where a file cannot be."""
    if form is Form.table:
        printed(answer)
        return
    write_bytes(_body(database, answer, form), to)


def _body(database: Database, answer: Mapping[str, Any], form: Form) -> bytes:
    if form is Form.csv:
        return answer_csv(answer)
    if form is Form.geojson:
        with database.read() as session:
            return answer_geojson(answer, session)
    return orjson.dumps(answer, option=orjson.OPT_INDENT_2) + b"\n"


def printed(answer: Mapping[str, Any]) -> None:
    """The words, then sites, groups and the first areas as tables."""
    out.print(f"[bold]{escape(answer['words'])}[/]\n")
    if answer.get("sites"):
        out.print(_sites(answer["sites"]))
    if answer.get("groups"):
        out.print(rows_table("By group", answer["groups"], skip=("label",)))
    if answer.get("areas"):
        out.print(rows_table("By area", answer["areas"][:_AREAS_SHOWN], skip=("lon", "lat")))
    for source in answer["sources"]:
        said = f"{source['publisher']}, {source['title']} ({source['vintage']}). {source['licence']}."
        out.print(f"[dim]{escape(said)}[/]")


def _sites(sites: Sequence[Mapping[str, Any]]) -> Table:
    table = Table(title="New sites", title_justify="left")
    for name in ("Rank", "Site", "Newly reached", "So far", "Most of them in"):
        table.add_column(name)
    for site in sites:
        where = ", ".join(f"{each['name']} ({_people(each['people'])})" for each in site["areas"][:2])
        at = f"{site['name']}, {site['state']}" if site["state"] else site["name"]
        cells = (str(site["rank"]), at, _people(site["people"]), _people(site["people_so_far"]), where)
        table.add_row(*(escape(cell) for cell in cells))
    return table


def _people(groups: Mapping[str, float]) -> str:
    if len(groups) == 1:
        return f"{next(iter(groups.values())):,.0f}"
    return "; ".join(f"{group} {number:,.0f}" for group, number in groups.items())


def rows_table(title: str, rows: Sequence[Mapping[str, Any]], skip: Iterable[str] = ()) -> Table:
    """Records as a table, a column for each name."""
    left_out = set(skip)
    names = [name for name in rows[0] if name not in left_out]
    table = Table(title=title, title_justify="left")
    for name in names:
        table.add_column(name.replace("_", " "))
    for row in rows:
        table.add_row(*(escape(_cell(row[name])) for name in names))
    return table


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, Mapping):
        return (
            _people(value)
            if all(isinstance(each, int | float) for each in value.values())
            else str(dict(value))
        )
    return f"{value:,}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def named(texts: Iterable[str]) -> dict[str, Any]:
    """`name=value` texts as a JSON object: a name given again becomes a list, JSON is read as such.

    Raises BadParameterError for a text without `=`.
    """
    found: dict[str, Any] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign:
            raise BadParameterError(f"`{text[:80]}` is not of the form name=value.", parameter=text[:80])
        each = _value(value)
        name = name.strip()
        found[name] = [*_several(found[name]), each] if name in found else each
    return found


def _value(text: str) -> Any:
    """A number, list or object where it reads as JSON; else the text itself."""
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return text
    return value if isinstance(value, int | float | list | dict) and not isinstance(value, bool) else text


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
