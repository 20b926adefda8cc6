"""ACS detailed tables in the four shapes the Census Bureau gives them, read in batches of columns.

Census API answers (JSON, or the same as CSV), data.census.gov exports (two header rows) and table-based summary files
(`|`, `B01001_E001`). Which table a file is, is told from its columns. Nothing here knows about the database.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from app.errors import InvalidFileError, TooLargeError
from app.geography.official.geoids import api_level
from app.geography.official.opened import Table
from app.geography.official.values import Column

_VARIABLE: Final = re.compile(r"^([BC]\d{5}[A-Z]{0,3})_(?:(\d{3})([EM])|([EM])(\d{3}))$")
_HEAD_BYTES: Final = 1 << 20
_BLOCK_BYTES: Final = 4 << 20
_GEO_COLUMNS: Final = ("GEO_ID", "GEOID", "geo_id")
_NAME_COLUMNS: Final = ("NAME", "Geographic Area Name")
_BOM: Final = "\ufeff"

Variable = tuple[str, str, str]
"""Table, line and E (estimate) or M (margin): `("B01001", "001", "E")`."""


@dataclass(frozen=True)
class Batch:
    """Some rows: GEO_IDs, names and the cells of the variables asked for, as text columns of one length."""

    geo_id: Column
    name: Column
    cells: dict[Variable, Column]


@dataclass(frozen=True)
class AcsTable:
    """A recognised file: the place of each variable, and how its rows are written."""

    columns: tuple[str, ...]
    variables: dict[Variable, str]
    separator: str
    header_lines: int
    blank_is_controlled: bool
    is_json: bool = False

    @property
    def tables(self) -> tuple[str, ...]:
        """The detailed tables in it."""
        return tuple(sorted({table for table, _, _ in self.variables}))


def recognised(table: Table) -> AcsTable | None:
    """How to read `table`; None where it is the list of geographies that comes with the summary files.

    Raises InvalidFileError where it has no column of a detailed table.
    """
    head = table.file.read(_HEAD_BYTES)
    table.file.seek(0)
    text = head.decode("utf-8-sig", errors="replace")
    if text.lstrip().startswith("["):
        return _json_table(text, table.name)
    lines = text.splitlines()[:2]
    separator = "|" if lines and lines[0].count("|") > lines[0].count(",") else ","
    rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=separator))
    columns = tuple(name.strip() for name in rows[0]) if rows else ()
    if {"FILEID", "SUMLEVEL"} <= {name.upper() for name in columns}:
        return None
    labelled = len(rows) > 1 and rows[1][:1] == ["Geography"]
    return AcsTable(
        columns, _variables(columns, table.name), separator, 2 if labelled else 1,
        blank_is_controlled=separator == "," and not labelled,
    )  # fmt: skip


def _json_table(text: str, name: str) -> AcsTable:
    start = text.index("[", text.index("[") + 1) if text.count("[") > 1 else -1
    try:
        columns = tuple(map(str, json.JSONDecoder().raw_decode(text[start:])[0])) if start >= 0 else ()
    except json.JSONDecodeError as error:
        raise InvalidFileError(f"{name} is no answer of the Census API: {error}.") from error
    return AcsTable(columns, _variables(columns, name), ",", 1, blank_is_controlled=False, is_json=True)


def _variables(columns: tuple[str, ...], name: str) -> dict[Variable, str]:
    found = {}
    for column in columns:
        if match := _VARIABLE.match(column):
            found[match[1], match[2] or match[5], match[3] or match[4]] = column
    if not found:
        shown = ", ".join(columns[:6]) or "nothing"
        raise InvalidFileError(
            f"{name} is no ACS detailed table: it has no column such as B01001_001E or B01001_E001 "
            f"(its first columns: {shown}).",
            parameter="file",
        )
    return found


def batches(file: IO[bytes], table: AcsTable, wanted: set[Variable], max_rows: int) -> Iterator[Batch]:
    """The rows of a recognised file with the `wanted` variables, some thousand at a time.

    Raises InvalidFileError for rows that cannot be read, TooLargeError over `max_rows`.
    """
    rows = 0
    for columns in _json_batches(file, table) if table.is_json else _text_batches(file, table, wanted):
        geo_id, name = _geo_ids(table, columns), _names(table, columns)
        rows += len(geo_id)
        if rows > max_rows:
            raise TooLargeError(f"The file has more than {max_rows:,} rows (setting load_max_rows).")
        cells = {each: columns[table.variables[each]] for each in wanted}
        yield Batch(geo_id, name, cells)


def _text_batches(file: IO[bytes], table: AcsTable, wanted: set[Variable]) -> Iterator[dict[str, Column]]:
    names = [name or f"_{at}" for at, name in enumerate(table.columns)]
    needed = [table.variables[each] for each in wanted]
    kept = [
        name for name in dict.fromkeys((*_geo_parts(table), *_name_columns(table), *needed)) if name in names
    ]
    try:
        reader = pa_csv.open_csv(
            file,
            pa_csv.ReadOptions(
                block_size=_BLOCK_BYTES, column_names=names, skip_rows=table.header_lines, use_threads=False
            ),
            pa_csv.ParseOptions(delimiter=table.separator),
            pa_csv.ConvertOptions(
                include_columns=kept,
                column_types=dict.fromkeys(kept, pa.string()),
                strings_can_be_null=False,
                check_utf8=False,
            ),
        )
        with reader:
            for batch in reader:
                yield dict(zip(kept, batch.columns, strict=True))
    except pa.ArrowInvalid as error:
        if "Empty CSV" in str(error):
            return
        raise InvalidFileError(f"The table cannot be read: {error}.") from error


def _json_batches(file: IO[bytes], table: AcsTable) -> Iterator[dict[str, Column]]:
    """One batch: an answer of the API is one document of some megabytes."""
    try:
        rows: list[list[Any]] = json.loads(file.read().decode("utf-8-sig"))[1:]
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(table.columns)
        texts = [
            pa.array([None if cell is None else str(cell) for cell in column], pa.string())
            for column in columns
        ]
        yield dict(zip(table.columns, texts, strict=True))
    except (ValueError, TypeError) as error:
        raise InvalidFileError(
            f"The answer of the Census API is cut off or damaged: {error}. Fetch it again."
        ) from error


def _name_columns(table: AcsTable) -> tuple[str, ...]:
    return tuple(name for name in _NAME_COLUMNS if name in table.columns)


def _geo_parts(table: AcsTable) -> tuple[str, ...]:
    """The columns that say which area a row is of."""
    for name in _GEO_COLUMNS:
        if name in table.columns:
            return (name,)
    level = api_level(list(table.columns))
    if level is None:
        raise InvalidFileError(
            "The table does not say which areas its rows are of: it has neither GEO_ID nor columns such as "
            "state, county and tract. Ask the Census API for `NAME,group(…)`.",
            parameter="file",
        )
    return level[1]


def _geo_ids(table: AcsTable, columns: dict[str, Column]) -> Column:
    parts = _geo_parts(table)
    if len(parts) == 1 and parts[0] in _GEO_COLUMNS:
        return columns[parts[0]]
    level = api_level(list(table.columns))
    prefix = f"{level[0] if level else ''}0000US"
    pieces: list[Any] = [prefix, *(columns[part] for part in parts), ""]
    return pc.binary_join_element_wise(*pieces)


def _names(table: AcsTable, columns: dict[str, Column]) -> Column:
    names = _name_columns(table)
    return columns[names[0]] if names else pa.nulls(len(next(iter(columns.values()))), pa.string())
