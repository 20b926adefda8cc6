"""Maximal covering location (Church & ReVelle 1974, doi 10.1007/BF01942293): at once, by lazy greedy choice."""

import numpy as np

from app.coverage.geodesy import Floats, Indices
from app.coverage.siting.lazy import choose_lazily
from app.coverage.siting.problem import Cover
from app.coverage.siting.results import Siting, siting


def most_people(problem: Cover, most: int, people: Floats | None = None) -> Siting:
    """Up to `most` sites that together reach most weight anew; `people` (n, g) for gains by group.

    Sites that would add nobody are not chosen, so there may be fewer. The bound is the smallest of those that
    follow from the greedy choice itself; see `bound.tighten` and `exact.prove` for better ones.
    """
    chosen, gain, left = greedy(problem, most)
    bound = float(gain.sum()) + best_left(problem, left, most)
    guarantee = 1 - (1 - 1 / most) ** most if most else 1.0
    bound = min(bound, float(gain.sum()) / guarantee, coverable(problem))
    return siting(problem, chosen, gain, bound, people, proven=len(chosen) < most or most <= 1)


def greedy(problem: Cover, most: int) -> tuple[Indices, Floats, Floats]:
    """Sites in the order of choice, their gains, and the weight (n,) left uncovered."""
    left = problem.weight.copy()

    def take(site: int) -> None:
        left[problem.of(site)] = 0

    def gain(site: int) -> float:
        return float(left[problem.of(site)].sum())

    chosen, gains = choose_lazily(site_sums(problem, left), gain, take, most)
    return np.array(chosen, dtype=np.int64), np.array(gains), left


def in_order(problem: Cover, sites: Indices) -> tuple[Indices, Floats]:
    """`sites` in the order in which the greedy method would take them, with their gains; all of them."""
    part = np.concatenate([problem.of(site) for site in sites]) if len(sites) else problem.rows[:0]
    start = np.concatenate(([0], np.cumsum([len(problem.of(site)) for site in sites]))).astype(np.int64)
    order, gain, _ = greedy(Cover(start, part, problem.weight, 0.0), len(sites))
    rest = np.setdiff1d(np.arange(len(sites)), order)
    return sites[np.concatenate((order, rest))], np.concatenate((gain, np.zeros(len(rest))))


def site_sums(problem: Cover, values: Floats) -> Floats:
    """Sums (m,) of `values` (n,) over the rows of every site."""
    return np.asarray(problem.by_site @ values, dtype=np.float64)


def best_left(problem: Cover, left: Floats, most: int) -> float:
    """The `most` largest gains on top of a choice, as if they did not overlap: an upper bound of any."""
    gains = site_sums(problem, left)
    return float(np.sort(gains)[max(0, len(gains) - most) :].sum())


def coverable(problem: Cover) -> float:
    """The weight that all sites together would reach anew."""
    some = np.zeros(len(problem.weight), dtype=np.bool_)
    some[problem.rows] = True
    return float(problem.weight[some].sum())
