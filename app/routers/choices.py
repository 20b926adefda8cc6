"""What forms and chips on pages are made of: options of a filter, and links that take one part away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from app.catalog.facets import FacetCount
from app.catalog.filters import AssetFilter, describe, to_pairs, without
from app.language import N_, _
from app.vocabulary.terms import Vocabulary

SORT_LABELS: Final = {
    "relevance": N_("Best match"),
    "distance": N_("Nearest"),
    "name": N_("Name"),
    "updated": N_("Newest change"),
}
NO_NAMES: Final[Mapping[str, str]] = {}
DISTANCES: Final = (5, 10, 15, 25, 50, 75, 100)
"""Miles."""

FACET_TITLES: Final = {
    "kind": N_("Kind"),
    "subtype": N_("What it is"),
    "discipline": N_("Subject"),
    "band": N_("Grades"),
    "state": N_("State"),
    "audience": N_("Designed for"),
    "cost": N_("Cost"),
    "delivery": N_("How it reaches people"),
    "season": N_("Season"),
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
    usual = [(f"{miles}mi", _("%(n)s miles", n=miles)) for miles in DISTANCES]
    return usual if current in dict(usual) else [(current, current), *usual]
