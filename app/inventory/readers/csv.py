"""CSV as states really send it: four separators, four encodings, quoted line breaks, ragged rows.

Rows are read one at a time, so memory does not grow with the file.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import IO

from app.errors import InvalidFileError, TooLargeError
from app.inventory.codes import finding
from app.inventory.readers import RawRow, Table
from app.inventory.readers.content import refuse_other_formats
from app.inventory.readers.encoding import find_encoding
from app.settings import Settings

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_CHARS = 65_536
_SAMPLE_ROWS = 50
_DATA_LIKE = re.compile(r"^(?:[-+$]?[\d.,]+%?|\S+@\S+\.\S+|https?://\S+|\d{4}-\d\d-\d\d|\d{5}-\d{4})$")


def read_csv(file: IO[bytes], settings: Settings) -> Table:
    """Open `file` (binary, seekable) as CSV.

    Raises UnsupportedFileError for another format, InvalidFileError for a file that cannot be read, and
    TooLargeError over a limit; the last two also while rows are read.
    """
    refuse_other_formats(file)
    encoding = find_encoding(file)
    delimiter = sniff(_sample(file, encoding.name))
    # Detached when done: the caller owns the file.
    text = io.TextIOWrapper(file, encoding=encoding.name, newline="")
    records = enumerate(_records(text, delimiter), start=1)
    header_row, header = _header(records, settings)
    findings = (finding("encoding-guessed", 0),) if encoding.guessed else ()
    rows = _rows(records, header, header_row, settings)
    return Table("csv", encoding.name, header, _detaching(rows, text), findings)


def _sample(file: IO[bytes], encoding: str) -> str:
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    sample = text.read(_SAMPLE_CHARS)
    text.detach().seek(0)
    return sample


def sniff(sample: str) -> str:
    """The separator under which most rows of `sample` have as many cells (two or more) as the first."""
    return max(DELIMITERS, key=lambda delimiter: (*_fit(sample, delimiter), -DELIMITERS.index(delimiter)))


def _fit(sample: str, delimiter: str) -> tuple[float, int]:
    widths = []
    try:
        for record in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if record:
                widths.append(len(record))
            if len(widths) == _SAMPLE_ROWS:
                break
    except csv.Error:
        return 0.0, 0
    if not widths or widths[0] == 1:
        return 0.0, 0
    return sum(width == widths[0] for width in widths) / len(widths), widths[0]


def _records(text: io.TextIOWrapper, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(text, delimiter=delimiter)
    try:
        yield from reader
    except csv.Error as error:
        raise InvalidFileError(
            f"Line {reader.line_num} cannot be read ({error}): look for a double quote that is never closed.",
            parameter="file",
        ) from error


def _header(records: Iterator[tuple[int, list[str]]], settings: Settings) -> tuple[int, tuple[str, ...]]:
    for number, record in records:
        if any(cell.strip() for cell in record):
            header = tuple(" ".join(cell.split()) for cell in record)
            _check_header(header, settings)
            return number, header
    raise InvalidFileError("The file holds only empty lines: it needs a header row.", parameter="file")


def _check_header(header: Sequence[str], settings: Settings) -> None:
    if len(header) > settings.upload_max_columns:
        raise TooLargeError(
            f"The file has {len(header):,} columns; {settings.upload_max_columns} are accepted.",
            parameter="file",
        )
    empty = [str(place) for place, name in enumerate(header, start=1) if not name]
    if empty:
        raise InvalidFileError(
            f"These columns have no name: {', '.join(empty)}. Name or delete them.", parameter="file"
        )
    twice = [name for name, count in Counter(name.casefold() for name in header).items() if count > 1]
    if twice:
        raise InvalidFileError(
            f"These column names occur twice: {', '.join(twice)}. Rename one of each.", parameter="file"
        )
    data = [name for name in header if _DATA_LIKE.match(name)]
    if data:
        raise InvalidFileError(
            f"The first row holds data ({', '.join(data[:3])}), not column names. Put a header row on top.",
            parameter="file",
        )


def _rows(
    records: Iterator[tuple[int, list[str]]], header: tuple[str, ...], header_row: int, settings: Settings
) -> Iterator[RawRow]:
    width, last = len(header), header_row + settings.upload_max_rows
    number = header_row
    for number, record in records:
        if number > last:
            raise TooLargeError(
                f"The file has more than {settings.upload_max_rows:,} rows: send it in parts.",
                parameter="file",
            )
        found = len(record) or width  # a blank line is an empty row, not a short one
        values = dict(zip(header, record, strict=False)) if found == width else dict.fromkeys(header, "")
        yield RawRow(number, values or dict.fromkeys(header, ""), found)
    if number == header_row:
        raise InvalidFileError("The file has a header row and nothing below it.", parameter="file")


def _detaching(rows: Iterator[RawRow], text: io.TextIOWrapper) -> Iterator[RawRow]:
    try:
        yield from rows
    finally:
        text.detach()
