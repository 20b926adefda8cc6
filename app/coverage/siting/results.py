"""An answer about sites, the same for every way to find it."""

from dataclasses import dataclass

import numpy as np

from app.coverage.geodesy import Floats, Indices
from app.coverage.siting.problem import Cover


@dataclass(frozen=True, eq=False)
class Siting:
    """Sites in the order of their gains, and how good the choice is.

    `chosen` (k,) columns; `gain` (k,) weight each adds to those before; `group_gain` (k, g) people of each
    group it adds; `value` all weight newly reached, `served` weight reached before. No choice of as many sites
    reaches more than `bound` anew; `share_of_best` = value / bound is "at least this share of the best
    possible" (1 when there is nothing to gain). `proven`: nothing better exists.
    """

    chosen: Indices
    gain: Floats
    group_gain: Floats
    value: float
    served: float
    bound: float
    share_of_best: float
    proven: bool


def siting(
    problem: Cover,
    chosen: Indices,
    gain: Floats,
    bound: float,
    people: Floats | None = None,
    proven: bool = False,
) -> Siting:
    """`chosen` with its `gain` as a result; `people` (n, g) of the groups, for `group_gain`."""
    value = float(gain.sum())
    bound = value if proven else max(bound, value)
    return Siting(
        chosen=chosen,
        gain=gain,
        group_gain=group_gains(problem, chosen, people),
        value=value,
        served=problem.served_weight,
        bound=bound,
        share_of_best=value / bound if bound > 0 else 1.0,
        proven=proven,
    )


def group_gains(problem: Cover, chosen: Indices, people: Floats | None) -> Floats:
    """People (k, g) of each group that each of `chosen` reaches and those before it do not.

    Rows that weigh nothing are not reached anew by definition: give weight to whom it should count for.
    """
    if people is None:
        return np.zeros((len(chosen), 0))
    left = problem.weight > 0
    found = np.zeros((len(chosen), people.shape[1]))
    for step, site in enumerate(chosen):
        rows = problem.of(site)
        fresh = rows[left[rows]]
        found[step] = people[fresh].sum(axis=0)
        left[fresh] = False
    return found
