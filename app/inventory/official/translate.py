"""A sheet of an agency's columns becomes a sheet of ours, row by row, under the row numbers of the download.

Pure. What a row becomes is said by its profile; what every profile has in common is said here: states asked for,
places that are no state, keys, and rows left out by reason.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from app.inventory.codes import Finding, finding
from app.inventory.columns import Column, Mapping
from app.inventory.official.cells import NOT_SERVED
from app.inventory.official.profile import Asked, LeftOut, Made, Outcome, Output, Profile, Refused
from app.inventory.official.registry import require_header
from app.inventory.readers import Batch, Sheet

BATCH_ROWS: Final = 4000
_OTHER_STATE = LeftOut("of other states than asked for")
_EMPTY: Final[Made] = {}


@dataclass
class Translation:
    """The sheet as ours; once its batches are read, `left_out` and the sheet's findings count the rows none of ours."""

    sheet: Sheet
    mapping: Mapping
    left_out: Counter[str] = field(default_factory=Counter)


def translate(sheet: Sheet, profile: Profile, asked: Asked) -> Translation:
    """`sheet` of an official download as a sheet of ours. Raises InvalidFileError when it is another file.

    What its columns mean is not guessed: the profile knows.
    """
    require_header(profile, sheet.header)
    work = _Work(profile, asked, sheet)
    header = tuple(each.header for each in work.outputs)
    ours = replace(sheet, header=header, batches=work.batches(), findings=work.findings)
    columns = tuple(
        Column(each.header, each.field, 1.0 if each.field else 0.0, "name" if each.field else "note")
        for each in work.outputs
    )
    return Translation(ours, Mapping(columns, ()), work.left_out)


class _Work:
    """The translation of one sheet."""

    def __init__(self, profile: Profile, asked: Asked, sheet: Sheet) -> None:
        self.profile, self.asked, self.sheet = profile, asked, sheet
        self.places = profile.places(sheet.header)
        constant = (Output("Vintage"), Output("Source", "source_url"))
        self.outputs = [
            each
            for each in (*profile.outputs, *constant)
            if not each.needs or any(name in self.places for name in each.needs)
        ]
        self.left_out: Counter[str] = Counter()
        self.findings: list[Finding] = []
        self.columns: list[list[str]] = []
        self.numbers: list[int] = []
        self.aside: dict[int, Finding] = {}

    def batches(self) -> Iterator[Batch]:
        """Our batches; a program of several rows is made when all rows were read."""
        rows = self.outcomes() if self.profile.combine is None else self.combined()
        self.start()
        for number, outcome in rows:
            self.add(number, outcome)
            if len(self.numbers) >= BATCH_ROWS:
                yield self.done()
        if self.numbers:
            yield self.done()
        self.findings += self.sheet.findings
        for reason, count in self.left_out.most_common():
            self.findings.append(finding("left-out", 0, None, reason, count=count))

    def start(self) -> None:
        self.columns, self.numbers, self.aside = [[] for _ in self.outputs], [], {}

    def done(self) -> Batch:
        batch = Batch(self.numbers, self.columns, {}, self.aside)
        self.start()
        return batch

    def add(self, number: int, outcome: Outcome) -> None:
        """One more row of the batch; one that is set aside is empty and has its finding."""
        if isinstance(outcome, LeftOut):
            self.left_out[outcome.reason] += 1
            return
        if isinstance(outcome, Refused):
            said = finding(outcome.code, number, outcome.column or None, outcome.value, **outcome.details)
            self.aside[len(self.numbers)] = said
            outcome = _EMPTY
        self.numbers.append(number)
        for output, column in zip(self.outputs, self.columns, strict=True):
            column.append(outcome.get(output.name, ""))

    def outcomes(self) -> Iterator[tuple[int, Outcome]]:
        """Every row of the download with what becomes of it."""
        names, absent = list(self.places), self.profile.absent
        for batch in self.sheet.batches:
            used = [batch.columns[place] for place in self.places.values()]
            for at, row in enumerate(zip(*used, strict=True)):
                number = batch.numbers[at]
                if at in batch.ragged:
                    yield number, self.ragged(batch.ragged[at])
                    continue
                cells = [cell.strip() for cell in row]
                if not any(cells):
                    yield number, _EMPTY
                    continue
                known = {
                    name: "" if cell in absent else cell for name, cell in zip(names, cells, strict=True)
                }
                yield number, self.seen(self.profile.make(known, self.asked))

    def ragged(self, found: int) -> Refused:
        return Refused("row-ragged", "", "", {"found": found, "expected": len(self.sheet.header)})

    def seen(self, outcome: Outcome) -> Outcome:
        """What every profile has in common."""
        if not isinstance(outcome, dict):
            return outcome
        state = outcome["state"]
        if self.asked.states and state not in self.asked.states:
            return _OTHER_STATE
        if state in NOT_SERVED:
            return Refused("state-not-served", self.header_of("state"), state, {"what": NOT_SERVED[state]})
        if not outcome["key"]:
            return Refused("official-key-missing", self.header_of("key"))
        if outcome["key"] in self.asked.kept:
            return Refused("official-known", self.header_of("key"), outcome["key"], {"name": outcome["name"]})
        outcome["Vintage"], outcome["source_url"] = self.asked.vintage, self.profile.page_url
        return outcome

    def header_of(self, name: str) -> str:
        return next(each.header for each in self.outputs if each.name == name)

    def combined(self) -> Iterator[tuple[int, Outcome]]:
        """Rows with the same key as one, under the number of the first; they need not stand together."""
        groups: dict[str, tuple[int, list[Made]]] = {}
        varies = self.profile.varies
        for number, outcome in self.outcomes():
            if not isinstance(outcome, dict) or not outcome:
                yield number, outcome
            elif outcome["key"] in groups:
                groups[outcome["key"]][1].append({name: outcome[name] for name in varies & outcome.keys()})
            else:
                groups[outcome["key"]] = (number, [outcome])
        combine = self.profile.combine or (lambda parts: parts[0])
        while groups:  # the first ones are given away first, so that memory falls while rows are staged
            number, parts = groups.pop(next(iter(groups)))
            yield number, combine(parts)
