"""Overlays drawn over a gap map as SVG, as the map in the browser draws them: outlines, patterns, rings, dots. Pure."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from app.maps.albers import Albers, Ring
from app.maps.overlays import Laid, Overlay
from app.maps.svg import DOT_COLORS

INK: Final[dict[Overlay, str]] = {
    "hotspots": "#5b0f6b", "poverty": "#17222f", "rural": "#0a5c36",
    "assets": DOT_COLORS["institution"], "sites": DOT_COLORS["program"],
}  # fmt: skip
_BOTTOM_FIRST: Final[tuple[Overlay, ...]] = ("rural", "poverty", "hotspots")
_RINGS: Final[dict[Overlay, str]] = {
    "hotspots": 'r="9" stroke-width="3"',
    "poverty": 'r="11.5" stroke-width="2" stroke-dasharray="1 4"',
    "rural": 'r="14" stroke-width="1.6"',
}
_CELL: Final = 3
"""Dots of assets within a square of this many units are one, so that no number of assets makes the picture larger."""
DEFS: Final = (
    '<defs><pattern id="mark-poverty" width="9" height="9" patternUnits="userSpaceOnUse"><circle cx="4.5" cy="4.5" '
    f'r="1.6" fill="{INK["poverty"]}" stroke="#fff" stroke-width=".7"/></pattern><pattern id="mark-rural" width="8" '
    f'height="8" patternUnits="userSpaceOnUse"><path d="M0 4H8" stroke="{INK["rural"]}" stroke-width="1.2"/></pattern>'
    "</defs>"
)


def overlays_svg(
    laid: Laid,
    areas: Sequence[tuple[Sequence[Ring], tuple[float, float]] | None],
    plane: Albers,
    size: tuple[int, int],
) -> str:
    """What is `laid` over `areas`, each its rings (none: it is a dot) and its middle (lon, lat), None if not drawn."""
    drawn = "".join(
        _marked(name, [found for at in laid.marks.get(name, ()) if (found := areas[at])], plane)
        for name in _BOTTOM_FIRST
    )
    drawn += _assets(laid.assets, plane, size) + _sites(laid.sites, plane)
    return f'<g class="overlays">{DEFS}{drawn}</g>' if drawn else ""


def _marked(name: Overlay, areas: Sequence[tuple[Sequence[Ring], tuple[float, float]]], plane: Albers) -> str:
    paths = "".join(plane.path(ring) for rings, _middle in areas for ring in rings)
    return _shapes(name, paths) + _rings(name, [middle for rings, middle in areas if not rings], plane)


def _shapes(name: Overlay, paths: str) -> str:
    if not paths:
        return ""
    if name != "hotspots":
        return f'<path class="{name}" d="{paths}" fill="url(#mark-{name})" fill-rule="evenodd"/>'
    line = f'd="{paths}" fill="none" stroke-linejoin="round"'
    return (
        f'<path {line} stroke="#fff" stroke-width="6" stroke-opacity=".9"/>'
        f'<path class="{name}" {line} stroke="{INK[name]}" stroke-width="3"/>'
    )


def _rings(name: Overlay, middles: Sequence[tuple[float, float]], plane: Albers) -> str:
    if not middles:
        return ""
    at = plane.placed(np.array(middles, dtype=np.float64)).tolist()
    circles = "".join(f'<circle cx="{x:.0f}" cy="{y:.0f}" {_RINGS[name]}/>' for x, y in at)
    return f'<g class="{name}" fill="none" stroke="{INK[name]}">{circles}</g>'


def _assets(points: Ring, plane: Albers, size: tuple[int, int]) -> str:
    if not len(points):
        return ""
    at = np.unique(np.rint(plane.placed(points) / _CELL).astype(np.int64), axis=0) * _CELL
    inside = at[(at >= 0).all(axis=1) & (at <= np.array(size)).all(axis=1)]
    circles = "".join(f'<circle cx="{x}" cy="{y}" r="4.5"/>' for x, y in inside.tolist())
    return f'<g class="assets" fill="{INK["assets"]}" stroke="#fff" stroke-width="1.2">{circles}</g>'


def _sites(points: Sequence[tuple[float, float]], plane: Albers) -> str:
    """Numbered in their order, the first on top."""
    if not points:
        return ""
    at = plane.placed(np.array(points, dtype=np.float64)).tolist()
    marks = "".join(
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="13" fill="{INK["sites"]}" stroke="#fff" stroke-width="2.5"/><text '
        f'x="{x:.0f}" y="{y + 6:.0f}" font-family="sans-serif" font-size="16" font-weight="bold" fill="#fff" '
        f'text-anchor="middle">{number}</text>'
        for number, (x, y) in reversed(list(enumerate(at, 1)))
    )
    return f'<g class="sites">{marks}</g>'


def swatch(name: Overlay, x: float, y: float, width: int, ground: str) -> str:
    """What stands for an overlay in a legend, `width` by 20 with its upper left corner at (x, y), on `ground`."""
    if name in ("assets", "sites"):
        radius = 6 if name == "assets" else 9
        return (
            f'<circle cx="{x + width / 2:g}" cy="{y + 10:g}" r="{radius}" fill="{INK[name]}" stroke="#fff" '
            'stroke-width="1.2"/>'
        )
    box = f'<rect x="{x:g}" y="{y:g}" width="{width}" height="20"'
    if name == "hotspots":
        return f'{box} fill="#fff" stroke="{INK[name]}" stroke-width="3"/>'
    return f'{box} fill="{ground}"/>{box} fill="url(#mark-{name})" stroke="#46566a"/>'
