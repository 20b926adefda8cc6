"""Presets that count the assets inside an area, whatever lies just across its border. Pure numerics."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.coverage.presets.ground import Bools, Floats, Ground
from app.coverage.presets.model import Values, Verdict

_PER: Final = 10_000


def counted(ground: Ground) -> Floats:
    """The assets inside each area; whoever calls has made sure that they can be told."""
    if ground.assets_in is None:
        raise ValueError("the assets inside the areas are not known")
    return ground.assets_in


def _ratio(part: Floats, whole: Floats) -> Floats:
    """`part` by `whole`; infinity where there are people and nothing, NaN where there is neither."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.divide(part, whole)


def _everywhere(ground: Ground) -> Bools:
    return np.ones(len(ground), dtype=np.bool_)


def _seats(ground: Ground) -> tuple[Floats, Bools]:
    """Known seats (a,) inside areas, and where all of them are known."""
    nothing = np.zeros(len(ground))
    seats = ground.seats_in if ground.seats_in is not None else nothing
    unknown = ground.unknown_seats_in if ground.unknown_seats_in is not None else counted(ground)
    return seats, unknown == 0


def youth_per_seat(ground: Ground, values: Values, *, at_least: bool = False) -> Verdict:
    """P1, P2: enough young people, and no seat or more than so many young people to one.

    An area whose assets have unknown seats is decided only where the known ones are enough by themselves.
    """
    youth, (seats, known) = ground.area_people(), _seats(ground)
    many = youth >= values["youth_min"] if at_least else youth > values["youth_min"]
    short = youth > values["youth_per_seat"] * seats
    decided = known | ~short | ~many
    gap = many & short & decided
    return Verdict(gap, decided, np.where(gap, youth, 0.0), _ratio(youth, seats), "young people per seat")


def youth_per_seat_or_more(ground: Ground, values: Values) -> Verdict:
    """P2: `youth_per_seat`, with the least number of young people inclusive."""
    return youth_per_seat(ground, values, at_least=True)


def at_most(ground: Ground, values: Values) -> Verdict:
    """P3: at most so many assets in the area."""
    number = counted(ground)
    gap = number <= values["most"]
    return Verdict(gap, _everywhere(ground), np.where(gap, ground.area_people(), 0.0), number, "programs")


def zero(ground: Ground, _: Values) -> Verdict:
    """P12: nothing in the area."""
    return at_most(ground, {"most": 0})


def population_ratio(ground: Ground, values: Values) -> Verdict:
    """P6: people per asset at or above the ratio, a lower one where need is high, and neighbours no help."""
    people = ground.area_people()
    ratio = _ratio(people, counted(ground))
    poverty = ground.facts.get("poverty", np.full(len(ground), np.nan))
    limit = np.where(poverty >= values["high_need_poverty"], values["ratio_high_need"], values["ratio"])
    access = ground.mean(ground.reach.two_step_assets(values["neighbour_m"]))
    full = access < 1 / values["neighbour_ratio"]
    gap = (people > 0) & (ratio >= limit) & full
    return Verdict(gap, people > 0, np.where(gap, people, 0.0), ratio, "people per program")


def four_tiers(ground: Ground, values: Values) -> Verdict:
    """P7: none, low, moderate, full; poverty of the young stands for the share of the uninsured."""
    number, people = counted(ground), ground.area_people()
    per = _ratio(number * _PER, people)
    poverty = ground.facts.get("poverty", np.full(len(ground), np.nan))
    full = (number >= values["full_from"]) | (per >= values["full_rate"])
    low = ~full & (poverty >= values["need_share"])
    tier = np.select(
        [number == 0, full, low, ~np.isnan(poverty)], ["none", "full", "low", "moderate"], "unknown"
    )
    decided = (tier != "unknown") & (people > 0)
    gap = decided & np.isin(tier, ("none", "low"))
    return Verdict(gap, decided, np.where(gap, people, 0.0), per, "programs per 10,000 people", _texts(tier))


def matrix(ground: Ground, values: Values) -> Verdict:
    """P18: missing, sparse or documented."""
    number = counted(ground)
    tier = np.select([number == 0, number < values["documented_from"]], ["missing", "sparse"], "documented")
    gap = number == 0
    affected = np.where(gap, ground.area_people(), 0.0)
    return Verdict(gap, _everywhere(ground), affected, number, "programs", _texts(tier))


def many_young_few_places(ground: Ground, values: Values) -> Verdict:
    """P16: the upper part of the areas by young people that is in the lower part by programs per young person."""
    people = ground.area_people()
    rate = _ratio(counted(ground) * _PER, people)
    inhabited = people > 0
    if not inhabited.any():
        return Verdict(inhabited, inhabited, np.zeros(len(ground)), rate, "programs per 10,000 people")
    many = people >= np.quantile(people[inhabited], 1 - values["upper_share"])
    few = rate <= np.quantile(rate[inhabited], values["lower_share"])
    gap = inhabited & many & few
    return Verdict(gap, inhabited, np.where(gap, people, 0.0), rate, "programs per 10,000 people")


def special_population(ground: Ground, values: Values) -> Verdict:
    """P19: enough members of the group, and nothing designed for it or open with the access it needs."""
    people, number = ground.area_people(), counted(ground)
    gap = (people >= values["members_min"]) & (number == 0)
    return Verdict(gap, _everywhere(ground), np.where(gap, people, 0.0), number, "programs")


def _texts(tier: NDArray[np.str_]) -> NDArray[np.object_]:
    return tier.astype(object)
