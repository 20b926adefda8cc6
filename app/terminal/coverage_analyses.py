"""Agreement of definitions and hot spots on the terminal, in all the forms that a plain answer has."""

from collections.abc import Sequence
from typing import Any

import orjson
from rich.markup import escape

from app.clock import today
from app.coverage.agreed import agreement_record
from app.coverage.agreement_answers import AgreementAnswer
from app.coverage.document import Analysis, analysis_document
from app.coverage.files import about_analysis, areas_parquet, areas_xlsx
from app.coverage.geojson import areas_geojson
from app.coverage.hotspot_answers import HotspotAnswer, hotspot_record
from app.coverage.tables import areas_csv
from app.db.engine import Database
from app.maps.gap_file import gap_file
from app.maps.layers import agreed, hot_spots
from app.maps.values import Painted
from app.terminal.console import out
from app.terminal.coverage_forms import Asked, Format, write_bytes, write_map
from app.terminal.coverage_tables import agreement_table, hotspots_table

_SHEETS = {"presets": "Definitions", "overlap": "Overlap", "levels": "Levels"}
"""Lists of an agreement and the sheets of a workbook that they become."""


def tell_agreement(database: Database, found: AgreementAnswer, asked: Asked) -> None:
    """As a table, or as asked; the map shows under how many definitions each area is a gap."""
    record = agreement_record(found)
    if asked.map_file is not None:
        sources = [
            f"{each['id']}: {each['title']}, adapted from {each['citation']}" for each in record["presets"]
        ]
        write_map(_map(database, found, agreed(found), record["words"], sources), asked.map_file)
    if not asked.printed:
        write_bytes(_body(database, found, record, asked), asked.to)
        return
    out.print(agreement_table(found, asked.limit or len(found.areas)))
    out.print(escape(record["words"]))
    for why in found.lacking.values():
        out.print(f"[dim]{escape(why)}[/]")


def tell_hotspots(database: Database, found: HotspotAnswer, asked: Asked) -> None:
    """As a table, or as asked; the map shows what lies together."""
    record = hotspot_record(found)
    if asked.map_file is not None:
        write_map(_map(database, found, hot_spots(found), record["words"], ()), asked.map_file)
    if not asked.printed:
        write_bytes(_body(database, found, record, asked), asked.to)
        return
    out.print(hotspots_table(found, asked.limit or len(found.areas)))
    out.print(escape(record["words"]))


def _body(database: Database, found: Analysis, record: dict[str, Any], asked: Asked) -> bytes:
    if asked.form is Format.csv:
        return areas_csv(found.areas)
    if asked.form is Format.geojson:
        return _features(database, found)
    if asked.form is Format.parquet:
        return areas_parquet(found.areas, about_analysis(found, today(), record))
    if asked.form is Format.xlsx:
        sheets = {title: record[name] for name, title in _SHEETS.items() if name in record}
        about = list(about_analysis(found, today(), record).items())
        return areas_xlsx(found.areas, sheets, about, database.settings)
    if asked.form is Format.json:
        document = analysis_document(found, today(), record, asked.limit or None)
        return orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n"
    return (str(record["words"]) + "\n").encode()


def _features(database: Database, found: Analysis) -> bytes:
    with database.read() as session:
        return areas_geojson(found.areas, found.question, session)


def _map(database: Database, found: Analysis, painted: Painted, words: str, sources: Sequence[str]) -> bytes:
    """The map as a file, each area coloured by what `painted` says of it."""
    if painted.classes is None:
        raise ValueError("this layer has no classes of its own")
    collection = orjson.loads(_features(database, found))
    shown = zip(collection["features"], painted.values.tolist(), painted.notes["note"], strict=True)
    for feature, value, note in shown:
        feature["properties"] |= {"shown": None if value != value else value, "note": note}
    return gap_file(collection, "shown", painted.classes, words.split(". ")[0] + ".", words, sources)
