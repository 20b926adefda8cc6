"""The map of a report as SVG: counties by class, or the ZIP areas of one county as circles, with names on it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import Any, Final
from xml.sax.saxutils import escape

import numpy as np

from app.coverage.reports.report import Report
from app.coverage.results import AreaGap
from app.maps.albers import Albers
from app.maps.classes import NO_DATA, Classes, View, fixed_classes
from app.maps.svg import Dot, Picture, Shape, plane_of, rings_of, svg_map

_LARGEST: Final = 0.05
"""Radius of the largest circle, as part of the width of the map, or of 1.4 of its height if that is less."""
_SMALLEST: Final = 0.3
"""Radius of the smallest, as part of the largest."""
_LETTER: Final = 0.69
"""Mean width of a bold letter, as part of its size."""
_GROUND: Final = ("#f3f5f7", "#d9e1e8")
"""Counties around, the county itself: what is measured are the circles on it."""
_UNSURE: Final = ("no data", "not inventoried", "low")


_PROGRAMS_NAMED: Final = 3
_TOWNS_FIRST: Final = 1
"""Towns that are named before the programs: who comes later may find no room."""
_SMALLER: Final = 0.8
"""Letters of the names of programs, as part of those of places."""
_Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class _Label:
    """A name at a point in degrees; `lift` is how far its line is from the point, rather `under` it than above."""

    name: str
    lon: float
    lat: float
    letters: float
    lift: float
    under: bool = False

    @property
    def half(self) -> float:
        """Half of how long it is."""
        return len(self.name) * self.letters * _LETTER / 2

    def places(self, x: float, y: float, middle: float) -> tuple[tuple[float, float], ...]:
        """Where the middle of its line may be, the best first: above, below, beside it outwards."""
        above, below = (x, y - self.lift), (x, y + self.lift + self.letters * 0.75)
        across, beside = self.lift + self.half, y + self.letters * 0.35
        first, second = (below, above) if self.under else (above, below)
        left, right = (x - across, beside), (x + across, beside)
        return (first, second, left, right) if x < middle else (first, second, right, left)


@dataclass(frozen=True)
class Drawn:
    """A map as SVG, the classes of its colours, and which of them occur."""

    svg: str
    classes: Classes
    used: tuple[int, ...]
    hatched: bool
    unknown: bool


@dataclass(frozen=True)
class Wish:
    """How large, what it is called, whether areas are links, how many names at most."""

    title: str
    width: int = 720
    most_height: int = 520
    names: int = 8
    letters: float = 15.0
    ident: str = "map"
    linked: bool = True


def report_map(
    report: Report, outlines: Mapping[str, Any], points: Sequence[tuple[float, float, str]], wish: Wish
) -> Drawn:
    """The map of `report`; `outlines` are GeoJSON geometries by GEOID, `points` (lon, lat, kind) of assets."""
    by_zip = report.scope.county is not None
    question = report.question
    view: View = "distance" if by_zip else "share"
    classes = fixed_classes(view, question.bound, timed=question.travel is not None)
    assert classes is not None  # noqa: S101 - both views have fixed classes
    shapes = _around(report, outlines, wish) if by_zip else _counties(report, outlines, classes, wish)
    hatched = len({each.hatched for each in shapes}) > 1
    if not hatched:  # hatching all over tells nothing apart: words say it
        shapes = [replace(each, hatched=False) for each in shapes]
    circles, numbers = _zips(report, classes, wish) if by_zip else ([], [each.number for each in shapes])
    dots = [Dot(lon, lat, kind) for lon, lat, kind in points]
    ground = replace(classes, colors=_GROUND) if by_zip else classes
    picture = Picture(
        wish.title, wish.title, ground, wish.ident, wish.width, wish.most_height, tabbable=False, around=by_zip,
        area_lines="#aab4bf" if by_zip else "#fff",
    )  # fmt: skip
    plane, height = plane_of(shapes, picture)
    names = _names(_labels(report, points, wish), plane, (wish.width, height))
    svg = svg_map(shapes, circles + dots, picture).removesuffix("</svg>") + names + "</svg>"
    used = tuple(sorted({each for each in numbers if each >= 0}))
    return Drawn(svg, classes, used, hatched, any(each < 0 for each in numbers))


def _told(area: AreaGap) -> str:
    return f"{area.name}, {area.state}: {area.people_beyond:,.0f} / {area.people:,.0f}"


def _counties(report: Report, outlines: Mapping[str, Any], classes: Classes, wish: Wish) -> list[Shape]:
    areas = [each for each in report.places if each.geoid in outlines]
    share = np.array([np.nan if each.share_beyond is None else each.share_beyond for each in areas])
    return [
        Shape(
            area.geoid, rings_of(outlines[area.geoid]), _told(area), number,
            f"/counties/{area.geoid}" if wish.linked else None, hatched=area.confidence in _UNSURE,
        )
        for area, number in zip(areas, classes.of(share).tolist(), strict=True)
    ]  # fmt: skip


def _around(report: Report, outlines: Mapping[str, Any], wish: Wish) -> list[Shape]:
    """The county and those around it, empty: its ZIP areas are circles on top."""
    return [
        Shape(
            geoid, rings_of(geometry), wish.title if geoid == report.scope.county else geoid,
            int(geoid == report.scope.county), here=geoid == report.scope.county,
        )
        for geoid, geometry in outlines.items()
    ]  # fmt: skip


def _zips(report: Report, classes: Classes, wish: Wish) -> tuple[list[Dot], list[int]]:
    """A circle for each ZIP area, as large as its people are many, the largest first; and their classes."""
    areas = sorted((each for each in report.places if each.people > 0), key=lambda each: -each.people)
    if not areas:
        return [], []
    found = classes.of(
        np.array([np.nan if each.nearest_m is None else each.nearest_m for each in areas])
    ).tolist()
    circles = [
        Dot(
            area.lon, area.lat, "people", _radius(area, wish, areas[0].people),
            classes.colors[number] if number >= 0 else NO_DATA, _told(area),
        )
        for area, number in zip(areas, found, strict=True)
    ]  # fmt: skip
    return circles, found


def _radius(area: AreaGap, wish: Wish, most: float) -> float:
    return min(wish.width, 1.4 * wish.most_height) * _LARGEST * max(_SMALLEST, sqrt(area.people / most))


def _named(report: Report, wish: Wish) -> list[AreaGap]:
    """Areas to be named: the worst, and of a county its largest as well, where readers know their way."""
    worst = [each for each in report.places if each.people_beyond >= 0.5][: wish.names]
    if report.scope.county is None:
        return worst
    large = sorted(report.places, key=lambda each: -each.people)[:4]
    first: dict[str, AreaGap] = {}
    for each in (*large, *worst):
        first.setdefault(each.name, each)
    return list(first.values())[: wish.names]


def _labels(report: Report, points: Sequence[tuple[float, float, str]], wish: Wish) -> list[_Label]:
    """The names of areas (above their circles, where the largest stands for most people) and, of a county, of the
    programs nearest to its people that are on its map.
    """
    by_zip = report.scope.county is not None
    most = max((each.people for each in report.places), default=0.0) if by_zip else 0.0
    found = [
        _Label(
            each.name.removesuffix(" County"), each.lon, each.lat, wish.letters,
            _radius(each, wish, most) + 3 if most else -wish.letters * 0.35,
        )
        for each in _named(report, wish)
    ]  # fmt: skip
    drawn = {
        (round(100 * lon), round(100 * lat)) for lon, lat, _kind in points
    }  # hundredths: as points are read
    there = [each for each in report.nearest if (round(100 * each["lon"]), round(100 * each["lat"])) in drawn]
    programs = [
        _Label(each["name"], each["lon"], each["lat"], wish.letters * _SMALLER, 6.0, under=True)
        for each in there[:_PROGRAMS_NAMED]
    ]
    return found[:_TOWNS_FIRST] + programs + found[_TOWNS_FIRST:]


def _names(labels: Sequence[_Label], plane: Albers, size: tuple[int, int]) -> str:
    """Names above their points, else below or beside them; left out where they would cover another one."""
    taken: list[_Box] = []
    written = []
    for label in labels:
        x, y = plane.placed(np.array([(label.lon, label.lat)]))[0].tolist()
        boxes = (_box(at, label, size) for at in label.places(x, y, size[0] / 2))
        box = next((each for each in boxes if not any(_meet(each, other) for other in taken)), None)
        if box is not None:
            taken.append(box)
            middle = (box[0] + box[2]) / 2
            written.append(
                f'<text x="{middle:.0f}" y="{box[3] - 3:.0f}" font-size="{label.letters:g}">{escape(label.name)}</text>'
            )
    style = 'font-family="sans-serif" font-weight="700" text-anchor="middle"'
    # Twice: WeasyPrint and Cairo know no paint-order, a halo has to be drawn first.
    around = 'fill="#fff" stroke="#fff" stroke-width="4" stroke-linejoin="round" aria-hidden="true"'
    halo = f'<g class="halo" {style} {around}>'
    return f'{halo}{"".join(written)}</g><g class="names" {style} fill="#17222f">{"".join(written)}</g>'


def _box(at: tuple[float, float], label: _Label, size: tuple[int, int]) -> _Box:
    """What a name covers with the middle of its line `at` a point, inside the map."""
    half = label.half
    x, y = min(max(at[0], half + 2), size[0] - half - 2), min(max(at[1], label.letters), size[1] - 4)
    return x - half, y - label.letters, x + half, y + 3


def _meet(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
