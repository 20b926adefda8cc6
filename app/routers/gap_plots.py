"""Plots of a gap page as coordinates for inline SVG: people beyond by distance, groups side by side. Pure numerics."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from app.coverage.equity.margins import Figure
from app.coverage.group_answers import GroupAnswer
from app.coverage.method_words import CURVE_MINUTES
from app.coverage.results import CoverageAnswer
from app.coverage.sensitivity import people_beyond
from app.language import _
from app.settings import MILE_M

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 14, 44


@dataclass(frozen=True)
class Axis:
    """What a curve runs over: `step` of it in the unit of costs (metres, or minutes), 0 to `most`."""

    step: float
    most: int
    ticks: tuple[int, ...]
    rows: tuple[int, ...]
    read_out: tuple[int, ...]


_MILES: Final = Axis(
    MILE_M, 100, (0, 25, 50, 75, 100), (1, 2, 5, 10, 15, 20, 25, 30, 40, 50, 75, 100), (5, 10, 25, 50, 100)
)
_MINUTES: Final = Axis(1.0, 120, (0, 30, 60, 90, 120), CURVE_MINUTES, (10, 30, 60, 120))


@dataclass(frozen=True)
class Line:
    """One curve: its name, the points of a polyline, and its value at its own distance."""

    name: str
    points: str
    here_x: float
    here_y: float
    far: float
    share: float
    table: tuple[tuple[int, float, float], ...]
    """Miles or minutes, people beyond, share."""


@dataclass(frozen=True)
class Curve:
    """Lines over miles, or (`timed`) minutes; ticks are (coordinate, label), `read_out` the rows that are said."""

    lines: tuple[Line, ...]
    timed: bool
    read_out: tuple[int, ...]
    x_ticks: tuple[tuple[float, str], ...]
    y_ticks: tuple[tuple[float, str], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def curve_of(sides: Sequence[tuple[str, CoverageAnswer]]) -> Curve | None:
    """How many people are beyond, by distance or time; None where nobody lives or another measure is asked for.

    Answers in another unit than the first have no line.
    """
    timed = bool(sides) and sides[0][1].question.travel is not None
    axis = _MINUTES if timed else _MILES
    known = [(name, answer) for name, answer in sides
             if answer.summary.people > 0 and answer.question.how.measure == "nearest"
             and (answer.question.travel is not None) == timed]  # fmt: skip
    if not known:
        return None
    lines = tuple(_line(name, answer, axis) for name, answer in known)
    same = len(lines) == 2 and (lines[0].points, lines[0].far) == (lines[1].points, lines[1].far)
    return Curve(
        lines[:1] if same else lines,
        timed,
        axis.read_out,
        tuple((_x(far, axis), f"{far:g}") for far in axis.ticks),
        tuple((_y(share), f"{share:.0%}") for share in (0, 0.25, 0.5, 0.75, 1)),
    )


def _x(far: float, axis: Axis) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * min(far, axis.most) / axis.most, 1)


def _y(share: float) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - share), 1)


def _line(name: str, answer: CoverageAnswer, axis: Axis) -> Line:
    found = answer.found
    people, whole = found.context.points.people, answer.summary.people
    here, along = answer.question.bound / axis.step, np.arange(0.0, axis.most + 0.5, 0.5)
    asked = np.concatenate((along, [float(each) for each in axis.rows], [here])) * axis.step
    beyond = people_beyond(found.nearest_m, people, asked)
    share = beyond / whole
    curve, table = len(along), slice(len(along), len(along) + len(axis.rows))
    points = " ".join(f"{_x(far, axis)},{_y(part)}" for far, part in zip(along, share[:curve], strict=True))
    rows = tuple(zip(axis.rows, beyond[table].tolist(), share[table].tolist(), strict=True))
    return Line(name, points, _x(here, axis), _y(float(share[-1])), here, float(share[-1]), rows)


BAR_HEIGHT, BAR_LEFT = 26, 250


@dataclass(frozen=True)
class Bar:
    """One group: the share without cover as a bar with its margin as a whisker, in coordinates."""

    label: str
    y: int
    width: float
    low_x: float | None
    high_x: float | None
    share: float
    reference: bool


@dataclass(frozen=True)
class GroupRow:
    """One group of the equity table; `letter` grades the reliability of the people without cover."""

    label: str
    people: Figure
    without: Figure
    covered: Figure
    gap: Figure
    clear: bool | None
    ratio: Figure
    mean: Figure
    letter: str
    source: str
    bar: Bar


LETTERS: Final = {"high": "A", "medium": "B", "low": "C", "unknown": "–"}
"""A: coefficient of variation up to 12 %, B: up to 40 %, C: above; –: the source gives no margin."""


def group_rows(groups: Sequence[GroupAnswer]) -> list[GroupRow]:
    """The groups of an answer, the reference first, then by the share without cover."""
    known = [each for each in groups if each.gap.covered_share.value is not None]
    ordered = known[:1] + sorted(known[1:], key=lambda each: each.gap.covered_share.value or 0.0)
    return [_row(at, each) for at, each in enumerate(ordered)]


def _row(at: int, each: GroupAnswer) -> GroupRow:
    gap = each.gap
    source = f"{each.figures.source} {each.figures.vintage}"
    if each.figures.method == "modelled":
        source = _("%(source)s, modelled", source=source)
    return GroupRow(
        each.label, gap.people, gap.without_cover, gap.covered_share, gap.gap_points, gap.gap_is_clear,
        gap.share_ratio, gap.mean_access, LETTERS[gap.without_cover.reliability],
        source, _bar(at, each.label, gap.covered_share),
    )  # fmt: skip


def _bar(at: int, label: str, covered: Figure) -> Bar:
    share, wide = 1 - (covered.value or 0.0), WIDTH - BAR_LEFT - RIGHT - 50
    ends = [None, None] if covered.margin is None else [
        round(BAR_LEFT + wide * min(max(share + sign * covered.margin, 0), 1), 1) for sign in (-1, 1)
    ]  # fmt: skip
    return Bar(label, 6 + at * BAR_HEIGHT, round(wide * share, 1), ends[0], ends[1], share, at == 0)
