"""The peers' steps, run by an interpreter that has them; imports nothing of the product.

`python -m bench.coverage.peers STEP FILE …` prints one line of JSON, with `apart`, how far the peer's answer is from
ours, which our step left beside the points before.
"""

import warnings
from typing import Any

import numpy as np

from bench.coverage.points import BOUND_M
from bench.coverage.process import Found, answer_of, measured, peak_mb

_EQUATOR_M, _ECCENTRICITY_2 = 6378137.0, 0.0066943799901413165


def dai(cost: Any) -> Any:
    """Dai's decay (2010), as ours."""
    rest = np.exp(-0.5)
    return (np.exp(-0.5 * (cost / BOUND_M) ** 2) - rest) / (1 - rest)


def costs(data: Any) -> Any:
    """The table of geodesics up to the bound, by chords and Euler's radius at the mean latitude; not measured."""
    import pandas as pd
    from scipy.spatial import cKDTree

    here, there = _ecef(data["p_lon"], data["p_lat"]), _ecef(data["s_lon"], data["s_lat"])
    found = cKDTree(here).sparse_distance_matrix(cKDTree(there), BOUND_M, output_type="ndarray")
    place, site, chord = found["i"].astype(np.int32), found["j"].astype(np.int32), found["v"]
    mean = np.radians((data["p_lat"][place] + data["s_lat"][site]) / 2)
    n = _EQUATOR_M / np.sqrt(1 - _ECCENTRICITY_2 * np.sin(mean) ** 2)
    rise = (here[place, 2] - there[site, 2]) ** 2 / np.maximum(chord, 1e-9) ** 2
    curvature = (1 + _ECCENTRICITY_2 / (1 - _ECCENTRICITY_2) * rise) / n
    metres = 2 / curvature * np.arcsin(chord * curvature / 2)
    kept = metres <= BOUND_M
    return pd.DataFrame({"origin": place[kept], "dest": site[kept], "cost": metres[kept]})


def _ecef(lon: Any, lat: Any) -> Any:
    lam, phi = np.radians(lon), np.radians(lat)
    n = _EQUATOR_M / np.sqrt(1 - _ECCENTRICITY_2 * np.sin(phi) ** 2)
    return np.column_stack(
        (
            n * np.cos(phi) * np.cos(lam),
            n * np.cos(phi) * np.sin(lam),
            n * (1 - _ECCENTRICITY_2) * np.sin(phi),
        )
    )


def _access(data: Any, table: Any) -> Any:
    import pandas as pd
    from access import Access

    demand = pd.DataFrame({"geoid": np.arange(len(data["people"])), "pop": data["people"].astype(int)})
    supply = pd.DataFrame({"geoid": np.arange(len(data["seats"])), "seats": data["seats"]})
    return Access(demand_df=demand, demand_index="geoid", demand_value="pop", supply_df=supply,
                  supply_index="geoid", supply_value="seats", cost_df=table, cost_origin="origin",
                  cost_dest="dest", cost_name="cost", neighbor_cost_df=table, neighbor_cost_origin="origin",
                  neighbor_cost_dest="dest", neighbor_cost_name="cost")  # fmt: skip


def table_given(file: str, decay: str) -> Found:
    """Two-step access on a ready-made table of costs."""
    data = dict(np.load(file))
    table = costs(data)
    how = {"weight_fn": dai} if decay == "gaussian" else {}
    asked = _access(data, table)
    took, answer = measured(lambda: asked.two_stage_fca(name="a", cost="cost", max_cost=BOUND_M, **how), 1)
    peak = peak_mb()
    value = answer.iloc[:, -1].reindex(range(len(data["people"]))).to_numpy()
    ours = np.load(f"{file}.numba.{decay}.npz")
    nothing = ours["in_reach"] == 0
    unknown = int(np.isnan(value).sum())
    apart = float(np.nanmax(np.abs(value - ours["value"])[~nothing]) / ours["value"].max())
    said = f"NaN for {unknown:,} places, {int((np.isnan(value) & nothing).sum()):,} of which reach no site (ours: 0)"
    said = said if unknown else "everybody reaches a site"
    return took | {"peak_mb": peak, "apart": apart, "note": said}


def own_distances(file: str) -> Found:
    """Two-step access with the distances it makes itself: planar, of every place to every site."""
    import geopandas as gpd
    from access import Access

    data = dict(np.load(file))
    frames = []
    for x, name, values in (("p", "pop", data["people"]), ("s", "seats", data["seats"])):
        points = gpd.points_from_xy(data[f"{x}_lon"], data[f"{x}_lat"], crs=4326).to_crs(5070)
        frames.append(gpd.GeoDataFrame({"geoid": np.arange(len(values)), name: values}, geometry=points))

    def run() -> Any:
        asked = Access(demand_df=frames[0].copy(), demand_index="geoid", demand_value="pop",
                       supply_df=frames[1].copy(), supply_index="geoid", supply_value="seats")  # fmt: skip
        asked.create_euclidean_distance(name="euclidean", threshold=1e9)
        return asked.two_stage_fca(name="a", cost="euclidean", max_cost=BOUND_M)

    took, answer = measured(run, 1)
    value = answer.iloc[:, -1].reindex(range(len(data["people"]))).to_numpy()
    ours = np.load(f"{file}.numba.binary.npz")
    unknown, nothing = np.isnan(value), ours["in_reach"] == 0
    off = np.abs(np.nan_to_num(value) - ours["value"]) > 0.01 * np.maximum(ours["value"], 1e-12)
    said = f"NaN for {int(unknown.sum()):,} places, {int((unknown & nothing).sum()):,} of which reach no site (ours: 0)"
    return took | {
        "note": f"{said}; planar distances: {int(off.sum()):,} of {len(off):,} places off by over 1 %"
    }


def raam(file: str, cycles: str = "150") -> Found:
    """Rational agents; how far from the equilibrium it ends."""
    data = dict(np.load(file))
    table = costs(data)
    asked = _access(data, table)
    people = data["people"][np.unique(table["origin"])].sum()
    rho = float(people / data["seats"][np.unique(table["dest"])].sum())

    def run() -> Any:
        return asked.raam(name="a", cost="cost", tau=BOUND_M, rho=rho, max_cycles=int(cycles))

    took, answer = measured(run, 1)
    value = answer.iloc[:, -1].reindex(range(len(data["people"]))).to_numpy()
    ours = np.load(f"{file}.raam.npz")["value"]
    off = np.abs(value - ours)[np.isfinite(ours)] / ours[np.isfinite(ours)]
    note = f"off the equilibrium by {np.nanmean(off):.1%} on average, {np.nanmax(off):.0%} at worst"
    return took | {"off": float(np.nanmax(off)), "note": note}


def spopt(file: str) -> Found:
    """Maximal covering from a full table of costs, solved by HiGHS."""
    import pulp
    from spopt.locate import MCLP

    case = np.load(f"{file}.dense.npz")

    def run() -> Any:
        model = MCLP.from_cost_matrix(case["cost"], case["people"], 2.0, int(case["sites"]))
        return model.solve(pulp.HiGHS(msg=False))

    took, solved = measured(run, 1)
    reached = sorted({row for rows in solved.fac2cli for row in rows})
    return took | {"value": float(case["people"][reached].sum())}


def esda(file: str) -> Found:
    """Local Moran with conditional permutations; the first run, which compiles, is not measured."""
    import esda as stats
    from libpysal.graph import Graph

    case = np.load(f"{file}.lisa.npz")
    size, k = case["of"].shape
    graph = Graph.from_arrays(np.repeat(np.arange(size), k), case["of"].ravel(), np.ones(size * k))
    many = int(case["permutations"])

    def run() -> Any:
        return stats.Moran_Local(case["values"], graph, permutations=many, seed=1, keep_simulations=False)

    run()
    took, found = measured(run, 1)
    p_apart = np.abs(found.p_sim - case["p"])
    note = f"p-values {p_apart.mean():.4f} apart on average (random draws)"
    return took | {"apart": float(np.abs(found.Is - case["i"]).max()), "note": note}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    answer_of({each.__name__: each for each in (table_given, own_distances, raam, spopt, esda)})
