"""Rows kept on disk between reading and checking, so that memory does not grow with the file.

A format whose header or findings are only known at the end of the file writes its rows here once and gives them
out as batches afterwards. The child process writes the same frames: a length of four bytes and JSON.
"""

import re
import weakref
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack
from itertools import zip_longest
from tempfile import SpooledTemporaryFile
from typing import IO, cast

import orjson

from app.errors import InvalidFileError, TooLargeError
from app.inventory.codes import Finding, finding
from app.inventory.readers import Batch

BATCH_ROWS = 1000
_IN_MEMORY_BYTES = 4 * 2**20
_LENGTH_BYTES = 4
_GARBLED = re.compile(rb"\xc3\x83\xc2[\x80-\xbf]|\xc3\xa2\xe2\x82\xac")
"""UTF-8 that was once read as Windows-1252: “Ã±” for “ñ”, “â€™” for “’”."""


class RowWriter:
    """Takes rows and writes them as frames. Raises TooLargeError over `max_rows`, InvalidFileError for a bad cell.

    A row may be shorter than later ones: columns may appear while the file is read.
    """

    def __init__(self, file: IO[bytes], max_rows: int) -> None:
        self._file, self._max_rows = file, max_rows
        self._numbers: list[int] = []
        self._rows: list[Sequence[str]] = []
        self._garbled: tuple[int, str] | None = None
        self.count = 0

    def add(self, number: int, cells: Sequence[str]) -> None:
        """Keep one row with its number in the file."""
        self.count += 1
        if self.count > self._max_rows:
            raise TooLargeError(
                f"The file has more than {self._max_rows:,} rows: send it in parts.", parameter="file"
            )
        self._numbers.append(number)
        self._rows.append(cells)
        if len(self._rows) == BATCH_ROWS:
            self.flush()

    def flush(self) -> None:
        """Write what is still held."""
        if not self._rows:
            return
        columns = list(zip_longest(*self._rows, fillvalue=""))
        try:
            frame = orjson.dumps([self._numbers, columns])
        except TypeError:  # a lone surrogate
            frame = b"\\u0000"
        if b"\\u0000" in frame:
            self._refuse_bad_cell()
        if self._garbled is None and _GARBLED.search(frame):
            self._garbled = self._first_garbled()
        self._file.write(len(frame).to_bytes(_LENGTH_BYTES, "big") + frame)
        self._numbers, self._rows = [], []

    def findings(self) -> list[Finding]:
        """What is to be said about the text of the rows."""
        return (
            []
            if self._garbled is None
            else [finding("text-garbled", self._garbled[0], None, self._garbled[1])]
        )

    def _first_garbled(self) -> tuple[int, str] | None:
        for number, cells in zip(self._numbers, self._rows, strict=True):
            for cell in cells:
                if _GARBLED.search(cell.encode()):
                    return number, cell
        return None

    def _refuse_bad_cell(self) -> None:
        for number, cells in zip(self._numbers, self._rows, strict=True):
            for place, cell in enumerate(cells, start=1):
                if "\0" in cell or any("\ud800" <= letter <= "\udfff" for letter in cell):
                    raise InvalidFileError(
                        f"Row {number}, column {place} holds a character that cannot be stored (NUL or half of a"
                        " pair): the file is damaged. Retype that cell and export the file again.",
                        parameter="file",
                    )


class HeldBatches:
    """Batches that hold something (`held`): given back at the end, when closed, or when nobody knows them any more."""

    def __init__(self, batches: Iterator[Batch], held: ExitStack) -> None:
        self._batches = batches
        self._finalizer = weakref.finalize(self, held.close)

    def __iter__(self) -> Iterator[Batch]:
        return self

    def __next__(self) -> Batch:
        try:
            return next(self._batches)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Give everything back."""
        close = getattr(self._batches, "close", None)
        if close:
            close()
        self._finalizer()


def stored_batches(file: IO[bytes], width: int, held: ExitStack | None = None) -> HeldBatches:
    """The batches of a finished file of frames, read once; the file is closed with them."""
    file.seek(0)
    stack = held or ExitStack()
    stack.callback(file.close)
    return HeldBatches(_batches(file, width), stack)


def _batches(file: IO[bytes], width: int) -> Generator[Batch, None, None]:
    while size := file.read(_LENGTH_BYTES):
        numbers, columns = orjson.loads(file.read(int.from_bytes(size, "big")))
        columns.extend([""] * len(numbers) for _ in range(width - len(columns)))
        yield Batch(numbers, columns, {})


def scratch_file() -> IO[bytes]:
    """A file of our own, in memory while small, without a name."""
    return cast("IO[bytes]", SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES))
