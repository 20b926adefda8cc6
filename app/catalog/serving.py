"""What serves a place without being near it: its state's or the nation's, listed counties, a radius, online."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from app.catalog.conditions import conditions
from app.catalog.filters import AssetFilter, without
from app.catalog.fragments import Fragment, as_statement, as_text
from app.catalog.placing import near
from app.catalog.rows import AssetRow, row_select, rows_of
from app.catalog.sorting import NATURAL, distance_from
from app.catalog.tables import ASSET, Condition
from app.geography.lookup import Origin

SHOWN: Final = 20
_EVERYWHERE: Final = (
    r"\m(nation-?wide|world-?wide|(all|any|every|(all )?(50|fifty)) (u\.?s\.? )?states?"
    r"|(anywhere in|across|throughout) the (country|nation|united states|u\.?s\.?|world))\M"
)
"""Descriptions of what is online and for more than its own state."""
_AT: Final = "ST_SetSRID(ST_MakePoint(%(at_lon)s, %(at_lat)s), 4326)"
_COUNTY: Final = (
    "SELECT geoid, state FROM area WHERE kind = 'county'"
    " AND ST_Covers(geom, ST_SetSRID(ST_MakePoint(%(at_lon)s, %(at_lat)s), 4326)) LIMIT 1"
)
_SERVES: Final = f"""CASE asset.reach
  WHEN 'national' THEN TRUE
  WHEN 'statewide' THEN asset.state = %(at_state)s
  WHEN 'virtual' THEN coalesce(asset.state = %(at_state)s, FALSE) OR asset.description ~* %(everywhere)s
  WHEN 'areas' THEN %(at_county)s = ANY (asset.service_area_geoids)
  WHEN 'radius' THEN ST_DWithin(asset.geom::geography, {_AT}::geography, asset.service_radius_m)
  ELSE FALSE END"""


@dataclass(frozen=True)
class Apart:
    """What serves a place from elsewhere: how many of each kind, and the first, those of its state before others."""

    matched: int
    rows: list[AssetRow]
    by_kind: Mapping[str, int] = field(default_factory=dict)


def apart(session: Session, chosen: AssetFilter, origin: Origin, today: date) -> Apart:
    """What matches all of `chosen` but the distance, lies farther away or has no point, and serves `origin`.

    Statewide is for its own state; so is what is online, unless it says that it is for the nation.
    """
    county, state = home_of(session, origin)
    asked = [*conditions(without(chosen, "near"), today=today), *_serving(chosen, origin, county, state)]
    kinds = select(ASSET.c.kind, func.count().label("matched")).where(*asked).group_by(ASSET.c.kind)
    by_kind = {row.kind: row.matched for row in session.execute(kinds)}
    if not by_kind:
        return Apart(0, [])
    rows = row_select(today, func.round(distance_from(origin))).where(*asked)
    own_first = case((ASSET.c.state == state, 0), else_=1)
    first = rows.order_by(own_first, ASSET.c.name.collate(NATURAL), ASSET.c.id).limit(SHOWN)
    return Apart(sum(by_kind.values()), rows_of(session.execute(first).all()), by_kind)


def home_of(session: Session, origin: Origin) -> tuple[str | None, str | None]:
    """GEOID of the county and postal code of the state around `origin`; None outside of all."""
    found = session.execute(
        as_statement(Fragment(_COUNTY, {"at_lon": origin.lon, "at_lat": origin.lat}))
    ).first()
    return (found.geoid, found.state) if found else (None, None)


def serves(origin: Origin, county: str | None, state: str | None) -> Fragment:
    """The condition that an asset serves `origin`, which lies in this county and state, wherever the asset is."""
    values = {"at_lon": origin.lon, "at_lat": origin.lat, "at_county": county, "at_state": state}
    return Fragment(_SERVES, values | {"everywhere": _EVERYWHERE})


def _serving(chosen: AssetFilter, origin: Origin, county: str | None, state: str | None) -> list[Condition]:
    within = near(origin, chosen.within_m or 0)
    return [
        as_text(serves(origin, county, state)),
        as_text(Fragment(f"({within.sql}) IS NOT TRUE", within.values)),
    ]
