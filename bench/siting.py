"""Where next, and hot spots, at national size: ours against spopt and esda, the same answers checked.

Run `python -m bench.siting [--peers PYTHON]`, PYTHON being an interpreter with spopt, pulp, highspy, esda and
libpysal; without it only ours is measured. `--places` takes the seed's real places instead of a synthetic
nation. No database. Ratios hold from machine to machine, seconds do not.
"""

import argparse
import json
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
import pyarrow.parquet as pq
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from app.coverage.geodesy import to_ecef
from app.coverage.hotspots.local import local_moran
from app.coverage.hotspots.neighbours import Neighbours, nearest_neighbours
from app.coverage.siting.cover import most_people
from app.coverage.siting.curve import budget_curve
from app.coverage.siting.exact import Progress, prove
from app.coverage.siting.problem import cover
from app.coverage.siting.whatif import Standing

COMMUNITIES: Final = 21_783
CANDIDATES: Final = 500
SITES: Final = 10
BOUND_M: Final = 60_000.0
REPEATS: Final = 5
NEIGHBOURS: Final = 8
PERMUTATIONS: Final = 999
PLACES: Final = Path(__file__).parents[1] / "seed/geography/places.parquet"
T = TypeVar("T")
Nation = tuple[np.ndarray, np.ndarray, np.ndarray]


def nation(seed: int = 1) -> Nation:
    """Longitude, latitude and people: three of five communities around 400 towns, few large and many small."""
    draws = np.random.default_rng(seed)
    towns, near = 400, int(COMMUNITIES * 0.6)
    town_lon, town_lat = draws.uniform(-122, -70, towns), draws.uniform(27, 48, towns)
    size = 1 / np.arange(1, towns + 1) ** 0.8
    town = draws.choice(towns, near, p=size / size.sum())
    far = COMMUNITIES - near
    lon = np.concatenate((town_lon[town] + draws.normal(0, 0.35, near), draws.uniform(-123, -69, far)))
    lat = np.concatenate((town_lat[town] + draws.normal(0, 0.28, near), draws.uniform(26, 48.5, far)))
    return lon, lat, np.minimum(np.round(draws.pareto(1.1, COMMUNITIES) * 900 + 20), 3e6)


def real_places() -> Nation:
    """The inhabited places of the seed."""
    table = pq.read_table(PLACES, columns=["lon", "lat", "population"])
    lon, lat, people = (table[name].to_numpy().astype(np.float64) for name in ("lon", "lat", "population"))
    return lon[people > 0], lat[people > 0], people[people > 0]


def pairs(places: Nation, sites: np.ndarray) -> csr_array:
    """Chords up to the bound; membership at its rim does not matter for timing."""
    points = to_ecef(places[0], places[1])
    trees = cKDTree(points), cKDTree(points[sites])
    found = trees[0].sparse_distance_matrix(trees[1], BOUND_M, output_type="ndarray")
    return csr_array((found["v"], (found["i"], found["j"])), shape=(len(points), len(sites)))


def best_s(work: Callable[[], T], repeats: int = REPEATS) -> tuple[float, T]:
    """The shortest of a few runs, and its result."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - start)
    return min(times), result


def show(name: str, seconds: float, rest: str = "") -> None:
    """One line."""
    print(f"  {name:<34}{1000 * seconds:10,.1f} ms   {rest}", flush=True)


def siting_case(name: str, places: Nation, sites: np.ndarray) -> tuple[float, float, csr_array]:
    """Greedy, proof, curve and what-if; the proof's seconds and value."""
    near, people = pairs(places, sites), places[2]
    print(f"{name}: {len(people):,} communities x {len(sites):,} candidates, {near.nnz:,} pairs, p = {SITES}")
    show("pairs to question", best_s(lambda: cover(near, people))[0])
    problem = cover(near, people)
    greedy_s, quick = best_s(lambda: most_people(problem, SITES))
    show("greedy", greedy_s, f"{quick.value:,.0f} people, at least {quick.share_of_best:.1%} of the best")
    seen: list[Progress] = []
    exact_s, best = best_s(lambda: prove(problem, SITES, time_limit_s=600, progress=seen.append), 2)
    share = f"greedy {quick.value / best.value:.2%} of it"
    show("proof", exact_s, f"{best.value:,.0f} people, proven: {best.proven}; {share}")
    at = next((each for each in seen if each.share_of_best >= 0.99), None)
    if at:
        show("  'at least 99 % of the best' after", at.spent_s)
    curve_s, curve = best_s(lambda: budget_curve(problem, 50), 1)
    show(
        "budget curve to 50 sites",
        curve_s,
        f"half of all who can be reached: {curve.sites_for(0.5) or 'more than 50'} sites",
    )
    standing = Standing(near, people[:, None], np.arange(len(people)) % 50)
    one = near[:, [3]]
    show("what if: one moved", best_s(lambda: standing.what_if(one, np.array([7])))[0])
    return exact_s, best.value, near


def hotspot_case(places: Nation) -> tuple[float, Neighbours, np.ndarray]:
    """Local Moran of a rate with a pattern."""
    lon, lat, people = places
    noise = np.random.default_rng(3).normal(0, 1, len(lon))
    values = np.sin(lon / 2) + np.cos(lat / 2) + noise
    near_s, near = best_s(lambda: nearest_neighbours(lon, lat, people, NEIGHBOURS), 2)
    print(f"Local Moran: {len(lon):,} places x {NEIGHBOURS} neighbours")
    show("neighbours", near_s)
    ours_s, found = best_s(lambda: local_moran(values, near, PERMUTATIONS))
    show(f"{PERMUTATIONS:,} permutations", ours_s, f"{int((found.p < 0.05).sum()):,} places at p < .05")
    many_s, found = best_s(lambda: local_moran(values, near, 99_999), 1)
    show("99,999 permutations", many_s, f"{int(found.significant().sum()):,} places after adjustment")
    return ours_s, near, values


def peer(python: str, what: str, arrays: dict[str, np.ndarray]) -> dict[str, Any]:
    """What `bench.siting_peers` finds in another interpreter."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "case.npz"
        np.savez(file, **arrays)
        script = Path(__file__).with_name("siting_peers.py")
        done = subprocess.run([python, script, what, file], check=True, capture_output=True, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def against_spopt(python: str, near: csr_array, people: np.ndarray, ours_s: float, value: float) -> None:
    """The same optimum, and how much longer it takes."""
    dense = np.full(near.shape, 1e9)
    dense[np.repeat(np.arange(len(people)), np.diff(near.indptr)), near.indices] = 1.0
    found = peer(python, "mclp", {"cost": dense, "people": people, "sites": np.array(SITES)})
    same = "same optimum" if abs(found["value"] - value) < 0.5 else f"ANOTHER VALUE {found['value']:,.0f}"
    show("spopt + HiGHS", found["seconds"], f"{found['seconds'] / ours_s:,.0f} x our proof; {same}")


def against_esda(python: str, near: Neighbours, values: np.ndarray, ours_s: float) -> None:
    """The same statistics, p-values that differ by chance alone, and how much longer it takes."""
    case = {"values": values[near.place], "of": near.of, "permutations": np.array(PERMUTATIONS)}
    found = peer(python, "lisa", case)
    ours = local_moran(values, near, PERMUTATIONS)
    apart = np.abs(np.array(found["i"]) - ours.i[near.place]).max()
    p_apart = np.abs(np.array(found["p"]) - ours.p[near.place])
    rest = (
        f"{found['seconds'] / ours_s:,.0f} x ours (first run {found['first']:.1f} s); I differ by {apart:.0e}"
    )
    show("esda, compiled", found["seconds"], rest)
    print(f"  p-values differ by {p_apart.mean():.4f} on average, {p_apart.max():.3f} at most")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", help="an interpreter with spopt and esda")
    parser.add_argument(
        "--places", action="store_true", help="the seed's places instead of a synthetic nation"
    )
    options = parser.parse_args()
    places = real_places() if options.places else nation()
    size = len(places[2])
    drawn = np.random.default_rng(2).choice(size, CANDIDATES, replace=False, p=places[2] / places[2].sum())
    exact_s, value, near = siting_case("Few candidates", places, np.sort(drawn))
    if options.peers:
        against_spopt(options.peers, near, places[2], exact_s, value)
    siting_case("Every community a candidate", places, np.arange(size))
    ours_s, neighbours, values = hotspot_case(places)
    if options.peers:
        against_esda(options.peers, neighbours, values, ours_s)


if __name__ == "__main__":
    main()
