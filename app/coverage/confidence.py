"""How sure an area's answer is: "no program" kept apart from "no data". Pure numerics.

Four links are graded by themselves and the weakest one is the area's grade, so that every grade has a reason one can
act on: how long ago its state sent an inventory, how many of the assets that decide are verified, how exactly they are
placed, and how wide the margin of the population figure is. The bounds are ours, except those of the coefficient of
variation, which are in common use for the American Community Survey (12 % and 40 %).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.language import N_

Floats = NDArray[np.float64]
Grades = NDArray[np.int8]

GRADES: Final = (N_("no data"), N_("not inventoried"), N_("low"), N_("medium"), N_("high"))
"""A grade's number is its place here. `not inventoried`: the state sent nothing, and only the starter list is known."""
NO_DATA, NOT_INVENTORIED, LOW, MEDIUM, HIGH = range(len(GRADES))
ONLY_STARTER: Final = -np.inf
"""Days since the last inventory of a state of which only the unverified starter list is known."""
REASONS: Final = {
    "inventory": N_("how long ago the state sent its inventory"),
    "verified": N_("how many of the programs are verified"),
    "placed": N_("how exactly the programs are placed"),
    "margin": N_("how wide the margin of the population figure is"),
}
UNKNOWN: Final = {
    NO_DATA: N_("nothing is known of the state"),
    NOT_INVENTORIED: N_("the state has not sent its inventory; what is listed is an unverified starter list"),
}
"""Grades that need no weakest link to be told."""
MEDIUM_DAYS: Final = 730
HIGH_DAYS: Final = 365
LOW_SHARE: Final = 0.2
HIGH_SHARE: Final = 0.5
HIGH_CV: Final = 0.12
LOW_CV: Final = 0.40
_LEVEL_Z: Final = 1.645
"""A 90 % margin is so many standard errors."""


@dataclass(frozen=True, eq=False)
class Confidence:
    """Of a areas: `grade` (a,) by GRADES, and by link of REASONS the grade that it alone would give."""

    grade: Grades
    links: dict[str, Grades]

    def words(self, at: int) -> str:
        """`low: how many of the programs are verified`; without a reason where nothing is wrong."""
        grade = int(self.grade[at])
        name = GRADES[grade]
        if grade == HIGH:
            return name
        if grade in UNKNOWN:
            return f"{name}: {UNKNOWN[grade]}"
        weakest = [REASONS[link] for link, values in self.links.items() if values[at] == grade]
        return f"{name}: {'; '.join(weakest)}"


def confidence(
    inventory_days: Floats, verified_share: Floats, placed_share: Floats, people: Floats, moe: Floats
) -> Confidence:
    """Grade a areas.

    `inventory_days` (a,) since the state's last upload: infinity where it never sent one and others list its
    assets, ONLY_STARTER where only the starter list does, NaN where nothing is known (its answers are no data);
    `verified_share`, `placed_share` (a,) of the assets that decide, NaN where none does; `people` and their 90 %
    margin `moe` (a,), NaN where the source gives none, which counts as medium.
    """
    links = {
        "inventory": _inventory(inventory_days),
        "verified": _share(verified_share),
        "placed": _share(placed_share),
        "margin": _margin(people, moe),
    }
    grade: Grades = np.minimum.reduce(list(links.values()))
    return Confidence(grade, links)


def _inventory(days: Floats) -> Grades:
    return np.select(
        [np.isnan(days), days == ONLY_STARTER, days > MEDIUM_DAYS, days > HIGH_DAYS],
        [NO_DATA, NOT_INVENTORIED, LOW, MEDIUM],
        HIGH,
    ).astype(np.int8)


def _share(share: Floats) -> Grades:
    """Nothing to verify is no reason to doubt: that is for the inventory to answer."""
    return np.select(
        [np.isnan(share), share < LOW_SHARE, share < HIGH_SHARE], [HIGH, LOW, MEDIUM], HIGH
    ).astype(np.int8)


def _margin(people: Floats, moe: Floats) -> Grades:
    with np.errstate(divide="ignore", invalid="ignore"):
        cv = np.where(people > 0, moe / _LEVEL_Z / people, np.where(moe > 0, np.inf, 0.0))
    cv = np.where(np.isnan(moe), np.nan, cv)
    return np.select([np.isnan(cv), cv > LOW_CV, cv > HIGH_CV], [MEDIUM, LOW, MEDIUM], HIGH).astype(np.int8)
