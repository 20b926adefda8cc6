"""A filter as SQL conditions on the asset table: every value bound, nothing pasted in.

`conditions` is pure; `where` first finds out where `near` is. What nobody asks for stays out: assets that are
not public, deleted ones, and (unless `status` asks) those not active and opportunities that are over.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Text,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from app.catalog.filters import AssetFilter
from app.catalog.placing import in_area, in_box, near
from app.catalog.tables import AREA, ASSET, Condition
from app.geography.lookup import Origin, find_origin
from app.vocabulary.assets import AGING_DAYS, FRESH_DAYS
from app.vocabulary.people import BANDS

__all__ = [
    "AREA",
    "ASSET",
    "Condition",
    "conditions",
    "freshness",
    "list_conditions",
    "matches",
    "origin_of",
    "public",
    "query_of",
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

_FREE_BANDS: Final = ("free", "paid-to-participant")
_OPERATORS = re.compile(r"[\"“”]|(?:^|\s)-|\bor\b", re.IGNORECASE)


def where(session: Session, chosen: AssetFilter, *, today: date) -> list[Condition]:
    """All conditions of `chosen`, its `near` looked up. Raises BadParameterError for an unknown place."""
    return conditions(chosen, today=today, origin=origin_of(session, chosen))


def origin_of(session: Session, chosen: AssetFilter) -> Origin | None:
    """Where `near` is, or None when the filter has none."""
    return find_origin(session, chosen.near) if chosen.near is not None else None


def conditions(chosen: AssetFilter, *, today: date, origin: Origin | None = None) -> list[Condition]:
    """All conditions of `chosen` as of `today`; `origin` is where `near` was found (required with `near`)."""
    if (chosen.near is None) != (origin is None):
        raise ValueError("near and origin belong together")
    return [*public(), *_currency(chosen, today), *list_conditions(chosen, today), *_singles(chosen, origin)]


def public() -> Iterator[Condition]:
    """What anybody may see at all."""
    yield ASSET.c.visibility == "public"
    yield ASSET.c.deleted_at.is_(None)


def _currency(chosen: AssetFilter, today: date) -> Iterator[Condition]:
    if chosen.status:
        yield ASSET.c.status.in_(chosen.status)
    else:
        yield ASSET.c.status == "active"
    last_day = func.least(ASSET.c.end_date, ASSET.c.application_deadline)
    if chosen.open_on is not None:
        yield or_(last_day.is_(None), last_day >= chosen.open_on)
    elif not chosen.status:
        yield or_(ASSET.c.kind != "opportunity", last_day.is_(None), last_day >= today)


def list_conditions(chosen: AssetFilter, today: date) -> list[Condition]:
    """Conditions of the filters that take several values (`status` apart), one for each that is set."""
    return list(_lists(chosen, today))


def _lists(chosen: AssetFilter, today: date) -> Iterator[Condition]:
    for name, column in _ONE_OF.items():
        if values := getattr(chosen, name):
            yield ASSET.c[column].in_(values)
    for name, column in _ANY_OF.items():
        if values := getattr(chosen, name):
            yield _overlaps(ASSET.c[column], values)
    if chosen.band:
        yield _overlaps(ASSET.c.grades, (grade for band in chosen.band for grade in BANDS[band]))
    if chosen.cluster:
        found = (
            _overlaps(ASSET.c[column], chosen.cluster)
            for column in ("career_clusters", "career_clusters_2002")
        )
        yield or_(*found)
    if chosen.cip:
        yield _under_cip(chosen.cip)
    if chosen.freshness:
        yield or_(*(_is_fresh(slug, today) for slug in chosen.freshness))
    if chosen.ids:
        yield ASSET.c.id.in_([UUID(text) for text in chosen.ids])


def _overlaps(column: ColumnElement[Any], values: Iterable[str]) -> Condition:
    return column.op("&&", is_comparison=True)(cast(list(values), ARRAY(Text)))


def _under_cip(codes: tuple[str, ...]) -> Condition:
    code = func.unnest(ASSET.c.cip_codes).column_valued("code")
    return (
        select(code).where(or_(*(func.starts_with(code, each) for each in codes))).correlate(ASSET).exists()
    )


def _is_fresh(slug: str, today: date) -> Condition:
    verified = ASSET.c.verified_at
    fresh_from, aging_from = (today - timedelta(days=days) for days in (FRESH_DAYS, AGING_DAYS))
    return {
        "fresh": verified >= literal(fresh_from, Date),
        "aging": and_(verified < literal(fresh_from, Date), verified >= literal(aging_from, Date)),
        "stale": verified < literal(aging_from, Date),
        "unverified": verified.is_(None),
    }[slug]


def freshness(today: date) -> ColumnElement[str]:
    """The freshness slug of each asset as of `today`."""
    whens = [(_is_fresh(slug, today), slug) for slug in ("unverified", "fresh", "aging")]
    return case(*whens, else_="stale")


def _singles(chosen: AssetFilter, origin: Origin | None) -> Iterator[Condition]:
    if chosen.q is not None:
        yield matches(chosen.q)
    if chosen.bbox is not None:
        yield in_box(chosen.bbox)
    if origin is not None and chosen.within_m is not None:
        yield near(origin, chosen.within_m)
    if chosen.verified_since is not None:
        yield ASSET.c.verified_at >= literal(chosen.verified_since, Date)
    if chosen.free is not None:
        yield (
            _is_free()
            if chosen.free
            else and_(or_(ASSET.c.cost_band.is_not(None), ASSET.c.cost_amount.is_not(None)), not_(_is_free()))
        )
    if chosen.transport is not None:
        yield ASSET.c.transport_provided.is_(chosen.transport)
    if chosen.area is not None:
        yield in_area(*chosen.area.split(":", 1))


def _is_free() -> Condition:
    """Free of charge; false (not unknown) where nothing is said about cost."""
    return func.coalesce(ASSET.c.cost_band.in_(_FREE_BANDS), ASSET.c.cost_amount == 0, false())


def query_of(q: str) -> ColumnElement[Any]:
    """`q` as a full-text query: quotes, `or` and `-` mean what they mean in a web search."""
    return func.websearch_to_tsquery(literal_column("'english'::regconfig"), q)


def matches(q: str) -> Condition:
    """Words found anywhere, or (for plain words) a name that looks like them: typing errors are forgiven."""
    found: Condition = ASSET.c.search.op("@@", is_comparison=True)(query_of(q))
    if _OPERATORS.search(q):
        return found
    return or_(found, ASSET.c.name.op("%>", is_comparison=True)(q))
