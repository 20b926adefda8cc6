"""Pages of features as bytes: one statement finds, counts and fetches; Python adds nothing to a feature.

The count of a question is kept for its data version. While it is known, a page is read without counting: by index to
where the page begins, and no further than its end.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from app.catalog.fragments import Fragment
from app.catalog.freshness import freshness_sql, freshness_values
from app.catalog.versions import Counts
from app.db.reader import Reader

_STORED: Final = f"""feature.head || ',"freshness":"' || {freshness_sql("feature.verified_at")} || '"}}}}'"""
_UNKNOWN: Final = """\
WITH matching AS MATERIALIZED (SELECT {key} AS key{sorted_as} FROM {table} WHERE {where}),
page AS (SELECT * FROM matching {after} ORDER BY {order} LIMIT %(page_limit)s OFFSET %(page_offset)s)
SELECT {text}, page.key, counted.n
FROM (SELECT count(*) AS n FROM matching) counted LEFT JOIN (page JOIN {join}) ON TRUE
ORDER BY {page_order}"""
_KNOWN: Final = """\
SELECT {text}, page.key
FROM (SELECT {key} AS key{sorted_as} FROM {table} WHERE ({where}) {after} ORDER BY {order}
      LIMIT %(page_limit)s OFFSET %(page_offset)s) page JOIN {join}
ORDER BY {page_order}"""


@dataclass(frozen=True)
class Rendering:
    """How a row of a page becomes the text of a feature: `text` from what `join` gives for `page.key`."""

    text: str
    join: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Rows:
    """What a page is made of: the rows of `table` that meet `where`, by `key` unless `order` says otherwise.

    `order` holds SQL expressions with their direction, of our own making; the key always comes last.
    """

    table: str
    key: str
    where: Fragment
    order: tuple[tuple[str, bool], ...] = ()
    """(expression, descending)"""


@dataclass(frozen=True)
class FeaturePage:
    """Features as JSON texts, and what the page needs around them. `last` is the key of the last one."""

    features: list[bytes]
    matched: int
    last: str | None
    more: bool = False
    """Whether others follow."""


def stored_features(today: date) -> Rendering:
    """Assets as they are kept, with how fresh they are `today`."""
    join = "asset_feature feature ON feature.asset_id = page.key"
    return Rendering(_STORED, join, freshness_values(today))


async def feature_page(
    reader: Reader,
    counts: Counts,
    version: int,
    rows: Rows,
    rendering: Rendering,
    *,
    limit: int,
    offset: int = 0,
    after: UUID | int | str | None = None,
) -> FeaturePage:
    """At most `limit` features after `offset` rows, or after the row whose key is `after`; all matches counted."""
    question = _question(version, rows)
    known = counts.get(question)
    page = {"page_limit": limit + 1, "page_offset": offset, "page_after": after}
    values = {**rows.where.values, **rendering.values, **page}
    found = await reader.cells(_sql(rows, rendering, known is not None, after is not None), values)
    if known is None:
        known = int(found[0][2] or 0) if found else 0
        counts.keep(question, known)
    more = len(found) > limit
    features = [row[0] for row in found[:limit] if row[0] is not None]
    last = found[len(features) - 1][1] if features else None
    return FeaturePage(features, known, last.decode() if last else None, more)


async def count_rows(reader: Reader, counts: Counts, version: int, rows: Rows) -> int:
    """How many rows there are, exactly."""
    question = _question(version, rows)
    known = counts.get(question)
    if known is None:
        sql = f"SELECT count(*) FROM {rows.table} WHERE {rows.where.sql}"  # noqa: S608 - SQL of our own
        [[cell]] = await reader.cells(sql, rows.where.values)
        known = int(cell or 0)
        counts.keep(question, known)
    return known


def _question(version: int, rows: Rows) -> Hashable:
    return (version, rows.table, rows.where.sql, repr(sorted(rows.where.values.items())))


def _sql(rows: Rows, rendering: Rendering, counted: bool, after: bool) -> str:
    sorted_as = "".join(f", {expression} AS key_{n}" for n, (expression, _) in enumerate(rows.order))
    order = ", ".join([*(f"key_{n}{_way(down)}" for n, (_, down) in enumerate(rows.order)), "key"])
    beyond = f"{rows.key if counted else 'key'} > %(page_after)s"
    parts = {
        "key": rows.key,
        "table": rows.table,
        "where": rows.where.sql,
        "sorted_as": sorted_as,
        "order": order,
        "page_order": ", ".join(
            [*(f"page.key_{n}{_way(down)}" for n, (_, down) in enumerate(rows.order)), "page.key"]
        ),
        "after": (f"{'AND' if counted else 'WHERE'} {beyond}") if after else "",
        "text": rendering.text,
        "join": rendering.join,
    }
    return (_KNOWN if counted else _UNKNOWN).format(**parts)


def _way(descending: bool) -> str:
    return " DESC NULLS LAST" if descending else ""
