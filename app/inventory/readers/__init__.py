"""From bytes to raw rows. One module a format; all of them give a Table.

Belongs here: bytes, encodings, separators. Does not belong here: what a column or a value means.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.inventory.codes import Finding


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as it stands in the file: `row_number` as a spreadsheet shows it (the header is usually row 1).

    `values` holds text by header; `width` is the number of cells the row really has.
    """

    row_number: int
    values: dict[str, str]
    width: int


@dataclass(frozen=True)
class Table:
    """A file opened: its header, its rows (read once, lazily) and what was found out about it."""

    format: str
    encoding: str | None
    header: tuple[str, ...]
    rows: Iterator[RawRow]
    findings: tuple[Finding, ...] = ()
