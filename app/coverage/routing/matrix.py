"""Minutes of all wanted pairs from the service: a few requests at a time, told how far it is, ended when asked."""

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.coverage.geodesy import Floats, Indices
from app.coverage.routing.router import NoRoadError, Router, far
from app.coverage.routing.sending import Points, ask
from app.coverage.routing.tiles import Tile, tiles

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Told = Callable[[int, int], None]
"""Requests answered, and all of them."""


class CancelledError(Exception):
    """Somebody asked to end it."""


@dataclass(frozen=True, eq=False)
class Times:
    """`minutes` (p,) of pairs of an `origin` and a `destination` (p,); `no_way` pairs have none.

    `far_origins` and `far_destinations` are farther from any road than the settings allow: theirs are left out.
    """

    origin: Indices
    destination: Indices
    minutes: Floats
    no_way: int
    far_origins: tuple[int, ...]
    far_destinations: tuple[int, ...]


@dataclass(eq=False)
class _Work:
    """The points, and what was learnt of them on the way."""

    router: Router
    origins: Points
    destinations: Points
    stop: Event = field(default_factory=Event)
    lock: Lock = field(default_factory=Lock)
    far: tuple[dict[int, bool], dict[int, bool]] = field(default_factory=lambda: ({}, {}))

    def ask(self, first: Indices, second: Indices) -> Any:
        return ask(self.router, _taken(self.origins, first), _taken(self.destinations, second), self.stop)


def travel_times(
    router: Router,
    origins: Points,
    destinations: Points,
    wanted: "csr_array[np.float64]",
    progress: Told = lambda _done, _whole: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Times:
    """Minutes of the `wanted` pairs (n, m) of points, (lon, lat) arrays in degrees.

    Raises RouterError as soon as one request fails for good, CancelledError.
    """
    work = _Work(router, origins, destinations)
    todo = list(tiles(wanted, *origins, router.pairs_max))
    parts = []
    with ThreadPoolExecutor(router.at_once, "router") as workers:
        try:
            for part in _answers(work, workers, todo, cancelled):
                parts.append(part)
                progress(len(parts), len(todo))
        finally:
            work.stop.set()
            workers.shutdown(cancel_futures=True)
    return _together(parts, work)


_Part = tuple[Indices, Indices, Floats]


def _answers(
    work: _Work, workers: ThreadPoolExecutor, todo: list[Tile], cancelled: Callable[[], bool]
) -> Any:
    """What each tile gave, as they come; looks every half second whether it is to end."""
    waiting: set[Future[_Part]] = {workers.submit(_tile, work, tile) for tile in todo}
    while waiting:
        done, waiting = wait(waiting, timeout=0.5, return_when=FIRST_COMPLETED)
        if cancelled():
            raise CancelledError
        for each in done:
            yield each.result()


def _tile(work: _Work, tile: Tile) -> _Part:
    """The wanted pairs of a tile that have a way, or NaN; pairs of points without a road are NaN too."""
    try:
        minutes = _block(work, tile.origins, tile.destinations)
    except NoRoadError:
        minutes = _without_lost(work, tile)
    return tile.origins[tile.row], tile.destinations[tile.column], minutes[tile.row, tile.column]


def _block(work: _Work, first: Indices, second: Indices) -> Floats:
    block = work.ask(first, second)
    off = far(block, work.router.snap_max_m)
    for ids, lost, known in zip((first, second), off, work.far, strict=True):
        with work.lock:
            known.update(zip(ids.tolist(), lost.tolist(), strict=True))
    minutes: Floats = np.where(off[0][:, None] | off[1][None, :], np.nan, block.minutes)
    return minutes


def _without_lost(work: _Work, tile: Tile) -> Floats:
    """The block once the points that have no road are found, each asked for by itself, and left out."""
    lost = [
        np.array([_is_lost(work, side, at) for at in ids.tolist()], dtype=np.bool_)
        for side, ids in enumerate((tile.origins, tile.destinations))
    ]
    minutes = np.full((len(tile.origins), len(tile.destinations)), np.nan)
    good = np.flatnonzero(~lost[0]), np.flatnonzero(~lost[1])
    if len(good[0]) and len(good[1]):
        minutes[np.ix_(*good)] = _block(work, tile.origins[good[0]], tile.destinations[good[1]])
    return minutes


def _is_lost(work: _Work, side: int, at: int) -> bool:
    with work.lock:
        known = work.far[side].get(at)
    if known is not None:
        return known
    point = _taken((work.origins, work.destinations)[side], np.array([at]))
    try:
        ask(work.router, point, point, work.stop)
        lost = False
    except NoRoadError:
        lost = True
    with work.lock:
        work.far[side][at] = lost
    return lost


def _taken(points: Points, at: NDArray[np.int64]) -> Points:
    return points[0][at], points[1][at]


def _together(parts: list[_Part], work: _Work) -> Times:
    nothing: Indices = np.zeros(0, dtype=np.int64)
    columns = list(zip(*parts, strict=True)) or [(nothing,), (nothing,), (np.zeros(0),)]
    origin, destination, minutes = (np.concatenate(each) for each in columns)
    there = ~np.isnan(minutes)
    order = np.lexsort((destination[there], origin[there]))
    far_ids = (tuple(sorted(at for at, lost in side.items() if lost)) for side in work.far)
    return Times(
        origin[there][order], destination[there][order], minutes[there][order], int((~there).sum()), *far_ids
    )
