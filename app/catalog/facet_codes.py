"""How the facets of an asset are packed into numbers (view facet_row, migration 0009), and how they are counted. Pure.

A facet is either one value of each asset (its number in the vocabulary) or a set of values (a bit for each).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.vocabulary import assets, codes, people

Numbers = NDArray[np.int32]
Flags = NDArray[np.bool_]
_BYTE: Final = 8
_BITS_OF_BYTE: Final = ((np.arange(256)[:, None] >> np.arange(_BYTE)) & 1).astype(np.int64)
"""(256, 8): which bits each byte has."""


@dataclass(frozen=True)
class Columns:
    """The packed facets of some assets, a row each; the arrays are of one length."""

    offer: Numbers
    disciplines: Numbers
    people: Numbers

    def __len__(self) -> int:
        return len(self.offer)


@dataclass(frozen=True)
class Packed:
    """Where one facet is: `bits` of a column from `shift` on. Its slugs are in the order of their numbers or bits."""

    column: str
    shift: int
    bits: int
    slugs: tuple[str, ...]
    is_set: bool

    def values(self, columns: Columns) -> Numbers:
        """This facet alone, of each row."""
        packed: Numbers = getattr(columns, self.column)
        return (packed >> self.shift) & ((1 << self.bits) - 1)

    def holds(self, columns: Columns, chosen: Sequence[str]) -> Flags:
        """Which rows have one of `chosen`."""
        values = self.values(columns)
        places = [self.slugs.index(slug) for slug in chosen]
        if self.is_set:
            wanted: Flags = (values & sum(1 << place for place in places)) != 0
            return wanted
        known = np.zeros(1 << self.bits, dtype=np.bool_)
        known[[place + 1 for place in places]] = True
        return known[values]

    def counts(self, columns: Columns, rows: Flags | None) -> dict[str, int]:
        """How many of `rows` (None: of all) have each slug."""
        values = self.values(columns)
        chosen = values if rows is None else values[rows]
        if self.is_set:
            return dict(zip(self.slugs, self._of_bits(chosen), strict=False))
        found = np.bincount(chosen, minlength=len(self.slugs) + 1)
        return {slug: int(found[place + 1]) for place, slug in enumerate(self.slugs)}

    def _of_bits(self, values: Numbers) -> list[int]:
        found: list[int] = []
        for shift in range(0, self.bits, _BYTE):
            found += (np.bincount((values >> shift) & 0xFF, minlength=256) @ _BITS_OF_BYTE).tolist()
        return found[: self.bits]


def _one(column: str, shift: int, bits: int, slugs: Sequence[str]) -> Packed:
    return Packed(column, shift, bits, tuple(slugs), is_set=False)


def _set(column: str, shift: int, slugs: Sequence[str]) -> Packed:
    return Packed(column, shift, len(slugs), tuple(slugs), is_set=True)


PACKED: Final[Mapping[str, Packed]] = {
    "subtype": _one("offer", 0, 6, assets.ALL_SUBTYPES.slugs),
    "state": _one("offer", 6, 6, codes.STATES.slugs),
    "discipline": _set("disciplines", 0, assets.DISCIPLINES.slugs),
    "band": _set("people", 0, tuple(people.BANDS)),
    "audience": _set("people", 6, people.AUDIENCES.slugs),
    "cost": _one("offer", 12, 4, assets.COST_BANDS.slugs),
    "delivery": _one("offer", 16, 3, assets.DELIVERY_MODES.slugs),
    "season": _set("offer", 20, assets.SEASONS.slugs),
}
"""The facets that are packed; a kind is known by its subtype."""

KIND_OF: Final = {subtype: kind for kind, subtypes in assets.SUBTYPES.items() for subtype in subtypes}


def holds(columns: Columns, name: str, chosen: Sequence[str]) -> Flags:
    """Which rows have one of the values `chosen` of facet `name`."""
    if name == "kind":
        return PACKED["subtype"].holds(columns, [slug for slug, kind in KIND_OF.items() if kind in chosen])
    return PACKED[name].holds(columns, chosen)


def counts(columns: Columns, name: str, rows: Flags | None) -> dict[str, int]:
    """How many of `rows` have each value of facet `name`."""
    if name != "kind":
        return PACKED[name].counts(columns, rows)
    found = dict.fromkeys(assets.KINDS, 0)
    for subtype, count in PACKED["subtype"].counts(columns, rows).items():
        found[KIND_OF[subtype]] += count
    return found
