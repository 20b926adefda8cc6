"""Sums over the pairs within one bound, exact at its rim: a pair there is decided by the geodesic itself.

A pair whose distance, rounded to a micrometre, equals the bound is within it, as everywhere in this service.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from app.coverage.decay import Decay
from app.coverage.geodesy import TIE_DIGITS, Floats, Indices, geodesic_m
from app.coverage.reach.bands import BandIndex, band_index
from app.coverage.reach.choose import Sweep, swept
from app.coverage.reach.ecef import LONGEST_BOUND_M, Positions
from app.coverage.reach.plain import candidates
from app.coverage.reach.task import Found, Task
from app.errors import BadParameterError

_NONE: Final = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Rim:
    """The pairs at the rim that are within the bound: place, site, metres."""

    place: Indices
    site: Indices
    distance_m: Floats


class Within:
    """All pairs of places and sites with factor x geodesic within a bound."""

    def __init__(
        self, places: Positions, sites: Positions, bound: float, factor: float, sweep: Sweep, at_once: int
    ) -> None:
        """Index both; raises BadParameterError for a bound longer than 1,000 km."""
        bound_m = bound / factor
        if not 0 < bound_m <= LONGEST_BOUND_M:
            raise BadParameterError(
                f"The bound is {bound_m:,.0f} m as the crow flies: "
                f"it must be more than 0 and at most {LONGEST_BOUND_M:,.0f} m.",
                parameter="bound",
            )
        self.factor = factor
        self.places, self.sites = band_index(places, bound_m), band_index(sites, bound_m)
        self._sweep, self._at_once = sweep, at_once
        self._rim: Rim | None = None

    def to_sites(self, values: Floats, decay: Decay, *, squared: bool = False) -> tuple[Floats, Indices]:
        """Sum (m,) of values (n,) x weight over the places each site reaches, and their number."""
        return self._both(self.sites, self.places, values, Task(decay, self.factor, squared), by_site=True)

    def to_places(self, values: Floats, decay: Decay, *, squared: bool = False) -> tuple[Floats, Indices]:
        """Sum (n,) of values (m,) x weight over the sites each place reaches, and their number."""
        return self._both(self.places, self.sites, values, Task(decay, self.factor, squared), by_site=False)

    def _both(
        self, targets: BandIndex, sources: BandIndex, values: Floats, task: Task, *, by_site: bool
    ) -> tuple[Floats, Indices]:
        rows = targets.points.rows
        found = swept(self._sweep, rows, sources, values[sources.order], task, self._at_once)
        if self._rim is None:
            self._rim = self._decided(targets, sources, found, task, by_site=by_site)
        sums, counts = np.empty(len(targets)), np.empty(len(targets), dtype=np.int64)
        sums[targets.order], counts[targets.order] = found.sums, found.within
        target, source = (self._rim.site, self._rim.place) if by_site else (self._rim.place, self._rim.site)
        weight = task.decay(np.minimum(self._rim.distance_m * self.factor, task.decay.bound))
        np.add.at(sums, target, (weight**2 if task.squared else weight) * values[source])
        np.add.at(counts, target, 1)
        return sums, counts

    def _decided(
        self, targets: BandIndex, sources: BandIndex, found: Found, task: Task, *, by_site: bool
    ) -> Rim:
        """Those of the pairs at the rim that are within."""
        some = np.flatnonzero(found.rim)
        pairs = [
            (some[target[near]], source[near])
            for target, source, squares in candidates(targets.points.rows[:, some], sources)
            if (near := (squares > task.inside2) & (squares <= task.outside2)).any()
        ]
        target, source = (
            (np.concatenate(each) for each in zip(*pairs, strict=True)) if pairs else (_NONE, _NONE)
        )
        one, other = targets.points, sources.points
        exact_m = geodesic_m(one.lon[target], one.lat[target], other.lon[source], other.lat[source])
        kept = exact_m <= round(task.bound_m, TIE_DIGITS)
        ends = targets.order[target[kept]], sources.order[source[kept]]
        return Rim(ends[by_site], ends[not by_site], exact_m[kept])
