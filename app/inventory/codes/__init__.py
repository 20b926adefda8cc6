"""Every finding a file can get, said once: how grave it is, what it means, why it happens and how to mend it.

An error refuses its row; a warning lets the row in and says what was done. A test produces every code. The codes
stand in modules by what they speak of; here they are one table, and a finding is made of one.
"""

from dataclasses import dataclass
from typing import Any, Final

from app.inventory.codes.assets import ASSETS
from app.inventory.codes.code import Code, Severity
from app.inventory.codes.columns import COLUMNS
from app.inventory.codes.general import CURES, MANY
from app.inventory.codes.offers import OFFERS
from app.inventory.codes.official import OFFICIAL
from app.inventory.codes.places import BAD_POINTS, PLACES
from app.inventory.codes.reading import READING
from app.inventory.codes.rows import ROWS

__all__ = [
    "BAD_POINTS",
    "CODES",
    "VALUE_CHARS",
    "Code",
    "Finding",
    "Problem",
    "Severity",
    "cure_of_many",
    "finding",
    "is_error",
    "words_of_many",
]

CODES: Final[dict[str, Code]] = COLUMNS | READING | ROWS | OFFICIAL | ASSETS | PLACES | OFFERS
VALUE_CHARS = 200
"""How much of a cell a finding shows."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one value, before it is known in which row it stands."""

    code: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: row 0 speaks of the whole file, `column` is the file's own header."""

    row_number: int
    column: str | None
    value: str | None
    severity: Severity
    code: str
    message: str
    cure: str
    name: str | None = None
    """What the row is called, where findings are read again; nobody needs it while they are made."""


def finding(
    code: str,
    row_number: int,
    column: str | None = None,
    value: str | None = None,
    in_words: str | None = None,
    **details: Any,
) -> Finding:
    """The finding `code` in a row, with its text filled in from `value` (or it `in_words`) and `details`."""
    kind = CODES[code]
    shown = value if value is None or len(value) <= VALUE_CHARS else value[: VALUE_CHARS - 1] + "…"
    words = shown if in_words is None else in_words
    message = kind.message.format(value=words, **details)
    return Finding(
        row_number, column, shown, kind.severity, code, message, kind.cure.format(value=words, **details)
    )


def is_error(code: str) -> bool:
    """Whether `code` refuses its row."""
    return CODES[code].severity == "error"


def words_of_many(code: str) -> str:
    """What `code` says of many rows at once."""
    return MANY.get(code) or CODES[code].message


def cure_of_many(code: str) -> str:
    """How to mend `code` in many rows at once."""
    return CURES.get(code) or CODES[code].cure
