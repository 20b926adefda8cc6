"""Which assets somebody asks for as a file: the shared filters, narrowed by a CQL2 filter where one is given."""

from typing import Final

from sqlalchemy.orm import Session

from app.catalog.bulk.fields import FIELDS, FieldKind
from app.catalog.conditions import fragments_of, origin_of
from app.catalog.cql2 import Kind, Queryable, read_filter
from app.catalog.filters import AssetFilter
from app.catalog.fragments import Fragment, all_of
from app.clock import today
from app.settings import Settings

CQL_NAMES: Final = ("filter", "filter-lang")
_KINDS: Final[dict[FieldKind, Kind]] = {
    "text": "text",
    "list": "text-array",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamp",
}
_IDS: Final = ("id", "parent_id")
QUERYABLES: Final = {
    **{
        field.name: Queryable(
            field.name,
            f"asset.{field.name}",
            "uuid" if field.name in _IDS else _KINDS[field.kind],
            field.meaning,
            field.values,
        )
        for field in FIELDS
        if field.kind in _KINDS and field.name != "freshness"
    },
    "geometry": Queryable("geometry", "asset.geom", "geometry", "Where it is."),
}
"""What a CQL2 filter may name; `freshness` depends on the day and is a shared filter."""


def narrowing(text: str | None, lang: str | None, settings: Settings) -> Fragment | None:
    """The condition of a CQL2 filter, None without one. Raises BadParameterError."""
    if text is None:
        return None
    return read_filter(text, lang or "cql2-text", QUERYABLES, settings)


def condition_of(session: Session, chosen: AssetFilter, narrowed: Fragment | None = None) -> Fragment:
    """`chosen` as of today, its place looked up, and `narrowed`. Raises BadParameterError for an unknown place."""
    shared = fragments_of(chosen, today=today(), origin=origin_of(session, chosen))
    return all_of([*shared, *([narrowed] if narrowed is not None else [])])
