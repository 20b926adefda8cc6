"""The cases of the benchmark: what is measured, against whom, how the answers are compared, and the goals."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from bench.coverage.points import CITIES, NATION, nation, six_states
from bench.coverage.process import Found, step
from bench.coverage.table import Row, in_time, ratio
from bench.siting import CANDIDATES, COMMUNITIES
from bench.siting import nation as communities

OURS: Final = "bench.coverage.ours"
SITES: Final = "bench.coverage.sites"
PEERS: Final = "bench.coverage.peers"
POSTGIS: Final = "bench.coverage.postgis"
_MEMBERS: Final = 62_000
"""Sites that make about ten million pairs."""


@dataclass(frozen=True)
class Setting:
    """Where files go, the peers' interpreter (None: none), the service's folder, and how small to be."""

    folder: Path
    peers: str | None
    home: Path
    less: int = 1
    tracts: Path | None = None

    def points(self, size: tuple[int, int, float]) -> str:
        """The file of the points of one size."""
        file = self.folder / f"points-{size[0]}-{size[1]}.npz"
        if not file.exists():
            tracts = self.tracts if size == NATION else None
            np.savez(file, **nation(size[0] // self.less, size[1] // self.less, size[2], tracts))
        return str(file)

    def peer(self, what: str, *more: str) -> Found:
        """A step of the peers."""
        if not self.peers:
            return {"refused": "no interpreter with the peers was given (--peers)"}
        return step(PEERS, what, *more, interpreter=self.peers)


def _pairs(found: Found) -> str:
    return (
        f"{found['pairs'] / 1e6:,.1f} M pairs; identity {found['identity']:.0e}" if "pairs" in found else ""
    )


def _within(peer: Found, tolerance: float) -> str:
    """How far the peer is from ours; raises when that is too far."""
    if "apart" not in peer:
        return ""
    assert peer["apart"] <= tolerance, f"the peer's answer is {peer['apart']} off ours"
    return f"{peer['apart']:.0e} apart" + (f"; {peer['note']}" if "note" in peer else "")


def whole_nation(setting: Setting) -> Iterator[Row]:
    """85,395 x 100,000, Gaussian, by both kernels."""
    file = setting.points(NATION)
    case = f"Gaussian 2SFCA, {NATION[0] // setting.less:,} × {NATION[1] // setting.less:,}, 60 km"
    fast = step(OURS, "catchment", file, "numba", "gaussian")
    if "refused" not in fast:
        goals = (in_time(fast, 2.5), ("≤ 300 MB", fast["peak_mb"] <= 300))
        yield Row(case, "ours, numba", fast, None, _pairs(fast), goals)
    plain = step(OURS, "catchment", file, "plain", "gaussian", "1")
    goals = (in_time(plain, 15.0), ("≤ 600 MB", plain["peak_mb"] <= 600))
    yield Row(
        "", "ours, plain", plain, fast, f"{_pairs(plain)}; {_kernels_apart(file):.0e} from numba", goals
    )


def _kernels_apart(file: str) -> float:
    one, other = (np.load(f"{file}.{name}.gaussian.npz")["value"] for name in ("numba", "plain"))
    return float(np.abs(one - other).max() / one.max())


def cities(setting: Setting) -> Iterator[Row]:
    """21,783 x 100,000 against PySAL on a table that is there."""
    file = setting.points(CITIES)
    for decay, name in (("gaussian", "Gaussian"), ("binary", "binary")):
        ours = step(OURS, "catchment", file, "numba", decay)
        case = f"{name} 2SFCA, {CITIES[0] // setting.less:,} × {CITIES[1] // setting.less:,}, 60 km"
        yield Row(case, "ours, numba", ours, None, _pairs(ours))
        peer = setting.peer("table_given", file, decay)
        reached = ratio(peer, ours) >= 20, ratio(peer, ours, "peak_mb") >= 8
        goals = (("≥ 20 ×", reached[0]), ("memory ≥ 8 ×", reached[1])) if decay == "gaussian" else ()
        yield Row("", "PySAL access, table given", peer, ours, _within(peer, 1e-6), goals)
        if decay == "gaussian":
            server = step(POSTGIS, "catchment", file)
            yield Row("", "PostGIS geography", server, ours, _within(server, 1e-6),
                      (("≥ 40 ×", ratio(server, ours) >= 40),))  # fmt: skip


def own_distances(setting: Setting) -> Iterator[Row]:
    """Few enough points that PySAL can make its own distances."""
    size = (CITIES[0], 1_000, CITIES[2])
    file = setting.points(size)
    ours = step(OURS, "catchment", file, "numba", "binary")
    yield Row(
        f"binary 2SFCA, {size[0] // setting.less:,} × {size[1] // setting.less:,}",
        "ours, numba",
        ours,
        None,
        _pairs(ours),
    )
    peer = setting.peer("own_distances", file)
    yield Row("", "PySAL access, its own distances", peer, ours, peer.get("note", ""),
              (("≥ 100 ×", ratio(peer, ours) >= 100),))  # fmt: skip


def members(setting: Setting) -> Iterator[Row]:
    """Ten million pairs: the same as PostGIS finds."""
    file = setting.points((CITIES[0], _MEMBERS, CITIES[2]))
    ours = step(OURS, "members", file)
    yield Row("which pairs are within 60 km", "ours", ours, None, f"{ours['pairs']:,} pairs")
    server = step(POSTGIS, "members", file)
    different = server.get("different", -1)
    yield Row(
        "",
        "PostGIS geography",
        server,
        ours,
        f"{different:,} pairs different",
        (("0 different", different == 0),),
    )


def what_if(setting: Setting) -> Iterator[Row]:
    """One site more, whole nation."""
    found = step(OURS, "what_if", setting.points(NATION))
    assert found["apart"] < 1e-9, found
    answer = f"{found['changed']:,} places change; {found['apart']:.0e} from computing all anew"
    yield Row(
        "what if: one site more, nation",
        "ours",
        found,
        None,
        answer,
        (in_time(found, 0.010),),
    )


def raam(setting: Setting) -> Iterator[Row]:
    """Rational agents in the six states."""
    file = str(setting.folder / "six.npz")
    points = six_states()
    np.savez(file, **points)
    case = f"RAAM, six states, {len(points['people']):,} × {len(points['seats']):,}"
    ours = step(OURS, "raam", file)
    goals = (("gap ≤ 5e-4", ours["gap"] <= 5e-4), in_time(ours, 0.3))
    answer = (
        f"{ours['pairs']:,} pairs, gap {ours['gap']:.0e} after {ours['sweeps']} rounds, {ours['off']:.1%} off"
    )
    yield Row(case, "ours", ours, None, answer, goals)
    peer = setting.peer("raam", file)
    yield Row("", "PySAL access", peer, ours, peer.get("note", ""))


def siting(setting: Setting) -> Iterator[Row]:
    """Maximal covering with few candidates and with all."""
    people = communities()[2]
    drawn = np.random.default_rng(2).choice(COMMUNITIES, CANDIDATES, replace=False, p=people / people.sum())
    for name, sites, limits in (
        ("few", np.sort(drawn), (0.010, 1.0)),
        ("all", np.arange(COMMUNITIES), (0.3, 60.0)),
    ):
        file = str(setting.folder / f"{name}.npz")
        np.savez(file, sites=sites)
        yield from _one_siting(setting, file, len(sites), limits)


def _one_siting(setting: Setting, file: str, candidates: int, limits: tuple[float, float]) -> Iterator[Row]:
    quick, best = step(SITES, "greedy", file), step(SITES, "proof", file)
    said = f"{quick['value'] / best['value']:.2%} of the best; says at least {quick['at_least']:.1%}"
    case = f"MCLP, {COMMUNITIES:,} × {candidates:,}, p = 10"
    yield Row(case, "ours, greedy", quick, None, said, (in_time(quick, limits[0]),))
    said = f"{best['value']:,.0f} people, {'proven' if best['proven'] else 'NOT proven'}"
    yield Row("", "ours, proof", best, None, said, (in_time(best, limits[1]), ("proven", best["proven"])))
    if candidates == CANDIDATES and setting.peers:
        step(SITES, "dense", file)
        peer = setting.peer("spopt", file)
        assert "value" not in peer or abs(peer["value"] - best["value"]) < 0.5, (peer, best)
        yield Row("", "spopt + HiGHS", peer, best, "the same optimum")


def hot_spots(setting: Setting) -> Iterator[Row]:
    """Local Moran against esda."""
    file = str(setting.folder / "lisa")
    ours = step(SITES, "lisa", file)
    yield Row(f"local Moran, {COMMUNITIES:,} × 8, 999 permutations", "ours", ours)
    peer = setting.peer("esda", file)
    yield Row("", "esda, compiled", peer, ours, _within(peer, 1e-9), (("≥ 5 ×", ratio(peer, ours) >= 5),))


def through_http(setting: Setting) -> Iterator[Row]:
    """The six states through HTTP."""
    from bench.coverage import http

    with http.service(setting.home) as connection:
        for areas in ("zip", "county"):
            found = http.rounds(connection, areas)
            for who, most in (("computed", 0.150), ("kept", 0.005), ("unchanged", 0.005)):
                case = f"six states by {areas}, all assets, HTTP" if who == "computed" else ""
                one = found[who]
                said = f"median of {http.ROUNDS}; least {1000 * one['least_s']:.1f} ms"
                status = "304" if who == "unchanged" else who
                yield Row(case, f"ours, {status}", one, None, said,
                          (in_time(one, most),))  # fmt: skip


CASES: Final[dict[str, Callable[[Setting], Iterator[Row]]]] = {
    "nation": whole_nation, "cities": cities, "own-distances": own_distances, "members": members, "what-if": what_if,
    "raam": raam, "siting": siting, "hot-spots": hot_spots, "http": through_http,
}  # fmt: skip
