"""Our steps about new sites and hot spots: `python -m bench.coverage.sites STEP FILE …`."""

import numpy as np

from app.coverage.hotspots.local import local_moran
from app.coverage.hotspots.neighbours import nearest_neighbours
from app.coverage.siting.cover import most_people
from app.coverage.siting.exact import prove
from app.coverage.siting.problem import Cover, cover
from bench.coverage.process import Found, answer_of, measured
from bench.siting import NEIGHBOURS, PERMUTATIONS, SITES, nation, pairs


def _question(file: str) -> Cover:
    """Most people of the synthetic communities within the bound of a few of the candidates in the file."""
    places = nation()
    return cover(pairs(places, np.load(file)["sites"]), places[2])


def greedy(file: str) -> Found:
    """Most people at once."""
    problem = _question(file)
    most_people(problem, SITES)
    took, found = measured(lambda: most_people(problem, SITES), 5)
    return took | {"value": found.value, "at_least": found.share_of_best}


def proof(file: str) -> Found:
    """The best choice, proven."""
    problem = _question(file)
    took, found = measured(lambda: prove(problem, SITES, time_limit_s=600), 1)
    return took | {"value": found.value, "proven": found.proven, "pairs": len(problem.rows)}


def dense(file: str) -> Found:
    """The costs of the same question as the full table that spopt takes, left beside the file."""
    places, sites = nation(), np.load(file)["sites"]
    near = pairs(places, sites)
    cost = np.full(near.shape, 1e9)
    cost[np.repeat(np.arange(len(places[2])), np.diff(near.indptr)), near.indices] = 1.0
    np.savez(f"{file}.dense.npz", cost=cost, people=places[2], sites=np.array(SITES))
    return {}


def lisa(file: str) -> Found:
    """Local Moran of a rate with a pattern; neighbours and values are left beside the file."""
    lon, lat, people = nation()
    values = np.sin(lon / 2) + np.cos(lat / 2) + np.random.default_rng(3).normal(0, 1, len(lon))
    near = nearest_neighbours(lon, lat, people, NEIGHBOURS)
    local_moran(values, near, PERMUTATIONS)
    took, found = measured(lambda: local_moran(values, near, PERMUTATIONS))
    np.savez(f"{file}.lisa.npz", values=values[near.place], of=near.of, permutations=np.array(PERMUTATIONS),
             i=found.i[near.place], p=found.p[near.place])  # fmt: skip
    return took


if __name__ == "__main__":
    answer_of({each.__name__: each for each in (greedy, proof, dense, lisa)})
