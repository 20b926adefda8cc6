"""Whether a page gets slower as the table grows: the same questions on three sizes, one connection, ours alone."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import create_engine, make_url

from bench.catalog import servers
from bench.catalog.data import drawn
from bench.catalog.load import Measured, measure
from bench.catalog.scenarios import OURS, Scenario, scenarios
from bench.catalog.table import markdown

NAMES: Final = ("by id", "bbox 100", "bbox 100, again", "state 100", "CQL2 100", "cursor")
_NOTE: Final = (
    "Milliseconds, p50 / p99. Boxes are of 1° whatever the size: the larger the table the more they match, and a box "
    "that was not asked before is counted."
)


def measured(url: str, home: Path, seconds: int) -> dict[str, Measured]:
    """Each of NAMES on the database at `url`."""
    engine = create_engine(url)
    with servers.ours(make_url(url), home) as base:
        asked = {each.name: each for each in scenarios(drawn(engine, base))}
        found = {name: _one(base, asked[name], seconds) for name in NAMES}
    engine.dispose()
    return found


def _one(base: str, scenario: Scenario, seconds: int) -> Measured:
    measure(base, scenario.asked(OURS, 0), 1, 1)
    return measure(base, scenario.asked(OURS, 1), 1, seconds)


def table(sizes: Sequence[int], found: Iterable[dict[str, Measured]]) -> str:
    """Requests by sizes."""
    columns = list(found)
    rows = [
        [name, *(f"{each[name].p50_ms:.1f} / {each[name].p99_ms:.1f}" for each in columns)] for name in NAMES
    ]
    return f"{markdown(['request', *(f'{size:,}' for size in sizes)], rows)}\n\n{_NOTE}"
