"""Presets that put several facts of an area together. Pure numerics."""

from collections.abc import Sequence

import numpy as np

from app.coverage.measures.composite import component_score
from app.coverage.presets.containers import counted
from app.coverage.presets.ground import Bools, Floats, Ground
from app.coverage.presets.model import Values, Verdict


def supply_and_demand(ground: Ground, values: Values) -> Verdict:
    """P8: a supply and a demand index of 0 to 100; priority where demand is above supply, the young are many, income
    is below and poverty above the mean of all areas.
    """
    people = ground.area_people()
    inhabited = people > 0
    facts = [ground.facts.get(name, np.full(len(ground), np.nan)) for name in ("poverty", "income")]
    known = inhabited & np.logical_and.reduce([~np.isnan(each) for each in facts])
    supply, demand = np.full(len(ground), np.nan), np.full(len(ground), np.nan)
    if known.sum() > 1:
        rate = np.divide(counted(ground), people, out=np.zeros(len(ground)), where=inhabited)
        near = ground.mean(ground.reach.count_within(values["distance_m"]))
        supply[known] = index([np.log1p(1e4 * rate[known]), np.log1p(near[known])])
        demand[known] = index([facts[0][known], -np.log(facts[1][known])])
    gap = known & (demand > supply) & _worse_than_mean(people, facts, known)
    return Verdict(gap, known, np.where(gap, people, 0.0), demand - supply, "demand index minus supply index")


def _worse_than_mean(people: Floats, facts: Sequence[Floats], known: Bools) -> Bools:
    if not known.any():
        return known
    poverty, income = facts
    worse: Bools = people > people[known].mean()
    worse &= (income < income[known].mean()) & (poverty > poverty[known].mean())
    return worse


def index(columns: Sequence[Floats]) -> Floats:
    """The first principal component of standardised `columns` (each (a,)), from 0 to 100, growing with them."""
    return component_score(np.column_stack([_standard(each) for each in columns]))[0]


def _standard(values: Floats) -> Floats:
    spread = values.std()
    standard: Floats = (values - values.mean()) / spread if spread > 0 else np.zeros(len(values))
    return standard


def density_and_poverty(ground: Ground, values: Values) -> Verdict:
    """P15: sparse and poor areas with few assets, each by quartiles of all areas."""
    people, land = ground.area_people(), ground.facts.get("land_m2", np.full(len(ground), np.nan))
    poverty = ground.facts.get("poverty", np.full(len(ground), np.nan))
    density = ground.by_area(ground.total) / (land / 1e6)
    known = (people > 0) & ~np.isnan(density) & ~np.isnan(poverty)
    tier = np.full(len(ground), "not known", dtype=object)
    gap = np.zeros(len(ground), dtype=np.bool_)
    if known.any():
        low, high = values["lower_share"], 1 - values["lower_share"]
        sparse = density <= np.quantile(density[known], low)
        poor = poverty >= np.quantile(poverty[known], high)
        few = counted(ground) <= np.quantile(counted(ground)[known], low)
        tier[known] = np.select(
            [sparse & poor, sparse, poor], ["sparse and poor", "sparse", "poor"], "neither"
        )[known]
        gap = known & sparse & poor & few
    return Verdict(gap, known, np.where(gap, people, 0.0), density, "people per km²", tier)


def schools_offering(ground: Ground, values: Values) -> Verdict:
    """P14: districts where no high school offers computer science; by the share of schools that do."""
    share = ground.facts.get("cs_schools", np.full(len(ground), np.nan))
    decided = ~np.isnan(share)
    gap = decided & (share <= values["share_max"])
    return Verdict(gap, decided, np.where(gap, ground.area_people(), 0.0), share, "share of high schools")
