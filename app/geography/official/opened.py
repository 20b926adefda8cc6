"""The tables inside a download: the file itself, unpacked from gzip, or each table of a ZIP archive."""

import gzip
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, cast

from app.errors import InvalidFileError, TooLargeError

_CHUNK_BYTES: Final = 1 << 20
GZIP: Final = b"\x1f\x8b"
ZIP: Final = b"PK\x03\x04"
"""How files of the two kinds begin."""
ENCRYPTED: Final = 0x1
"""Flag of an encrypted member."""
DAMAGED: Final = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError)
"""What reading a damaged, unknown or encrypted archive raises."""
_TABLES: Final = (".csv", ".txt", ".dat", ".json", ".xls", ".xlsx")
_ABOUT: Final = ("metadata", "table-notes", "table_notes", "readme")
_WORKBOOK: Final = "[Content_Types].xml"


@dataclass(frozen=True)
class Table:
    """One table: its bytes (seekable) and the names that may tell its vintage, the table's own first."""

    file: IO[bytes]
    names: tuple[str, ...]

    @property
    def name(self) -> str:
        """The table's own name."""
        return self.names[0]


def tables_of(path: Path, max_bytes: int) -> Iterator[Table]:
    """Each table of the download at `path`, opened while it is being looked at.

    Files that describe the tables of an archive are passed over. Raises InvalidFileError for what is missing,
    damaged, encrypted or holds no table, TooLargeError over `max_bytes` unpacked bytes.
    """
    if not path.is_file():
        raise InvalidFileError(f"There is no file {path}.")
    with path.open("rb") as file:
        start = file.read(4)
        file.seek(0)
        if start.startswith(GZIP):
            with (
                gzip.open(file) as packed,
                unpacked(cast("IO[bytes]", packed), path.name, max_bytes) as table,
            ):
                yield Table(table, (path.name.removesuffix(".gz"),))
        elif start.startswith(ZIP) and not _is_workbook(path):
            yield from _members(path, max_bytes)
        else:
            yield Table(file, (path.name,))


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return _WORKBOOK in archive.namelist()
    except zipfile.BadZipFile:
        return False


def _members(path: Path, max_bytes: int) -> Iterator[Table]:
    try:
        archive = zipfile.ZipFile(path)
    except DAMAGED as error:
        raise InvalidFileError(f"{path.name} is damaged: {error}. Download it again.") from error
    with archive:
        members = [each for each in archive.infolist() if _is_table(each.filename)]
        if not members:
            held = ", ".join(archive.namelist()[:10]) or "nothing"
            raise InvalidFileError(f"{path.name} holds no table (CSV, text, JSON, Excel); it holds: {held}.")
        for member in members:
            if member.flag_bits & ENCRYPTED:
                raise InvalidFileError(f"{path.name} is encrypted: unpack it first.")
            with archive.open(member) as packed, unpacked(packed, member.filename, max_bytes) as table:
                yield Table(table, (Path(member.filename).name, path.name))


def _is_table(name: str) -> bool:
    lowered = Path(name).name.lower()
    return lowered.endswith(_TABLES) and not any(word in lowered for word in _ABOUT)


@contextmanager
def unpacked(packed: IO[bytes], name: str, max_bytes: int) -> Iterator[IO[bytes]]:
    """The bytes of `packed` in a file of our own, at most `max_bytes` of them.

    The caller's errors pass; those of unpacking name the file. Raises InvalidFileError, TooLargeError.
    """
    with tempfile.TemporaryFile(prefix="stemmap-load-") as table:
        try:
            size = 0
            while chunk := packed.read(_CHUNK_BYTES):
                size += len(chunk)
                if size > max_bytes:
                    raise TooLargeError(
                        f"{name} has more than {max_bytes:,} bytes unpacked (setting load_max_bytes)."
                    )
                table.write(chunk)
        except DAMAGED as error:
            raise InvalidFileError(f"{name} is damaged: {error}. Download it again.") from error
        table.seek(0)
        yield table
