"""Which assets somebody asks for as a file: the shared filters, narrowed by a CQL2 filter where one is given."""

from typing import Final

from sqlalchemy.orm import Session

from app.catalog.collections import COLLECTIONS
from app.catalog.conditions import fragments_of, origin_of
from app.catalog.cql2 import read_filter
from app.catalog.filters import AssetFilter
from app.catalog.fragments import Fragment, all_of
from app.clock import today
from app.settings import Settings

CQL_NAMES: Final = ("filter", "filter-lang")
QUERYABLES: Final = COLLECTIONS["assets"].queryables
"""What a CQL2 filter may name: the same as in the collection of all assets."""


def narrowing(text: str | None, lang: str | None, settings: Settings) -> Fragment | None:
    """The condition of a CQL2 filter, None without one. Raises BadParameterError."""
    if text is None:
        return None
    return read_filter(text, lang or "cql2-text", QUERYABLES, settings)


def condition_of(session: Session, chosen: AssetFilter, narrowed: Fragment | None = None) -> Fragment:
    """`chosen` as of today, its place looked up, and `narrowed`. Raises BadParameterError for an unknown place."""
    shared = fragments_of(chosen, today=today(), origin=origin_of(session, chosen))
    return all_of([*shared, *([narrowed] if narrowed is not None else [])])
