"""The result as a table in Markdown: requests a second, latencies, ratios with their goals, refusals."""

import statistics
from collections.abc import Iterable, Sequence
from typing import Final

from bench.catalog.rounds import Line, median, rate
from bench.catalog.scenarios import OURS, PYGEOAPI, TIPG

_HEAD: Final = (
    "request", "c", "ours /s", "p50 ms", "p99 ms", "kB", "noise", "TiPg /s", "pygeoapi /s", "PostgreSQL /s",
    "ours ÷ TiPg", "ours ÷ PostgreSQL", "load",
)  # fmt: skip


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def table(lines: Sequence[Line]) -> str:
    """All lines, and below them why a server is missing somewhere."""
    reasons = dict.fromkeys(
        f"- {line.scenario.name}: {who} left out, {why}."
        for line in lines
        for who, why in (*line.scenario.notes.items(), *line.refused.items())
    )
    return "\n".join([markdown(_HEAD, map(cells, lines)), "", *reasons])


def short(line: Line) -> str:
    """One line for who is waiting."""
    return "  ".join(f"{name} {cell}" for name, cell in zip(_HEAD, cells(line), strict=True) if cell)


def cells(line: Line) -> list[str]:
    """A row of the table."""
    mine = line.found[OURS]
    alone = statistics.median(line.alone) if line.alone else None
    return [
        line.scenario.name,
        str(line.connections),
        _number(rate(mine)) + _wrong(line, OURS),
        f"{median(mine, 'p50_ms'):.1f}",
        f"{median(mine, 'p99_ms'):.1f}",
        f"{median(mine, 'kb'):.1f}",
        _noise(line),
        _peer(line, TIPG),
        _peer(line, PYGEOAPI),
        "" if alone is None else _number(alone),
        _ratio(rate(mine), _rate_of(line, TIPG), line.scenario.goals[0]),
        _ratio(rate(mine), alone, line.scenario.goals[1]),
        f"{line.load:.1f}",
    ]


def _rate_of(line: Line, who: str) -> float | None:
    return rate(line.found[who]) if line.found.get(who) else None


def _peer(line: Line, who: str) -> str:
    found = _rate_of(line, who)
    if found is None:
        return "refused" if who in line.refused else "–" if who in line.scenario.notes else ""
    return (_number(found) if found else "none in time") + _wrong(line, who)


def _wrong(line: Line, who: str) -> str:
    wrong = max(each.wrong for each in line.found[who])
    return f" ({wrong} WRONG)" if wrong else ""


def _noise(line: Line) -> str:
    """Half the distance from the slowest to the fastest round, in per cent of the median."""
    rates = [each.rate for each in line.found[OURS]]
    return f"±{50 * (max(rates) - min(rates)) / max(statistics.median(rates), 0.01):.0f} %"


def _ratio(mine: float, other: float | None, goal: float | None) -> str:
    """With the goal, and in bold where it is missed; nothing beside a server that gave no answer in the time."""
    if not other:
        return ""
    found = mine / other
    text = f"{found:.2f}" if found < 10 else f"{found:.0f}"
    if goal is None:
        return text
    return f"{text} (≥ {goal:g})" if found >= goal else f"**{text}** (≥ {goal:g})"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"
