"""`python -m bench.web`: every page in Chromium on many assets, with goals, beside a plain Folium page."""

import argparse
import json
import os
import statistics
import tempfile
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Playwright, sync_playwright
from sqlalchemy import URL, make_url

from app.db.engine import database_url
from app.settings import get_settings
from bench.catalog.databases import loaded_database
from bench.catalog.servers import ours
from bench.web.chromium import Load, acted, chromium, drawn, load, opened, slid
from bench.web.naive import naive_pages
from bench.web.scenes import FILTER, GOAL_MS, SCENES, Scene
from bench.web.settled import settled

NAIVE: Final = (3_000, 10_000)
Loads = dict[str, Load]
"""By name of the page."""
_VISITS: Final = 6


def main() -> None:
    """Measure and print."""
    given = _options().parse_args()
    print(f"load average before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", flush=True)
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        playwright = stack.enter_context(sync_playwright())
        database = None if given.url else _database(stack, given)
        cold: Loads = {}
        if database is not None:
            with ours(database, home / "service", STEMMAP_WARM_UP="false") as base:
                cold = _once(playwright, base, _scenes(_assets(base)))
        base = given.url or stack.enter_context(ours(database, home / "service"))
        began = time.monotonic()
        settled(base)
        print(f"warmed up {time.monotonic() - began:.0f} s after it answered", flush=True)
        assets = _assets(base)
        warmed = _once(playwright, base, _scenes(assets))
        plain = stack.enter_context(naive_pages(home / "naive", assets, NAIVE))
        _pages(playwright, base, plain, assets, given.rounds, (warmed, cold))
        _interactions(playwright, base, given.times)
    print(f"load average after: {os.getloadavg()[0]:.1f}")


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="bench.web", description="Web benchmark")
    options.add_argument("--rows", type=int, default=200_000)
    options.add_argument("--rounds", type=int, default=3, help="loads of each page, each in a new browser")
    options.add_argument("--times", type=int, default=9, help="how often each interaction is done")
    options.add_argument("--keep", action="store_true", help="keep the loaded database and use it again")
    options.add_argument("--url", help="measure the service that runs there instead")
    return options


def _database(stack: ExitStack, given: argparse.Namespace) -> URL:
    server = stack.enter_context(database_url(get_settings()))
    return make_url(stack.enter_context(loaded_database(server, given.rows, given.keep)))


def _scenes(assets: list[dict[str, Any]]) -> list[Scene]:
    names = {"asset": assets[0]["id"], "four": "&".join(f"ids={each['id']}" for each in assets[:4])}
    return [Scene(s.name, s.path.format(**names), s.usable, s.map, s.goal_kb, s.goal_s) for s in SCENES]


def _once(playwright: Playwright, base: str, scenes: list[Scene]) -> Loads:
    """Each page as whoever comes first after a start meets it."""
    return {each.name: load(playwright, base, each) for each in scenes}


def _visited(base: str, scene: Scene) -> None:
    """Somebody has been there before, at each worker."""
    for _ in range(_VISITS):
        with urllib.request.urlopen(base + scene.path, timeout=300) as answer:  # noqa: S310
            answer.read()


def _assets(base: str) -> list[dict[str, Any]]:
    """As many assets with a point as the largest plain page shows; of few assets some more than once."""
    with urllib.request.urlopen(f"{base}/api/v1/assets.geojsonl", timeout=300) as answer:  # noqa: S310
        found = []
        for line in answer:
            asset = json.loads(line.lstrip(b"\x1e"))
            if asset.get("geometry"):
                found.append(asset)
            if len(found) == max(NAIVE):
                break
    return (found * (1 + max(NAIVE) // len(found)))[: max(NAIVE)]


def _pages(
    playwright: Playwright,
    base: str,
    plain: str,
    assets: list[dict[str, Any]],
    rounds: int,
    first: tuple[Loads, Loads],
) -> None:
    rows = [(base, each) for each in _scenes(assets)]
    rows += [
        (plain, Scene(f"plain Folium, {count:,}", f"/{count}.html", "html[data-ready]")) for count in NAIVE
    ]
    print(
        "\n| page | kB | goal | requests | warm s | goal | first after start s | the same, not warmed s | memory MB |"
        "\n|---|---|---|---|---|---|---|---|---|"
    )
    medians = {}
    for at, scene in rows:
        _visited(at, scene)
        found = medians[scene.name] = _median([load(playwright, at, scene) for _ in range(rounds)])
        print(_line(scene, found, first, goals=at == base), flush=True)
    print()
    for count in NAIVE:
        print(_ratio(count, medians[f"plain Folium, {count:,}"], medians["browse"]))


def _median(loads: list[Load]) -> Load:
    kilobytes, requests, seconds, memory = zip(
        *((each.kilobytes, each.requests, each.usable_s, each.memory_mb) for each in loads), strict=True
    )
    median = statistics.median
    return Load(median(kilobytes), int(median(requests)), median(seconds), median(memory))


def _line(scene: Scene, found: Load, first: tuple[Loads, Loads], *, goals: bool) -> str:
    kilobytes = _said(found.kilobytes, scene.goal_kb if goals else None, 0)
    seconds = _said(found.usable_s, scene.goal_s if goals else None, 2)
    warmed, cold = (
        _said(each[scene.name].usable_s, scene.goal_s, 2).partition(" | ")[0] if scene.name in each else ""
        for each in first
    )
    return f"| {scene.name} | {kilobytes} | {found.requests} | {seconds} | {warmed} | {cold} | {found.memory_mb:.0f} |"


def _said(value: float, goal: float | None, digits: int) -> str:
    """The value and its goal as two cells; a miss is marked."""
    if goal is None:
        return f"{value:,.{digits}f} | "
    return f"{value:,.{digits}f}{' **missed**' if value > goal else ''} | {goal:g}"


def _ratio(count: int, plain: Load, browse: Load) -> str:
    return (
        f"plain Folium with {count:,} markers / browse: bytes x{plain.kilobytes / browse.kilobytes:.1f}, "
        f"usable x{plain.usable_s / browse.usable_s:.1f}, memory x{plain.memory_mb / browse.memory_mb:.1f}"
    )


def _interactions(playwright: Playwright, base: str, times: int) -> None:
    print("\n| interaction | median ms | goal |\n|---|---|---|")
    with chromium(playwright) as browser, opened(browser, base) as (page, _):
        page.goto(base + "/browse?state=NM")
        drawn(page)
        _said_of(("filter to new list", "filter to new map"), [acted(page, FILTER) for _ in range(times)])
    with chromium(playwright) as browser, opened(browser, base) as (page, _):
        page.goto(base + "/gaps?states=NM&kind=program")
        frame = drawn(page)
        _said_of(("slider to new words", "slider to new map"), [slid(page, frame) for _ in range(times)])


def _said_of(names: tuple[str, ...], found: list[list[float]]) -> None:
    for name, values in zip(names, zip(*found, strict=True), strict=True):
        print(f"| {name} | {_said(statistics.median(values), GOAL_MS, 0)} |", flush=True)


if __name__ == "__main__":
    main()
