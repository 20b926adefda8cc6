"""From batches to staged rows: each checked and placed, the good ones COPYd, memory flat.

Checking runs here while the batch before is being copied in a thread of its own: the database and Python work at
the same time, and at most two batches are in memory.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID

from sqlalchemy.orm import Session

from app.inventory.codes import Finding, finding
from app.inventory.column_readers import ColumnReaders
from app.inventory.copying import copy_lines
from app.inventory.elsewhere import Elsewhere
from app.inventory.identity import identify
from app.inventory.lines import ISSUE_COLUMNS, REFUSAL_COLUMNS, issue_lines, refusal_lines, row_lines
from app.inventory.place.given import GivenPoints
from app.inventory.place.served import serve
from app.inventory.places import place
from app.inventory.readers import Batch
from app.inventory.rows import Checked, Rules
from app.inventory.together import check_together
from app.inventory.zips import read_zips

Progress = Callable[[int], None]
"""Called now and then with the number of rows read so far."""
_AT_ONCE = 4_000


def silent(_: int) -> None:
    """Report no progress."""


@dataclass
class Tally:
    """What was read so far: rows without the empty ones, refused ones among them, and findings."""

    rows: int = 0
    empty: int = 0
    first_empty: int = 0
    refused: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    severities: Counter[str] = field(default_factory=Counter)
    columns: frozenset[str] = frozenset()
    """Columns of `upload_row` that the file fills."""
    elsewhere: Elsewhere = field(default_factory=Elsewhere)

    def count(self, findings: Iterable[Finding]) -> None:
        """Count findings."""
        for found in findings:
            self.codes[found.code] += 1
            self.severities[found.severity] += 1


class Checker:
    """Checks the batches of one file in their order."""

    def __init__(self, rules: Rules, tally: Tally) -> None:
        self._rules, self._tally = rules, tally
        self._readers = ColumnReaders(rules)
        self._points = GivenPoints(rules)
        self._seen: dict[str, int] = {}

    def check(self, batch: Batch) -> Checked:
        """Everything that is to be said about a batch.

        Raises InvalidFileError for coordinates whose reference system cannot be told.
        """
        checked, empty = self._readers.read(batch)
        identify(checked)
        self._refuse_second(checked)
        check_together(checked)
        read_zips(checked)
        self._points.prepare(checked)
        serve(checked)
        place(checked)
        self._count(batch, checked, empty)
        return checked

    def _refuse_second(self, checked: Checked) -> None:
        """Refuse rows whose key an earlier row has; all ids are remembered, 100 bytes each."""
        ids, seen = checked.texts["asset_id"], self._seen
        if len(set(ids)) == len(ids) and seen.keys().isdisjoint(ids):
            seen.update(zip(ids, checked.numbers, strict=True))
            return
        target = "key" if "key" in self._rules.header else "name"
        shown = checked.cell("key") if target == "key" else checked.column("name")
        for at, (number, known) in enumerate(zip(checked.numbers, ids, strict=True)):
            first = seen.setdefault(known, number)
            if first != number:
                checked.say(at, "duplicate-key", target, shown[at] or checked.keys[at], first=first)

    def _count(self, batch: Batch, checked: Checked, empty: list[int]) -> None:
        tally, width = self._tally, len(batch.columns)
        for at, cells in sorted(batch.ragged.items()):
            checked.findings.append(finding("row-ragged", batch.numbers[at], found=cells, expected=width))
        checked.findings.extend(batch.aside.values())
        gone = len(batch.ragged) + sum(each.severity == "error" for each in batch.aside.values())
        tally.rows += len(checked) + gone
        tally.refused += len(checked.refused) + gone
        tally.empty += len(empty)
        tally.first_empty = tally.first_empty or (empty[0] if empty else 0)
        tally.count(checked.findings)
        tally.elsewhere.take(checked)


def stage(
    session: Session, upload_id: UUID, batches: Iterable[Batch], rules: Rules, progress: Progress = silent
) -> Tally:
    """Check every row and COPY rows, refusals and findings. The session belongs to the copying meanwhile.

    Raises what the reader raises (InvalidFileError, TooLargeError).
    """
    tally = Tally()
    checker = Checker(rules, tally)
    with ThreadPoolExecutor(1, "upload-copy") as copier:
        copying: Future[None] | None = None
        try:
            for batch in batches:
                checked = checker.check(batch)
                columns, rows = row_lines(checked, str(upload_id))
                tally.columns = frozenset(columns)
                issues = issue_lines(checked.findings, str(upload_id))
                refusals = refusal_lines(checked, str(upload_id))
                if copying is not None:
                    copying.result()
                copying = copier.submit(_copy, session, columns, rows, refusals, issues)
                progress(tally.rows)
        finally:
            if copying is not None:
                copying.result()
    if tally.empty:
        say_more(session, upload_id, tally, [finding("row-empty", tally.first_empty, count=tally.empty)])
    return tally


def _copy(session: Session, columns: list[str], rows: bytes, refusals: bytes, issues: bytes) -> None:
    copy_lines(session, "upload_row", columns, rows)
    copy_lines(session, "upload_refusal", REFUSAL_COLUMNS, refusals)
    copy_lines(session, "upload_issue", ISSUE_COLUMNS, issues)


def say_more(session: Session, upload_id: UUID, tally: Tally, findings: Iterable[Finding]) -> None:
    """Store and count findings that are made after the rows are staged, a few thousand at a time."""
    several = iter(findings)
    while found := list(islice(several, _AT_ONCE)):
        tally.count(found)
        copy_lines(session, "upload_issue", ISSUE_COLUMNS, issue_lines(found, str(upload_id)))
