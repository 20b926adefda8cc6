"""One measurement of `bench.coverage_engine`, in a process of its own; prints one line of JSON.

The peers' step imports nothing of this service, so that an interpreter without it can run it.
"""

import json
import resource
import sys
import time
from typing import Any

import numpy as np

BOUND_M = 60_000.0


def measured(work: Any, repeats: int = 3) -> tuple[dict[str, Any], Any]:
    """Shortest wall and processor seconds of a few runs, and the result."""
    best = {"wall_s": np.inf, "cpu_s": np.inf}
    for _ in range(repeats):
        wall, cpu = time.perf_counter(), time.process_time()
        result = work()
        best["wall_s"] = min(best["wall_s"], time.perf_counter() - wall)
        best["cpu_s"] = min(best["cpu_s"], time.process_time() - cpu)
    return best, result


def peak_mb() -> float:
    """Most memory this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def ours(data: Any, kernel: str) -> dict[str, Any]:
    """Two-step access by one kernel, the first call and the best of three."""
    from app.coverage.decay import binary, dai, exponential
    from app.coverage.measures.catchment import two_step
    from app.coverage.measures.what_if import floating_catchment
    from app.coverage.reach.inputs import Places, Sites
    from app.coverage.reach.reach import PointReach

    places = Places(data["p_lon"], data["p_lat"], data["people"])
    sites = Sites(data["s_lon"], data["s_lat"], data["seats"])

    def run(decay: Any) -> Any:
        return two_step(PointReach(places, sites, kernel=kernel), decay)

    found: dict[str, Any] = {}
    found["first"], _ = measured(lambda: run(dai(BOUND_M)), 1)
    found["gaussian"], access = measured(lambda: run(dai(BOUND_M)))
    found["gaussian"] |= {"mean": float(access.value.mean()), "peak_mb": peak_mb()}
    found["gaussian"]["note"] = f"identity {access.conservation[0].relative_error:.0e}"
    found["binary"], _ = measured(lambda: run(binary(BOUND_M)))
    found["exponential"], _ = measured(lambda: run(exponential(BOUND_M, 1e-4)), 1)
    now = floating_catchment(PointReach(places, sites, kernel=kernel), dai(BOUND_M))
    busiest = int(np.argmax(now.in_reach))
    where = float(data["p_lon"][busiest]), float(data["p_lat"][busiest])
    found["what_if"], then = measured(lambda: now.with_site(*where, 30.0), 9)
    found["what_if"]["note"] = f"one site more where most are: {len(then.changed(now)):,} places change"
    return found | {"pairs": int(access.in_reach.sum()), "peak_mb": found["gaussian"]["peak_mb"]}


def pysal(data: Any) -> dict[str, Any]:
    """PySAL access on a ready-made table of geodesics: made here, not measured."""
    import pandas as pd
    from access import Access
    from scipy.spatial import cKDTree

    place, site, metres = pairs(data, cKDTree)
    costs = pd.DataFrame({"origin": place, "dest": site, "cost": metres})
    demand = pd.DataFrame({"geoid": np.arange(len(data["people"])), "pop": data["people"]})
    supply = pd.DataFrame({"geoid": np.arange(len(data["seats"])), "seats": data["seats"]})
    rest = np.exp(-0.5)

    def dai(cost: Any) -> Any:
        return (np.exp(-0.5 * (cost / BOUND_M) ** 2) - rest) / (1 - rest)

    def run() -> Any:
        asked = Access(demand_df=demand, demand_index="geoid", demand_value="pop", supply_df=supply,
                       supply_index="geoid", supply_value="seats", cost_df=costs, cost_origin="origin",
                       cost_dest="dest", cost_name="cost", neighbor_cost_df=costs, neighbor_cost_origin="origin",
                       neighbor_cost_dest="dest", neighbor_cost_name="cost")  # fmt: skip
        return asked.two_stage_fca(name="a", cost="cost", max_cost=BOUND_M, weight_fn=dai)

    took, answer = measured(run, 1)
    column = answer.iloc[:, -1]
    mean = float(column.reindex(range(len(data["people"]))).fillna(0).mean())
    return took | {"mean": mean, "peak_mb": peak_mb()}


def pairs(data: Any, tree: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs within the bound and their geodesics, by chords and Euler's radius at the mean latitude."""
    a, e2 = 6378137.0, 0.0066943799901413165

    def xyz(lon: Any, lat: Any) -> Any:
        lam, phi = np.radians(lon), np.radians(lat)
        n = a / np.sqrt(1 - e2 * np.sin(phi) ** 2)
        return np.column_stack(
            (n * np.cos(phi) * np.cos(lam), n * np.cos(phi) * np.sin(lam), n * (1 - e2) * np.sin(phi))
        )

    here, there = xyz(data["p_lon"], data["p_lat"]), xyz(data["s_lon"], data["s_lat"])
    found = tree(here).sparse_distance_matrix(tree(there), BOUND_M, output_type="ndarray")
    place, site, chord = found["i"].astype(np.int32), found["j"].astype(np.int32), found["v"]
    mean = np.radians((data["p_lat"][place] + data["s_lat"][site]) / 2)
    n = a / np.sqrt(1 - e2 * np.sin(mean) ** 2)
    curvature = (
        1 + e2 / (1 - e2) * (here[place, 2] - there[site, 2]) ** 2 / np.maximum(chord, 1e-9) ** 2
    ) / n
    metres = 2 / curvature * np.arcsin(chord * curvature / 2)
    kept = metres <= BOUND_M
    return place[kept], site[kept], metres[kept]


POSTGIS = """
WITH pair AS MATERIALIZED (
  SELECT p.id AS place, s.id AS site, p.n, s.n AS seats,
         (exp(-0.5 * (ST_Distance(p.g, s.g) / 60000) ^ 2) - exp(-0.5)) / (1 - exp(-0.5)) AS f
  FROM place p JOIN site s ON ST_DWithin(p.g, s.g, 60000)
), ratio AS (SELECT site, min(seats) / nullif(sum(n * f), 0) AS r FROM pair GROUP BY site),
   access AS (SELECT pair.place, sum(ratio.r * pair.f) AS a FROM pair JOIN ratio USING (site) GROUP BY pair.place)
SELECT coalesce(sum(a), 0) / (SELECT count(*) FROM place) FROM access
"""


def postgis(data: Any) -> dict[str, Any]:
    """The same answer by PostGIS geography on a private server."""
    import tempfile
    from pathlib import Path

    import psycopg

    from app.db.local import LocalPostgres

    with tempfile.TemporaryDirectory(prefix="stemmap-bench-", dir="/tmp") as home:
        Path(home).chmod(0o755)
        cluster = LocalPostgres(Path(home) / "cluster", durable=False)
        url = cluster.start().replace("postgresql+psycopg", "postgresql")
        try:
            with psycopg.connect(url) as connection:
                return _by_postgis(connection, data)
        finally:
            cluster.stop()


def _by_postgis(connection: Any, data: Any) -> dict[str, Any]:
    connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    for name, x, n in (("place", "p", "people"), ("site", "s", "seats")):
        connection.execute(f"CREATE TEMP TABLE {name} (id int, lon float8, lat float8, n float8)")
        with connection.cursor().copy(f"COPY {name} FROM STDIN") as copy:
            for row in zip(range(len(data[n])), data[f"{x}_lon"], data[f"{x}_lat"], data[n], strict=True):
                copy.write_row([row[0], *map(float, row[1:])])
        connection.execute(f"ALTER TABLE {name} ADD g geography(Point, 4326)")
        connection.execute(f"UPDATE {name} SET g = geography(ST_MakePoint(lon, lat))")  # noqa: S608 our own names
        connection.execute(f"CREATE INDEX ON {name} USING gist (g)")
        connection.execute(f"ANALYZE {name}")
    connection.execute("SET statement_timeout = 0; SET work_mem = '256MB'")
    took, mean = measured(lambda: connection.execute(POSTGIS).fetchone()[0], 1)
    return {"wall_s": took["wall_s"], "cpu_s": took["wall_s"], "mean": mean, "peak_mb": 0.0}


if __name__ == "__main__":
    points = dict(np.load(sys.argv[2]))
    print(json.dumps({"ours": ours, "pysal": pysal, "postgis": postgis}[sys.argv[1]](points, *sys.argv[3:])))
