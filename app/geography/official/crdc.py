"""Computer science in the Civil Rights Data Collection: what share of a district's high schools teach it. Pure.

One row a school, with `SCH_COMPCLASSES_CSCI`, the number of computer science classes. Only schools with a grade of 9
to 12 are asked; a negative number is a reserve code (-9: not applicable): a school with a number is a high school.
"""

from collections.abc import Sequence
from typing import Final

from app.geography.official.rows import Row, cell, number_of

FACT: Final = "cs-school-share"
NOT_ASKED: Final = "schools that were not asked (no grade of 9 to 12) or gave no number"
_COLUMNS: Final = {"district": "LEAID", "name": "LEA_NAME", "classes": "SCH_COMPCLASSES_CSCI"}
_DIGITS: Final = 7


def crdc_places(header: Sequence[str]) -> dict[str, int] | None:
    """Where the columns stand; None for another header."""
    names = [name.strip().upper() for name in header]
    if not all(name in names for name in _COLUMNS.values()):
        return None
    return {ours: names.index(theirs) for ours, theirs in _COLUMNS.items()}


def crdc_row(row: Row, at: dict[str, int]) -> tuple[str, str, str, float] | str:
    """Kind, code and name of the district of a school, and 100 where it teaches computer science, 0 where not.

    A reason in words where it says nothing of that.
    """
    code = cell(row, at, "district").zfill(_DIGITS)
    if not (code.isdigit() and len(code) == _DIGITS):
        return "no district code"
    classes = number_of(cell(row, at, "classes"))
    if classes is None or classes < 0:
        return NOT_ASKED
    return "school-district", code, cell(row, at, "name"), 100.0 if classes > 0 else 0.0


def share_of_schools(values: Sequence[float]) -> float:
    """Percent of a district's high schools, of what `crdc_row` says of each."""
    return sum(values) / len(values)
