"""Plots of a gap page as coordinates for inline SVG: the curve of people beyond by distance. Pure numerics."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from app.coverage.results import CoverageAnswer
from app.coverage.sensitivity import people_beyond
from app.settings import MILE_M

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 14, 44
_TABLE_MILES: Final = (1, 2, 5, 10, 15, 20, 25, 30, 40, 50, 75, 100)
_MILES: Final = np.arange(0.0, 100.5, 0.5)


@dataclass(frozen=True)
class Line:
    """One curve: its name, the points of a polyline, and its value at its own distance."""

    name: str
    points: str
    here_x: float
    here_y: float
    miles: float
    share: float
    table: tuple[tuple[int, float, float], ...]
    """Miles, people beyond, share."""


@dataclass(frozen=True)
class Curve:
    """Lines over miles 0 to `most`; ticks are (coordinate, label)."""

    lines: tuple[Line, ...]
    x_ticks: tuple[tuple[float, str], ...]
    y_ticks: tuple[tuple[float, str], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def curve_of(sides: Sequence[tuple[str, CoverageAnswer]]) -> Curve | None:
    """How many people are beyond, by distance; None where nobody lives or another measure is asked for."""
    known = [(name, answer) for name, answer in sides
             if answer.summary.people > 0 and answer.question.how.measure == "nearest"]  # fmt: skip
    if not known:
        return None
    return Curve(
        tuple(_line(name, answer) for name, answer in known),
        tuple((_x(miles), f"{miles:g}") for miles in (0, 25, 50, 75, 100)),
        tuple((_y(share), f"{share:.0%}") for share in (0, 0.25, 0.5, 0.75, 1)),
    )


def _x(miles: float) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * min(miles, 100) / 100, 1)


def _y(share: float) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - share), 1)


def _line(name: str, answer: CoverageAnswer) -> Line:
    found = answer.found
    people, whole = found.context.points.people, answer.summary.people
    here = answer.question.distance_m / MILE_M
    asked = np.concatenate((_MILES, [float(each) for each in _TABLE_MILES], [here])) * MILE_M
    beyond = people_beyond(found.nearest_m, people, asked)
    share = beyond / whole
    curve, table = len(_MILES), slice(len(_MILES), len(_MILES) + len(_TABLE_MILES))
    points = " ".join(f"{_x(miles)},{_y(part)}" for miles, part in zip(_MILES, share[:curve], strict=True))
    rows = tuple(zip(_TABLE_MILES, beyond[table].tolist(), share[table].tolist(), strict=True))
    return Line(name, points, _x(here), _y(float(share[-1])), here, float(share[-1]), rows)
