"""How many assets each further choice would leave: counts of a facet are taken under every other filter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from sqlalchemy.orm import Session

from app.catalog import facet_codes
from app.catalog.conditions import origin_of
from app.catalog.facet_codes import Columns, Flags
from app.catalog.facet_sets import FacetSets, read_columns
from app.catalog.filters import AssetFilter, changed
from app.catalog.parameters import LISTS

FACET_NAMES: Final = (
    "kind",
    "subtype",
    "state",
    "discipline",
    "band",
    "audience",
    "cost",
    "delivery",
    "season",
)


@dataclass(frozen=True)
class FacetCount:
    """One choice of a facet."""

    slug: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True)
class Facets:
    """All matches, the choices of each facet, and how many match when all choices of a facet in use are dropped."""

    matched: int
    choices: dict[str, list[FacetCount]]
    without: Mapping[str, int]


def without_facets(chosen: AssetFilter) -> AssetFilter:
    """What `chosen` asks beside its facets."""
    return changed(chosen, dict.fromkeys(FACET_NAMES, ()))


def facet_counts(
    session: Session,
    chosen: AssetFilter,
    *,
    today: date,
    names: Sequence[str] = FACET_NAMES,
    sets: FacetSets | None = None,
) -> Facets:
    """The choices of each facet with their exact counts, in the vocabulary's order.

    Choices that would leave nothing are left out unless they are selected. An asset with several disciplines
    counts for each, so a facet's counts may add up to more than the matches.
    """
    rest = without_facets(chosen)
    read = sets.of if sets is not None else read_columns
    columns = read(session, rest, today, origin_of(session, chosen))
    return _counted(columns, chosen, names)


def _counted(columns: Columns, chosen: AssetFilter, names: Sequence[str]) -> Facets:
    """A row counts for a facet when no other facet's choice fails it."""
    used = [name for name in FACET_NAMES if getattr(chosen, name)]
    holds = {name: facet_codes.holds(columns, name, getattr(chosen, name)) for name in used}
    failing = np.zeros(len(columns), dtype=np.int8)
    for each in holds.values():
        failing += ~each
    matching = failing == 0
    others = {name: matching | ((failing == 1) & ~each) for name, each in holds.items()}
    everything: Flags | None = matching if used else None
    found = {name: facet_codes.counts(columns, name, others.get(name, everything)) for name in names}
    return Facets(
        int(np.count_nonzero(matching)),
        {name: _choices(name, getattr(chosen, name), counts) for name, counts in found.items()},
        {name: int(np.count_nonzero(rows)) for name, rows in others.items()},
    )


def _choices(name: str, selected: tuple[str, ...], found: Mapping[str, int]) -> list[FacetCount]:
    return [
        FacetCount(slug, LISTS[name].label(slug), count, slug in selected)
        for slug in LISTS[name].vocabulary or ()
        if (count := found.get(slug, 0)) or slug in selected
    ]
