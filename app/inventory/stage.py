"""From raw rows to staged rows: each checked, the good ones COPYd, findings kept aside, memory flat."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import orjson
from sqlalchemy.orm import Session

from app.inventory.codes import finding
from app.inventory.copying import copy_rows
from app.inventory.readers import Table
from app.inventory.rows import CheckedRow, Rules, check_row
from app.inventory.spool import FindingSpool
from app.inventory.statements import statement

Progress = Callable[[int], None]
"""Called now and then with the number of rows read so far."""
_EVERY_ROWS = 500
_COLUMNS = ("row_number", "source_key", "lon", "lat", "postal_code", "town", "asset")
Staged = tuple[int, str, float | None, float | None, str | None, str | None, str]


def silent(_: int) -> None:
    """Report no progress."""


@dataclass
class Tally:
    """What was read so far."""

    rows: int = 0
    empty: int = 0
    first_empty: int = 0
    refused: int = 0
    seen: dict[str, int] = field(default_factory=dict)


def stage(
    session: Session, table: Table, rules: Rules, spool: FindingSpool, progress: Progress = silent
) -> Tally:
    """Check every row of `table` and COPY the accepted ones into the temporary `staged_row`.

    Raises what the reader raises (InvalidFileError, TooLargeError).
    """
    session.execute(statement("stage"))
    tally = Tally()
    copy_rows(session, "staged_row", _COLUMNS, _accepted(table, rules, spool, tally, progress))
    if tally.empty:
        spool.add([finding("row-empty", tally.first_empty, count=tally.empty)])
    progress(tally.rows)
    return tally


def _accepted(
    table: Table, rules: Rules, spool: FindingSpool, tally: Tally, progress: Progress
) -> Iterator[Staged]:
    for raw in table.rows:
        if not any(map(str.strip, raw.values.values())) and raw.width == len(raw.values):
            tally.empty += 1
            tally.first_empty = tally.first_empty or raw.row_number
            continue
        tally.rows += 1
        row = check_row(raw, rules)
        _refuse_second(row, rules, tally)
        spool.add(row.findings)
        if row.refused:
            tally.refused += 1
        else:
            yield _staged(row)
        if tally.rows % _EVERY_ROWS == 0:
            progress(tally.rows)


def _refuse_second(row: CheckedRow, rules: Rules, tally: Tally) -> None:
    if not row.key:
        return
    first = tally.seen.setdefault(row.key, row.row_number)
    if first != row.row_number:
        column = rules.header.get("key") or rules.header["name"]
        shown = row.key if "key" in rules.header else row.asset.get("name")
        row.findings.append(finding("duplicate-key", row.row_number, column, shown, first=first))


def _staged(row: CheckedRow) -> Staged:
    lon, lat = row.point or (None, None)
    return row.row_number, row.key, lon, lat, row.postal_code, row.town, orjson.dumps(row.asset).decode()
