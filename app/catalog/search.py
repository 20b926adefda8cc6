"""One page of a search: GeoJSON made in PostgreSQL, or light rows for an HTML list; keyset paging."""

import typing
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import CTE, ColumnElement, Double, Row, Select, Table, Text, cast, func, null, select
from sqlalchemy.orm import Session

from app.catalog.conditions import conditions, origin_of
from app.catalog.cursor import read_cursor, write_cursor
from app.catalog.features import PUBLIC_FIELDS
from app.catalog.filters import AssetFilter
from app.catalog.freshness import freshness
from app.catalog.rows import AssetRow, row_select, rows_of
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
class _Question:
    """A filter made ready to ask: conditions, order, and where the walk goes on."""

    chosen: AssetFilter
    sort: str
    where: list[Condition]
    order: Order
    distance_m: ColumnElement[Any]
    origin: Origin | None

    def page(self, statement: Select[Any], limit: int, cursor: str | None) -> Select[Any]:
        """`statement` narrowed to one page and a row more, which says whether another page follows."""
        narrowed = statement.where(*self.where).order_by(*self.order.keys).limit(limit + 1)
        if cursor is None:
            return narrowed
        return narrowed.where(self.order.after(read_cursor(cursor, self.chosen, self.sort, self.order.kinds)))

    def next_cursor(self, rows: Sequence[Row[Any]], limit: int) -> str | None:
        """The cursor after the page, when more rows than `limit` were found."""
        if len(rows) <= limit:
            return None
        key = [getattr(rows[limit - 1], f"key_{n}") for n in range(len(self.order.keys))]
        return write_cursor(self.chosen, self.sort, key)


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
) -> Page:
    """At most `limit` matching assets as GeoJSON, after `cursor`, in the order `sort` (see sorting.SORTS).

    `start` is a place to measure distances from, when that is not `near` (home or work). Raises
    BadParameterError for an unknown place, sort or cursor.
    """
    asked = _question(session, chosen, today, sort, start)
    found = select(ASSET.c.id, asked.distance_m.label("distance_m"), *asked.order.labelled())
    page = asked.page(found, limit, cursor).cte("page")
    keys = [page.c[f"key_{n}"] for n in range(len(asked.order.keys))]
    rows = session.execute(_stored_features(page, today).add_columns(*keys).order_by(*keys)).all()
    features = ",".join(row.feature for row in rows[:limit]).encode()
    matched = count_of(session, asked.where)
    return Page(features, len(rows[:limit]), matched, asked.next_cursor(rows, limit), asked.origin)


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
) -> RowPage:
    """The same page as light rows, for an HTML list; `matched` where it is known already."""
    asked = _question(session, chosen, today, sort, start)
    columns = row_select(today, asked.distance_m).add_columns(*asked.order.labelled())
    found = session.execute(asked.page(columns, limit, cursor)).all()
    if matched is None:
        matched = count_of(session, asked.where)
    return RowPage(rows_of(found[:limit]), matched, asked.next_cursor(found, limit), asked.origin)
