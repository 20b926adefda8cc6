"""What a map shows of a search: cells of a grid with their counts, and by name what stands alone in one.

The grid is that of the world, not of the view: groups stay where they are when the map is moved. An answer has as many
cells as the screen has room for, however many assets there are.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from psycopg import Connection
from sqlalchemy.orm import Session

from app.catalog.conditions import fragments_of
from app.catalog.facets import without_facets
from app.catalog.filters import AssetFilter
from app.catalog.fragments import all_of
from app.catalog.map_sets import MapSets, Placed
from app.catalog.map_view import View, box_around, view_of
from app.catalog.values import BBox
from app.catalog.written import statement
from app.geography.lookup import Origin

CELL: Final = 56
"""Pixels along each side of a cell: room for a finger."""
NAMED: Final = 12
"""Most assets of one place that are named on the map."""
_EDGE: Final = 2e-6
"""Degrees that are added around a cell whose assets are named, against rounding."""
_COUNTRY: Final[BBox] = (-125.0, 24.3, -66.8, 49.5)
_MOST: Final = 0.9
"""Share of what was found that must be in the contiguous states for the map to begin there."""
_DIGITS: Final = 6


@dataclass(frozen=True)
class Drawn:
    """The answer to a map: `found` with a point in all, `shown` in this view, and its cells, the largest first."""

    view: View
    found: int
    shown: int
    cells: list[dict[str, Any]]


def drawn(
    session: Session,
    chosen: AssetFilter,
    view: View | tuple[int, int],
    *,
    today: date,
    origin: Origin | None,
    sets: MapSets,
) -> Drawn:
    """What `chosen` finds in `view`; given only (width, height) in pixels, in the view that shows it best."""
    placed = sets.of(session, without_facets(chosen), today, origin)
    rows = placed.of(chosen)
    if not isinstance(view, View):
        view = view_of(_best_box(placed, rows, chosen, origin), *view)
    seen = np.flatnonzero(rows & _inside(placed, view.box))
    cells = _cells(placed, seen, view)
    _name(session, chosen, cells, today, origin)
    return Drawn(view, int(np.count_nonzero(rows)), len(seen), cells)


def _inside(placed: Placed, box: BBox) -> NDArray[np.bool_]:
    west, south, east, north = box
    inside: NDArray[np.bool_] = placed.lon >= west
    inside &= placed.lon <= east
    inside &= placed.lat >= south
    inside &= placed.lat <= north
    return inside


def _best_box(placed: Placed, rows: NDArray[np.bool_], chosen: AssetFilter, origin: Origin | None) -> BBox:
    """The distance around a place, the box that was asked for, or what holds (nearly) all that was found."""
    if origin is not None and chosen.within_m is not None:
        return box_around(origin.lon, origin.lat, chosen.within_m)
    if chosen.bbox is not None and chosen.bbox[0] <= chosen.bbox[2]:
        return chosen.bbox
    if not rows.any():
        return _COUNTRY
    central = rows & _inside(placed, _COUNTRY)
    some = central if np.count_nonzero(central) >= _MOST * np.count_nonzero(rows) else rows
    lon, lat = placed.lon[some], placed.lat[some]
    return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())


def _cells(placed: Placed, seen: NDArray[np.intp], view: View) -> list[dict[str, Any]]:
    if not len(seen):
        return []
    lon, lat, kind = placed.lon[seen], placed.lat[seen], placed.kind[seen]
    column = np.floor((lon + 180) / 360 * view.scale / CELL).astype(np.int64)
    row = np.floor(placed.y[seen].astype(np.float64) * view.scale / CELL).astype(np.int64)
    wide = int(column.max() - column.min()) + 1
    _, cell = np.unique((row - row.min()) * wide + column - column.min(), return_inverse=True)
    order = np.argsort(cell, kind="stable")
    starts = np.flatnonzero(np.diff(cell[order], prepend=-1))
    count = np.diff(np.append(starts, len(order)))
    summed = {
        "lon": np.add.reduceat(lon[order], starts) / count,
        "lat": np.add.reduceat(lat[order], starts) / count,
        "west": np.minimum.reduceat(lon[order], starts),
        "south": np.minimum.reduceat(lat[order], starts),
        "east": np.maximum.reduceat(lon[order], starts),
        "north": np.maximum.reduceat(lat[order], starts),
    }
    kinds = [
        np.add.reduceat((kind[order] == number).astype(np.int64), starts).tolist() for number in range(3)
    ]
    edges = {name: np.round(values, _DIGITS).tolist() for name, values in summed.items()}
    found = [
        {"count": each, "kinds": [every[at] for every in kinds]}
        | {name: values[at] for name, values in edges.items()}
        for at, each in enumerate(count.tolist())
    ]
    return sorted(found, key=lambda each: -int(each["count"]))


def _name(
    session: Session, chosen: AssetFilter, cells: list[dict[str, Any]], today: date, origin: Origin | None
) -> None:
    """Give the cells that coming closer would not open the names of what is there: `named`."""
    closed = [each for each in cells if each["west"] == each["east"] and each["south"] == each["north"]]
    if not closed:
        return
    where = all_of(fragments_of(chosen, today=today, origin=origin))
    values = {
        "wests": [each["west"] - _EDGE for each in closed],
        "souths": [each["south"] - _EDGE for each in closed],
        "easts": [each["east"] + _EDGE for each in closed],
        "norths": [each["north"] + _EDGE for each in closed],
        "named": NAMED,
    }
    connection = session.connection().connection.driver_connection
    assert isinstance(connection, Connection)  # noqa: S101 - the service has one driver
    with connection.cursor() as cursor:
        cursor.execute(statement("map_named").format(where=where.sql).encode(), {**where.values, **values})
        names = cursor.fetchone()
    for each, named in zip(closed, names[0] if names else [], strict=True):
        each["named"] = named
