"""A map as one piece of SVG, made on the server: for pages without JavaScript, reports and share images. Pure.

Areas in an equal-area projection, coloured by class, hatched where data are thin, each a link if it has an address; on
top points and names of towns; a legend if asked. Colours are attributes, so that the picture also stands alone; pages
overrule lines and letters with CSS by class (`area`, `here`, `hatch`, `dot`, `town`). Texts come in escaped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from app.maps.albers import Albers, Ring, fitted
from app.maps.classes import NO_DATA, Classes

_ROW: Final = 34
_SWATCH: Final = 22
_PADDING: Final = 8
AROUND: Final = 0.07
"""Room on each side of what a map is about, as part of its width."""
_CHARACTER: Final = 13.5
"""Width of a letter of a name, about."""
DOT_COLORS: Final = {
    "institution": "#0b4f8a", "program": "#14693f", "opportunity": "#7a3e00", "within": "#7fb2d9", "beyond": "#b30000",
}  # fmt: skip
"""Kinds of assets, and people within and beyond reach."""


@dataclass(frozen=True)
class Shape:
    """An area: `rings` of (lon, lat), the class of its value (-1: no data), and what it says and leads to."""

    key: str
    rings: Sequence[Ring]
    words: str
    number: int = -1
    href: str | None = None
    hatched: bool = False
    here: bool = False
    """Whether the map is about this one: it has a strong outline."""


@dataclass(frozen=True)
class Dot:
    """A point of one of DOT_COLORS; `radius` in units where it says how many there are."""

    lon: float
    lat: float
    kind: str = "program"
    radius: float | None = None
    color: str | None = None
    """Instead of that of its kind."""
    words: str = ""


@dataclass(frozen=True)
class Town:
    """A name on the map, for finding one's way."""

    lon: float
    lat: float
    name: str


@dataclass(frozen=True)
class Picture:
    """What a whole map is called and how it is drawn: `width` units wide, `ident` its name in the page."""

    title: str
    description: str
    classes: Classes
    ident: str = "map"
    width: int = 720
    most_height: int = 720
    legend: bool = False
    dot_radius: float = 4.0
    dot_words: Mapping[str, str] = field(default_factory=dict)
    """Labels of kinds of points in the legend."""
    thin_words: str = ""
    """What hatching means, in the legend; empty: not said."""
    no_data_words: str = ""
    tabbable: bool = True
    """Whether each area is a stop of the Tab key."""
    around: bool = False
    """Whether the map ends a little beyond what it is about, instead of showing every area whole."""
    area_lines: str = "#fff"


def svg_map(
    shapes: Sequence[Shape], dots: Sequence[Dot], picture: Picture, towns: Sequence[Town] = ()
) -> str:
    """The map as SVG text, to be put into a page as it is or written to a file. Without shapes, an empty map."""
    plane, height = plane_of(shapes, picture)
    legend = _legend(shapes, dots, picture, height) if picture.legend else ("", 0)
    ordered = sorted(shapes, key=lambda each: each.here)
    body = "".join(
        (
            "".join(_area(each, plane, picture) for each in ordered),
            f'<g class="dots" stroke="#fff" stroke-width="1">{_dots(dots, plane, picture, height)}</g>',
            _towns(towns, plane, picture.width),
            legend[0],
        )
    )
    size = f'viewBox="0 0 {picture.width} {height + legend[1]}"'
    names = f'aria-labelledby="{picture.ident}-title" aria-describedby="{picture.ident}-desc"'
    role = "group" if any(each.href for each in shapes) else "img"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="svgmap" {size} role="{role}" {names} id="{picture.ident}">'
        f'<title id="{picture.ident}-title">{escape(picture.title)}</title>'
        f'<desc id="{picture.ident}-desc">{escape(picture.description)}</desc>{_hatch(picture)}{body}</svg>'
    )


def plane_of(shapes: Sequence[Shape], picture: Picture) -> tuple[Albers, int]:
    """Where things lie on the map of `shapes`, and its height without a legend."""
    fitting = [each for each in shapes if each.here or not picture.around] or list(shapes)
    margin = picture.width * (AROUND if picture.around else 0.0)
    rings = [ring for each in fitting for ring in each.rings]
    return fitted(rings, picture.width, picture.most_height, margin)


def _hatch(picture: Picture) -> str:
    return (
        f'<defs><pattern id="{picture.ident}-hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path d="M0 0V7" stroke="#17222f" stroke-width="1.6" stroke-opacity=".45"/>'
        "</pattern></defs>"
    )


def _color(number: int, picture: Picture) -> str:
    return picture.classes.colors[number] if number >= 0 else NO_DATA


def _area(shape: Shape, plane: Albers, picture: Picture) -> str:
    """The path of one area with its colour, a second one for hatching, both inside its link."""
    path = "".join(plane.path(ring) for ring in shape.rings)
    if not path:
        return ""
    line = (
        'stroke="#17222f" stroke-width="3"'
        if shape.here
        else f'stroke="{picture.area_lines}" stroke-width="1"'
    )
    kind = "area here" if shape.here else "area"
    drawn = (
        f'<path class="{kind}" fill="{_color(shape.number, picture)}" {line} stroke-linejoin="round" '
        f'fill-rule="evenodd" d="{path}"><title>{escape(shape.words)}</title></path>'
    )
    if shape.hatched:
        fill = f'fill="url(#{picture.ident}-hatch)" fill-rule="evenodd"'
        drawn += f'<path class="hatch" {fill} pointer-events="none" d="{path}"/>'
    if shape.href is None:
        return drawn
    stop = "" if picture.tabbable else ' tabindex="-1"'
    return f"<a href={quoteattr(shape.href)} aria-label={quoteattr(shape.words)}{stop}>{drawn}</a>"


def _dots(dots: Sequence[Dot], plane: Albers, picture: Picture, height: int) -> str:
    """Circles for the points that are on the picture."""
    if not dots:
        return ""
    at = plane.placed(np.array([(each.lon, each.lat) for each in dots], dtype=np.float64))
    return "".join(
        f'<circle class="dot {each.kind}" fill="{each.color or DOT_COLORS.get(each.kind, "#17222f")}" '
        f'cx="{x:.0f}" cy="{y:.0f}" '
        f'r="{picture.dot_radius if each.radius is None else each.radius:.3g}"{_ending(each.words)}'
        for each, (x, y) in zip(dots, at.tolist(), strict=True)
        if 0 <= x <= picture.width and 0 <= y <= height
    )


def _ending(words: str) -> str:
    return f"><title>{escape(words)}</title></circle>" if words else "/>"


def _towns(towns: Sequence[Town], plane: Albers, width: int) -> str:
    """Names beside their points, on the left of it near the right edge; one that would lie on another is left out."""
    if not towns:
        return ""
    at = plane.placed(np.array([(each.lon, each.lat) for each in towns], dtype=np.float64))
    taken: list[tuple[float, float, float]] = []
    drawn = ""
    for town, (x, y) in zip(towns, at.tolist(), strict=True):
        long = _CHARACTER * len(town.name) + 12
        left = x + 8 + long > width
        start = x - 8 - long if left else x + 8
        if any(abs(y - row) < 32 and start < right and first < start + long for first, right, row in taken):
            continue
        taken.append((start, start + long, y))
        anchor = (
            f'text-anchor="{"end" if left else "start"}" x="{x - 8 if left else x + 8:.0f}" y="{y + 8:.0f}"'
        )
        drawn += f'<circle cx="{x:.0f}" cy="{y:.0f}" r="2.5"/><text {anchor}>{escape(town.name)}</text>'
    letters = 'font-size="24" font-weight="600" font-family="system-ui, sans-serif"'
    style = f'{letters} fill="#17222f" stroke="#fff" stroke-width="4"'
    return f'<g class="town" {style} paint-order="stroke" aria-hidden="true">{drawn}</g>'


def _legend(shapes: Sequence[Shape], dots: Sequence[Dot], picture: Picture, top: int) -> tuple[str, int]:
    """The classes one below the other under the map, then what else is drawn; and the height of it."""
    rows = [
        _swatch(color, label)
        for color, label in zip(picture.classes.colors, picture.classes.labels, strict=False)
    ]
    if picture.no_data_words and any(each.number < 0 for each in shapes):
        rows.append(_swatch(NO_DATA, picture.no_data_words))
    if picture.thin_words and any(each.hatched for each in shapes):
        rows.append(_swatch(f"url(#{picture.ident}-hatch)", picture.thin_words))
    there = {each.kind for each in dots}
    rows += [_point(DOT_COLORS[kind], label) for kind, label in picture.dot_words.items() if kind in there]
    title = escape(picture.classes.title)
    head = f'<text x="0" y="{top + 26}" font-size="20" font-weight="700">{title}</text>'
    lines = "".join(
        f'<g transform="translate(0 {top + _ROW * (at + 1) + _PADDING})">{row}</g>'
        for at, row in enumerate(rows)
    )
    return (
        f'<g class="legend" fill="#17222f" font-family="system-ui, sans-serif">{head}{lines}</g>',
        _ROW * (len(rows) + 1) + 2 * _PADDING,
    )


def _swatch(color: str, label: str) -> str:
    mark = f'<rect width="34" height="{_SWATCH}" fill="{color}" stroke="#46566a"/>'
    return f'{mark}<text x="44" y="17" font-size="18">{escape(label)}</text>'


def _point(color: str, label: str) -> str:
    return f'<circle cx="17" cy="11" r="7" fill="{color}"/><text x="44" y="17" font-size="18">{escape(label)}</text>'


def rings_of(geometry: Mapping[str, Any] | None) -> list[Ring]:
    """The rings of a GeoJSON Polygon or MultiPolygon; none for anything else."""
    if geometry is None or geometry["type"] not in ("Polygon", "MultiPolygon"):
        return []
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [np.array(ring, dtype=np.float64) for part in parts for ring in part]
