"""Official downloads made by code: rows by column name, in the agency's layout."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

from app.inventory.codes import Finding
from app.inventory.official.profile import Asked, Institution
from app.inventory.official.registry import profile_of
from app.inventory.official.translate import translate
from app.inventory.readers import Batch, Sheet

Row = dict[str, str]
SOCORRO = Institution(
    "New Mexico Tech", "NM", "active", "801 Leroy Pl", "Socorro", "87801", (-106.9053, 34.0664)
)
GALLUP = Institution("Gallup College", "NM", "defunct", "", "Gallup", "87301", None)


@dataclass(frozen=True)
class Ours:
    """What a download became: rows by field or note, findings of rows set aside, rows left out."""

    rows: list[Row]
    numbers: list[int]
    aside: list[Finding]
    left_out: Counter[str]
    columns: dict[str, str | None]

    @property
    def row(self) -> Row:
        """The only row."""
        (row,) = self.rows
        return row


def sheet_of(header: Sequence[str], rows: Sequence[Sequence[str]], batch_rows: int = 4000) -> Sheet:
    """A sheet as a reader gives it; the first row below the header is row 2."""

    def batches() -> object:
        for start in range(0, len(rows), batch_rows):
            part = rows[start : start + batch_rows]
            ragged = {at: len(row) for at, row in enumerate(part) if len(row) != len(header)}
            full = [[""] * len(header) if at in ragged else list(row) for at, row in enumerate(part)]
            numbers = list(range(start + 2, start + 2 + len(part)))
            yield Batch(numbers, [list(column) for column in zip(*full, strict=True)], ragged)

    return Sheet("csv", "utf-8", tuple(header), iter(batches()))  # type: ignore[call-overload]


def read_ours(source: str, sheet: Sheet, asked: Asked) -> Ours:
    """Translate a sheet, and read all of it."""
    done = translate(sheet, profile_of(source), asked)
    columns = {column.header: column.target for column in done.mapping.columns}
    names = [field or header for header, field in columns.items()]
    rows: list[Row] = []
    numbers: list[int] = []
    aside: list[Finding] = []
    for batch in done.sheet.batches:
        aside += batch.aside.values()
        for at, cells in enumerate(zip(*batch.columns, strict=True)):
            if at not in batch.aside:
                rows.append(dict(zip(names, cells, strict=True)))
                numbers.append(batch.numbers[at])
    return Ours(rows, numbers, aside, done.left_out, columns)


@pytest.fixture
def ours() -> Callable[..., Ours]:
    """Translate rows given by column name; columns a row lacks are empty."""

    def make(source: str, *rows: Row, **asked: object) -> Ours:
        header = list(dict.fromkeys(name for row in rows for name in row))
        cells = [[row.get(name, "") for name in header] for row in rows]
        known = {"institutions": {"187967": SOCORRO, "111111": GALLUP}} | asked
        return read_ours(source, sheet_of(header, cells), Asked(**known))  # type: ignore[arg-type]

    return make
