"""Human Services Data Specification (HSDS 3.1) as a tabular data package: tables joined into one sheet.

One row for each service at a location, and one for each service without a location. The tables are joined in a
scratch database on disk, so that memory does not grow with the package.
"""

import csv
import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import PurePosixPath
from typing import IO, Final, cast

from app.errors import InvalidFileError
from app.inventory.codes import Finding, finding
from app.inventory.readers import Sheet
from app.inventory.readers.archive import Archive
from app.inventory.readers.hsds_columns import COLUMNS, TABLES, own_columns, reading_sql
from app.inventory.readers.limits import Limits
from app.inventory.readers.scratch import RowWriter, scratch_file, stored_batches

_NEEDED: Final = ("services", "organizations")
_CHUNK_ROWS = 1000
_ORPHANS = (
    "SELECT count(*) FROM service_at_locations WHERE service_id NOT IN (SELECT id FROM services)"
    " OR location_id NOT IN (SELECT id FROM locations)"
)


def read_hsds(archive: Archive, limits: Limits) -> Sheet:
    """Read the package. Raises InvalidFileError naming the missing table or the broken line, TooLargeError."""
    members = _members(archive)
    out = scratch_file()
    try:
        with closing(sqlite3.connect("")) as tables:
            given = _load(archive, members, tables)
            columns = [column for column in COLUMNS if column.source in given]
            columns += own_columns(tables)
            header = [column.header for column in columns]
            rows = RowWriter(out, limits.rows)
            for number, cells in enumerate(tables.execute(reading_sql(columns)), start=1):
                rows.add(number, [cell or "" for cell in cells])
            rows.flush()
            findings = (*_said(tables), *rows.findings())
        if not rows.count:
            raise InvalidFileError("The package holds no services.", parameter="file")
    except BaseException:
        out.close()
        raise
    return Sheet("hsds", "utf-8", tuple(header), stored_batches(out, len(header)), findings)


def _members(archive: Archive) -> dict[str, str]:
    """The members by the table they hold."""
    found = {}
    for name in archive.ending(".csv"):
        stem = PurePosixPath(name).stem.lower()
        for table, spec in TABLES.items():
            if stem == table or stem in spec.also:
                found[table] = name
    missing = [table for table in _NEEDED if table not in found]
    if missing:
        raise InvalidFileError(
            f"The data package has no {' and no '.join(f'{table}.csv' for table in missing)}: only directories of"
            " services (HSDS) are read as packages. Send another package's table as CSV.",
            parameter="file",
        )
    return found


def _load(archive: Archive, members: dict[str, str], tables: sqlite3.Connection) -> set[tuple[str, str]]:
    """Load all tables; returns the (table, column) pairs that the package has."""
    given = set()
    for table, spec in TABLES.items():
        columns = ", ".join(f'"{column}" TEXT' for column in spec.columns)
        tables.execute(f'CREATE TABLE "{table}" ({columns})')
        if table in members:
            given |= {(table, column) for column in _load_table(archive, members[table], table, tables)}
        for column in spec.columns:
            if column == "id" or column.endswith("_id"):
                tables.execute(f'CREATE INDEX "{table}_{column}" ON "{table}" ("{column}")')
    return given


def _load_table(archive: Archive, member: str, table: str, tables: sqlite3.Connection) -> list[str]:
    lines = csv.reader(_text(archive, member), strict=True)
    try:
        header = [cell.strip().lower() for cell in next(lines, [])]
        columns = [column for column in TABLES[table].columns if column in header]
        places = [header.index(column) for column in columns]
        names = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join("?" * len(columns))
        rows = ([row[place] for place in places] for row in lines if row)
        if columns:
            tables.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)  # noqa: S608 - our names
    except (csv.Error, IndexError, UnicodeError) as error:
        raise InvalidFileError(
            f"{member}, line {lines.line_num}, cannot be read ({error}): it needs UTF-8 and as many cells as the"
            " header.",
            parameter="file",
        ) from error
    return columns


def _text(archive: Archive, member: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(
        cast("IO[bytes]", io.BufferedReader(_Chunks(archive.chunks(member)))), "utf-8-sig", newline=""
    )


class _Chunks(io.RawIOBase):
    """Pieces of bytes as a file."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._left = chunks, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self._left:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._left = chunk
        taken = self._left[: len(buffer)]
        buffer[: len(taken)] = taken
        self._left = self._left[len(taken) :]
        return len(taken)


def _said(tables: sqlite3.Connection) -> list[Finding]:
    (orphans,) = tables.execute(_ORPHANS).fetchone()
    return [finding("reference-missing", 0, None, "service_at_location", count=orphans)] if orphans else []
