"""Demand kept for a while: the arrays of one question are read once for each version of the data."""

from collections import OrderedDict
from dataclasses import replace
from threading import Lock
from typing import Final

import numpy as np
from sqlalchemy.orm import Session

from app.coverage.demand import Demand, read_demand

_OF_POINTS: Final = (
    "area_id", "geoid", "name", "state", "lon", "lat", "is_zip", "point_kind", "own_point", "inside",
)  # fmt: skip
_Key = tuple[int, tuple[str, ...], str, bool, tuple[str, ...], float]


class KeptDemand:
    """Demand by question and data version, at most `most` of them; the one longest not asked for goes first.

    Threads may ask at the same time; two that ask the same before it is kept both read it.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[_Key, Demand] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def of(
        self,
        session: Session,
        version: int,
        states: tuple[str, ...],
        group: str,
        *,
        kinds: tuple[str, ...],
        lone_counties: bool = False,
        margin_m: float = 0.0,
    ) -> Demand:
        """As `read_demand`; `version` is that of the data `session` sees. Raises what `read_demand` raises."""
        key = (version, states, group, lone_counties, kinds, margin_m)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        demand = read_demand(
            session, states, group, lone_counties=lone_counties, kinds=kinds, margin_m=margin_m
        )
        with self._lock:
            demand = self._shared(demand)
            self._kept[key] = demand
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return demand

    def _shared(self, demand: Demand) -> Demand:
        """`demand` with what it has in common with one that is kept held once: groups mostly share their points."""
        for other in self._kept.values():
            if np.array_equal(other.area_id, demand.area_id) and np.array_equal(other.inside, demand.inside):
                return replace(demand, **{name: getattr(other, name) for name in _OF_POINTS})
        return demand
