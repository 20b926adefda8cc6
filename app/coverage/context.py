"""Everything an analysis stands on, read once: people at points, assets, areas and their facts. Reads the database.

A `Context` belongs to one question, one version of the data and one day. Points beyond the states asked about are in
`whole` alone: they compete for the same assets, but are not in the answer.
"""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from math import ceil
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.coverage.area_keys import area_keys, county_keys
from app.coverage.demand import ZIP_KINDS, Demand, available_groups, read_demand
from app.coverage.figure_sets import KINDS
from app.coverage.geodesy import Floats
from app.coverage.grouping import Groups, grouped
from app.coverage.inventories import inventories, inventory_days
from app.coverage.kept import Kept
from app.coverage.kept_demand import KeptDemand
from app.coverage.kept_supply import KeptSupply
from app.coverage.layers import Layer, read_layer, refuse_empty
from app.coverage.presets.catalog import PRESETS
from app.coverage.question import CoverageQuestion
from app.coverage.supply import Supply, read_supply
from app.models import DataVersion

RURAL_FROM: Final = 4
"""Rural-Urban Continuum Codes from here on are nonmetropolitan."""
MARGIN_STEP_M: Final = 50_000.0
"""Margins are rounded up to this, so that near distances share the same points."""
_TRACT_KINDS: Final = ("block-group", "tract", "county")
_POINT_KINDS: Final = {"zip": ZIP_KINDS, "tract": _TRACT_KINDS}


@dataclass(frozen=True, eq=False)
class Context:
    """`whole`: points with the margin beyond the states; `points` (n,): those inside, in the same order, `inside` their
    numbers in `whole`. `areas` says in which area each of the n is; `layer` and `counties` what is known of areas.
    `inventory_days`: by state, days since its last inventory (infinity: only listed by others; see `confidence`).
    """

    question: CoverageQuestion
    today: date
    data_version: int
    whole: Demand
    points: Demand
    inside: NDArray[np.int64]
    areas: Groups
    layer: Layer
    counties: Layer
    states: Layer
    supply: Supply
    inventory_days: dict[str, float]

    @cached_property
    def county(self) -> list[str]:
        """County (n,) of each point, a code of its own for people whose county is not known."""
        return county_keys(self.points)

    @cached_property
    def rural(self) -> NDArray[np.bool_] | None:
        """Whether each point (n,) is in a nonmetropolitan county; None where no classification is loaded."""
        codes = self.counties.fact_of("rucc", self.points.county_geoid)
        return None if np.isnan(codes).all() else codes >= RURAL_FROM

    def fact(self, name: str) -> Floats:
        """A fact (a,) by area: its own, else that of its county; NaN where neither is known."""
        own = self.layer.fact_of(name, self.areas.keys)
        county = self.counties.fact_of(name, self.area_counties)
        return own if name == "land_m2" else np.where(np.isnan(own), county, own)

    @cached_property
    def area_counties(self) -> list[str | None]:
        """The county (a,) of each area; None for areas that may be of several."""
        if self.question.areas not in ("county", "zip", "tract"):
            return [None] * len(self.areas)
        first = np.zeros(len(self.areas), dtype=np.int64)
        first[self.areas.of[::-1]] = np.arange(len(self.points))[::-1]
        return [self.points.county_geoid[at] for at in first]


class Contexts:
    """Contexts read from what is kept of a version of the data; safe for threads, for committed data only."""

    def __init__(self, demands: int, others: int, supply_rows: int) -> None:
        self._demands = KeptDemand(demands)
        self._others = Kept(others)
        self.supplies = KeptSupply(supply_rows)

    @property
    def demands(self) -> KeptDemand:
        """The points that are kept, for studies that need no context."""
        return self._demands

    def of(self, session: Session, question: CoverageQuestion, today: date, least_m: float = 0.0) -> Context:
        """As read_context."""
        return read_context(
            session, question, today, self._demands, self._others, self.supplies, least_m=least_m
        )

    def groups(self, session: Session) -> tuple[str, ...]:
        """As groups_with_figures."""
        key = ("groups", data_version(session))
        return self._others.of(key, lambda: groups_with_figures(session))


def groups_with_figures(session: Session) -> tuple[str, ...]:
    """Population groups that have figures anywhere, in the order of the vocabulary."""
    return tuple(each.group for each in available_groups(session))


def data_version(session: Session) -> int:
    """The number of the published data that `session` sees."""
    return session.scalar(select(DataVersion.version)) or 0


def read_context(
    session: Session,
    question: CoverageQuestion,
    today: date,
    demands: KeptDemand | None = None,
    kept: Kept | None = None,
    supplies: KeptSupply | None = None,
    *,
    least_m: float = 0.0,
) -> Context:
    """What `question` stands on as of `today`, with a margin for catchments of at least `least_m`.

    `demands`, `kept` and `supplies` are for sessions that see what is committed. Raises BadParameterError for a group
    without figures, an unknown place in the filter, or areas that are not loaded.
    """
    version = data_version(session)
    kept = Kept(16) if kept is None else kept

    def of(name: str, key: Hashable, make: Any) -> Any:
        return kept.of((name, version, key), make)

    layer: Layer = of("layer", (question.areas, question.states),
                      lambda: read_layer(session, question.areas, question.states))  # fmt: skip
    if question.areas not in ("county", "state", "zip"):
        refuse_empty(layer)
    whole = _demand(session, question, demands, version, margin_of(question, least_m))
    inside = np.flatnonzero(whole.inside)
    points = _taken(whole, inside)
    return Context(
        question, today, version, whole, points, inside,
        of("areas", (question.areas, question.states, points.area_id.tobytes()),
           lambda: grouped(area_keys(session, question.areas, points))),
        layer,
        of("layer", ("county", ()), lambda: read_layer(session, "county", ())),
        of("layer", ("state", ()), lambda: read_layer(session, "state", ())),
        read_supply(session, question.supply, today=today) if supplies is None
        else supplies.of(session, version, question.supply, today),
        inventory_days(of("inventories", (), lambda: inventories(session)), today),
    )  # fmt: skip


def margin_of(question: CoverageQuestion, least_m: float = 0.0) -> float:
    """How far beyond the states people are needed, in metres: one distance to tell the edge, two to share assets."""
    how = question.how
    reach_m = max(question.distance_m, how.rural_distance_m or 0.0, least_m)
    if question.preset and (preset := PRESETS[question.preset]).parameters:
        chosen = preset.values(dict(question.preset_values))
        lengths = [chosen[each.name] for each in preset.parameters if each.unit == "m"]
        least_m = max([least_m, *lengths])
        reach_m = max(reach_m, least_m)
    wanted_m = 2 * reach_m if how.method.competes or least_m else reach_m
    return MARGIN_STEP_M * ceil(wanted_m / MARGIN_STEP_M)


def _demand(
    session: Session, question: CoverageQuestion, demands: KeptDemand | None, version: int, margin_m: float
) -> Demand:
    kinds = _POINT_KINDS.get(question.areas, KINDS)
    lone = question.areas == "county"
    states, group = question.states, question.group
    if demands is None:
        return read_demand(session, states, group, lone_counties=lone, kinds=kinds, margin_m=margin_m)
    return demands.of(session, version, states, group, lone_counties=lone, kinds=kinds, margin_m=margin_m)


PER_POINT: Final = (
    "area_id", "geoid", "name", "state", "county_geoid", "lon", "lat", "people", "is_zip", "unit", "point_kind",
    "own_point", "inside",
)  # fmt: skip


def _taken(demand: Demand, at: NDArray[np.int64]) -> Demand:
    if len(at) == len(demand):
        return demand
    return replace(demand, **{name: getattr(demand, name)[at] for name in PER_POINT})
