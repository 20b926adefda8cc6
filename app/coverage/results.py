"""What an answer holds: areas, states, totals, sources. Plain data: nothing is computed or read here."""

from dataclasses import dataclass
from datetime import date

from app.coverage.area_gaps import AreaGap, AreaGaps, known, reason_of, share_of
from app.coverage.demand import FigureSet
from app.coverage.group_answers import GroupAnswer
from app.coverage.measured import Measured
from app.coverage.preset_answers import PresetAnswer
from app.coverage.question import CoverageQuestion
from app.coverage.supply import SupplyFacts

__all__ = [
    "AreaGap", "AreaGaps", "CoverageAnswer", "Identity", "Source", "StateGap", "Summary", "known", "reason_of",
    "share_of",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class StateGap:
    """One state. `areas` have people; `areas_beyond` are those most of whose people are beyond the
    distance.
    """

    state: str
    name: str
    people: float
    people_beyond: float
    share_beyond: float | None
    areas: int
    areas_beyond: int
    mean_nearest_m: float | None
    people_moe: float | None
    people_beyond_moe: float | None
    reliability: str
    value: float | None
    count: float | None


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole answer in numbers. Areas are the answer's own; counties are counted in every answer."""

    people: float
    people_beyond: float
    share_beyond: float | None
    areas: int
    areas_beyond: int
    areas_without_people: int
    zips_without_figure: int
    counties: int
    counties_mostly_beyond: int
    mean_nearest_m: float | None
    farthest_m: float | None
    farthest_name: str | None
    farthest_state: str | None
    people_moe: float | None
    people_beyond_moe: float | None
    reliability: str
    value: float | None
    count: float | None
    areas_at_edge: int
    areas_without_data: int
    areas_not_inventoried: int


@dataclass(frozen=True, slots=True)
class Identity:
    """Something that must add up, and did: what it says, and both sides of it."""

    says: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures or areas come from; `role` says which, `method` how figures came about."""

    slug: str
    role: str
    title: str
    publisher: str
    vintage: str
    licence: str
    url: str | None
    note: str | None
    method: str | None


@dataclass(frozen=True, eq=False)
class CoverageAnswer:
    """The answer to one question on the data of one version as of one day."""

    question: CoverageQuestion
    today: date
    data_version: int
    areas: AreaGaps
    states: tuple[StateGap, ...]
    summary: Summary
    supply: SupplyFacts
    figures: FigureSet
    sources: tuple[Source, ...]
    found: Measured
    identities: tuple[Identity, ...] = ()
    groups: tuple[GroupAnswer, ...] = ()
    preset: PresetAnswer | None = None

    @property
    def modelled(self) -> bool:
        """Whether the figures were computed from another area's shares."""
        return self.figures.method == "modelled"

    @property
    def no_supply(self) -> bool:
        """Whether no matching asset has a place to measure to, so that everybody is beyond the distance."""
        return not self.found.weighted.any
