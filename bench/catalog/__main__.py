"""Run `make bench-catalog` (ARGS="--rows 20000 --seconds 1"): tables of requests a second, latencies and ratios.

Needs `wrk` and `pgbench` (apt) and, for the peers, a Python with `tipg` and `pygeoapi` (`--peers`; the make target
makes one). Databases are its own, on the configured server, and dropped at the end unless `--keep` says otherwise.
Every scenario runs in rounds that take turns between the servers; medians are printed. Before that, each server's
answers are compared with ours. With its defaults it takes about 20 minutes.
"""

import argparse
import os
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy import URL, create_engine, make_url

from app.db.engine import database_url
from app.settings import get_settings
from bench.catalog import floor, growth, servers, table
from bench.catalog.answers import refusals
from bench.catalog.data import drawn
from bench.catalog.databases import grown_database, loaded_database
from bench.catalog.rounds import Line, Rounds
from bench.catalog.scenarios import OURS, PYGEOAPI, TIPG, Scenario, scenarios

_NO_ROOM: Final = {"STEMMAP_TILE_MEMORY_BYTES": str(2**16), "STEMMAP_TILE_DISK_BYTES": str(2**16)}
GROWTH: Final = "growth"


def main() -> None:
    """Measure and print."""
    given = _options().parse_args()
    print(f"load average before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", flush=True)
    with ExitStack() as stack:
        server = stack.enter_context(database_url(get_settings()))
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(loaded_database(server, given.rows, given.keep))
        if given.only != [GROWTH]:
            print(f"\n{table.table(run(url, home, given))}\n", flush=True)
        if given.sizes and (not given.only or GROWTH in given.only):
            _grow(server, url, home, given)


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="bench.catalog", description="Catalog benchmark")
    options.add_argument("--rows", type=int, default=200_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=int, default=2, help="whole seconds a measurement")
    options.add_argument("--connections", type=int, nargs="+", default=[1, 16])
    options.add_argument("--peers", type=Path, help="a Python that has tipg and pygeoapi")
    options.add_argument("--only", nargs="+", help=f"names of scenarios, as the table has them, and {GROWTH}")
    options.add_argument("--keep", action="store_true", help="keep the loaded database and use it again")
    options.add_argument(
        "--sizes", type=float, nargs="*", default=[0.1, 10], help="sizes beside --rows to measure growth by"
    )
    return options


def run(url: str, home: Path, given: argparse.Namespace) -> list[Line]:
    """Servers up, answers compared, rounds in turns; ours twice, the second time without room for finished tiles."""
    engine, target = create_engine(url), make_url(url)
    with ExitStack() as stack:
        stack.callback(engine.dispose)
        peers = _peers(stack, target, home, given.peers)
        with servers.ours(target, home / "warm") as mine:
            asked = drawn(engine, mine)
            floor.prepare(engine, asked)
            rounds = Rounds(engine, {OURS: mine, **peers}, floor.scripts(asked), given.rounds, given.seconds)
            lines = _lines(rounds, [each for each in scenarios(asked) if not each.cold], given)
        with servers.ours(target, home / "cold", **_NO_ROOM) as mine:
            rounds = replace(rounds, bases={OURS: mine, **peers})
            return lines + _lines(rounds, [each for each in scenarios(asked) if each.cold], given)


def _peers(stack: ExitStack, target: URL, home: Path, python: Path | None) -> dict[str, str]:
    if python is None:
        return {}
    return {
        TIPG: stack.enter_context(servers.tipg(python, target, home)),
        PYGEOAPI: stack.enter_context(servers.pygeoapi(python, target, home)),
    }


def _lines(rounds: Rounds, asked: list[Scenario], given: argparse.Namespace) -> list[Line]:
    lines = []
    for scenario in asked:
        if given.only and scenario.name not in given.only:
            continue
        refused = refusals(scenario, rounds.bases)
        for connections in given.connections:
            lines.append(rounds.line(scenario, connections, refused))
            print(table.short(lines[-1]), flush=True)
    return lines


def _grow(server: str, url: str, home: Path, given: argparse.Namespace) -> None:
    sizes = sorted({given.rows, *(int(given.rows * each) for each in given.sizes)})
    found = []
    for rows in sizes:
        of = partial(growth.measured, home=home / f"grown{rows}", seconds=given.seconds)
        if rows == given.rows:
            found.append(of(url))
            continue
        with grown_database(server, url, given.rows, rows) as other:
            found.append(of(other))
    print(growth.table(sizes, found), flush=True)


if __name__ == "__main__":
    main()
