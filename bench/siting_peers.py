"""The peers of `bench.siting`, run by an interpreter that has them: `python siting_peers.py mclp|lisa FILE`.

Prints one JSON object; knows nothing of the product.
"""

import json
import sys
import time
import warnings

import numpy as np


def mclp(case: "np.lib.npyio.NpzFile") -> dict[str, float]:
    """Spopt's maximal covering from a dense cost matrix, solved by HiGHS."""
    import pulp
    from spopt.locate import MCLP

    start = time.perf_counter()
    model = MCLP.from_cost_matrix(case["cost"], case["people"], 2.0, int(case["sites"]))
    solved = model.solve(pulp.HiGHS(msg=False))
    seconds = time.perf_counter() - start
    reached = sorted({row for rows in solved.fac2cli for row in rows})
    return {"seconds": seconds, "value": float(case["people"][reached].sum())}


def lisa(case: "np.lib.npyio.NpzFile") -> dict[str, object]:
    """Esda's local Moran with conditional permutations, the second run timed: the first one compiles."""
    import esda
    from libpysal.graph import Graph

    size, k = case["of"].shape
    graph = Graph.from_arrays(np.repeat(np.arange(size), k), case["of"].ravel(), np.ones(size * k))
    times = []
    for _ in range(2):
        start = time.perf_counter()
        found = esda.Moran_Local(
            case["values"], graph, permutations=int(case["permutations"]), seed=1, keep_simulations=False
        )
        times.append(time.perf_counter() - start)
    return {"seconds": times[1], "first": times[0], "i": found.Is.tolist(), "p": found.p_sim.tolist()}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    with np.load(sys.argv[2]) as loaded:
        print(json.dumps({"mclp": mclp, "lisa": lisa}[sys.argv[1]](loaded)))
