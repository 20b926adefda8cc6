"""How many assets of each kind a state has."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.catalog.conditions import conditions
from app.catalog.filters import AssetFilter
from app.catalog.tables import ASSET


@dataclass(frozen=True)
class StateCounts:
    """A state and its assets by kind, in the default view (public, active, not over)."""

    state: str
    by_kind: Mapping[str, int]


def counts_by_state(session: Session, *, today: date) -> list[StateCounts]:
    """Counts of every state that has assets, in alphabetical order of its code."""
    kind, state = ASSET.c.kind, ASSET.c.state
    where = conditions(AssetFilter(), today=today)
    found = session.execute(select(state, kind, func.count()).where(*where).group_by(state, kind))
    by_state: dict[str, dict[str, int]] = {}
    for code, name, count in found:
        by_state.setdefault(code, {})[name] = count
    return [StateCounts(code, kinds) for code, kinds in sorted(by_state.items())]
