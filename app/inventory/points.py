"""Given points: two cells to (lon, lat), or what is wrong with them. Pure; nothing is repaired."""

import math
import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.inventory.codes import Problem
from app.inventory.lanes import SEPARATOR

Floats = NDArray[np.float64]
DECIMALS = 7
"""Digits that are kept: about a centimetre."""
_NUMBER = re.compile(r"^[+-]?\d{1,12}(?:\.\d+)?$", re.ASCII)
_PLAIN_NUMBERS = re.compile(r"(?:-?(?:0|[1-9][0-9]{0,11}+)(?:\.[0-9]++)?+\\)*+")
_MARGIN_DEG = 1.0
_SMALL = 64


@dataclass(frozen=True, slots=True)
class Box:
    """West, south, east and north of a state, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, lon: float, lat: float) -> bool:
        """Whether the point is in the box or within a degree of it."""
        return (
            self.west - _MARGIN_DEG <= lon <= self.east + _MARGIN_DEG
            and self.south - _MARGIN_DEG <= lat <= self.north + _MARGIN_DEG
        )


EARTH = Box(-180 + _MARGIN_DEG, -90 + _MARGIN_DEG, 180 - _MARGIN_DEG, 90 - _MARGIN_DEG)
"""A box that holds every point there is."""


def read_point(lat_text: str, lon_text: str, box: Box | None) -> tuple[float, float] | Problem | None:
    """(lon, lat) in degrees, None when both cells are empty, or the problem."""
    if not lat_text and not lon_text:
        return None
    shown = f"{lat_text}, {lon_text}"
    if not lat_text or not lon_text:
        return Problem("coordinates-incomplete", shown)
    lat, lon = _number(lat_text), _number(lon_text)
    if lat is None or lon is None:
        return Problem("coordinates-not-numbers", shown)
    code = _wrong(lon, lat, box)
    return Problem(code, shown) if code else (lon, lat)


def read_points(
    lat_texts: list[str], lon_texts: list[str], box: Box | None
) -> tuple[Floats, Floats, dict[int, Problem]]:
    """Longitudes and latitudes (NaN where there is none) of many rows, and problems by position."""
    lon, lat = np.full(len(lat_texts), np.nan), np.full(len(lat_texts), np.nan)
    problems: dict[int, Problem] = {}
    _fill(0, lat_texts, lon_texts, box, lon, lat, problems)
    return lon.round(DECIMALS), lat.round(DECIMALS), problems


def _fill(
    start: int, lats: list[str], lons: list[str], box: Box | None,
    lon: Floats, lat: Floats, problems: dict[int, Problem],
) -> None:  # fmt: skip
    """Fill in what is plain at once, what is not by halves, few rows one by one."""
    end = start + len(lats)
    found = _plain_points(lats, lons, box)
    if found is not None:
        lon[start:end], lat[start:end] = found
    elif len(lats) > _SMALL:
        middle = len(lats) // 2
        _fill(start, lats[:middle], lons[:middle], box, lon, lat, problems)
        _fill(start + middle, lats[middle:], lons[middle:], box, lon, lat, problems)
    else:
        for at, (lat_text, lon_text) in enumerate(zip(lats, lons, strict=True), start):
            point = read_point(lat_text, lon_text, box)
            if isinstance(point, Problem):
                problems[at] = point
            elif point:
                lon[at], lat[at] = point


def _plain_points(lats: list[str], lons: list[str], box: Box | None) -> tuple[Floats, Floats] | None:
    """The points, where every one is two plain numbers in the box and not (0, 0); else None."""
    lat, lon = _plain_numbers(lats), _plain_numbers(lons)
    if lat is None or lon is None or not lat.size:
        return None
    near = box or EARTH
    inside = near.holds(float(lon.min()), float(lat.min())) and near.holds(float(lon.max()), float(lat.max()))
    on_earth = EARTH.holds(float(lon.min()), float(lat.min())) and EARTH.holds(
        float(lon.max()), float(lat.max())
    )
    return (lon, lat) if inside and on_earth and not np.any((lon == 0) & (lat == 0)) else None


def _plain_numbers(cells: list[str]) -> Floats | None:
    if _PLAIN_NUMBERS.fullmatch(SEPARATOR.join(cells) + SEPARATOR) is None:
        return None
    return np.array(list(map(float, cells)), dtype=np.float64)


def _number(text: str) -> float | None:
    plain = text.replace("\u2212", "-").removesuffix("°").strip()
    number = float(plain) if _NUMBER.match(plain) else math.nan
    return number if math.isfinite(number) else None


def _on_earth(lon: float, lat: float) -> bool:
    return abs(lon) <= 180 and abs(lat) <= 90


def _wrong(lon: float, lat: float, box: Box | None) -> str | None:
    if lon == 0 and lat == 0:
        return "coordinates-zero"
    if box is not None and not box.holds(lon, lat):
        if box.holds(lat, lon):
            return "coordinates-swapped"
        if box.holds(-lon, lat):
            return "coordinates-sign"
    if not _on_earth(lon, lat):
        return "coordinates-swapped" if _on_earth(lat, lon) else "coordinates-out-of-range"
    return None


def point_texts(lon: Floats, lat: Floats) -> list[str]:
    """Points as COPY reads them: hexadecimal EWKB (OGC 06-103r4, 8.2; PostGIS adds the SRID), NULL for NaN."""
    digits = np.column_stack((lon, lat)).astype("<f8").tobytes().hex().upper()
    texts = [_EWKB + digits[at : at + 32] for at in range(0, len(digits), 32)]
    for at in np.flatnonzero(np.isnan(lon)).tolist():
        texts[at] = "\\N"
    return texts


_EWKB = "0101000020E6100000"
"""Little-endian, point with SRID, 4326."""
