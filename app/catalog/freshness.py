"""How long ago somebody verified an asset, as a slug of FRESHNESS: the same rule as condition, text and column."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, case, literal

from app.catalog.fragments import Fragment, any_of
from app.catalog.tables import ASSET
from app.vocabulary.assets import AGING_DAYS, FRESH_DAYS

_CONDITIONS: Final = {
    "fresh": "asset.verified_at >= %(fresh_from)s",
    "aging": "asset.verified_at < %(fresh_from)s AND asset.verified_at >= %(aging_from)s",
    "stale": "asset.verified_at < %(aging_from)s",
    "unverified": "asset.verified_at IS NULL",
}


def freshness_values(today: date) -> dict[str, date]:
    """The first days on which a verification still counts as fresh and as aging; placeholders of `freshness_sql`."""
    return {
        "fresh_from": today - timedelta(days=FRESH_DAYS),
        "aging_from": today - timedelta(days=AGING_DAYS),
    }


def is_any_of(slugs: Iterable[str], today: date) -> Fragment:
    """Assets whose freshness is one of `slugs`."""
    return any_of(Fragment(_CONDITIONS[slug], freshness_values(today)) for slug in slugs)


def freshness_sql(verified: str) -> str:
    """The slug of an asset that was verified at the SQL expression `verified`."""
    return (
        f"CASE WHEN {verified} IS NULL THEN 'unverified' WHEN {verified} >= %(fresh_from)s THEN 'fresh'"
        f" WHEN {verified} >= %(aging_from)s THEN 'aging' ELSE 'stale' END"
    )


def freshness(today: date, verified: ColumnElement[Any] = ASSET.c.verified_at) -> ColumnElement[str]:
    """The slug of what was verified at `verified`, in a SQLAlchemy statement, as of `today`."""
    days = freshness_values(today)
    return case(
        (verified.is_(None), "unverified"),
        (verified >= literal(days["fresh_from"], Date), "fresh"),
        (verified >= literal(days["aging_from"], Date), "aging"),
        else_="stale",
    )
