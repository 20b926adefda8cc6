"""What forms and chips on pages are made of: options of a filter, and links that take one part away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from app.catalog.facets import FacetCount
from app.catalog.filters import AssetFilter, describe, to_pairs, without
from app.vocabulary.terms import Vocabulary

SORT_LABELS: Final = {
    "relevance": "Best match",
    "distance": "Nearest",
    "name": "Name",
    "updated": "Newest change",
}
NO_NAMES: Final[Mapping[str, str]] = {}
DISTANCES: Final = tuple((f"{miles}mi", f"{miles} miles") for miles in (5, 10, 15, 25, 50, 75, 100))

FACET_TITLES: Final = {
    "kind": "Kind",
    "subtype": "What it is",
    "discipline": "Subject",
    "band": "Grades",
    "state": "State",
    "audience": "Designed for",
    "cost": "Cost",
    "delivery": "How it reaches people",
    "season": "Season",
}


@dataclass(frozen=True)
class Option:
    """One checkbox."""

    slug: str
    label: str
    selected: bool
    count: int | None = None


@dataclass(frozen=True)
class Facet:
    """One group of checkboxes."""

    name: str
    title: str
    options: Sequence[Option | FacetCount]
    open: bool = False


@dataclass(frozen=True)
class Chip:
    """One chosen part and the query that lets it go."""

    label: str
    query: str


def options_of(vocabulary: Vocabulary, selected: Iterable[str]) -> list[Option]:
    """All terms of a vocabulary as checkboxes."""
    chosen = frozenset(selected)
    return [Option(slug, vocabulary.label(slug), slug in chosen) for slug in vocabulary]


def chips_of(
    chosen: AssetFilter,
    around: Sequence[tuple[str, str]] = (),
    names: Mapping[str, str] = NO_NAMES,
) -> list[Chip]:
    """A chip for each part of `chosen`; `around` are pairs of the page that stay, `names` those of counties."""
    return [
        Chip(
            names.get(value, label) if name == "county" else label,
            urlencode([*around, *to_pairs(without(chosen, name, value))]),
        )
        for name, value, label in describe(chosen)
    ]


def distance_choices(current: str) -> list[tuple[str, str]]:
    """The usual distances, and the one in use where it is none of them."""
    if current in dict(DISTANCES):
        return list(DISTANCES)
    return [(current, current), *DISTANCES]
