"""The orders of a list: each total (the id is last) and ascending, so a walk can go on after any row."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Double, cast, func, literal_column, tuple_

from app.catalog.cursor import Key
from app.catalog.filters import AssetFilter
from app.catalog.placing import geography_of
from app.catalog.tables import ASSET, Condition
from app.catalog.text_query import query_text
from app.errors import BadParameterError
from app.geography.lookup import Origin

SORTS: Final = ("name", "relevance", "distance", "updated")
NATURAL: Final = "natural"
"""The collation of names (migration 0009): any case, numbers by value."""
NOWHERE_M: Final = 1e9
"""What has no point comes after all that has one: farther than anything on earth."""


@dataclass(frozen=True)
class Order:
    """Sort expressions and the Python type of each."""

    keys: tuple[ColumnElement[Any], ...]
    kinds: tuple[type, ...]
    by: str | None = None
    """`distance` or `relevance`: orders that are costly where very many match."""

    def after(self, key: Key) -> Condition:
        """Rows that come after the one whose sort values are `key`."""
        return tuple_(*self.keys) > tuple_(*key)

    def labelled(self) -> list[ColumnElement[Any]]:
        """The sort values as columns key_0, key_1 …"""
        return [expression.label(f"key_{n}") for n, expression in enumerate(self.keys)]


def distance_from(origin: Origin) -> ColumnElement[float]:
    """Geodesic distance of each asset from `origin`, in metres (WGS84 spheroid)."""
    return func.ST_Distance(func.geography(ASSET.c.geom), geography_of(origin))


def _query_of(q: str) -> ColumnElement[Any]:
    """`q` as conditions.QUERY reads it."""
    return func.to_tsquery(literal_column("'english'::regconfig"), query_text(q))


def default_sort(chosen: AssetFilter) -> str:
    """The nearest first when a place is asked for, the best match first for words, else by name."""
    if chosen.near is not None:
        return "distance"
    return "relevance" if chosen.q is not None else "name"


def order_of(sort: str, chosen: AssetFilter, origin: Origin | None) -> Order:
    """The order that `sort` names. Raises BadParameterError where it makes no sense for `chosen`."""
    identity, name = ASSET.c.id, ASSET.c.name.collate(NATURAL)
    if sort == "name":
        return Order((name, identity), (str, UUID))
    if sort == "updated":
        return Order((-cast(func.extract("epoch", ASSET.c.updated_at), Double), identity), (float, UUID))
    if sort == "distance" and origin is not None:
        return Order((func.coalesce(distance_from(origin), NOWHERE_M), identity), (float, UUID), by=sort)
    if sort == "relevance" and chosen.q is not None:
        return Order((-_relevance(chosen.q), name, identity), (float, str, UUID), by=sort)
    needs = {"distance": "near= or origin=", "relevance": "q="}.get(sort)
    detail = f"Sorting by {sort} needs {needs}." if needs else f"`{sort[:40]}` is not an order of this list."
    raise BadParameterError(detail, parameter="sort", accepted=SORTS)


def _relevance(q: str) -> ColumnElement[float]:
    """Words found, weighted by where (name over description), plus how much the name looks like the words."""
    words = func.ts_rank(ASSET.c.search, _query_of(q))
    return cast(words, Double) + cast(func.word_similarity(q, ASSET.c.name), Double)
