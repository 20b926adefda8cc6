"""What each state's data is like as a whole: how much, how large, since when, last changed when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.catalog.tables import ASSET

Box = tuple[float, float, float, float]
_KINDS = ("institution", "program", "opportunity")


@dataclass(frozen=True)
class StateExtent:
    """The public assets of a state (None: of all): counts by kind, box in degrees, first and last change."""

    state: str | None
    by_kind: Mapping[str, int]
    box: Box | None
    first: datetime
    modified: datetime


def state_extents(session: Session) -> list[StateExtent]:
    """One for every state with public assets, in the order of their codes: one statement.

    What was removed counts as a change, and for nothing else.
    """
    here = ASSET.c.deleted_at.is_(None)
    point = ASSET.c.geom
    lon, lat = func.ST_X(point), func.ST_Y(point)
    edges = (func.min(lon), func.min(lat), func.max(lon), func.max(lat))
    found = session.execute(
        select(
            ASSET.c.state,
            *(func.count().filter(here, ASSET.c.kind == kind) for kind in _KINDS),
            func.min(ASSET.c.created_at),
            func.max(ASSET.c.updated_at),
            *(edge.filter(here) for edge in edges),
        )
        .where(ASSET.c.visibility == "public")
        .group_by(ASSET.c.state)
        .having(func.count().filter(here) > 0)
        .order_by(ASSET.c.state)
    )
    return [_extent(*row) for row in found]


def _extent(
    state: str, institutions: int, programs: int, opportunities: int, first: datetime, last: datetime,
    west: float | None, south: float | None, east: float | None, north: float | None,
) -> StateExtent:  # fmt: skip
    box = None
    if west is not None and south is not None and east is not None and north is not None:
        box = (west, south, east, north)
    counts = dict(zip(_KINDS, (institutions, programs, opportunities), strict=True))
    return StateExtent(state, counts, box, first, last)


def together(states: Sequence[StateExtent]) -> StateExtent | None:
    """All states as one; None when there is none."""
    return replace(reduce(_joined, states), state=None) if states else None


def _joined(a: StateExtent, b: StateExtent) -> StateExtent:
    counts = {kind: a.by_kind[kind] + b.by_kind[kind] for kind in _KINDS}
    boxes = [each.box for each in (a, b) if each.box]
    return StateExtent(None, counts, _around(boxes), min(a.first, b.first), max(a.modified, b.modified))


def _around(boxes: Sequence[Box]) -> Box | None:
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)
