"""Presets that measure from where people live. Pure numerics."""

from typing import Final

import numpy as np

from app.coverage.presets.ground import Bools, Floats, Ground
from app.coverage.presets.model import Values, Verdict

_RINGS: Final = ("ring_1_m", "ring_2_m", "ring_3_m", "ring_4_m")


def _share(affected: Floats, people: Floats) -> Floats:
    share: Floats = np.divide(affected, people, out=np.full(len(people), np.nan), where=people > 0)
    return share


def few_within(ground: Ground, values: Values) -> Verdict:
    """P4: nobody's choice but one: nothing, or a single asset, within the distance for most people of an area.

    `complete` are gaps where, in addition, fewer than a share of the people have broadband.
    """
    alone = ground.count_within(values["distance_m"]) <= values["alone"]
    affected, people = ground.by_area(np.where(alone, ground.people, 0.0)), ground.area_people()
    gap = (people > 0) & (affected > values["share"] * people)
    broadband = ground.facts.get("broadband", np.full(len(ground), np.nan))
    complete = gap & (broadband < values["broadband_share"])
    tier = np.where(complete, "complete", np.where(gap, "gap", "served")).astype(object)
    return Verdict(gap, people > 0, affected, _share(affected, people), "share of people", tier)


def low_income_low_access(ground: Ground, values: Values) -> Verdict:
    """P5: low income, and many people or a third of them beyond the distance (another one where rural)."""
    low, known = _low_income(ground, values)
    far = ground.beyond(values["urban_m"], values["rural_m"])
    affected, people = ground.by_area(np.where(far, ground.people, 0.0)), ground.area_people()
    share = _share(affected, people)
    access = (people > 0) & ((affected >= values["people_min"]) | (share >= values["share_min"]))
    decided = (known | ~access) & (people > 0)
    gap = low & access & decided
    return Verdict(gap, decided, np.where(gap, affected, 0.0), share, "share of people")


def _low_income(ground: Ground, values: Values) -> tuple[Bools, Bools]:
    """Where income is low, and where that can be told: one criterion met is enough, both unmet is a no."""
    nothing = np.full(len(ground), np.nan)
    poverty = ground.facts.get("poverty", nothing)
    relative = ground.facts.get("income", nothing) / ground.facts.get("state_income", nothing)
    low = (poverty >= values["poverty_min"]) | (relative <= values["income_max"])
    return low, low | ~np.isnan(poverty) | ~np.isnan(relative)


def exposure(ground: Ground, values: Values) -> Verdict:
    """P9: assets (or seats) near each home on average, by rings; a gap where the widest ring holds far less than
    the average person has.
    """
    near = ground.reach.seats_within if ground.seats_known else ground.reach.count_within
    widest = near(max(values[ring] for ring in _RINGS))
    people = ground.area_people()
    mean = ground.mean(widest)
    overall = float(np.average(widest, weights=ground.people)) if ground.people.sum() > 0 else np.nan
    gap = (people > 0) & (mean < values["share_of_mean"] * overall)
    unit = "seats" if ground.seats_known else "programs"
    return Verdict(gap, people > 0, np.where(gap, people, 0.0), mean, f"{unit} near the average home")


def catchment_access(ground: Ground, values: Values) -> Verdict:
    """P10: two-step floating catchment access far below that of the average person."""
    access = ground.reach.two_step(values["distance_m"])
    people, mean = ground.area_people(), ground.mean(access)
    overall = float(np.average(access, weights=ground.people)) if ground.people.sum() > 0 else np.nan
    gap = (people > 0) & (mean < values["share_of_mean"] * overall)
    unit = "seats per person" if ground.seats_known else "programs per person"
    return Verdict(gap, people > 0, np.where(gap, people, 0.0), mean, unit)


def unreachable_need(ground: Ground, values: Values) -> Verdict:
    """P11: people of the group minus the seats that reach them, as a number of people."""
    urban = ground.reach.two_step(values["urban_m"])
    access = urban
    if ground.rural is not None:
        access = np.where(ground.rural, ground.reach.two_step(values["rural_m"]), urban)
    short = ground.people * np.clip(1 - access, 0.0, 1.0)
    affected, people = ground.by_area(short), ground.area_people()
    share = _share(affected, people)
    gap = (people > 0) & (share >= values["share_min"])
    return Verdict(gap, people > 0, affected, share, "share of people without a seat in reach")


def fewer_than(ground: Ground, values: Values) -> Verdict:
    """P13: most people of an area have fewer than k assets within the distance."""
    few = ground.count_within(values["distance_m"]) < values["number"]
    affected, people = ground.by_area(np.where(few, ground.people, 0.0)), ground.area_people()
    gap = (people > 0) & (affected > people / 2)
    return Verdict(gap, people > 0, affected, _share(affected, people), "share of people")


def unmet_demand(ground: Ground, values: Values) -> Verdict:
    """P17: people who would take part, less the seats that reach them; a gap where more are turned away than on
    the national average.
    """
    access = ground.reach.two_step(values["distance_m"])
    wanting = ground.people * values["wanting_share"]
    unmet = np.maximum(wanting - ground.people * access, 0.0)
    affected, all_wanting = ground.by_area(unmet), ground.by_area(wanting)
    share = _share(affected, all_wanting)
    gap = (all_wanting > 0) & (share > values["unmet_share"])
    return Verdict(gap, all_wanting > 0, affected, share, "share of those who want a place")
