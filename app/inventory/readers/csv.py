"""CSV as states really send it: four separators, four encodings, quoted line breaks, ragged rows.

Rows are read a few thousand at a time and turned into columns, so memory does not grow with the file.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import IO

from app.errors import InvalidFileError, TooLargeError
from app.inventory.codes import finding
from app.inventory.formulas import unguarded, unguarded_all
from app.inventory.readers import AS_IT_IS, Batch, ReadOptions, Sheet
from app.inventory.readers.content import refuse_other_formats
from app.inventory.readers.encoding import find_encoding
from app.settings import Settings

DELIMITERS = (",", ";", "\t", "|")
BATCH_ROWS = 4_000
_BATCH_BYTES = 2 * 2**20
_AT_ONCE = 50
_SAMPLE_CHARS = 65_536
_SAMPLE_ROWS = 50
_DATA_LIKE = re.compile(r"^(?:[-+$]?[\d.,]+%?|\S+@\S+\.\S+|https?://\S+|\d{4}-\d\d-\d\d|\d{5}-\d{4})$")


def read_csv(file: IO[bytes], settings: Settings, options: ReadOptions = AS_IT_IS) -> Sheet:
    """Open `file` (binary, seekable) as CSV. `options` may name the encoding and the header's row.

    Raises UnsupportedFileError for another format, InvalidFileError for a file that cannot be read, and
    TooLargeError over a limit; the last two also while rows are read.
    """
    refuse_other_formats(file)
    encoding = find_encoding(file, options.encoding)
    delimiter = sniff(_sample(file, encoding.name))
    # Detached when done: the caller owns the file.
    text = io.TextIOWrapper(file, encoding=encoding.name, newline="")
    records = _records(text, delimiter)
    header_row, header = _header(records, settings, options.header_row)
    findings = (finding("encoding-guessed", 0),) if encoding.guessed else ()
    rows = _bounded(records, file)
    batches = _batches(rows, header, header_row, settings)
    return Sheet("csv", encoding.name, header, _detaching(batches, text), findings)


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


def _header(records: Iterator[list[str]], settings: Settings, row: int | None) -> tuple[int, tuple[str, ...]]:
    """The header and its row: `row` where it is said, else the first that is not blank."""
    for number, record in enumerate(records, start=1):
        if number == row or (row is None and any(cell.strip() for cell in record)):
            header = tuple(_plain(unguarded(cell)) for cell in record)
            _check_header(header, settings)
            return number, header
    if row is not None:
        raise InvalidFileError(f"The file has no row {row} to be the header.", parameter="header_row")
    raise InvalidFileError("The file holds only empty lines: it needs a header row.", parameter="file")


def _plain(cell: str) -> str:
    """A column's name on one line, without invisible characters."""
    return "".join(char for char in " ".join(cell.split()) if char.isprintable())


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


def _bounded(records: Iterator[list[str]], file: IO[bytes]) -> Iterator[list[list[str]]]:
    """Records by some thousands, fewer where they are long: what is in memory at once is bounded."""
    while rows := list(islice(records, _AT_ONCE)):
        start = file.tell()
        while len(rows) < BATCH_ROWS and file.tell() - start < _BATCH_BYTES:
            more = list(islice(records, _AT_ONCE))
            if not more:
                break
            rows += more
        yield rows


def _batches(
    groups: Iterator[list[list[str]]], header: tuple[str, ...], header_row: int, settings: Settings
) -> Iterator[Batch]:
    number, last = header_row, header_row + settings.upload_max_rows
    for rows in groups:
        first, number = number + 1, number + len(rows)
        if number > last:
            raise TooLargeError(
                f"The file has more than {settings.upload_max_rows:,} rows: send it in parts.",
                parameter="file",
            )
        yield _batch(rows, first, len(header))
    if number == header_row:
        raise InvalidFileError("The file has a header row and nothing below it.", parameter="file")


def _batch(rows: list[list[str]], first: int, width: int) -> Batch:
    """Rows as columns. A blank line is an empty row, not a short one."""
    ragged: dict[int, int] = {}
    if set(map(len, rows)) != {width}:
        blank = [""] * width
        ragged = {place: len(row) for place, row in enumerate(rows) if row and len(row) != width}
        rows = [row if len(row) == width else blank for row in rows]
    columns = [unguarded_all(list(cells)) for cells in zip(*rows, strict=True)]
    return Batch(list(range(first, first + len(rows))), columns, ragged)


def _detaching(batches: Iterator[Batch], text: io.TextIOWrapper) -> Iterator[Batch]:
    try:
        yield from batches
    finally:
        text.detach()
