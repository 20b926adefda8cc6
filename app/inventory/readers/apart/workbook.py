"""Workbooks (XLSX, XLSB, XLS, ODS) by calamine: the sheet, its header, its cells as text. Runs in the child.

Formula cells count by the value stored with them. Rows without a filled cell are left out; the others keep the
number the spreadsheet shows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from app.errors import AppError, EmptyFileError, InvalidFileError, TooLargeError, UnsupportedFileError
from app.inventory import dictionary
from app.inventory.codes import Finding, finding
from app.inventory.readers.apart.job import INPUT, Job, Outcome
from app.inventory.readers.cell_text import cell_text, column_letters
from app.inventory.readers.headers import check_header
from app.inventory.readers.scratch import RowWriter
from app.inventory.readers.title_rows import SAMPLE_ROWS, Header, find_header

_SURELY_KNOWN = 6


@dataclass
class _Opened:
    """A sheet with its header found."""

    sheet: CalamineSheet
    header: Header
    rows: int


def read_workbook(job: Job, rows: RowWriter) -> Outcome:
    """Read the asked or the likeliest sheet of the workbook. Raises InvalidFileError, UnsupportedFileError."""
    book = _open(job)
    names = [each.name for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    chosen = _choose(book, names, job)
    columns = _write(chosen, rows)
    rows.flush()
    header = tuple(chosen.header.names[column] for column in columns)
    check_header(header, job.limits.columns)
    if not rows.count:
        raise InvalidFileError(
            f"The sheet “{chosen.sheet.name}” has a header row and nothing below it.", parameter="file"
        )
    return Outcome(
        job.suffix.lstrip("."),
        header,
        (*_said(chosen, names, job), *rows.findings()),
        chosen.sheet.name,
        tuple(names),
    )


def _open(job: Job) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(INPUT + job.suffix)
    except PasswordError as error:
        raise UnsupportedFileError(
            "The workbook has a password: save it without one.", parameter="file"
        ) from error
    except CalamineError as error:
        raise _damaged(error) from error


def _damaged(error: Exception) -> AppError:
    if "limit exceeded" in str(error):  # a few bytes may say “repeat a million times”
        return TooLargeError(
            "The workbook has millions of cells: delete all empty rows and columns, or send the rows as CSV.",
            parameter="file",
        )
    return InvalidFileError(
        f"The workbook cannot be read ({str(error)[:200]}): open it in your spreadsheet program and save it as a"
        " new XLSX or as CSV.",
        parameter="file",
    )


def _choose(book: CalamineWorkbook, names: list[str], job: Job) -> _Opened:
    """The sheet that was asked for, else the one with known headers and the most rows."""
    wanted = job.options.part
    if wanted is not None and wanted not in names:
        raise InvalidFileError(
            f"The workbook has no sheet “{wanted[:100]}”; it has {', '.join(names[:20])}.", parameter="part"
        )
    best: _Opened | None = None
    for name in [wanted] if wanted is not None else _visible(book, names):
        opened = _opened(book, name, job)
        if opened and (best is None or _rank(opened) > _rank(best)):
            best = opened
    if best is None:
        raise EmptyFileError(
            "The workbook holds no table: it needs a header row and rows below it.", parameter="file"
        )
    return best


def _visible(book: CalamineWorkbook, names: list[str]) -> list[str]:
    shown = [each.name for each in book.sheets_metadata if each.visible == SheetVisibleEnum.Visible]
    return [name for name in _tables(names) if name in shown] or names


def _tables(names: list[str]) -> list[str]:
    """The sheets that may hold an inventory: in our own template, one."""
    if dictionary.SHEET not in names:
        return names
    return [name for name in names if name not in (dictionary.SHEET, dictionary.LISTS_SHEET)]


def _rank(opened: _Opened) -> tuple[bool, int, int]:
    """A list of codes may have many rows and one known name; a table of assets has several."""
    return opened.rows > 0, min(opened.header.known, _SURELY_KNOWN), opened.rows


def _opened(book: CalamineWorkbook, name: str, job: Job) -> _Opened | None:
    try:
        sheet = book.get_sheet_by_name(name)
    except CalamineError as error:
        raise _damaged(error) from error
    sample = []
    for number, row in _rows(sheet):
        if number > SAMPLE_ROWS:
            break
        sample.append(row)
    wanted = job.options.header_row
    header = find_header(sample, sheet.merged_cell_ranges or (), None if wanted is None else wanted - 1)
    if header is None:
        return None
    filled = (any(cell != "" for cell in row) for row in islice(sheet.iter_rows(), header.row + 1, None))
    return _Opened(sheet, header, sum(filled))


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[str]]]:
    """All rows from the top of the sheet, as text, with their numbers."""
    left = [""] * (sheet.start[1] if sheet.start else 0)
    for number, row in enumerate(sheet.iter_rows(), start=1):
        yield number, left + [cell_text(cell) for cell in row]


def _write(chosen: _Opened, rows: RowWriter) -> list[int]:
    """Write the rows below the header; returns the columns that were kept. Unnamed columns must be empty."""
    names = chosen.header.names
    columns = [column for column, name in enumerate(names) if name]
    for number, row in _rows(chosen.sheet):
        if number <= chosen.header.row + 1 or not any(row):
            continue
        stray = [column for column, cell in enumerate(row) if cell and not names[column]]
        if stray:
            cell = f"{column_letters(stray[0])}{number}"
            raise InvalidFileError(
                f"Cell {cell} of the sheet “{chosen.sheet.name}” is filled but its column has no name in row"
                f" {chosen.header.row + 1}: name the column or delete it.",
                parameter="file",
            )
        rows.add(number, [row[column] for column in columns])
    return columns


def _said(chosen: _Opened, names: list[str], job: Job) -> Iterator[Finding]:
    others = [name for name in _tables(names) if name != chosen.sheet.name]
    if others and job.options.part is None:
        yield finding("part-chosen", 0, None, chosen.sheet.name, others=", ".join(others[:20]))
    if chosen.header.row > 0 and job.options.header_row is None:
        shown = f"{chosen.header.row}–{chosen.header.row + 1}" if chosen.header.stacked else None
        yield finding("header-row-found", 0, None, shown or str(chosen.header.row + 1))
