"""Nearest asset for every community: ours against PostGIS and against the bare k-d tree, on the same points.

Run `STEMMAP_DATABASE_URL=postgresql://… python -m bench.coverage` (it makes temporary tables only). Prints
ratios: seconds differ from machine to machine, ratios of one run hardly do. PostGIS orders `<->` on the
sphere, so its eight nearest are sorted again by the distance on the spheroid; differing answers are counted.
"""

import time
from collections.abc import Callable
from typing import Final, TypeVar

import numpy as np
from scipy.spatial import cKDTree
from sqlalchemy import Connection, text

from app.coverage.geodesy import nearest, to_ecef
from app.db.engine import owner_engine
from app.settings import get_settings

DEMAND: Final = 21_783
SUPPLY: Final = 10_000
REPEATS: Final = 3
BOX: Final = (-124.0, 26.0, -67.0, 49.0)
T = TypeVar("T")

KNN: Final = """
SELECT n.distance_m
FROM bench_demand d
CROSS JOIN LATERAL (
  SELECT min(ST_Distance(d.geog, k.geog)) AS distance_m
  FROM (SELECT s.geog FROM bench_supply s ORDER BY s.geog <-> d.geog LIMIT 8) k
) n
ORDER BY d.id
"""


def points(seed: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    """`count` points, half of them in clusters, as people and programs are."""
    rng = np.random.default_rng(seed)
    lon, lat = rng.uniform(BOX[0], BOX[2], count), rng.uniform(BOX[1], BOX[3], count)
    town = rng.integers(0, 300, count // 2)
    lon[: count // 2] = lon[-300:][town] + rng.normal(0, 0.2, count // 2)
    lat[: count // 2] = lat[-300:][town] + rng.normal(0, 0.2, count // 2)
    return lon, lat


def best_s(work: Callable[[], T]) -> tuple[float, T]:
    """The shortest of a few runs, and its result."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - start)
    return min(times), result


def fill(connection: Connection, name: str, lon: np.ndarray, lat: np.ndarray) -> None:
    """A temporary table of points with its index."""
    connection.execute(text(f"CREATE TEMP TABLE {name} (id int, geog geography(Point, 4326))"))
    rows = {"lon": lon.tolist(), "lat": lat.tolist()}
    connection.execute(
        text(
            f"INSERT INTO {name} SELECT at, geography(ST_MakePoint(lon, lat))"  # noqa: S608 our own constant
            " FROM unnest(CAST(:lon AS float8[]), CAST(:lat AS float8[])) WITH ORDINALITY p(lon, lat, at)"
        ),
        rows,
    )
    connection.execute(text(f"CREATE INDEX ON {name} USING gist (geog)"))
    connection.execute(text(f"ANALYZE {name}"))


def main() -> None:
    """Measure and print."""
    demand, supply = points(1, DEMAND), points(2, SUPPLY)
    ours_s, (ours_m, _) = best_s(lambda: nearest(*demand, *supply))
    floor_s, _ = best_s(lambda: cKDTree(to_ecef(*supply)).query(to_ecef(*demand), k=1))
    with owner_engine(get_settings()) as engine, engine.connect() as connection:
        connection.execute(text("SET statement_timeout = '120s'"))
        fill(connection, "bench_demand", *demand)
        fill(connection, "bench_supply", *supply)
        postgis_s, rows = best_s(lambda: connection.execute(text(KNN)).scalars().all())
    apart = int(np.count_nonzero(np.abs(ours_m - np.array(rows)) > 0.001))
    print(f"{DEMAND:,} communities x {SUPPLY:,} assets, best of {REPEATS}")
    print(f"  ours (exact)              {ours_s:7.3f} s")
    ratio = postgis_s / ours_s
    print(f"  PostGIS <-> and re-sort   {postgis_s:7.3f} s   {ratio:6.1f} x ours, {apart} answers differ")
    print(f"  k-d tree alone (chords)   {floor_s:7.3f} s   ours is {ours_s / floor_s:.1f} x this floor")


if __name__ == "__main__":
    main()
