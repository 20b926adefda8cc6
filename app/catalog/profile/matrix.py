"""Which types of assets there are for which grades and subjects, and whether that is nothing, few or enough. Pure.

After the documented-coverage matrix of open asset maps (none, one or two, three or more; definition P18), adapted: what
is enough grows with the young people who are to share it, and shrinks where few of them live.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.catalog.facet_codes import KIND_OF, PACKED, Columns
from app.vocabulary.people import BANDS

ENOUGH: Final = 3
"""Three or more are enough by the published definition: one may close, and one is not for everybody."""
SMALL: Final = 1_000
"""Where fewer young people of the ages live than this, in proportion fewer are enough, but at least one."""
PEOPLE_EACH: Final = 10_000
"""And at least one for so many young people of the ages: ours, the unit in which supply is compared."""
LEVELS: Final = ("none", "sparse", "ok")
AGES: Final[Mapping[str, tuple[int, int]]] = {
    "early": (3, 5),
    "elementary": (6, 10),
    "middle": (11, 13),
    "high": (14, 17),
}
"""First and last age of the grades of a band, as pupils usually are; others have no people of their own here."""
YOUTH_AGES: Final[Mapping[str, int]] = {"age-5-17": 13, "age-under-19": 19}
"""Groups of young people that figures are published of, best first, and how many years of age each has."""


@dataclass(frozen=True, eq=False)
class Matrix:
    """`counts` (types + 1, bands + 1, subjects + 1): assets; the last of each axis is any. An asset for several bands
    or subjects counts in each, once in any.
    """

    counts: NDArray[np.int64]
    types: tuple[str, ...] = PACKED["subtype"].slugs
    bands: tuple[str, ...] = tuple(BANDS)
    subjects: tuple[str, ...] = PACKED["discipline"].slugs

    def of(self, subtype: str | None = None, band: str | None = None, subject: str | None = None) -> int:
        """How many assets of a type are for a band about a subject; None: any."""
        return int(self.counts[_at(self.types, subtype), _at(self.bands, band), _at(self.subjects, subject)])

    def kind(self, kind: str, band: str | None = None) -> int:
        """How many assets of a kind are for a band."""
        return sum(self.of(subtype, band) for subtype in self.types if KIND_OF[subtype] == kind)


def _at(slugs: tuple[str, ...], slug: str | None) -> int:
    return len(slugs) if slug is None else slugs.index(slug)


def matrix_of(columns: Columns) -> Matrix:
    """The matrix of assets given by their packed facets."""
    found = Matrix(
        np.zeros([len(PACKED[name].slugs) + 1 for name in ("subtype", "band", "discipline")], np.int64)
    )
    kind = PACKED["subtype"].values(columns) - 1
    bands, subjects = PACKED["band"].values(columns), PACKED["discipline"].values(columns)
    for band in range(len(found.bands) + 1):
        in_band = kind if band == len(found.bands) else kind[(bands >> band) & 1 == 1]
        about = subjects if band == len(found.bands) else subjects[(bands >> band) & 1 == 1]
        for subject in range(len(found.subjects) + 1):
            rows = in_band if subject == len(found.subjects) else in_band[(about >> subject) & 1 == 1]
            found.counts[:-1, band, subject] = np.bincount(rows[rows >= 0], minlength=len(found.types))
    found.counts[-1] = found.counts[:-1].sum(axis=0)
    return found


def needed(young: float | None) -> int:
    """How many are enough for so many young people (None: not known)."""
    if young is None:
        return ENOUGH
    few = ENOUGH if young >= SMALL else max(1, ceil(ENOUGH * young / SMALL))
    return max(few, ceil(young / PEOPLE_EACH))


def level(count: int, young: float | None) -> str:
    """`none`, `sparse` or `ok` (see LEVELS)."""
    if not count:
        return "none"
    return "ok" if count >= needed(young) else "sparse"


def per_people(count: int, young: float | None) -> float | None:
    """Assets for each 10,000 young people, two decimals; None where nobody is counted."""
    return round(count * PEOPLE_EACH / young, 2) if young else None


def young_of(band: str, group: str, people: float) -> float | None:
    """Young people of the ages of `band` among the `people` of a group of YOUTH_AGES, every age as large as the next.

    None for a band without ages here.
    """
    if band not in AGES:
        return None
    first, last = AGES[band]
    return people * (last - first + 1) / YOUTH_AGES[group]
