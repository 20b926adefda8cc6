"""The areas of an answer, worst first. Plain data: nothing is computed or read here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isnan
from typing import Any, overload
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.coverage.confidence import GRADES
from app.coverage.demand import Texts
from app.coverage.equity.margins import reliability
from app.coverage.geodesy import Floats, Indices


@dataclass(frozen=True, slots=True)
class AreaGap:
    """One area. Distances in metres (or minutes of a travel table) to the nearest matching asset, None for none.

    Of a county, `nearest_m` is the mean over its people, `farthest_m` the distance of its farthest
    inhabited ZIP area and the nearest asset the one nearest to most of its people. Areas without people
    have no rank or share. In an answer by another measure than the nearest, `people_beyond` are those in a gap by it.

    `people_moe` and `people_beyond_moe` are 90 % margins (None: not known), `reliability` the grade of the latter;
    `value` is the measure and `count` the number of assets within the distance, both of the mean person of the area.
    `edge`: within the distance of a state nothing is known of; `no_supply_in_reach`: nobody has an asset within it.
    """

    rank: int | None
    geoid: str
    name: str
    state: str
    county_geoid: str | None
    county_name: str | None
    lon: float
    lat: float
    people: float
    people_beyond: float
    share_beyond: float | None
    nearest_m: float | None
    farthest_m: float | None
    nearest_asset_id: UUID | None
    nearest_asset_name: str | None
    people_moe: float | None
    people_beyond_moe: float | None
    reliability: str
    value: float | None
    count: float | None
    confidence: str
    confidence_reason: str
    edge: bool
    no_supply_in_reach: bool


@dataclass(frozen=True, eq=False)
class AreaGaps(Sequence[AreaGap]):
    """All areas of an answer, worst first, kept as arrays of one length; indexing makes an AreaGap.

    Areas without people come last. NaN and index -1 stand for what there is not.
    """

    geoid: Texts
    name: Texts
    state: Texts
    county_geoid: Texts
    county_name: Texts
    lon: Floats
    lat: Floats
    people: Floats
    people_beyond: Floats
    nearest_m: Floats
    farthest_m: Floats
    asset: Indices
    asset_ids: Sequence[UUID]
    asset_names: Sequence[str]
    people_moe: Floats
    people_beyond_moe: Floats
    value: Floats
    near: Floats
    confidence: Indices
    reasons: Texts
    edge: NDArray[np.bool_]
    unreached: NDArray[np.bool_]
    extra: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    """More columns by name, such as those of a preset."""
    in_minutes: bool = False
    """Whether `nearest_m` and `farthest_m` are minutes of a travel table."""

    def __len__(self) -> int:
        return len(self.geoid)

    @overload
    def __getitem__(self, at: int) -> AreaGap: ...
    @overload
    def __getitem__(self, at: slice) -> list[AreaGap]: ...
    def __getitem__(self, at: int | slice) -> AreaGap | list[AreaGap]:
        if isinstance(at, slice):
            return [self._one(index) for index in range(*at.indices(len(self)))]
        return self._one(range(len(self))[at])

    def __iter__(self) -> Iterator[AreaGap]:
        return map(self._one, range(len(self)))

    def _one(self, at: int) -> AreaGap:
        people, asset = float(self.people[at]), int(self.asset[at])
        beyond = float(self.people_beyond[at])
        return AreaGap(
            rank=at + 1 if people > 0 else None,
            geoid=self.geoid[at],
            name=self.name[at],
            state=self.state[at],
            county_geoid=self.county_geoid[at],
            county_name=self.county_name[at],
            lon=float(self.lon[at]),
            lat=float(self.lat[at]),
            people=people,
            people_beyond=beyond,
            share_beyond=share_of(beyond, people),
            nearest_m=known(self.nearest_m[at]),
            farthest_m=known(self.farthest_m[at]),
            nearest_asset_id=self.asset_ids[asset] if asset >= 0 else None,
            nearest_asset_name=self.asset_names[asset] if asset >= 0 else None,
            people_moe=known(self.people_moe[at]),
            people_beyond_moe=known(self.people_beyond_moe[at]),
            reliability=reliability(beyond, float(self.people_beyond_moe[at])),
            value=known(self.value[at]),
            count=known(self.near[at]),
            confidence=GRADES[self.confidence[at]],
            confidence_reason=reason_of(self.reasons[at]),
            edge=bool(self.edge[at]),
            no_supply_in_reach=bool(self.unreached[at]),
        )


def reason_of(words: str) -> str:
    """What keeps a confidence from being better: the part of its words after the grade."""
    return words.partition(": ")[2]


def share_of(part: float, whole: float) -> float | None:
    """`part` of `whole` between 0 and 1; None when there is no whole."""
    return part / whole if whole > 0 else None


def known(number: float) -> float | None:
    """`number`, None for NaN."""
    return None if isnan(number) else float(number)
