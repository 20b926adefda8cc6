"""The rows of an export as CSV or as a workbook."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import IO, Any

from xlsxwriter import Workbook

from app.inventory.formulas import guarded

_LINES_AT_ONCE = 500


def as_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """CSV in UTF-8 with a byte order mark, in pieces; text that a spreadsheet would run is marked (see formulas)."""
    lines = iter(chain([header], rows))
    start = b"\xef\xbb\xbf"
    while several := list(islice(lines, _LINES_AT_ONCE)):
        text = io.StringIO(newline="")
        csv.writer(text).writerows([guarded(cell) for cell in row] for row in several)
        yield start + text.getvalue().encode()
        start = b""


def write_xlsx(header: Sequence[str], rows: Iterable[Sequence[str]], file: IO[bytes]) -> None:
    """A workbook of text cells, row by row: nothing becomes a formula, a link or a number that loses its zeros."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        sheet = book.add_worksheet("Inventory")
        sheet.freeze_panes(1, 0)
        _write(sheet, 0, header, book.add_format({"bold": True}))
        text = book.add_format({"num_format": "@"})
        for number, row in enumerate(rows, start=1):
            _write(sheet, number, row, text)


def _write(sheet: Any, number: int, row: Sequence[str], look: Any) -> None:
    for place, cell in enumerate(row):
        if cell:
            sheet.write_string(number, place, cell, look)
