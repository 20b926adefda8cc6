"""Pages of features as bytes: one statement finds, counts and fetches; Python adds nothing to a feature.

The count of a question is kept for its data version. While it is known, a page is read without counting: by index to
where the page begins, and no further than its end. What is known also says which way is shorter: to gather all matches,
or to walk in the order of keys until the page is full.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from app.catalog.fragments import Fragment
from app.catalog.freshness import freshness_sql, freshness_values
from app.catalog.placing import without_index
from app.catalog.versions import Counts
from app.db.reader import Cell, Reader

_STORED: Final = f"""feature.head || ',"freshness":"' || {freshness_sql("feature.verified_at")} || '"}}}}'"""
_SIZE: Final = "(SELECT reltuples::bigint FROM pg_class WHERE oid = '{table}'::regclass)"
_UNKNOWN: Final = """\
WITH matching AS MATERIALIZED (SELECT {key} AS key{sorted_as} FROM {table} WHERE {where}),
page AS (SELECT * FROM matching WHERE {begins} ORDER BY {order} {part})
SELECT {text}, page.key, counted.n, counted.size
FROM (SELECT count(*) AS n, {size} AS size FROM matching) counted LEFT JOIN (page JOIN {join}) ON TRUE
ORDER BY {page_order}"""
_KNOWN: Final = """\
SELECT {text}, page.key
FROM (SELECT {key} AS key{sorted_as} FROM {table} WHERE ({where}) AND {begins} ORDER BY {order} {part}) page JOIN {join}
ORDER BY {page_order}"""
_DENSE: Final = 4
"""Reading a match off an index and sorting it costs this many times what passing over a row in a walk does."""


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
    by_offset = after is None and not rows.order
    first = counts.landmarks.get(question, offset) if by_offset and offset else None
    known = counts.get(question)
    shape = _Shape(
        counted=known is not None,
        walk=_walk_pays(counts, rows, known, limit if first else offset + limit),
        begins=">" if after is not None else ">=" if first else "",
        skips=bool(offset) and first is None,
        limit=limit + 1,
    )
    page = {"page_offset": offset, "page_begins": first or after}
    found = await reader.cells(
        _sql(rows, rendering, shape), {**rows.where.values, **rendering.values, **page}
    )
    if known is None:
        known = _keep_counts(counts, question, rows, found)
    if by_offset:
        _keep_landmarks(counts, question, found, offset, limit)
    return _page_of(found, known, limit)


def _page_of(found: list[list[Cell]], known: int, limit: int) -> FeaturePage:
    features = [row[0] for row in found[:limit] if row[0] is not None]
    last = found[len(features) - 1][1] if features else None
    return FeaturePage(features, known, last.decode() if last else None, len(found) > limit)


def _keep_counts(counts: Counts, question: Hashable, rows: Rows, found: list[list[Cell]]) -> int:
    """The count that came with the page; how large the table is comes along."""
    _, _, known, size = found[0]
    counts.keep(question, int(known or 0))
    counts.keep(rows.table, int(size or 0))
    return int(known or 0)


def _keep_landmarks(
    counts: Counts, question: Hashable, found: list[list[Cell]], offset: int, limit: int
) -> None:
    """Where this page begins, and the next."""
    for at in (0, limit):
        if offset + at and at < len(found):
            counts.landmarks.keep(question, offset + at, found[at][1])


def _walk_pays(counts: Counts, rows: Rows, known: int | None, reach: int) -> bool:
    """Whether a walk in the order of keys meets `reach` of the `known` matches sooner than all are gathered."""
    size = counts.get(rows.table)
    if known is None or size is None or rows.order:
        return False
    return size > 0 and _DENSE * known * known > size * reach


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


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a page's statement is made for. The limit is a number of its text: plans are made with it in mind."""

    counted: bool
    walk: bool
    begins: str
    skips: bool
    limit: int


def _sql(rows: Rows, rendering: Rendering, shape: _Shape) -> str:
    return _statement(rows.table, rows.key, rows.where.sql, rows.order, rendering.text, rendering.join, shape)


@lru_cache(maxsize=1000)
def _statement(
    table: str, key: str, where: str, order: tuple[tuple[str, bool], ...], text: str, join: str, shape: _Shape
) -> str:
    ways = [(f"key_{n}", " DESC NULLS LAST" if down else "") for n, (_, down) in enumerate(order)] + [
        ("key", "")
    ]
    compared = key if shape.counted else "key"
    return (_KNOWN if shape.counted else _UNKNOWN).format(
        key=key,
        table=table,
        where=without_index(where) if shape.walk else where,
        sorted_as="".join(f", {expression} AS key_{n}" for n, (expression, _) in enumerate(order)),
        order=", ".join(name + way for name, way in ways),
        page_order=", ".join(f"page.{name}{way}" for name, way in ways),
        begins=f"{compared} {shape.begins} %(page_begins)s" if shape.begins else "TRUE",
        part=f"LIMIT {shape.limit:d}" + (" OFFSET %(page_offset)s" if shape.skips else ""),
        size=_SIZE.format(table=table),
        text=text,
        join=join,
    )
