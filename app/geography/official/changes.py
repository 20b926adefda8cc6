"""County codes that changed: what became of which, when, and whether figures can follow. Pure.

Source: U.S. Census Bureau, "Substantial Changes to Counties and County Equivalent Entities: 1970-Present",
https://www.census.gov/programs-surveys/geography/technical-documentation/county-changes.html
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class CodeChange:
    """`old` codes became `new` ones from the geography of `year` on.

    `exact`: the territory is the same, so figures of the old codes are those of the new ones together.
    """

    old: tuple[str, ...]
    new: tuple[str, ...]
    year: int
    why: str
    exact: bool


CHANGES: Final = (
    CodeChange(("02261",), ("02063", "02066"), 2019, "Valdez-Cordova (AK) became Chugach and Copper River", True),
    CodeChange(("46113",), ("46102",), 2015, "Shannon County (SD) was renamed Oglala Lakota County", True),
    CodeChange(("02270",), ("02158",), 2015, "Wade Hampton (AK) was renamed Kusilvak", True),
    CodeChange(("51515", "51019"), ("51019",), 2013, "Bedford city (VA) became a part of Bedford County", True),
    CodeChange(
        tuple(f"09{number:03}" for number in range(1, 16, 2)),
        tuple(f"09{number:03}" for number in range(110, 200, 10)),
        2022,
        "Connecticut's eight counties gave way to nine planning regions with other borders",
        False,
    ),
)  # fmt: skip
"""Changes since 2010; of Connecticut's no exact mapping exists."""

RENAMED: Final = {
    change.old[0]: change.new[0] for change in CHANGES if len(change.old) == len(change.new) == 1
}
"""Old code -> new code of the same county."""

PARTS: Final = {
    change.old[0]: change.new
    for change in CHANGES
    if change.exact and len(change.old) == 1 and change.old[0] not in change.new
}
"""Old code -> the codes that are together the same territory."""


def change_of(county: str) -> CodeChange | None:
    """The change a county code took part in, as an old code or a new one."""
    return next((each for each in CHANGES if county in each.old or county in each.new), None)


def outgrown(county: str, figure_year: int, area_year: int) -> bool:
    """Whether a code that stayed means another territory in one of the years than in the other."""
    return any(
        county in each.old and county in each.new and (figure_year < each.year) != (area_year < each.year)
        for each in CHANGES
    )
