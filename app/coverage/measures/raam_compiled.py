"""The filling of `raam`, compiled by numba: the same steps, one place after the other."""

import numpy as np

from app.coverage.geodesy import Floats, Indices
from app.coverage.measures.raam import Choices
from app.coverage.reach.machine import compiled


def fill(choices: Choices, flow: Floats, level: Floats, load: Floats, rounds: int) -> None:
    """As raam.fill."""
    base = np.empty(len(flow))
    first, people, room = choices.first, choices.people, choices.room[choices.site]
    _fill(first, choices.site, choices.travel, people, room, 1 / room, flow, level, load, base, rounds)


@compiled
def _poured_to(level: float, base: Floats, room: Floats, people: float) -> float:
    """The level `people` reach over the sites that cost less than `level`."""
    rooms, total = 0.0, people
    for k in range(len(base)):
        below = base[k] < level
        rooms += room[k] if below else 0.0
        total += room[k] * base[k] if below else 0.0
    return total / rooms if rooms > 0.0 else np.inf


@compiled
def _level(level: float, base: Floats, room: Floats, people: float) -> float:
    """Newton's steps from `level`: after the first they only go down, to the level itself."""
    level = _poured_to(level, base, room, people)
    lower = _poured_to(level, base, room, people)
    while lower < level:
        level = lower
        lower = _poured_to(level, base, room, people)
    return level


@compiled
def _fill(
    first: Indices,
    site: Indices,
    travel: Floats,
    people: Floats,
    room: Floats,
    per_room: Floats,
    flow: Floats,
    level: Floats,
    load: Floats,
    base: Floats,
    rounds: int,
) -> None:
    """All rounds; `base` (pairs,) is room to work in."""
    many = len(people)
    for at in range(rounds):
        for step in range(many):
            row = step if at % 2 == 0 else many - 1 - step
            start, stop = first[row], first[row + 1]
            if people[row] <= 0.0 or start == stop:
                continue
            for pair in range(start, stop):
                base[pair] = (load[site[pair]] - flow[pair]) * per_room[pair] + travel[pair]
            level[row] = _level(level[row], base[start:stop], room[start:stop], people[row])
            poured = 0.0
            for pair in range(start, stop):
                poured += room[pair] * max(level[row] - base[pair], 0.0)
            exactly = people[row] / poured
            for pair in range(start, stop):
                after = exactly * room[pair] * max(level[row] - base[pair], 0.0)
                load[site[pair]] += after - flow[pair]
                flow[pair] = after
