"""Small official tables (CSV or Excel) as rows of text, with title lines above the header. No database."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.errors import InvalidFileError, TooLargeError
from app.geography.official.opened import Table

_OLE: Final = b"\xd0\xcf\x11\xe0"
_ZIP: Final = b"PK\x03\x04"
_MOST_TITLES: Final = 30
Row = list[str]


@dataclass(frozen=True)
class Found:
    """The header of a table, where its columns stand, and the rows below."""

    at: dict[str, int]
    header: Row
    rows: Iterator[Row]


def rows_of(table: Table) -> Iterator[Row]:
    """Rows of the table, cells trimmed; of a workbook the rows of all its sheets."""
    start = table.file.read(4)
    table.file.seek(0)
    if start in (_OLE, _ZIP):
        yield from _workbook_rows(table)
        return
    head = table.file.read()
    try:
        text = head.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = head.decode("cp1252", errors="replace")
    lines = io.StringIO(text, newline="")
    separator = "|" if text[:2000].count("|") > text[:2000].count(",") else ","
    for row in csv.reader(lines, delimiter=separator):
        yield [cell.strip() for cell in row]


def _workbook_rows(table: Table) -> Iterator[Row]:
    import python_calamine

    try:
        book = python_calamine.load_workbook(io.BytesIO(table.file.read()))
        for name in book.sheet_names:
            for row in book.get_sheet_by_name(name).to_python():
                yield [_cell(cell) for cell in row]
    except (python_calamine.CalamineError, OSError) as error:
        raise InvalidFileError(f"{table.name} cannot be read as a workbook: {error}.") from error


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def found_in(
    table: Table, places: Callable[[Sequence[str]], dict[str, int] | None], what: str, max_rows: int
) -> Found:
    """The first row that `places` knows as the header, and the rows below it.

    Raises InvalidFileError where none of the first rows is one.
    """
    rows = rows_of(table)
    seen: list[Row] = []
    for row in rows:
        at = places(row)
        if at is not None:
            return Found(at, row, _bounded(rows, max_rows))
        seen.append(row)
        if len(seen) > _MOST_TITLES:
            break
    first = next((", ".join(filter(None, row[:6])) for row in seen if any(row)), "nothing")
    raise InvalidFileError(f"{table.name} is not {what} (it begins: {first[:120]}).", parameter="file")


def _bounded(rows: Iterable[Row], max_rows: int) -> Iterator[Row]:
    for number, row in enumerate(rows):
        if number >= max_rows:
            raise TooLargeError(f"The file has more than {max_rows:,} rows (setting load_max_rows).")
        if any(row):
            yield row


def number_of(text: str) -> float | None:
    """A number that may have thousands commas; None for what is none."""
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None


def cell(row: Row, at: dict[str, int], name: str) -> str:
    """The cell of a column; "" where the row is too short or the column is not there."""
    place = at.get(name)
    return row[place] if place is not None and 0 <= place < len(row) else ""
