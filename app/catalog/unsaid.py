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
from app.language import N_, _, gettext

SELDOM: Final = 0.05
"""A share of entries below which an empty result says more about the lists than about the world."""
_COST: Final = (
    N_("what it costs"), N_("what they cost"), "asset.cost_band IS NOT NULL OR asset.cost_amount IS NOT NULL",
)  # fmt: skip
_GRADES: Final = (N_("its grades"), N_("their grades"), "asset.grades <> '{}'")
_SAID: Final[Mapping[str, tuple[str, str, str]]] = {
    "discipline": (N_("its subject"), N_("their subject"), "asset.disciplines <> '{}'"),
    "grade": _GRADES,
    "band": _GRADES,
    "audience": (N_("whom it is designed for"), N_("whom they are designed for"), "asset.designed_for <> '{}'"),
    "cost": _COST,
    "free": _COST,
    "delivery": (N_("how it reaches people"), N_("how they reach people"), "asset.delivery_mode IS NOT NULL"),
    "season": (N_("its season"), N_("their season"), "asset.seasons <> '{}'"),
    "time_of_day": (N_("its time of day"), N_("their time of day"), "asset.times_of_day <> '{}'"),
    "language": (N_("its language"), N_("their language"), "asset.languages <> '{}'"),
    "transport": (
        N_("whether it provides transport"), N_("whether they provide transport"),
        "asset.transport_provided IS NOT NULL",
    ),
    "cluster": (
        N_("its career cluster"), N_("their career cluster"),
        "asset.career_clusters <> '{}' OR asset.career_clusters_2002 <> '{}'",
    ),
    "cip": (N_("its CIP code"), N_("their CIP code"), "asset.cip_codes <> '{}'"),
    "verified_since": (N_("when it was verified"), N_("when they were verified"), "asset.verified_at IS NOT NULL"),
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
        one, several, _when = _SAID[self.name]
        if not self.known:
            return _("No entry here says %(what)s yet", what=gettext(one))
        said = {"n": f"{self.known:,}", "all": f"{self.entries:,}", "what": gettext(several)}
        if self.known == 1:
            return _("Only one of %(all)s entries here says %(what)s", all=said["all"], what=gettext(one))
        return _("Only %(n)s of %(all)s entries here say %(what)s", **said)


def when_said(name: str) -> str:
    """SQL of whether an asset says what the wish `name` is about; every asset says what is not among _SAID."""
    return _SAID[name][2] if name in _SAID else "TRUE"


def seldom_said(session: Session, chosen: AssetFilter, today: date) -> list[Unsaid]:
    """What of `chosen` nobody, or hardly anybody, has said; meant for a question that finds nothing."""
    found: dict[str, Unsaid] = {}
    for name in dict.fromkeys(name for name, *_rest in describe(chosen) if name in _SAID):
        each = _of(session, without(chosen, name), name, today) or _of(session, AssetFilter(), name, today)
        if each and each.known < SELDOM * each.entries:
            found.setdefault(each.words, each)
    return list(found.values())


def _of(session: Session, others: AssetFilter, name: str, today: date) -> Unsaid | None:
    """None where nothing matches `others`."""
    said = _SAID[name][2]
    counts = select(func.count(), func.count().filter(text(said))).select_from(ASSET)
    entries, known = session.execute(counts.where(*where(session, others, today=today))).one()
    return Unsaid(name, known, entries) if entries else None
