"""A report as data: the numbers of one place, its worst areas, groups, definitions, sites and inventory. Plain data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.catalog.profile.matrix import Matrix
from app.catalog.profile.quality import Quality
from app.coverage.agreement_answers import AgreementAnswer
from app.coverage.group_answers import GroupAnswer
from app.coverage.near_misses import JustBeyond
from app.coverage.preset_answers import PresetAnswer
from app.coverage.question import CoverageQuestion
from app.coverage.reports.scope import Scope
from app.coverage.results import AreaGap, CoverageAnswer


@dataclass(frozen=True)
class Totals:
    """The place in numbers. Distances in metres, margins at 90 % (None: not known)."""

    people: float
    people_moe: float | None
    beyond: float
    beyond_moe: float | None
    reliability: str
    share: float | None
    mean_m: float | None
    farthest_m: float | None
    farthest_name: str | None
    farthest_state: str | None


@dataclass(frozen=True)
class Step:
    """People beyond another distance than the one asked for."""

    bound: float
    beyond: float
    share: float
    asked: bool


@dataclass(frozen=True)
class Definition:
    """A published definition: how many areas it calls a gap (of a county: whether; None: cannot tell), or what it
    lacks.
    """

    id: str
    title: str
    citation: str
    gaps: int | None
    gap: bool | None
    affected: float | None
    lacking: str = ""


@dataclass(frozen=True)
class NewSite:
    """A place for a program, with the people it would newly reach."""

    rank: int
    name: str
    state: str
    people: float
    so_far: float
    zip: str | None = None
    """The ZIP area, where the place is one."""


@dataclass(frozen=True, eq=False)
class Report:
    """`whole` answers by county, `places` by the areas that are listed: counties, or the ZIP areas of a county.

    `rank` (of `ranked` counties of its state with people) by people beyond, for a county. `agreement` None where no
    definition could be applied. `chosen`: the definition the question names, `chosen_lacking` why it was not applied.
    `close`: people just beyond the distance; `rests_on`: the one entry that everybody within reach depends on.
    """

    scope: Scope
    question: CoverageQuestion
    today: date
    data_version: int
    whole: CoverageAnswer
    totals: Totals
    area: AreaGap | None
    places: tuple[AreaGap, ...]
    places_answer: CoverageAnswer
    rank: int | None
    ranked: int
    groups: tuple[GroupAnswer, ...]
    agreement: AgreementAnswer | None
    definitions: tuple[Definition, ...]
    chosen: PresetAnswer | None
    chosen_lacking: str
    steps: tuple[Step, ...]
    sites: tuple[NewSite, ...]
    close: JustBeyond | None
    rests_on: str | None
    matrix: Matrix
    young: Mapping[str, float | None]
    quality: Quality
    uploads: tuple[dict[str, Any], ...]
    nearest: tuple[dict[str, Any], ...]

    @property
    def decided(self) -> int:
        """How many definitions could be applied: of a county, can decide it."""
        if self.scope.county is None:
            return sum(not each.lacking for each in self.definitions)
        return sum(each.gap is not None for each in self.definitions)

    @property
    def gaps(self) -> int:
        """How many of them call the county a gap."""
        return sum(bool(each.gap) for each in self.definitions)
