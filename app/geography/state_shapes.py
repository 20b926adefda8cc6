"""Outlines of states as paths of a small picture, kept by the worker for one data version."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sqlalchemy.orm import Session

from app.geography.lookup import statement

_GRID_KM: Final = 8
_APART: Final = frozenset({"AK", "HI", "PR", "GU", "VI", "AS", "MP"})
"""Far from the others: with them in the picture, everything else would be tiny."""
_AIR_KM: Final = 30


@dataclass(frozen=True)
class StateShape:
    """One state: its path, where to write its code, its box (west, top, east, bottom) and km² of ground."""

    code: str
    path: str
    x: int
    y: int
    box: tuple[int, int, int, int]
    area: int


def state_shapes(session: Session) -> tuple[StateShape, ...]:
    """All states, in kilometres from the middle of an equal-area map; y goes down."""
    found = session.execute(statement("state_paths"), {"grid": _GRID_KM})
    return tuple(
        StateShape(row.code, row.path, row.x, row.y, (row.west, row.top, row.east, row.bottom), row.area)
        for row in found
    )


@lru_cache(maxsize=64)
def frame_of(shapes: tuple[StateShape, ...], codes: frozenset[str]) -> tuple[int, int, int, int]:
    """(x, y, width, height) of a picture of the states `codes`; those far apart count only on their own.

    Without any shape it is a small empty one.
    """
    if not shapes:
        return 0, 0, 1, 1
    chosen = [each for each in shapes if each.code in codes]
    some = [each for each in chosen if each.code not in _APART] or chosen or list(shapes)
    west, top = min(each.box[0] for each in some) - _AIR_KM, min(each.box[1] for each in some) - _AIR_KM
    east, bottom = max(each.box[2] for each in some) + _AIR_KM, max(each.box[3] for each in some) + _AIR_KM
    return west, top, east - west, bottom - top
