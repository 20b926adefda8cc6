"""Our steps of the benchmark: `python -m bench.coverage.ours STEP FILE …`; answers are left beside the points."""

from typing import Any

import numpy as np

from app.coverage.decay import Decay, binary, dai
from app.coverage.measures.catchment import two_step
from app.coverage.measures.raam import rational_agents
from app.coverage.measures.what_if import floating_catchment
from app.coverage.reach.inputs import Places, Sites
from app.coverage.reach.pairs import pairs_within
from app.coverage.reach.reach import PointReach
from bench.coverage.points import BOUND_M
from bench.coverage.process import Found, answer_of, measured, peak_mb

_ONE_SITE_SEATS = 30.0


def _inputs(file: str) -> tuple[Places, Sites]:
    data = np.load(file)
    places = Places(data["p_lon"], data["p_lat"], data["people"])
    return places, Sites(data["s_lon"], data["s_lat"], data["seats"])


def catchment(file: str, kernel: Any, decay: str = "gaussian", repeats: str = "3") -> Found:
    """Two-step access; the first call, which loads or compiles the kernel, is not measured."""
    places, sites = _inputs(file)
    chosen: Decay = dai(BOUND_M) if decay == "gaussian" else binary(BOUND_M)
    few = Places(places.lon[:9], places.lat[:9], places.people[:9])
    two_step(PointReach(few, sites, kernel=kernel), chosen)
    took, access = measured(lambda: two_step(PointReach(places, sites, kernel=kernel), chosen), int(repeats))
    peak = peak_mb()
    np.savez(f"{file}.{kernel}.{decay}.npz", value=access.value, in_reach=access.in_reach)
    identity = access.conservation[0].relative_error
    return took | {"peak_mb": peak, "pairs": int(access.in_reach.sum()), "identity": identity}


def what_if(file: str) -> Found:
    """One site more where most sites are in reach."""
    places, sites = _inputs(file)
    now = floating_catchment(PointReach(places, sites), dai(BOUND_M))
    busiest = int(np.argmax(now.in_reach))
    where = float(places.lon[busiest]), float(places.lat[busiest])
    now.with_site(*where, _ONE_SITE_SEATS)
    took, then = measured(lambda: now.with_site(*where, _ONE_SITE_SEATS), 9)
    more = Sites(*(np.append(old, new) for old, new in zip((sites.lon, sites.lat, sites.weight),
                                                           (*where, _ONE_SITE_SEATS), strict=True)))  # fmt: skip
    anew = two_step(PointReach(places, more), dai(BOUND_M)).value
    apart = float(np.abs(then.value - anew).max() / anew.max())
    return took | {"apart": apart, "changed": len(then.changed(now))}


def members(file: str) -> Found:
    """The pairs within the bound, as sorted numbers place x sites + site."""
    places, sites = _inputs(file)
    took, found = measured(lambda: pairs_within(places, sites, BOUND_M), 1)
    place = np.repeat(np.arange(len(places)), np.diff(found.indptr))
    np.save(f"{file}.members.npy", np.sort(place * len(sites) + found.indices))
    return took | {"pairs": int(found.nnz)}


def raam(file: str) -> Found:
    """Rational agents at a certified gap of at most 5e-4, one kilometre being a minute."""
    places, sites = _inputs(file)
    reach = PointReach(places, sites)
    rational_agents(reach, BOUND_M, BOUND_M)
    took, found = measured(lambda: rational_agents(reach, BOUND_M, BOUND_M))
    exact = rational_agents(reach, BOUND_M, BOUND_M, tolerance=1e-6, sweeps_max=20_000)
    np.savez(f"{file}.raam.npz", value=exact.value, gap=exact.gap, at_once=found.value)
    near = found.in_reach > 0
    off = float((np.abs(found.value - exact.value)[near] / exact.value[near]).max())
    return took | {"gap": found.gap, "sweeps": found.sweeps, "off": off, "pairs": int(found.in_reach.sum())}


if __name__ == "__main__":
    answer_of({each.__name__: each for each in (catchment, what_if, members, raam)})
