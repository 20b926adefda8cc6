"""The coverage engine on a synthetic clustered nation: seconds, memory and ratios to peers, in one run.

`python -m bench.coverage_engine [--peers PYTHON] [--postgis] [--tracts FILE] [--small]`. Each case runs in a
process of its own, so its peak memory is its own, and is measured in wall seconds and in processor seconds (of
all threads; the fairer number on a busy machine). `--peers` names an interpreter that has PySAL `access`;
`--postgis` starts a private PostGIS; `--tracts` takes real places from a file of the Census Bureau's centres of
population. Answers are compared before any ratio is printed.
"""

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import numpy as np

BOUND_M: Final = 60_000.0
NATION: Final = (85_395, 100_000, 0.14)
CITIES: Final = (21_783, 100_000, 0.36)
"""Places, sites, and the share of both outside of towns."""
TOWNS: Final = 9_000
STEP: Final = "bench.coverage_engine_step"


def nation(places: int, sites: int, apart: float, tracts: Path | None = None) -> dict[str, np.ndarray]:
    """Clustered places and sites: towns of very unequal size, and the share `apart` anywhere."""
    rng = np.random.default_rng(7)
    town = rng.uniform((-122.0, 27.0), (-69.0, 48.0), (TOWNS, 2))
    size = rng.pareto(1.1, TOWNS) + 0.3
    made = {}
    for name, many in (("p", places), ("s", sites)):
        of = rng.choice(TOWNS, many, p=size / size.sum())
        point = town[of] + rng.normal(0, (0.24, 0.18), (many, 2))
        open_country = rng.uniform(size=many) < apart
        point[open_country] = rng.uniform((-122.0, 27.0), (-69.0, 48.0), (int(open_country.sum()), 2))
        made |= {f"{name}_lon": point[:, 0], f"{name}_lat": point[:, 1]}
    made |= {"people": rng.integers(0, 8_000, places).astype(float)}
    made |= {"seats": rng.integers(1, 60, sites).astype(float)}
    return made | (real_places(tracts) if tracts else {})


def real_places(path: Path) -> dict[str, np.ndarray]:
    """Centres of population of the 48 states and D.C.: columns POPULATION, LATITUDE, LONGITUDE."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    header, *rows = content.decode("utf-8-sig").splitlines()
    at = [header.split(",").index(name) for name in ("LONGITUDE", "LATITUDE", "POPULATION")]
    table = np.array([[float(row.split(",")[k]) for k in at] for row in rows])
    table = table[(table[:, 1] > 24) & (table[:, 1] < 50)]
    return {"p_lon": table[:, 0], "p_lat": table[:, 1], "people": table[:, 2]}


def main() -> None:
    """Measure and print."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--peers", help="interpreter with PySAL access")
    ask.add_argument("--postgis", action="store_true")
    ask.add_argument("--tracts", type=Path)
    ask.add_argument("--small", action="store_true", help="a tenth of the points")
    given = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for size in (NATION, CITIES):
            case(Path(folder), size, given)


def case(folder: Path, size: tuple[int, int, float], given: argparse.Namespace) -> None:
    """One size: every kernel, then the peers."""
    data = folder / "points.npz"
    less = 10 if given.small else 1
    places, sites = size[0] // less, size[1] // less
    np.savez(data, **nation(places, sites, size[2], given.tracts if size == NATION else None))
    print(f"\n{places:,} places x {sites:,} sites, {BOUND_M / 1000:.0f} km")
    kernels = {name: step(data, "ours", kernel) for name, kernel in (("numba", "numba"), ("plain", "plain"))}
    best = kernels["numba"]["gaussian"] if "gaussian" in kernels["numba"] else kernels["plain"]["gaussian"]
    for name, found in kernels.items():
        report(name, found)
    if size == CITIES:
        if given.peers:
            compare("PySAL access, table given", step(data, "pysal", interpreter=given.peers), best)
        if given.postgis:
            compare("PostGIS geography", step(data, "postgis"), best)


def step(data: Path, what: str, *more: str, interpreter: str = sys.executable) -> dict[str, Any]:
    """One measurement in a fresh process."""
    done = subprocess.run(
        [interpreter, "-m", STEP, what, str(data), *more], capture_output=True, text=True, check=False
    )
    if done.returncode:
        return {"refused": done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "no reason given"}
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def report(name: str, found: dict[str, Any]) -> None:
    """Print what one kernel took."""
    if "refused" in found:
        print(f"  {name}: {found['refused']}")
        return
    print(f"  {name}: {found['pairs'] / 1e6:.1f} M pairs, peak {found['peak_mb']:.0f} MB")
    for work in ("first", "gaussian", "binary", "exponential", "what_if", "nearest", "raam"):
        if work in found:
            print(f"    {work:12} {found[work]['wall_s']:8.3f} s wall {found[work]['cpu_s']:8.3f} s processor"
                  f"  {found[work].get('note', '')}")  # fmt: skip


def compare(name: str, peer: dict[str, Any], ours: dict[str, Any]) -> None:
    """Print what a peer took, once its answer is ours."""
    if "refused" in peer:
        print(f"  {name}: {peer['refused']}")
        return
    apart = abs(peer["mean"] - ours["mean"]) / ours["mean"]
    assert apart < 1e-6, f"{name} answers {peer['mean']}, ours {ours['mean']}"
    print(f"  {name}: {peer['wall_s']:.1f} s wall, {peer['cpu_s']:.1f} s processor, peak {peer['peak_mb']:.0f} MB: "
          f"{peer['wall_s'] / ours['wall_s']:.0f} x our wall, {peer['cpu_s'] / ours['cpu_s']:.0f} x our processor "
          f"time; means {apart:.0e} apart")  # fmt: skip


if __name__ == "__main__":
    main()
