"""How fresh and how complete the entries of an inventory are: shares of what is known, and who said it."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.catalog.conditions import conditions
from app.catalog.filters import AssetFilter
from app.catalog.freshness import freshness_values
from app.catalog.tables import ASSET

STARTER: str = "starter list, unverified"
"""The source of entries that the service brought itself: nobody in the state has looked at them."""
_KNOWN = {
    "verified": "asset.verified_at >= :fresh_from",
    "ever_verified": "asset.verified_at IS NOT NULL",
    "cost": "asset.cost_band IS NOT NULL OR asset.cost_amount IS NOT NULL",
    "grades": "cardinality(asset.grades) > 0",
    "contact": "coalesce(asset.url, asset.email, asset.phone) IS NOT NULL",
    "exact_place": "asset.location_precision IN ('exact', 'street')",
    "starter": "asset.source_name = :starter",
}


@dataclass(frozen=True)
class Quality:
    """Of `entries` how many were verified in the last twelve months or ever, say cost, grades, a contact, have an exact
    place, and are from the starter list.
    """

    entries: int
    verified: int
    ever_verified: int
    cost: int
    grades: int
    contact: int
    exact_place: int
    starter: int

    def document(self) -> dict[str, Any]:
        """Counts, and shares of the entries where there are any."""
        counts = asdict(self)
        shares = {
            name: round(count / self.entries, 4) if self.entries else None
            for name, count in counts.items()
            if name != "entries"
        }
        return {
            **counts,
            "shares": shares,
            "all_starter": bool(self.entries) and self.starter == self.entries,
        }


def quality_of(session: Session, chosen: AssetFilter, today: date) -> Quality:
    """The quality of the entries that match `chosen`: one statement."""
    counted = [func.count().filter(text(sql)).label(name) for name, sql in _KNOWN.items()]
    asked = (
        select(func.count().label("entries"), *counted)
        .select_from(ASSET)
        .where(*conditions(chosen, today=today))
    )
    given = {"fresh_from": freshness_values(today)["fresh_from"], "starter": STARTER}
    return Quality(**session.execute(asked, given).one()._asdict())
