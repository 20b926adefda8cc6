"""XLSX: the data with types, and sheets that say what the file and its fields are; row by row."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from xlsxwriter import Workbook

from app.catalog.bulk import dictionary
from app.catalog.bulk.about import About
from app.catalog.bulk.fields import FIELDS, POINT
from app.catalog.bulk.selecting import Question
from app.catalog.bulk.source import Source
from app.catalog.bulk.values import value_rows
from app.errors import TooLargeError

Watch = Callable[[Path], None]
Cells = tuple[str, ...]
CELL_MAX: Final = 32_767
"""Most characters a cell may have (Excel specifications and limits)."""
_LOOK_EVERY: Final = 5000
OPTIONS: Final = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
"""Nothing in a workbook is a formula or a link."""


class TooManyRowsError(TooLargeError):
    """This result has more rows than a workbook takes: ask for .csv or .parquet, or narrow it."""

    code = "too-many-rows"


def xlsx(
    source: Source, question: Question, about: About, path: Path, watch: Watch, *, rows_max: int
) -> None:
    """The workbook; nothing in it is a formula or a link. Raises TooManyRowsError above `rows_max` assets."""
    with Workbook(path, OPTIONS) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("Assets")
        sheet.freeze_panes(1, 0)
        write_texts(book.add_worksheet("About"), [], list(about.facts().items()), bold)
        write_texts(book.add_worksheet("Fields"), [dictionary.HEADER], dictionary.rows(), bold)
        header = tuple(field.name for field in (*FIELDS, *POINT))
        write_texts(sheet, [header], [], bold)
        writer = SheetWriter(book, sheet)
        for number, (values, point) in enumerate(value_rows(source, question), start=1):
            if number > rows_max:
                raise TooManyRowsError(
                    f"A workbook takes {rows_max:,} assets at most: ask for .csv or .parquet, or narrow the question."
                )
            if number % _LOOK_EVERY == 0:
                watch(path)
            writer.write(number, (*values, *(point or (None, None))))


def write_texts(sheet: Any, heads: Sequence[Cells], rows: Sequence[Cells], bold: Any) -> None:
    """Rows of texts, the `heads` above them in `bold`."""
    for number, row in enumerate([*heads, *rows]):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text, bold if number < len(heads) else None)


class SheetWriter:
    """Writes the cells of a sheet, each as what it is."""

    def __init__(self, book: Any, sheet: Any) -> None:
        self._sheet = sheet
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._time = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._text = book.add_format({"num_format": "@"})

    def write(self, number: int, values: tuple[Any, ...]) -> None:
        """One row."""
        for column, value in enumerate(values):
            if value is not None and value != []:
                self._cell(number, column, value)

    def _cell(self, row: int, column: int, value: Any) -> None:
        if isinstance(value, str | list):
            text = value if isinstance(value, str) else "; ".join(value)
            self._sheet.write_string(row, column, text[:CELL_MAX], self._text)
        elif isinstance(value, bool):
            self._sheet.write_boolean(row, column, value)
        elif isinstance(value, int | float):
            self._sheet.write_number(row, column, value)
        elif isinstance(value, datetime):  # a workbook knows no zones: UTC
            self._sheet.write_datetime(row, column, value.astimezone(UTC).replace(tzinfo=None), self._time)
        else:
            self._sheet.write_datetime(row, column, value, self._day)
