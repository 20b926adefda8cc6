"""Measuring in turns: every round asks each server and PostgreSQL once, so that the machine's moods hit all alike."""

import os
import statistics
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from sqlalchemy import Engine, text

from bench.catalog import floor
from bench.catalog.answers import validator
from bench.catalog.load import Measured, measure
from bench.catalog.scenarios import OURS, Scenario

_WARM_S: Final = 1
_CANCEL: Final = """
SELECT pg_cancel_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'active' AND backend_type = 'client backend'
"""


@dataclass(frozen=True)
class Line:
    """What one scenario gave at one number of connections."""

    scenario: Scenario
    connections: int
    found: Mapping[str, list[Measured]]
    alone: list[float]
    refused: Mapping[str, str]
    load: float
    """The machine's load average (1 minute) when it was measured."""


@dataclass
class Rounds:
    """How often and how long everything is measured."""

    engine: Engine
    bases: Mapping[str, str]
    scripts: Mapping[str, str]
    rounds: int
    seconds: int
    _run: int = field(default=0, init=False)

    def line(self, scenario: Scenario, connections: int, refused: Mapping[str, str]) -> Line:
        """One scenario."""
        asked = [name for name in self.bases if name in scenario.paths and name not in refused]
        found: dict[str, list[Measured]] = {name: [] for name in asked}
        alone: list[float] = []
        for warm in (True, *[False] * self.rounds):
            seconds = _WARM_S if warm else self.seconds
            for name in asked:
                one = self._measure(scenario, name, connections, seconds)
                found[name] += [] if warm else [one]
            if scenario.floor in self.scripts and not warm:
                script = self.scripts[str(scenario.floor)]
                alone.append(floor.rate(self.engine.url, script, connections, seconds))
            self._run += 1
        return Line(scenario, connections, found, alone, refused, os.getloadavg()[0])

    def _measure(self, scenario: Scenario, name: str, connections: int, seconds: int) -> Measured:
        base = self.bases[name]
        paths = scenario.asked(name, self._run)
        held = {"If-None-Match": validator(base + paths[0])} if scenario.validator and name == OURS else None
        one = measure(base, paths, connections, seconds, held)
        if name != OURS:
            self._settle()
        return one

    def _settle(self) -> None:
        """What callers left behind in the database when they went away is not measured with the next."""
        with self.engine.begin() as connection:
            connection.execute(text(_CANCEL))


def median(runs: list[Measured], part: str) -> float:
    """Of one figure of several runs."""
    return float(statistics.median(getattr(each, part) for each in runs))


rate = partial(median, part="rate")
