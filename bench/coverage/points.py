"""The points of the benchmark: a synthetic clustered nation, or real tracts; and the six states of the seed."""

import csv
import gzip
from pathlib import Path
from typing import Final

import numpy as np

BOUND_M: Final = 60_000.0
NATION: Final = (85_395, 100_000, 0.14)
"""Places, sites, and the share of both outside of towns."""
CITIES: Final = (21_783, 100_000, 0.36)
TOWNS: Final = 9_000
SIX: Final = ("CO", "ID", "NM", "NV", "UT", "WY")
_BOX: Final = ((-122.0, 27.0), (-69.0, 48.0))
_SEED: Final = Path(__file__).parents[2] / "seed"
Points = dict[str, np.ndarray]


def nation(places: int, sites: int, apart: float, tracts: Path | None = None) -> Points:
    """Clustered places and sites: towns of very unequal size, and the share `apart` anywhere."""
    rng = np.random.default_rng(7)
    town = rng.uniform(*_BOX, (TOWNS, 2))
    size = rng.pareto(1.1, TOWNS) + 0.3
    made = {}
    for name, many in (("p", places), ("s", sites)):
        of = rng.choice(TOWNS, many, p=size / size.sum())
        point = town[of] + rng.normal(0, (0.24, 0.18), (many, 2))
        open_country = rng.uniform(size=many) < apart
        point[open_country] = rng.uniform(*_BOX, (int(open_country.sum()), 2))
        made |= {f"{name}_lon": point[:, 0], f"{name}_lat": point[:, 1]}
    made |= {"people": rng.integers(0, 8_000, places).astype(float)}
    made |= {"seats": rng.integers(1, 60, sites).astype(float)}
    return made | (real_tracts(tracts) if tracts else {})


def real_tracts(path: Path) -> Points:
    """Centres of population of the 48 states and D.C.: columns POPULATION, LATITUDE, LONGITUDE."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    header, *rows = content.decode("utf-8-sig").splitlines()
    at = [header.split(",").index(name) for name in ("LONGITUDE", "LATITUDE", "POPULATION")]
    table = np.array([[float(row.split(",")[k]) for k in at] for row in rows])
    table = table[(table[:, 1] > 24) & (table[:, 1] < 50)]
    return {"p_lon": table[:, 0], "p_lat": table[:, 1], "people": table[:, 2]}


def six_states() -> Points:
    """The inhabited places of the six states, and of each asset of the starter inventory the middle of its town."""
    import pyarrow.parquet as pq

    rows = pq.read_table(_SEED / "geography" / "places.parquet").to_pylist()
    towns = [row for row in rows if row["state"] in SIX and row["population"] > 0]
    where = {(row["state"], row["name"].lower()): (row["lon"], row["lat"]) for row in towns}
    assets = [point for state in SIX for name in _towns_of(state) if (point := where.get((state, name)))]
    return {
        "p_lon": np.array([row["lon"] for row in towns]),
        "p_lat": np.array([row["lat"] for row in towns]),
        "people": np.array([row["population"] for row in towns], dtype=float),
        "s_lon": np.array([point[0] for point in assets]),
        "s_lat": np.array([point[1] for point in assets]),
        "seats": np.ones(len(assets)),
    }


def _towns_of(state: str) -> list[str]:
    with (_SEED / "inventory" / f"{state}.csv").open(encoding="utf-8", newline="") as file:
        return [row["city"].lower() for row in csv.DictReader(file)]
