"""A filter as SQL conditions on the asset table: every value bound, nothing pasted in.

`fragments_of` is pure; `where` first finds out where `near` is. What nobody asks for stays out: assets that are
not public, deleted ones, and (unless `status` asks) those not active and opportunities that are over.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from app.catalog.filters import AssetFilter
from app.catalog.fragments import Fragment, any_of, as_text
from app.catalog.freshness import is_any_of
from app.catalog.placing import in_area, in_box, near
from app.catalog.tables import Condition
from app.catalog.text_query import is_plain, query_text
from app.geography.lookup import Origin, find_origin
from app.vocabulary.people import BANDS

__all__ = [
    "PUBLIC",
    "conditions",
    "fragments_of",
    "list_fragments",
    "matches",
    "origin_of",
    "where",
]

_ONE_OF: Final = {
    "kind": "kind",
    "subtype": "subtype",
    "state": "state",
    "county": "county_geoid",
    "cost": "cost_band",
    "delivery": "delivery_mode",
}
"""Filters that compare a single-valued column, by filter name."""

_ANY_OF: Final = {
    "discipline": "disciplines",
    "grade": "grades",
    "audience": "designed_for",
    "season": "seasons",
    "time_of_day": "times_of_day",
    "language": "languages",
}
"""Filters that ask an array column for any of the values."""

_IDS: Final = {"upload": "upload_id", "ids": "id"}
"""Filters that compare a column of ids."""

PUBLIC: Final = Fragment("asset.visibility = 'public' AND asset.deleted_at IS NULL")
"""What anybody may see at all."""
ACTIVE: Final = Fragment("asset.status = 'active'")
LAST_DAY: Final = "least(asset.end_date, asset.application_deadline)"
_NOT_OVER: Final = f"asset.kind <> 'opportunity' OR {LAST_DAY} IS NULL OR {LAST_DAY} >= %(today)s"
_IS_FREE: Final = (
    "coalesce(asset.cost_band IN ('free', 'paid-to-participant') OR asset.cost_amount = 0, FALSE)"
)
_KNOWN_COST: Final = "asset.cost_band IS NOT NULL OR asset.cost_amount IS NOT NULL"
QUERY: Final = "to_tsquery('english'::regconfig, %(q_query)s)"
"""`q` as a full-text query (see text_query)."""


def where(session: Session, chosen: AssetFilter, *, today: date) -> list[Condition]:
    """All conditions of `chosen`, its `near` looked up. Raises BadParameterError for an unknown place."""
    return conditions(chosen, today=today, origin=origin_of(session, chosen))


def origin_of(session: Session, chosen: AssetFilter) -> Origin | None:
    """Where `near` is, or None when the filter has none."""
    return find_origin(session, chosen.near) if chosen.near is not None else None


def conditions(chosen: AssetFilter, *, today: date, origin: Origin | None = None) -> list[Condition]:
    """`fragments_of` for a SQLAlchemy statement."""
    return [as_text(each) for each in fragments_of(chosen, today=today, origin=origin)]


def fragments_of(chosen: AssetFilter, *, today: date, origin: Origin | None = None) -> list[Fragment]:
    """All conditions of `chosen` as of `today`; `origin` is where `near` was found (required with `near`)."""
    if (chosen.near is None) != (origin is None):
        raise ValueError("near and origin belong together")
    return [
        PUBLIC,
        *_currency(chosen, today),
        *list_fragments(chosen, today),
        *_singles(chosen),
        *_placed(chosen, origin),
    ]


def _currency(chosen: AssetFilter, today: date) -> Iterator[Fragment]:
    if chosen.status:
        yield _equals("status", "status", chosen.status)
    else:
        yield ACTIVE
    if chosen.open_on is not None:
        yield Fragment(f"{LAST_DAY} IS NULL OR {LAST_DAY} >= %(open_on)s", {"open_on": chosen.open_on})
    elif not chosen.status:
        yield Fragment(_NOT_OVER, {"today": today})


def list_fragments(chosen: AssetFilter, today: date) -> list[Fragment]:
    """Conditions of the filters that take several values (`status` apart), one for each that is set."""
    return list(_lists(chosen, today))


def _lists(chosen: AssetFilter, today: date) -> Iterator[Fragment]:
    for name, column in _ONE_OF.items():
        if values := getattr(chosen, name):
            yield _equals(name, column, values)
    yield from _arrays(chosen)
    if chosen.band:
        yield _overlaps("band", "grades", tuple(grade for band in chosen.band for grade in BANDS[band]))
    if chosen.cluster:
        columns = ("career_clusters", "career_clusters_2002")
        yield any_of(_overlaps("cluster", column, chosen.cluster) for column in columns)
    if chosen.cip:
        yield _under_cip(chosen.cip)
    if chosen.freshness:
        yield is_any_of(chosen.freshness, today)
    yield from _keys(chosen)


def _arrays(chosen: AssetFilter) -> Iterator[Fragment]:
    for name, column in _ANY_OF.items():
        if values := getattr(chosen, name):
            yield _overlaps(name, column, values)


def _keys(chosen: AssetFilter) -> Iterator[Fragment]:
    for name, column in _IDS.items():
        if values := getattr(chosen, name):
            yield Fragment(f"asset.{column} = ANY(%({name})s)", {name: [UUID(text) for text in values]})


def _equals(name: str, column: str, values: tuple[str, ...]) -> Fragment:
    """One value is compared as such: an index can then give the rows in order."""
    if len(values) == 1:
        return Fragment(f"asset.{column} = %({name})s", {name: values[0]})
    return Fragment(f"asset.{column} = ANY(%({name})s)", {name: list(values)})


def _overlaps(name: str, column: str, values: tuple[str, ...]) -> Fragment:
    return Fragment(f"asset.{column} && %({name})s::text[]", {name: list(values)})


def _under_cip(codes: tuple[str, ...]) -> Fragment:
    sql = (
        "EXISTS (SELECT FROM unnest(asset.cip_codes) AS held (code), unnest(%(cip)s::text[]) AS asked (code)"
        " WHERE starts_with(held.code, asked.code))"
    )
    return Fragment(sql, {"cip": list(codes)})


def _singles(chosen: AssetFilter) -> Iterator[Fragment]:
    if chosen.q is not None:
        yield matches(chosen.q)
    if chosen.source is not None:
        yield Fragment("asset.source_name = %(source)s", {"source": chosen.source})
    if chosen.modified_after is not None:
        yield Fragment("asset.updated_at > %(modified_after)s", {"modified_after": chosen.modified_after})
    if chosen.verified_since is not None:
        yield Fragment("asset.verified_at >= %(verified_since)s", {"verified_since": chosen.verified_since})
    if chosen.free is not None:
        yield Fragment(_IS_FREE if chosen.free else f"({_KNOWN_COST}) AND NOT {_IS_FREE}")
    if chosen.transport is not None:
        yield Fragment(f"asset.transport_provided IS {'TRUE' if chosen.transport else 'FALSE'}")


def _placed(chosen: AssetFilter, origin: Origin | None) -> Iterator[Fragment]:
    if chosen.bbox is not None:
        yield in_box(chosen.bbox)
    if origin is not None and chosen.within_m is not None:
        yield near(origin, chosen.within_m)
    if chosen.area is not None:
        yield in_area(*chosen.area.split(":", 1))


def matches(q: str) -> Fragment:
    """Words found anywhere, or (for plain words) a name that looks like them: typing errors are forgiven."""
    found = f"asset.search @@ {QUERY}"
    if not is_plain(q):
        return Fragment(found, {"q_query": query_text(q)})
    return Fragment(found + " OR asset.name %%> %(q)s", {"q": q, "q_query": query_text(q)})
