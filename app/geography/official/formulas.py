"""Groups and facts as lines of ACS detailed tables. Data, with the two rules of margins. Pure.

Margins are 90 % margins of error. Of a sum or a difference: the root of the sum of squares. Of a share X/Y with X a
part of Y: sqrt(moe_X^2 - p^2 moe_Y^2) / Y, with + where the root would be of a negative number (U.S. Census Bureau, "A
Compass for Understanding and Using ACS Data", 2020, chapter 8).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class GroupFormula:
    """People of `group`: the lines `plus` of `table`, less the lines `minus`."""

    group: str
    table: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """All lines it is made of."""
        return (*self.plus, *self.minus)


@dataclass(frozen=True)
class FactFormula:
    """The fact `fact`: a line of `table` as it is, or 100 times its share of the line `whole`."""

    fact: str
    table: str
    line: str
    whole: str | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """All lines it is made of."""
        return (self.line,) if self.whole is None else (self.line, self.whole)


_SCHOOL_AGE: Final = ("004", "005", "006", "019", "020", "021")
"""Ages 5-9, 10-14, 15-17, male and female, in the tables B01001A to B01001I."""

GROUP_FORMULAS: Final = (
    GroupFormula("total", "B01001", ("001",)),
    GroupFormula("male", "B01001", ("002",)),
    GroupFormula("female", "B01001", ("026",)),
    GroupFormula("boys-5-17", "B01001", ("004", "005", "006")),
    GroupFormula("girls-5-17", "B01001", ("028", "029", "030")),
    GroupFormula("age-5-17", "B01001", ("004", "005", "006", "028", "029", "030")),
    GroupFormula("black-5-17", "B01001B", _SCHOOL_AGE),
    GroupFormula("native-american-5-17", "B01001C", _SCHOOL_AGE),
    GroupFormula("asian-5-17", "B01001D", _SCHOOL_AGE),
    GroupFormula("white-non-hispanic-5-17", "B01001H", _SCHOOL_AGE),
    GroupFormula("hispanic-5-17", "B01001I", _SCHOOL_AGE),
    GroupFormula("white", "B02001", ("002",)),
    GroupFormula("black", "B02001", ("003",)),
    GroupFormula("native-american", "B02001", ("004",)),
    GroupFormula("asian", "B02001", ("005",)),
    GroupFormula("pacific-islander", "B02001", ("006",)),
    GroupFormula("multiracial", "B02001", ("008",)),
    GroupFormula("white-non-hispanic", "B03002", ("003",)),
    GroupFormula("black-non-hispanic", "B03002", ("004",)),
    GroupFormula("native-american-non-hispanic", "B03002", ("005",)),
    GroupFormula("asian-non-hispanic", "B03002", ("006",)),
    GroupFormula("pacific-islander-non-hispanic", "B03002", ("007",)),
    GroupFormula("multiracial-non-hispanic", "B03002", ("009",)),
    GroupFormula("hispanic", "B03002", ("012",)),
    GroupFormula("people-of-color", "B03002", ("001",), ("003",)),
    GroupFormula("poverty", "B17020", ("002",)),
    GroupFormula("poverty-under-18", "B17020", ("003", "004", "005")),
    GroupFormula("poverty-6-17", "B17020", ("004", "005")),
    GroupFormula("disability-5-17", "B18101", ("007", "026")),
    GroupFormula("disability-under-18", "B18101", ("004", "007", "023", "026")),
    GroupFormula(
        "english-learner-5-17", "B16004",
        ("006", "007", "008", "011", "012", "013", "016", "017", "018", "021", "022", "023"),
    ),
    GroupFormula("households", "B08201", ("001",)),
    GroupFormula("no-vehicle-households", "B08201", ("002",)),
    GroupFormula("no-internet-households", "B28002", ("013",)),
)  # fmt: skip
"""English learners: speak English less than "very well" (B16004, ages 5-17). Race groups are of one race alone."""

FACT_FORMULAS: Final = (
    FactFormula("median-household-income", "B19013", "001"),
    FactFormula("broadband-share", "B28002", "004", "001"),
    FactFormula("no-vehicle-share", "B08201", "002", "001"),
)

TABLES: Final = tuple(
    sorted({each.table for each in GROUP_FORMULAS} | {each.table for each in FACT_FORMULAS})
)
"""Tables something is made of."""


def root_sum_of_squares(moes: list[Floats]) -> Floats:
    """The margin (n,) of a sum or difference; NaN where one of its margins is not known."""
    total: Floats = np.sqrt(np.sum(np.square(np.stack(moes)), axis=0))
    return total


def share_margin(part: Floats, part_moe: Floats, whole: Floats, whole_moe: Floats) -> Floats:
    """The margin (n,) of part/whole, a share between 0 and 1."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = part / whole
        inside = part_moe**2 - share**2 * whole_moe**2
        inside = np.where(inside < 0, part_moe**2 + share**2 * whole_moe**2, inside)
        margin: Floats = np.sqrt(inside) / whole
    return margin
