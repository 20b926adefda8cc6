"""Run `make bench-catalog` (ARGS="--rows 20000 --seconds 3"): a table of requests a second and ratios.

Needs `wrk` and `pgbench` (apt) and, for the peers, a Python with `tipg` and `pygeoapi` (`--peers`; the make target
makes one). Databases are its own, on the configured server, and dropped at the end. Every scenario runs in rounds that
take turns between the servers; medians are printed. Before that, each server's answers are compared with ours.
"""

import argparse
import json
import statistics
import tempfile
import urllib.request
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Engine, create_engine, make_url, text

from app.catalog.features import PUBLIC_FIELDS
from app.db.engine import database_url
from app.settings import get_settings
from app.vocabulary.assets import DISCIPLINES
from bench.catalog import floor, servers
from bench.catalog.data import BOXES, fill
from bench.catalog.load import Measured, measure
from bench.catalog.scenarios import (
    BANDS,
    OURS,
    PYGEOAPI,
    TIPG,
    Scenario,
    scenarios,
    tile_scenarios,
    tiles_of,
)
from bench.upload import copy_of, make_template, run_on

_TEMPLATE: Final = "stemmap_bench_catalog"
_DEEP: Final = 100_000


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(prog="bench.catalog", description="Catalog benchmark")
    options.add_argument("--rows", type=int, default=200_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=float, default=4.0, help="seconds a measurement")
    options.add_argument("--connections", type=int, nargs="+", default=[16])
    options.add_argument("--peers", type=Path, help="a Python that has tipg and pygeoapi")
    options.add_argument("--only", nargs="*", help="names of scenarios")
    given = options.parse_args()
    with database_url(get_settings()) as server:
        make_template(server, _TEMPLATE, get_settings())
        with copy_of(server, _TEMPLATE, f"{_TEMPLATE}_rows") as url, ExitStack() as stack:
            home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            engine = create_engine(url)
            stack.callback(engine.dispose)
            fill(engine, given.rows, PUBLIC_FIELDS, DISCIPLINES.slugs)
            run(engine, make_url(url), home, given)
        run_on(server, f"DROP DATABASE {_TEMPLATE}")


def run(engine: Engine, target: URL, home: Path, given: argparse.Namespace) -> None:
    """Servers up, answers compared, rounds in turns."""
    boxes, ids, state, middle = _drawn(engine)
    tiles = tiles_of([(west + 0.5, south + 0.5) for west, south in boxes])
    floor.prepare(engine, boxes, tiles)
    floors = floor.scripts(state, middle)
    floors |= floor.tile_scripts({band: len(tiles[band]) for band in BANDS})
    with ExitStack() as stack:
        bases = {OURS: stack.enter_context(servers.ours(target, home))}
        if given.peers:
            bases[TIPG] = stack.enter_context(servers.tipg(given.peers, target, home))
            bases[PYGEOAPI] = stack.enter_context(servers.pygeoapi(given.peers, target, home))
        offset, cursor = _cursor(bases[OURS])
        for scenario in [*scenarios(boxes, ids, state, cursor, offset), *tile_scenarios(tiles)]:
            if given.only and scenario.name not in given.only:
                continue
            _compare(scenario, bases)
            for connections in given.connections:
                _measure(scenario, bases, floors, target, connections, given)


def _drawn(engine: Engine) -> tuple[list[tuple[float, float]], list[str], str, str]:
    """Boxes, ids, the state with the most assets, and the id in the middle."""
    ids = "SELECT id FROM peer.assets ORDER BY md5(id::text) LIMIT 1000"
    most = "SELECT state FROM peer.assets GROUP BY state ORDER BY count(*) DESC, state LIMIT 1"
    middle = "SELECT id FROM peer.assets ORDER BY id OFFSET (SELECT count(*) / 2 FROM peer.assets) LIMIT 1"
    with engine.connect() as connection:
        boxes = [(float(w), float(s)) for w, s in connection.execute(text(BOXES), {"n": 1000})]
        found = [str(each) for each in connection.scalars(text(ids))]
        return boxes, found, str(connection.scalar(text(most))), str(connection.scalar(text(middle)))


def _get(url: str) -> dict[str, Any]:
    with urllib.request.urlopen(url, timeout=120) as answer:  # noqa: S310 - loopback
        return dict(json.load(answer))


def _cursor(base: str) -> tuple[int, str]:
    """An offset deep in the list, and our path of the page after that page, from its `next` link."""
    items = f"{base}/ogc/collections/assets/items"
    offset = min(_DEEP, _get(f"{items}?limit=1")["numberMatched"] // 2)
    first = _get(f"{items}?limit=100")
    middle = _get(f"{items}?offset={offset}&limit=100")
    [following] = [link["href"] for link in first["links"] if link["rel"] == "next"]
    [deep] = [link["href"] for link in middle["links"] if link["rel"] == "next"]
    return offset, str(deep if "cursor=" in deep else following).removeprefix(base)


def _compare(scenario: Scenario, bases: Mapping[str, str]) -> None:
    """Ids and numberMatched of a few paths, ours against every peer's."""
    if not scenario.same:
        return
    for name in bases:
        for at in range(min(3, len(scenario.paths[OURS]))):
            mine, theirs = (_get(bases[who] + scenario.paths[who][at]) for who in (OURS, name))
            if "features" not in mine:
                assert str(mine["id"]) == str(theirs["id"])
                continue
            assert mine["numberMatched"] == theirs["numberMatched"], (scenario.name, name)
            ids = [{str(each["id"]) for each in page["features"]} for page in (mine, theirs)]
            assert ids[0] == ids[1], (scenario.name, name)


def _measure(
    scenario: Scenario,
    bases: Mapping[str, str],
    floors: Mapping[str, str],
    target: URL,
    connections: int,
    given: argparse.Namespace,
) -> None:
    found: dict[str, list[Measured]] = {}
    alone: list[float] = []
    for _ in range(given.rounds):
        for name, base in bases.items():
            if name in scenario.paths:
                one = measure(base, scenario.paths[name], connections, given.seconds)
                found.setdefault(name, []).append(one)
        if scenario.name in floors:
            alone.append(floor.rate(target, floors[scenario.name], connections, given.seconds))
    _print(scenario.name, connections, found, alone)


def _print(name: str, connections: int, found: Mapping[str, list[Measured]], alone: list[float]) -> None:
    rates = {who: statistics.median(each.rate for each in runs) for who, runs in found.items()}
    line = f"{name:<16} c={connections:<3}"
    for who, runs in found.items():
        p50, kb = (statistics.median(getattr(each, part) for each in runs) for part in ("p50_ms", "kb"))
        wrong = max(each.wrong for each in runs)
        line += f" | {who} {rates[who]:8.1f}/s {p50:6.1f} ms {kb:6.1f} kB" + (
            f" {wrong} WRONG" if wrong else ""
        )
    if alone:
        base = statistics.median(alone)
        line += f" | PostgreSQL {base:8.1f}/s ours is {rates[OURS] / base:5.2f} x"
    if TIPG in rates:
        line += f" | ours is {rates[OURS] / max(rates[TIPG], 0.01):6.1f} x TiPg"
    print(line, flush=True)


if __name__ == "__main__":
    main()
