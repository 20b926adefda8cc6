"""The columns of a batch read, each by the reader of its field. Pure.

Empty lines and lines of sums are set aside.
"""

from app.inventory.codes import Finding, finding
from app.inventory.dates import DAYS, DateReader
from app.inventory.fields import FIELDS
from app.inventory.meant import NOTHING
from app.inventory.readers import Batch
from app.inventory.readings import KEPT, FieldReader, NoteReader, RawReader, Remark
from app.inventory.rows import RAW, Checked, Rules

_SUMS = frozenset(
    ("total", "totals", "total:", "grand total", "grand total:", "subtotal", "sum", "sum:", "sums")
)
_SUM_WORDS = ("total", "sum")
"""Each of these has one of them; most columns have none, which is quickly seen."""
_INDEXED = ("key", "name")
"""Fields that an index holds whole: it has no room for long ones."""


class ColumnReaders:
    """The readers of one file's columns, made once."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._readers = [
            (column.header, column.target, self._reader(column.target, column.header))
            for column in rules.mapping.columns
        ]
        headers = [column.header for column in rules.mapping.columns]
        self._name_at = headers.index(rules.header["name"]) if "name" in rules.header else 0

    def _reader(self, target: str | None, header: str) -> FieldReader | RawReader | NoteReader:
        limit = self._rules.name_bytes if target in _INDEXED else self._rules.cell_bytes
        if target is None:
            return NoteReader(limit)
        meant = self._rules.meant.get(header, NOTHING)
        if target in RAW:
            return RawReader(target, limit, header, meant)
        kind = DateReader if target in DAYS else FieldReader
        return kind(FIELDS[target], limit, header, meant)

    def read(self, batch: Batch) -> tuple[Checked, list[int]]:
        """Read all columns of a batch. Gives the rows that are there, and the numbers of empty ones.

        A ragged row, or one set aside by its reader, is not read.
        """
        empty, totals = self._empty(batch), self._totals(batch)
        gone = batch.ragged.keys() | batch.aside.keys() | set(empty) | totals.keys()
        columns, numbers = batch.columns, batch.numbers
        if gone:
            kept = [at for at in range(len(numbers)) if at not in gone]
            columns = [[cells[at] for at in kept] for cells in columns]
            numbers = [numbers[at] for at in kept]
        checked = Checked(self._rules, numbers)
        checked.findings.extend(totals.values())
        for found, (header, target, reader) in zip(columns, self._readers, strict=True):
            self._take(checked, header, target, reader, found)
        return checked, [batch.numbers[at] for at in empty]

    def _empty(self, batch: Batch) -> list[int]:
        names = batch.columns[self._name_at]
        blank = [at for at, cell in enumerate(names) if not cell or cell.isspace()]
        return [
            at
            for at in blank
            if at not in batch.ragged
            and at not in batch.aside
            and not any(cells[at].strip() for cells in batch.columns)
        ]

    def _totals(self, batch: Batch) -> dict[int, Finding]:
        """Lines of sums: the name says so, or the first cell does and the name is none (empty, or a number)."""
        names, found = batch.columns[self._name_at], {}
        for place in {0, self._name_at}:
            cells = batch.columns[place]
            text = "\n".join(cells).casefold()
            if not any(word in text for word in _SUM_WORDS):
                continue
            for at, cell in enumerate(cells):
                shown = cell.strip()
                if shown.casefold() in _SUMS and (
                    place == self._name_at or not names[at].strip()[:1].isalpha()
                ):
                    header = self._readers[place][0]
                    found[at] = finding("row-total", batch.numbers[at], header, shown)
        return {at: said for at, said in found.items() if at not in batch.ragged and at not in batch.aside}

    def _take(
        self,
        checked: Checked,
        header: str,
        target: str | None,
        reader: FieldReader | RawReader | NoteReader,
        cells: list[str],
    ) -> None:
        read = reader.read(cells)
        kept = read.texts.pop(KEPT, None)
        if kept and any(kept):
            checked.kept.append(kept)
        if target is None:
            checked.notes[header] = read.texts["note"]
        elif target in RAW:
            checked.cells[target] = read.texts[target]
            if header in self._rules.meant:
                checked.written[header] = cells
        else:
            checked.texts.update(read.texts)
        for at, remark in read.remarks.items():
            self._say(checked, at, header, remark)

    def _say(self, checked: Checked, at: int, header: str, remark: Remark) -> None:
        for said in remark.said:
            checked.say(at, said.code, header, said.value, **said.details)
        if remark.note is not None:
            checked.note(at, header, remark.note)
