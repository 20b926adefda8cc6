"""An answer about coverage told on the terminal: tables and words, a file's bytes, a map."""

from dataclasses import replace

import numpy as np
import orjson
from rich.markup import escape

from app.coverage.document import answer_document
from app.coverage.files import answer_parquet, answer_xlsx
from app.coverage.geojson import areas_geojson
from app.coverage.results import CoverageAnswer
from app.coverage.tables import areas_csv
from app.coverage.words import headline, lead, paragraph
from app.db.engine import Database
from app.maps.classes import View, classes_of
from app.maps.gap_file import gap_file
from app.terminal.console import out
from app.terminal.coverage_forms import Format
from app.terminal.coverage_picture import PICTURES, picture
from app.terminal.coverage_tables import (
    groups_table,
    preset_table,
    states_table,
    worst_table,
)


def map_of(database: Database, answer: CoverageAnswer, ending: str) -> bytes:
    """The gap map, by share or, of ZIP areas, by distance: a picture, or one HTML file."""
    if ending in PICTURES:
        return picture(database, answer, ending)
    with database.read() as session:
        collection = orjson.loads(areas_geojson(answer.areas, answer.question, session))
    view: View = "distance" if answer.question.areas == "zip" else "share"
    question = answer.question
    classes = classes_of(view, question.bound, np.zeros(0), timed=question.travel is not None)
    field = classes.field
    if question.how.measure != "nearest":
        classes = replace(classes, title="Share of people in a gap")
    sources = [f"{each.role}: {each.publisher}, {each.title} ({each.vintage})" for each in answer.sources]
    return gap_file(collection, field, classes, headline(answer), paragraph(answer), sources)


def body_of(database: Database, answer: CoverageAnswer, form: Format, limit: int) -> bytes:
    """The answer in `form`, with `limit` areas (0: all) in JSON; its words for a table."""
    if form is Format.csv:
        return areas_csv(answer.areas)
    if form is Format.geojson:
        with database.read() as session:
            return areas_geojson(answer.areas, answer.question, session)
    if form is Format.parquet:
        return answer_parquet(answer)
    if form is Format.xlsx:
        return answer_xlsx(answer, database.settings)
    if form is Format.json:
        return orjson.dumps(answer_document(answer, limit or None), option=orjson.OPT_INDENT_2) + b"\n"
    return (paragraph(answer) + "\n").encode()


def print_answer(answer: CoverageAnswer, limit: int) -> None:
    """Print the answer as words and tables, with `limit` areas (0: all)."""
    out.print(f"[bold]{escape(lead(answer))}[/]\n")
    out.print(states_table(answer))
    most = limit or len(answer.areas)
    if worst := worst_table(answer, most):
        out.print(worst)
    if len(answer.groups) > 1:
        out.print(groups_table(answer.groups))
    if answer.preset:
        out.print(preset_table(answer, most))
    out.print(escape(paragraph(answer)) + "\n")
    for source in answer.sources:
        method = f", {source.method}" if source.method else ""
        text = (
            f"{source.role}: {source.publisher}, {source.title} ({source.vintage}{method}). {source.licence}."
        )
        out.print(f"[dim]{escape(text)}[/]")
