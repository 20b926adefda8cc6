"""Albers' equal-area conic projection fitted to what is drawn, and rings as short SVG paths. Pure.

Source: J. P. Snyder, Map Projections: A Working Manual, US Geological Survey Professional Paper 1395 (1987), equations
14-1 to 14-6, on a sphere: at the size of a page the ellipsoid makes no difference.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Ring = NDArray[np.float64]
"""(n, 2): lon, lat in degrees."""
_MARGIN: Final = 6.0
_LEAST_SPAN: Final = 1e-6
_FROM_EQUATOR: Final = 0.02
"""Radians: nearer to the equator than this the cone would be a cylinder."""


@dataclass(frozen=True)
class Albers:
    """Degrees to units of a picture whose y grows downwards."""

    n: float
    c: float
    lon_0: float
    scale: float = 1.0
    left: float = 0.0
    top: float = 0.0

    def placed(self, lon_lat: Ring) -> Ring:
        """(n, 2) degrees as (n, 2) units; longitudes beyond the antimeridian are taken from the near side."""
        lon = (lon_lat[:, 0] - self.lon_0 + 180.0) % 360.0 - 180.0
        rho = np.sqrt(np.maximum(self.c - 2 * self.n * np.sin(np.radians(lon_lat[:, 1])), 0.0)) / self.n
        theta = self.n * np.radians(lon)
        x, y = rho * np.sin(theta), rho * np.cos(theta)
        return np.column_stack((x * self.scale + self.left, y * self.scale + self.top))

    def path(self, ring: Ring) -> str:
        """The ring as a closed path of whole units, without points that fall together; empty if nothing is left."""
        at = np.rint(self.placed(ring)).astype(np.int64)
        steps = np.diff(at, axis=0)
        steps = steps[steps.any(axis=1)]
        if len(steps) < 3:
            return ""
        written = " ".join(f"{x} {y}" for x, y in steps[:-1].tolist())
        return f"M{at[0, 0]} {at[0, 1]}l{written}z"


def _projection(lon: Ring, lat: Ring) -> Albers:
    """Standard parallels a sixth inside the northern and southern edge; the middle longitude in the middle."""
    turned = np.where(lon > 0, lon - 360.0, lon) if lon.max() - lon.min() > 180 else lon
    south, north = np.radians(lat.min()), np.radians(lat.max())
    inside = (north - south) / 6
    n = (np.sin(south + inside) + np.sin(north - inside)) / 2
    n = float(np.copysign(max(abs(n), _FROM_EQUATOR), n or 1.0))
    c = float(np.cos(south + inside) ** 2 + 2 * n * np.sin(south + inside))
    return Albers(n, c, float((turned.min() + turned.max()) / 2))


def fitted(
    rings: Sequence[Ring], width: int, most_height: int, margin: float = _MARGIN
) -> tuple[Albers, int]:
    """The projection that puts all `rings` into `width` units, at most `most_height` high; and the height it takes.

    At least `margin` units stay free on each side.
    """
    if not rings:
        return Albers(0.6, 1.3, -96.0), 1
    points = np.concatenate(rings)
    plane = _projection(points[:, 0], points[:, 1])
    placed = plane.placed(points)
    low, high = placed.min(axis=0), placed.max(axis=0)
    span = np.maximum(high - low, _LEAST_SPAN)
    margin = max(margin, _MARGIN)
    room = np.array([width, most_height]) - 2 * margin
    scale = float((room / span).min())
    height = int(np.ceil(span[1] * scale + 2 * margin))
    left = (width - span[0] * scale) / 2 - low[0] * scale
    return Albers(plane.n, plane.c, plane.lon_0, scale, float(left), float(margin - low[1] * scale)), height
