"""How a map may draw our tiles: a style for MapLibre and its kin (style specification, version 8). Pure.

It names no typeface and no picture, so that nothing is fetched from elsewhere: a cluster's count is its size.
"""

from typing import Any, Final

STYLE_ID: Final = "stemmap"
_SOURCE: Final = "stemmap"
_ONE: Final = ["==", ["get", "count"], 1]
_COLOURS: Final = [
    "match", ["get", "kind"],
    "institution", "#1b5e8c",
    "program", "#b4540a",
    "opportunity", "#5b7a1a",
    "#3d4a57",
]  # fmt: skip
_RADIUS: Final = [
    "interpolate", ["linear"], ["ln", ["get", "count"]],
    0, 3,
    2.3, 5,
    4.6, 9,
    6.9, 15,
    9.2, 24,
]  # fmt: skip
"""By the logarithm of the count: 1, 10, 100, 1,000, 10,000."""


def style(tilejson: str) -> dict[str, Any]:
    """The style of all data, whose TileJSON is at the address `tilejson`."""
    return {
        "version": 8,
        "name": "STEM asset map",
        "center": [-98.5, 39.5],
        "zoom": 4,
        "sources": {_SOURCE: {"type": "vector", "url": tilejson}},
        "layers": [
            {"id": "land", "type": "background", "paint": {"background-color": "#f4f2ec"}},
            _line("counties", 5, "#c9c4b5", 0.5),
            _line("states", 0, "#8c8672", 1.2),
            _circles("clusters", ["!", _ONE], "#3d4a57", {"circle-opacity": 0.7, "circle-radius": _RADIUS}),
            _circles("assets", _ONE, _COLOURS, {"circle-radius": 4}),
        ],
    }


def _line(layer: str, zoom_min: int, colour: str, width: float) -> dict[str, Any]:
    return {
        "id": layer,
        "type": "line",
        "source": _SOURCE,
        "source-layer": layer,
        "minzoom": zoom_min,
        "paint": {"line-color": colour, "line-width": width},
    }


def _circles(name: str, condition: list[Any], colour: Any, paint: dict[str, Any]) -> dict[str, Any]:
    edge = {"circle-stroke-color": "#ffffff", "circle-stroke-width": 1}
    return {
        "id": name,
        "type": "circle",
        "source": _SOURCE,
        "source-layer": "assets",
        "filter": condition,
        "paint": {"circle-color": colour, **edge, **paint},
    }
