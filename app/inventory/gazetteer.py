"""What is known of places while a file is checked: ZIP areas, towns, counties and the box of each state. Pure.

`app.inventory.reference` fills one from the database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from app.inventory.place.county_names import CountyNames
from app.inventory.points import Box

Spot = tuple[float, float, str | None]
"""Longitude, latitude, county GEOID."""
Near = tuple[str, float]
"""The nearest county's GEOID, and the distance to it in metres."""


@dataclass(frozen=True)
class Counties:
    """Outlines of counties in the order of their GEOIDs."""

    geoids: tuple[str, ...] = ()
    outlines: tuple[shapely.Geometry, ...] = ()

    @cached_property
    def _prepared(self) -> tuple[NDArray[np.object_], shapely.STRtree]:
        outlines = np.array(self.outlines, dtype=object)
        shapely.prepare(outlines)
        return outlines, shapely.STRtree(outlines)

    def covering(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.intp]:
        """For each point the first county that covers it (its place in `geoids`), or -1."""
        found = np.full(len(lon), -1, dtype=np.intp)
        if not self.outlines or not len(lon):
            return found
        outlines, tree = self._prepared
        point, county = tree.query(shapely.points(lon, lat))
        inside = shapely.intersects_xy(outlines[county], lon[point], lat[point])
        point, county = point[inside], county[inside]
        order = np.lexsort((-county, point))  # of several, the first county is written last
        found[point[order]] = county[order]
        return found


@dataclass(frozen=True)
class StatePlaces:
    """One state: its box, ZIP areas, towns by folded name, folded names that mean several towns, counties."""

    box: Box | None = None
    zips: Mapping[str, Spot] = field(default_factory=dict)
    towns: Mapping[str, Spot] = field(default_factory=dict)
    ambiguous: frozenset[str] = frozenset()
    counties: Counties = field(default_factory=Counties)


class Gazetteer:
    """Places by state. This one knows what it is given; another one asks the database."""

    def __init__(
        self,
        states: Mapping[str, StatePlaces] | None = None,
        zip_states: Mapping[str, str] | None = None,
    ) -> None:
        self._states = dict(states or {})
        self._zip_states = zip_states

    def of(self, state: str) -> StatePlaces:
        """The places of a state; nothing is known of one that is not there."""
        if state not in self._states:
            self._states[state] = self.load(state)
        return self._states[state]

    def state_of_zip(self, code: str) -> str | None:
        """Whose ZIP area this is."""
        if self._zip_states is None:
            self._zip_states = self.load_zip_states()
        return self._zip_states.get(code)

    @cached_property
    def county_names(self) -> CountyNames:
        """The counties of the whole country by name and code."""
        return self.load_county_names()

    def load(self, state: str) -> StatePlaces:
        """The places of a state that was not asked for before."""
        del state
        return StatePlaces()

    def load_zip_states(self) -> Mapping[str, str]:
        """The state of every ZIP area."""
        return {}

    def load_county_names(self) -> CountyNames:
        """Names, codes and centers of all counties."""
        return CountyNames()

    def nearest(self, state: str, points: Sequence[tuple[float, float]]) -> list[Near | None]:
        """The county of a state that is nearest to each point outside of it, None where no outline is known."""
        del state
        return [None for _ in points]
