"""What part of the world a map shows: a middle, a zoom and a size on the screen, as web maps count them. Pure."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.catalog.values import BBox

PIXELS: Final = 256
"""Pixels along each side of the world at zoom 0."""
ZOOM_MAX: Final = 16.0
ZOOM_MIN: Final = 2.0
_FIT_MAX: Final = 8.5
"""Nearest zoom that is chosen for somebody: a single asset is shown with what is around it."""
_STEP: Final = 4
"""Zooms are fitted to quarters, as the map's own are."""
_AIR: Final = 0.88
"""Share of the view that what is fitted may take."""
_TOP: Final = 85.06
_DEGREE_M: Final = 111_195.0


def across(lon: float) -> float:
    """How far a longitude is from the left of the world, of 1."""
    return (lon + 180) / 360


def down(lat: float) -> float:
    """How far a latitude is from the top of the world, of 1 (Web Mercator)."""
    bounded = math.radians(max(-_TOP, min(_TOP, lat)))
    return 0.5 - math.log(math.tan(math.pi / 4 + bounded / 2)) / (2 * math.pi)


def downs(lats: NDArray[np.float64]) -> NDArray[np.float64]:
    """`down` of each of lats (n,)."""
    bounded = np.radians(np.clip(lats, -_TOP, _TOP))
    found: NDArray[np.float64] = 0.5 - np.log(np.tan(np.pi / 4 + bounded / 2)) / (2 * np.pi)
    return found


def _longitude(x: float) -> float:
    return 360 * x - 180


def _latitude(y: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y))))


@dataclass(frozen=True)
class View:
    """A part of the world on a screen: its middle in degrees, its zoom, and its pixels."""

    lon: float
    lat: float
    zoom: float
    width: int
    height: int

    @property
    def scale(self) -> float:
        """Pixels along each side of the world."""
        return float(PIXELS * 2**self.zoom)

    @property
    def box(self) -> BBox:
        """(west, south, east, north) in degrees, cut off at the edges of the world."""
        x, y = across(self.lon), down(self.lat)
        half_x, half_y = self.width / 2 / self.scale, self.height / 2 / self.scale
        west, east = max(x - half_x, 0.0), min(x + half_x, 1.0)
        north, south = max(y - half_y, 0.0), min(y + half_y, 1.0)
        return _longitude(west), _latitude(south), _longitude(east), _latitude(north)


def box_around(lon: float, lat: float, within_m: float) -> BBox:
    """The box that holds the circle of `within_m` metres around a point, nearly: for looking at, not for counting."""
    up = within_m / _DEGREE_M
    aside = up / max(math.cos(math.radians(lat)), 0.05)
    return max(lon - aside, -180), max(lat - up, -90), min(lon + aside, 180), min(lat + up, 90)


def view_of(box: BBox, width: int, height: int) -> View:
    """The view of `width` by `height` pixels that shows all of `box`, as near as it goes."""
    west, south, east, north = box
    left, right, top, bottom = across(west), across(east), down(north), down(south)
    fits = [
        math.log2(_AIR * pixels / PIXELS / part)
        for pixels, part in ((width, right - left), (height, bottom - top))
        if part > 0
    ]
    zoom = math.floor(min([*fits, _FIT_MAX]) * _STEP) / _STEP
    lat = _latitude((top + bottom) / 2)
    return View(_longitude((left + right) / 2), lat, max(zoom, ZOOM_MIN), width, height)
