"""Which assets count and how far they reach, as arrays. Reads the database.

An asset reaches people from points (a site, a radius around one, the stops of a mobile program) or areas (listed
counties). What serves a whole state or the country, or is online, is near everybody and nobody: it is counted apart
unless the question includes it, as are assets without a place, so that nothing is left out silently.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.catalog.conditions import where
from app.catalog.filters import AssetFilter
from app.catalog.freshness import freshness
from app.catalog.tables import ASSET
from app.coverage.columns import Texts
from app.coverage.geodesy import Floats, Indices
from app.coverage.stops import STOP_HALF_LIFE_DAYS, StopPoint, stop_points
from app.vocabulary.assets import PRECISIONS

EVERYWHERE: Final = frozenset(("statewide", "national", "virtual"))
"""Reaches that have no distance."""
Wide = tuple[UUID, str, str]
"""An asset that is near everybody: its id, reach and state."""


@dataclass(frozen=True)
class SupplyFacts:
    """What is known of the matching assets: `matching` = `located` + `reaches_everyone` + `without_point`.

    `by_precision` tells how the located ones are placed, `by_source` who says that the matching ones exist,
    `by_reach` how the matching ones reach people and `by_freshness` how long ago each was verified. `seats_known` have
    a number of seats.
    """

    matching: int
    located: int
    reaches_everyone: int
    without_point: int
    by_precision: dict[str, int]
    by_source: dict[str, int]
    by_reach: dict[str, int] = field(default_factory=dict)
    by_freshness: dict[str, int] = field(default_factory=dict)
    seats_known: int = 0


@dataclass(frozen=True, eq=False)
class Supply:
    """The located assets, ordered by id, n of them, and the m points from which they reach people.

    `lon`, `lat`, `asset` (index of the asset), `share` (0 to 1: what of the asset is there; 1 but for stops) and
    `radius_m` (0: people come to the point) have length m; `seats` (NaN: not known), `subtype`, `state`, `freshness`,
    `precision`, `county_geoid` and `postal_code` length n. `areas` are the GEOIDs that an asset serves by name, by its
    index. `wide` are ids of the assets counted apart, with their reach and state, `wide_names` their names.
    """

    ids: Sequence[UUID]
    names: Sequence[str]
    lon: Floats
    lat: Floats
    facts: SupplyFacts
    asset: Indices = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    share: Floats = field(default_factory=lambda: np.empty(0))
    radius_m: Floats = field(default_factory=lambda: np.empty(0))
    seats: Floats = field(default_factory=lambda: np.empty(0))
    subtype: Texts = field(default_factory=lambda: np.empty(0, dtype=object))
    state: Texts = field(default_factory=lambda: np.empty(0, dtype=object))
    freshness: Texts = field(default_factory=lambda: np.empty(0, dtype=object))
    areas: Mapping[int, frozenset[str]] = field(default_factory=dict)
    wide: Sequence[Wide] = ()
    wide_names: Sequence[str] = ()
    precision: Texts = field(default_factory=lambda: np.empty(0, dtype=object))
    county_geoid: Texts = field(default_factory=lambda: np.empty(0, dtype=object))
    postal_code: Texts = field(default_factory=lambda: np.empty(0, dtype=object))

    def __len__(self) -> int:
        return len(self.ids)


def read_supply(
    session: Session, chosen: AssetFilter, *, today: date, half_life_days: float = STOP_HALF_LIFE_DAYS
) -> Supply:
    """The assets that match `chosen` as of `today`. Raises BadParameterError for an unknown place in `near`.

    A stop of a mobile program counts by half for every `half_life_days` between its date and `today`.
    """
    columns = (
        ASSET.c.id,
        ASSET.c.name,
        ASSET.c.subtype,
        ASSET.c.state,
        func.ST_X(ASSET.c.geom).label("lon"),
        func.ST_Y(ASSET.c.geom).label("lat"),
        ASSET.c.location_precision.label("precision"),
        ASSET.c.reach,
        ASSET.c.service_radius_m,
        ASSET.c.service_area_geoids,
        ASSET.c.stops,
        ASSET.c.seats,
        ASSET.c.county_geoid,
        ASSET.c.postal_code,
        freshness(today).label("freshness"),
        ASSET.c.source_name.label("source"),
    )
    matching = select(*columns).where(*where(session, chosen, today=today)).order_by(ASSET.c.id)
    return _as_arrays(session.execute(matching).all(), today, half_life_days)


def _as_arrays(rows: Sequence[Any], today: date, half_life_days: float) -> Supply:
    reached = [(row, _points(row, today, half_life_days)) for row in rows if row.reach not in EVERYWHERE]
    located = [(row, points) for row, points in reached if points or row.reach == "areas"]
    points = [(at, row, point) for at, (row, points) in enumerate(located) for point in points]
    found = [row for row, _ in located]
    return Supply(
        ids=tuple(row.id for row in found),
        names=tuple(row.name for row in found),
        lon=np.array([point.lon for _, _, point in points], dtype=np.float64),
        lat=np.array([point.lat for _, _, point in points], dtype=np.float64),
        facts=_facts(rows, found),
        asset=np.array([at for at, _, _ in points], dtype=np.int64),
        share=np.array([point.share for _, _, point in points], dtype=np.float64),
        radius_m=np.array([_radius_m(row) for _, row, _ in points], dtype=np.float64),
        seats=np.array([row.seats for row in found], dtype=np.float64),
        subtype=np.array([row.subtype for row in found], dtype=object),
        state=np.array([row.state for row in found], dtype=object),
        freshness=np.array([row.freshness for row in found], dtype=object),
        areas={
            at: frozenset(row.service_area_geoids) for at, row in enumerate(found) if row.reach == "areas"
        },
        wide=tuple((row.id, row.reach, row.state) for row in rows if row.reach in EVERYWHERE),
        wide_names=tuple(row.name for row in rows if row.reach in EVERYWHERE),
        precision=np.array([row.precision for row in found], dtype=object),
        county_geoid=np.array([row.county_geoid for row in found], dtype=object),
        postal_code=np.array([row.postal_code for row in found], dtype=object),
    )


def _points(row: Any, today: date, half_life_days: float) -> list[StopPoint]:
    """From where an asset reaches people: its stops, else its point; none for listed areas."""
    if row.reach == "areas":
        return []
    stops = stop_points(row.stops, today, half_life_days) if row.reach == "mobile" else []
    own = [StopPoint(row.lon, row.lat, 1.0)] if row.lon is not None else []
    return stops or own


def _radius_m(row: Any) -> float:
    return float(row.service_radius_m) if row.reach == "radius" else 0.0


def _facts(rows: Sequence[Any], located: Sequence[Any]) -> SupplyFacts:
    everywhere = sum(row.reach in EVERYWHERE for row in rows)
    precision = Counter(row.precision for row in located)
    return SupplyFacts(
        matching=len(rows),
        located=len(located),
        reaches_everyone=everywhere,
        without_point=len(rows) - len(located) - everywhere,
        by_precision={slug: precision[slug] for slug in PRECISIONS if precision[slug]},
        by_source=named(Counter(row.source or "" for row in rows)),
        by_reach=dict(sorted(Counter(row.reach for row in rows).items())),
        by_freshness=dict(sorted(Counter(row.freshness for row in rows).items())),
        seats_known=sum(row.seats is not None for row in rows),
    )


def named(sources: Mapping[str, int]) -> dict[str, int]:
    """How many assets each source vouches for, most first; those without one ("") under words that say so."""
    found = Counter({name: count for name, count in sources.items() if name})
    if nameless := sources.get(""):
        found["no source named"] += nameless
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
