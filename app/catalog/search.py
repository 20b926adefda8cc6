"""One page of a search: GeoJSON made in PostgreSQL, or light rows for an HTML list; keyset paging."""

import typing
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import CTE, ColumnElement, Double, Row, Select, Table, Text, cast, func, null, select
from sqlalchemy.orm import Session

from app.catalog.conditions import conditions, origin_of
from app.catalog.cursor import Key, is_cursor_of, read_cursor, write_cursor
from app.catalog.features import PUBLIC_FIELDS
from app.catalog.filters import AssetFilter
from app.catalog.freshness import freshness
from app.catalog.nearest import nearest
from app.catalog.rows import AssetRow, row_select, rows_of
from app.catalog.sampling import KINDS, RANKED_MAX, Ask, sampled_page
from app.catalog.sorting import Order, default_sort, distance_from, order_of
from app.catalog.tables import ASSET, Condition
from app.geography.lookup import Origin, find_origin
from app.models.asset_feature import AssetFeature

FEATURE_FIELDS: Final = (*PUBLIC_FIELDS, "freshness", "distance_m")
_FEATURE: Final = typing.cast("Table", AssetFeature.__table__)


@dataclass(frozen=True)
class Page:
    """GeoJSON features as bytes, separated by commas, and what the list needs around them.

    `origin` says which place `near` was taken to be.
    """

    features: bytes
    returned: int
    matched: int
    next_cursor: str | None
    origin: Origin | None


@dataclass(frozen=True)
class RowPage:
    """Rows of an HTML list, and what the page needs around them."""

    rows: list[AssetRow]
    matched: int
    next_cursor: str | None
    origin: Origin | None

    @property
    def origin_label(self) -> str | None:
        """Which place `near` was taken to be."""
        return self.origin.label if self.origin else None


@dataclass(frozen=True)
class _Walked:
    """The rows of one page, and the cursor to the next one."""

    rows: Sequence[Row[Any]]
    next_cursor: str | None


@dataclass(frozen=True)
class _Question:
    """A filter made ready to ask: conditions, order, and where the walk goes on."""

    chosen: AssetFilter
    sort: str
    where: list[Condition]
    order: Order
    distance_m: ColumnElement[Any]
    origin: Origin | None

    def walk(self, session: Session, ask: Ask, limit: int, cursor: str | None, *, crowded: bool) -> _Walked:
        """The page after `cursor`; with `crowded` (when the walk begins) only a sample is ranked."""
        if self._is_sampled(cursor, crowded):
            key = read_cursor(cursor, self.chosen, self._sampled, KINDS) if cursor else None
            found = sampled_page(session, self.where, self.order, ask, limit, key)
            return self._walked(found.rows, found.keys, limit, self._sampled)
        where = list(self.where)
        if cursor is not None:
            where.append(self.order.after(read_cursor(cursor, self.chosen, self.sort, self.order.kinds)))
        if crowded and self.origin and self.order.by == "distance":
            where += nearest(session, where, self.origin, limit + 1)
        rows = ask(self.order, where, limit + 1)
        keys = [tuple(getattr(row, f"key_{n}") for n in range(len(self.order.keys))) for row in rows]
        return self._walked(rows, keys, limit, self.sort)

    def _is_sampled(self, cursor: str | None, crowded: bool) -> bool:
        """A walk goes on as it began, however many match by now."""
        if self.order.by != "relevance":
            return False
        return is_cursor_of(cursor, self.chosen, self._sampled) if cursor else crowded

    @property
    def _sampled(self) -> str:
        """What the cursors of a walk with a sample name as their order."""
        return f"{self.sort} in a sample"

    def _walked(self, rows: Sequence[Row[Any]], keys: Sequence[Key], limit: int, sort: str) -> _Walked:
        more = len(rows) > limit
        return _Walked(rows[:limit], write_cursor(self.chosen, sort, keys[limit - 1]) if more else None)


def _question(
    session: Session, chosen: AssetFilter, today: date, sort: str | None, start: str | None
) -> _Question:
    """`start` is where distances begin when that is not `near`."""
    origin = origin_of(session, chosen)
    begin = find_origin(session, start, parameter="origin") if start else origin
    sort = sort or ("distance" if start else default_sort(chosen))
    return _Question(
        chosen,
        f"{sort} from {start}" if start else sort,
        conditions(chosen, today=today, origin=origin),
        order_of(sort, chosen, begin),
        func.round(distance_from(begin)) if begin else null().cast(Double),
        begin,
    )


def count_of(session: Session, where: Sequence[Condition]) -> int:
    """How many assets meet `where`, exactly."""
    return session.scalar(select(func.count()).select_from(ASSET).where(*where)) or 0


def search_page(
    session: Session,
    chosen: AssetFilter,
    *,
    today: date,
    limit: int,
    cursor: str | None = None,
    sort: str | None = None,
    start: str | None = None,
    ranked_max: int = RANKED_MAX,
) -> Page:
    """At most `limit` matching assets as GeoJSON, after `cursor`, in the order `sort` (see sorting.SORTS).

    `start` is a place to measure distances from, when that is not `near` (home or work). Of more than `ranked_max`
    matches only a sample is ranked by relevance (see sampling). Raises BadParameterError for an unknown place, sort
    or cursor.
    """
    asked = _question(session, chosen, today, sort, start)

    def ask(order: Order, where: Sequence[Condition], most: int) -> Sequence[Row[Any]]:
        found = select(ASSET.c.id, asked.distance_m.label("distance_m"), *order.labelled())
        page = found.where(*where).order_by(*order.keys).limit(most).cte("page")
        keys = [page.c[f"key_{n}"] for n in range(len(order.keys))]
        return session.execute(_stored_features(page, today).add_columns(*keys).order_by(*keys)).all()

    matched = count_of(session, asked.where)
    walked = asked.walk(session, ask, limit, cursor, crowded=matched > ranked_max)
    features = ",".join(row.feature for row in walked.rows).encode()
    return Page(features, len(walked.rows), matched, walked.next_cursor, asked.origin)


def _stored_features(page: CTE, today: date) -> Select[Any]:
    """The kept features of `page`, closed with what depends on the day and the question."""
    closed = func.concat(
        _FEATURE.c.head,
        ',"freshness":"',
        freshness(today, _FEATURE.c.verified_at),
        '","distance_m":',
        func.coalesce(cast(page.c.distance_m, Text), "null"),
        "}}",
    )
    return select(closed.label("feature")).select_from(page.join(_FEATURE, _FEATURE.c.asset_id == page.c.id))


def search_rows(
    session: Session,
    chosen: AssetFilter,
    *,
    today: date,
    limit: int,
    cursor: str | None = None,
    sort: str | None = None,
    start: str | None = None,
    matched: int | None = None,
    ranked_max: int = RANKED_MAX,
) -> RowPage:
    """The same page as light rows, for an HTML list; `matched` where it is known already."""
    asked = _question(session, chosen, today, sort, start)

    def ask(order: Order, where: Sequence[Condition], most: int) -> Sequence[Row[Any]]:
        found = row_select(today, asked.distance_m).add_columns(*order.labelled())
        return session.execute(found.where(*where).order_by(*order.keys).limit(most)).all()

    if matched is None:
        matched = count_of(session, asked.where)
    if not matched:
        return RowPage([], 0, None, asked.origin)
    walked = asked.walk(session, ask, limit, cursor, crowded=matched > ranked_max)
    return RowPage(rows_of(walked.rows), matched, walked.next_cursor, asked.origin)
