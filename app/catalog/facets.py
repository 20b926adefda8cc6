"""How many assets each further choice would leave: counts of a facet are taken under every other filter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from app.catalog.conditions import fragments_of, list_fragments, origin_of
from app.catalog.filters import AssetFilter, changed
from app.catalog.fragments import Fragment, all_of, as_statement
from app.catalog.parameters import LISTS
from app.geography.lookup import Origin
from app.vocabulary.people import BANDS

FACET_COLUMNS: Final = {
    "kind": "kind",
    "subtype": "subtype",
    "state": "state",
    "discipline": "disciplines",
    "band": "grades",
    "audience": "designed_for",
    "cost": "cost_band",
    "delivery": "delivery_mode",
    "season": "seasons",
}
"""Facets and the columns they count."""

FACET_NAMES: Final = tuple(FACET_COLUMNS)
_LIST_FACETS: Final = frozenset({"discipline", "audience", "season"})
_BANDS: Final = ", ".join(f"('{band}', '{{{','.join(grades)}}}'::text[])" for band, grades in BANDS.items())
"""The bands and their grades as SQL rows; slugs of our own."""


@dataclass(frozen=True)
class FacetCount:
    """One choice of a facet."""

    slug: str
    label: str
    count: int
    selected: bool


def facet_counts(
    session: Session, chosen: AssetFilter, *, today: date, names: Sequence[str] = FACET_NAMES
) -> dict[str, list[FacetCount]]:
    """The choices of each facet with their exact counts, in the vocabulary's order, in one statement.

    Choices that would leave nothing are left out unless they are selected. An asset with several disciplines
    counts for each, so a facet's counts may add up to more than the matches.
    """
    asked = facets_statement(chosen, names, today, origin_of(session, chosen))
    found = {(name, slug): count for name, slug, count in session.execute(as_statement(asked))}
    return {name: _choices(name, getattr(chosen, name), found) for name in names}


def _choices(name: str, selected: tuple[str, ...], found: dict[tuple[str, str], int]) -> list[FacetCount]:
    vocabulary = LISTS[name].vocabulary or ()
    counts = ((slug, found.get((name, slug), 0)) for slug in vocabulary)
    return [
        FacetCount(slug, LISTS[name].label(slug), count, slug in selected)
        for slug, count in counts
        if count or slug in selected
    ]


def facets_statement(
    chosen: AssetFilter, names: Sequence[str], today: date, origin: Origin | None
) -> Fragment:
    """Rows (facet, slug, count) of the facets `names`: one reading of what matches all filters that are no facets.

    A column for each facet in use says whether it holds, so that each is counted under all others.
    """
    used = [name for name in names if getattr(chosen, name)]
    holds = {
        name: list_fragments(changed(AssetFilter(), {name: getattr(chosen, name)}), today)[0] for name in used
    }
    rest = all_of(fragments_of(changed(chosen, dict.fromkeys(names, ())), today=today, origin=origin))
    columns = [f"asset.{FACET_COLUMNS[name]} AS f_{name}" for name in names]
    columns += [f"({each.sql}) AS holds_{name}" for name, each in holds.items()]
    counted = " UNION ALL ".join(_counted(name, [other for other in used if other != name]) for name in names)
    sql = f"WITH base AS MATERIALIZED (SELECT {', '.join(columns)} FROM asset WHERE {rest.sql}) {counted}"  # noqa: S608 - names of our own
    return Fragment(sql, {**rest.values, **{k: v for each in holds.values() for k, v in each.values.items()}})


def _counted(name: str, others: Sequence[str]) -> str:
    slug, source = _slugs(name)
    where = " AND ".join([f"{slug} IS NOT NULL", *(f"holds_{other}" for other in others)])
    return f"SELECT '{name}' AS facet, {slug} AS slug, count(*) AS count FROM {source} WHERE {where} GROUP BY {slug}"  # noqa: S608


def _slugs(name: str) -> tuple[str, str]:
    """The slug to count, and the FROM that has one row for each slug of each asset."""
    if name == "band":
        return "bands.slug", f"base JOIN (VALUES {_BANDS}) AS bands (slug, grades) ON f_band && bands.grades"
    if name in _LIST_FACETS:
        return "each.slug", f"base CROSS JOIN unnest(f_{name}) AS each (slug)"
    return f"f_{name}", "base"
