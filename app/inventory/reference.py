"""What the database knows of a state that rows are checked against: its ZIP areas, its box, its towns."""

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.orm import Session

from app.inventory.points import Box
from app.inventory.towns import Town, towns_by_name
from app.models import Area


def zips_of(session: Session, state: str) -> frozenset[str]:
    """The ZIP areas of `state`."""
    return frozenset(session.scalars(select(Area.geoid).where(Area.kind == "zip", Area.state == state)))


def box_of(session: Session, state: str) -> Box | None:
    """The box around the counties of `state`; None where no boundaries are loaded."""
    found = session.execute(
        text(
            "SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) FROM"
            " (SELECT ST_Extent(geom) AS e FROM area WHERE kind = 'county' AND state = :state) AS extent"
        ),
        {"state": state},
    ).one()
    return None if found[0] is None else Box(*found)


def towns_of(session: Session, state: str) -> tuple[list[Town], frozenset[str]]:
    """The towns of `state` by folded name, and the folded names that mean several."""
    places = session.execute(
        select(
            Area.name, Area.alternate_names, func.ST_X(Area.point), func.ST_Y(Area.point), Area.county_geoid
        )
        .where(Area.kind == "place", Area.state == bindparam("state"))
        .order_by(Area.geoid),
        {"state": state},
    )
    return towns_by_name(tuple(place) for place in places)
