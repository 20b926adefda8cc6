"""Which assets count: those that match the filter, as arrays. Reads the database.

Distance is measured to assets that people come to or that come to people near a place. Assets that serve a
whole state or the country, or are online, are near everybody and nobody: they are counted apart, as are
assets without a point, so that nothing is left out silently.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.catalog.conditions import where
from app.catalog.filters import AssetFilter
from app.catalog.tables import ASSET
from app.coverage.geodesy import Floats
from app.vocabulary.assets import PRECISIONS

EVERYWHERE: Final = frozenset(("statewide", "national", "virtual"))
"""Reaches that have no distance."""


@dataclass(frozen=True)
class SupplyFacts:
    """What is known of the matching assets: `matching` = `located` + `reaches_everyone` + `without_point`.

    `by_precision` tells how the located ones are placed; `by_source` who says that the matching ones exist.
    """

    matching: int
    located: int
    reaches_everyone: int
    without_point: int
    by_precision: dict[str, int]
    by_source: dict[str, int]


@dataclass(frozen=True, eq=False)
class Supply:
    """The located assets, ordered by id; sequences of one length m."""

    ids: tuple[UUID, ...]
    names: tuple[str, ...]
    lon: Floats
    lat: Floats
    facts: SupplyFacts

    def __len__(self) -> int:
        return len(self.ids)


def read_supply(session: Session, chosen: AssetFilter, *, today: date) -> Supply:
    """The assets that match `chosen` as of `today`. Raises BadParameterError for an unknown place in
    `near`.
    """
    columns = (
        ASSET.c.id,
        ASSET.c.name,
        func.ST_X(ASSET.c.geom).label("lon"),
        func.ST_Y(ASSET.c.geom).label("lat"),
        ASSET.c.location_precision.label("precision"),
        ASSET.c.reach,
        ASSET.c.source_name.label("source"),
    )
    matching = select(*columns).where(*where(session, chosen, today=today)).order_by(ASSET.c.id)
    return _as_arrays(session.execute(matching).all())


def _as_arrays(rows: Sequence[Any]) -> Supply:
    located = [row for row in rows if row.lon is not None and row.reach not in EVERYWHERE]
    return Supply(
        ids=tuple(row.id for row in located),
        names=tuple(row.name for row in located),
        lon=np.array([row.lon for row in located], dtype=np.float64),
        lat=np.array([row.lat for row in located], dtype=np.float64),
        facts=_facts(rows, located),
    )


def _facts(rows: Sequence[Any], located: Sequence[Any]) -> SupplyFacts:
    everywhere = sum(row.reach in EVERYWHERE for row in rows)
    precision = Counter(row.precision for row in located)
    sources = Counter(row.source or "no source named" for row in rows)
    return SupplyFacts(
        matching=len(rows),
        located=len(located),
        reaches_everyone=everywhere,
        without_point=len(rows) - len(located) - everywhere,
        by_precision={slug: precision[slug] for slug in PRECISIONS if precision[slug]},
        by_source=dict(sorted(sources.items(), key=lambda item: (-item[1], item[0]))),
    )
