"""Counties by code and name: which one an address means, what it is called, which are called nearly so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.catalog.conditions import conditions
from app.catalog.filters import AssetFilter
from app.catalog.tables import AREA, ASSET
from app.errors import NotFoundError
from app.geography.lookup import split_state
from app.vocabulary.codes import STATE_FIPS, STATES

_NEAR = 6


@dataclass(frozen=True)
class County:
    """A county with its population-weighted point."""

    geoid: str
    name: str
    state: str
    lon: float
    lat: float

    @property
    def label(self) -> str:
        """`San Juan County, NM`"""
        return f"{self.name}, {self.state}"


class UnknownCountyError(NotFoundError):
    """There is no such county: see the list of states."""

    def __init__(self, detail: str | None = None, near: Sequence[County] = ()) -> None:
        super().__init__(detail, accepted=[f"{each.geoid} {each.label}" for each in near] or None)
        self.near = list(near)


_COLUMNS = (AREA.c.geoid, AREA.c.name, AREA.c.state, func.ST_X(AREA.c.point), func.ST_Y(AREA.c.point))


def counties_of(session: Session, state: str) -> list[County]:
    """All counties of `state` by name."""
    asked = select(*_COLUMNS).where(AREA.c.kind == "county", AREA.c.state == state).order_by(AREA.c.name)
    return [County(*row) for row in session.execute(asked)]


def county_meant(session: Session, said: str) -> County:
    """The county of a GEOID or a name as links write it (`san-juan-county-nm`, `San Juan County, NM`).

    Raises UnknownCountyError with the names most alike, also for a name of counties in several states.
    """
    if said.isascii() and said.isdigit():
        return _by_geoid(session, said)
    if not said.isprintable():  # no database takes a NUL
        raise UnknownCountyError("No county has this name.")
    name, state = split_state(" ".join(said.replace("-", " ").split()))
    found = _called(session, name, state)
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownCountyError(f"Counties of {len(found)} states are called so: choose one.", found)
    raise UnknownCountyError("No county has this name.", _alike(session, name, state))


def _by_geoid(session: Session, geoid: str) -> County:
    asked = select(*_COLUMNS).where(AREA.c.kind == "county", AREA.c.geoid == geoid)
    row = session.execute(asked).one_or_none()
    if row is not None:
        return County(*row)
    state = next((code for code, fips in STATE_FIPS.items() if fips == geoid[:2]), None)
    near = counties_of(session, state)[:_NEAR] if state else []
    where = f" of {STATES.label(state)}" if state else ""
    raise UnknownCountyError(f"No county{where} has this code: it has five digits, as in 35045.", near)


def _called(session: Session, name: str, state: str | None) -> list[County]:
    lowered = name.lower()
    plain = func.replace(func.lower(func.unaccent(AREA.c.name)), "-", " ")
    ways = [lowered, f"{lowered} county", f"{lowered} parish", f"{lowered} borough"]
    asked = select(*_COLUMNS).where(AREA.c.kind == "county", plain.in_([func.unaccent(way) for way in ways]))
    if state:
        asked = asked.where(AREA.c.state == state)
    return [County(*row) for row in session.execute(asked.order_by(AREA.c.state).limit(60))]


def _alike(session: Session, name: str, state: str | None) -> list[County]:
    likeness = func.similarity(AREA.c.name, name)
    asked = select(*_COLUMNS).where(AREA.c.kind == "county", likeness > 0.2)
    if state:
        asked = asked.where(AREA.c.state == state)
    return [
        County(*row) for row in session.execute(asked.order_by(likeness.desc(), AREA.c.geoid).limit(_NEAR))
    ]


def points_of(
    session: Session, chosen: AssetFilter, today: date, most: int
) -> list[tuple[float, float, str]]:
    """(lon, lat, kind) of at most `most` matching assets with a point, places where several are once."""
    x, y = (func.round(func.ST_X(ASSET.c.geom) * 100) / 100, func.round(func.ST_Y(ASSET.c.geom) * 100) / 100)
    asked = (
        select(x, y, ASSET.c.kind)
        .where(*conditions(chosen, today=today), ASSET.c.geom.is_not(None))
        .distinct()
        .limit(most)
    )
    return [(lon, lat, kind) for lon, lat, kind in session.execute(asked)]
