"""How many assets each further choice would leave: counts of a facet are taken under every other filter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    Text,
    and_,
    cast,
    column,
    func,
    literal,
    select,
    true,
    union_all,
    values,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from app.catalog.conditions import ASSET, Condition, conditions, list_conditions, origin_of
from app.catalog.filters import AssetFilter, changed
from app.catalog.parameters import LISTS
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
    base = _base(session, chosen, today, names)
    statement = union_all(*(_counted(base, name, chosen, names) for name in names))
    found = {(name, slug): count for name, slug, count in session.execute(statement)}
    return {name: _choices(name, getattr(chosen, name), found) for name in names}


def _choices(name: str, selected: tuple[str, ...], found: dict[tuple[str, str], int]) -> list[FacetCount]:
    vocabulary = LISTS[name].vocabulary or ()
    counts = ((slug, found.get((name, slug), 0)) for slug in vocabulary)
    return [
        FacetCount(slug, LISTS[name].label(slug), count, slug in selected)
        for slug, count in counts
        if count or slug in selected
    ]


def _base(session: Session, chosen: AssetFilter, today: date, names: Sequence[str]) -> CTE:
    """What matches all filters that are no facets, with a column for each facet in use: whether it holds."""
    rest = changed(chosen, dict.fromkeys(names, ()))
    columns = [ASSET.c[FACET_COLUMNS[name]] for name in names]
    holds = [
        list_conditions(changed(AssetFilter(), {name: getattr(chosen, name)}), today)[0].label(
            f"holds_{name}"
        )
        for name in _used(chosen, names)
    ]
    where = conditions(rest, today=today, origin=origin_of(session, chosen))
    return select(*columns, *holds).where(*where).cte("base")


def _used(chosen: AssetFilter, names: Sequence[str]) -> list[str]:
    return [name for name in names if getattr(chosen, name)]


def _counted(base: CTE, name: str, chosen: AssetFilter, names: Sequence[str]) -> Select[str, str, int]:
    others: list[Condition] = [base.c[f"holds_{other}"] for other in _used(chosen, names) if other != name]
    slug, source = _slugs(base, name)
    return (
        select(literal(name, Text).label("facet"), slug.label("slug"), func.count().label("count"))
        .select_from(source)
        .where(and_(true(), *others), slug.is_not(None))
        .group_by(slug)
    )


def _slugs(base: CTE, name: str) -> tuple[ColumnElement[str], Any]:
    """The slug to count, and the FROM that has one row for each slug of each asset."""
    held = base.c[FACET_COLUMNS[name]]
    if name == "band":
        bands = _band_table()
        return bands.c.slug, base.join(bands, held.op("&&", is_comparison=True)(bands.c.grades))
    if name in _LIST_FACETS:
        each = func.unnest(held).table_valued("slug").render_derived(f"each_{name}").lateral()
        return each.c.slug, base.join(each, true())
    return held, base


def _band_table() -> Any:
    table = values(column("slug", Text), column("grades", ARRAY(Text)), name="bands")
    return table.data([(band, cast(list(grades), ARRAY(Text))) for band, grades in BANDS.items()])
