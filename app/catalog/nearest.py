"""How far the nearest of very many matches are, so that distances of the others need not be computed."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.catalog.placing import geography_of
from app.catalog.tables import ASSET, Condition
from app.geography.lookup import Origin

_MARGIN_M: Final = 1.0
"""Over what floating point loses."""


def nearest(session: Session, where: Sequence[Condition], origin: Origin, most: int) -> list[Condition]:
    """A condition that keeps the `most` rows nearest to `origin` of those that meet `where`, and not many others.

    The index gives rows in the order of distances on a sphere; the farthest of the first `most`, on the spheroid, is
    at least as far as the last row wanted. Nothing is kept out where fewer rows have a point.
    """
    place, point = func.geography(ASSET.c.geom), geography_of(origin)
    distance: ColumnElement[float] = func.ST_Distance(place, point)
    first = select(distance.label("distance_m")).where(*where, ASSET.c.geom.is_not(None))
    found = session.scalars(first.order_by(place.op("<->")(point)).limit(most)).all()
    return [func.ST_DWithin(place, point, max(found) + _MARGIN_M)] if len(found) == most else []
