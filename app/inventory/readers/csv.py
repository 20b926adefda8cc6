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

from app.errors import EmptyFileError, InvalidFileError, TooLargeError
from app.inventory.codes import Finding, finding
from app.inventory.formulas import unguarded, unguarded_all
from app.inventory.readers import AS_IT_IS, Batch, ReadOptions, Sheet
from app.inventory.readers.content import refuse_other_formats
from app.inventory.readers.encoding import Encoding, find_encoding
from app.inventory.readers.title_rows import row_below_titles
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
    sample = _sample(file, encoding.name)
    delimiter = sniff(sample)
    below_titles = None if options.header_row else row_below_titles(_first_rows(sample, delimiter))
    # Detached when done: the caller owns the file.
    text = io.TextIOWrapper(file, encoding=encoding.name, newline="")
    records = _records(text, delimiter)
    header_row, names = _header(records, settings, options.header_row or below_titles)
    rows = _bounded(records, file)
    batches = _batches(rows, names, header_row, settings)
    header = tuple(filter(None, names))
    return Sheet("csv", encoding.name, header, _detaching(batches, text), _said(encoding, below_titles))


def _said(encoding: Encoding, below_titles: int | None) -> tuple[Finding, ...]:
    found = [finding("encoding-guessed", 0)] if encoding.guessed else []
    if below_titles:
        found.append(finding("header-row-found", 0, None, str(below_titles)))
    return tuple(found)


def _sample(file: IO[bytes], encoding: str) -> str:
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    sample = text.read(_SAMPLE_CHARS)
    text.detach().seek(0)
    return sample


def sniff(sample: str) -> str:
    """The separator under which most rows of `sample` have the same number of cells (two or more)."""
    return max(DELIMITERS, key=lambda delimiter: (*_fit(sample, delimiter), -DELIMITERS.index(delimiter)))


def _fit(sample: str, delimiter: str) -> tuple[float, int]:
    """Share of the rows that have the commonest width, and that width. Title lines above a table are narrower."""
    widths = Counter(map(len, _first_rows(sample, delimiter)))
    if not widths:
        return 0.0, 0
    width, count = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
    return (count / widths.total(), width) if width > 1 else (0.0, 0)


def _first_rows(sample: str, delimiter: str) -> list[list[str]]:
    """The first rows of the file, without blank lines' cells; none where the sample is no such CSV."""
    try:
        return list(islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), _SAMPLE_ROWS))
    except csv.Error:
        return []


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
    """The header ("" for a column without a name) and its row: `row` where it is known, else the first filled."""
    for number, record in enumerate(records, start=1):
        if number == row or (row is None and any(cell.strip() for cell in record)):
            header = tuple(_plain(unguarded(cell)) for cell in record)
            _check_header(header, settings)
            return number, header
    if row is not None:
        raise InvalidFileError(f"The file has no row {row} to be the header.", parameter="header_row")
    raise EmptyFileError("The file holds only empty lines: it needs a header row.", parameter="file")


def _plain(cell: str) -> str:
    """A column's name on one line, without invisible characters."""
    return "".join(char for char in " ".join(cell.split()) if char.isprintable())


def _check_header(header: Sequence[str], settings: Settings) -> None:
    if len(header) > settings.upload_max_columns:
        raise TooLargeError(
            f"The file has {len(header):,} columns; {settings.upload_max_columns} are accepted.",
            parameter="file",
        )
    twice = [name for name, count in Counter(name.casefold() for name in header if name).items() if count > 1]
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
    groups: Iterator[list[list[str]]], names: tuple[str, ...], header_row: int, settings: Settings
) -> Iterator[Batch]:
    number, last = header_row, header_row + settings.upload_max_rows
    for rows in groups:
        first, number = number + 1, number + len(rows)
        if number > last:
            raise TooLargeError(
                f"The file has more than {settings.upload_max_rows:,} rows: send it in parts.",
                parameter="file",
            )
        yield _batch(rows, first, names)
    if number == header_row:
        raise InvalidFileError("The file has a header row and nothing below it.", parameter="file")


def _batch(rows: list[list[str]], first: int, names: tuple[str, ...]) -> Batch:
    """Rows as columns. A blank line is an empty row, not a short one."""
    width = len(names)
    ragged: dict[int, int] = {}
    if set(map(len, rows)) != {width}:
        blank = [""] * width
        ragged = {place: len(row) for place, row in enumerate(rows) if row and len(row) != width}
        rows = [row if len(row) == width else blank for row in rows]
    columns = [unguarded_all(list(cells)) for cells in zip(*rows, strict=True)]
    return Batch(list(range(first, first + len(rows))), _named(columns, names), ragged)


def _named(columns: list[list[str]], names: tuple[str, ...]) -> list[list[str]]:
    """The columns that have a name. Raises InvalidFileError where another one holds anything."""
    unnamed = [
        str(place)
        for place, (name, cells) in enumerate(zip(names, columns, strict=True), start=1)
        if not name and any(map(str.strip, cells))
    ]
    if unnamed:
        raise InvalidFileError(
            f"These columns have no name: {', '.join(unnamed)}. Name or delete them.", parameter="file"
        )
    return [cells for name, cells in zip(names, columns, strict=True) if name]


def _detaching(batches: Iterator[Batch], text: io.TextIOWrapper) -> Iterator[Batch]:
    try:
        yield from batches
    finally:
        text.detach()
