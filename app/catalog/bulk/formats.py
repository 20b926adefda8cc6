"""The formats of whole results, by the ending of their names: what each is called, and what writes it.

A streamed format is sent while it is read. The others need to go back in what they wrote, so they are written to a
file first.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from app.catalog.bulk import kml, layers, parquet, texts, workbook
from app.catalog.bulk.about import About
from app.catalog.bulk.selecting import Question
from app.catalog.bulk.source import Source
from app.errors import TooLargeError
from app.settings import Settings

Stream = Callable[[Source, Question, About], Iterator[bytes]]
Write = Callable[..., None]


@dataclass(frozen=True)
class Format:
    """One format: streamed by `stream`, or written to a path by `write`."""

    ending: str
    title: str
    media_type: str
    stream: Stream | None = None
    write: Write | None = None


class FileTooLargeError(TooLargeError):
    """The file got larger than is made here: narrow the question, or ask for a streamed format (.csv, .parquet)."""

    code = "file-too-large"


_ALL: Final = (
    Format("csv", "CSV", "text/csv", stream=texts.csv),
    Format("geojson", "GeoJSON", "application/geo+json", stream=texts.geojson),
    Format("geojsonl", "GeoJSON, one feature a line", "application/x-ndjson", stream=texts.geojsonl),
    Format("parquet", "GeoParquet 1.1", "application/vnd.apache.parquet", stream=parquet.parquet),
    Format("fgb", "FlatGeobuf", "application/flatgeobuf", write=layers.flatgeobuf),
    Format("gpkg", "GeoPackage", "application/geopackage+sqlite3", write=layers.geopackage),
    Format(
        "xlsx",
        "Excel workbook",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        write=workbook.xlsx,
    ),
    Format("kml", "KML", "application/vnd.google-earth.kml+xml", stream=kml.kml),
)
FORMATS: Final = {each.ending: each for each in _ALL}


def write_file(
    form: Format, source: Source, question: Question, about: About, path: Path, settings: Settings
) -> None:
    """Write the result to `path`. Raises FileTooLargeError and, for a workbook, TooManyRowsError."""
    if form.stream is not None:
        with path.open("wb") as file:
            file.writelines(form.stream(source, question, about))
    elif form.write is not None:
        write = partial(form.write, rows_max=settings.xlsx_rows_max) if form.ending == "xlsx" else form.write
        write(source, question, about, path, partial(_look, settings.bulk_file_max_bytes))


def _look(most: int, path: Path) -> None:
    """Stop a file that gets too large; the look is between batches, so it may be larger by one."""
    if path.exists() and path.stat().st_size > most:
        raise FileTooLargeError
