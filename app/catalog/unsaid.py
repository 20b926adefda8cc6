"""What entries seldom say: where nothing matches a wish, whether anybody said anything about it at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.catalog.conditions import where
from app.catalog.filters import AssetFilter, describe, without
from app.catalog.tables import ASSET

SELDOM: Final = 0.05
"""A share of entries below which an empty result says more about the lists than about the world."""
_COST: Final = (
    "what it costs", "what they cost", "asset.cost_band IS NOT NULL OR asset.cost_amount IS NOT NULL",
)  # fmt: skip
_GRADES: Final = ("its grades", "their grades", "asset.grades <> '{}'")
_SAID: Final[Mapping[str, tuple[str, str, str]]] = {
    "discipline": ("its subject", "their subject", "asset.disciplines <> '{}'"),
    "grade": _GRADES,
    "band": _GRADES,
    "audience": ("whom it is designed for", "whom they are designed for", "asset.designed_for <> '{}'"),
    "cost": _COST,
    "free": _COST,
    "delivery": ("how it reaches people", "how they reach people", "asset.delivery_mode IS NOT NULL"),
    "season": ("its season", "their season", "asset.seasons <> '{}'"),
    "time_of_day": ("its time of day", "their time of day", "asset.times_of_day <> '{}'"),
    "language": ("its language", "their language", "asset.languages <> '{}'"),
    "transport": (
        "whether it provides transport", "whether they provide transport", "asset.transport_provided IS NOT NULL",
    ),
    "cluster": (
        "its career cluster", "their career cluster",
        "asset.career_clusters <> '{}' OR asset.career_clusters_2002 <> '{}'",
    ),
    "cip": ("its CIP code", "their CIP code", "asset.cip_codes <> '{}'"),
    "verified_since": ("when it was verified", "when they were verified", "asset.verified_at IS NOT NULL"),
}  # fmt: skip
"""What each wish is about, of one entry and of several, and when an entry says it."""


@dataclass(frozen=True)
class Unsaid:
    """Of `entries` that match all other wishes (of all, where none does), `known` say what the wish `name` is about."""

    name: str
    known: int
    entries: int

    @property
    def words(self) -> str:
        """`No entry here says its language yet`."""
        one, several, _ = _SAID[self.name]
        if not self.known:
            return f"No entry here says {one} yet"
        said = f"says {one}" if self.known == 1 else f"say {several}"
        return f"Only {self.known:,} of {self.entries:,} entries here {said}"


def when_said(name: str) -> str:
    """SQL of whether an asset says what the wish `name` is about; every asset says what is not among _SAID."""
    return _SAID[name][2] if name in _SAID else "TRUE"


def seldom_said(session: Session, chosen: AssetFilter, today: date) -> list[Unsaid]:
    """What of `chosen` nobody, or hardly anybody, has said; meant for a question that finds nothing."""
    found: dict[str, Unsaid] = {}
    for name in dict.fromkeys(name for name, _, _ in describe(chosen) if name in _SAID):
        each = _of(session, without(chosen, name), name, today) or _of(session, AssetFilter(), name, today)
        if each and each.known < SELDOM * each.entries:
            found.setdefault(each.words, each)
    return list(found.values())


def _of(session: Session, others: AssetFilter, name: str, today: date) -> Unsaid | None:
    """None where nothing matches `others`."""
    *_, said = _SAID[name]
    counts = select(func.count(), func.count().filter(text(said))).select_from(ASSET)
    entries, known = session.execute(counts.where(*where(session, others, today=today))).one()
    return Unsaid(name, known, entries) if entries else None
