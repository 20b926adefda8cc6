"""A given point: two cells to (lon, lat), or what is wrong with them. Pure; nothing is repaired."""

import math
import re
from dataclasses import dataclass

from app.inventory.codes import Problem

_DECIMALS = 7  # about a centimetre
_NUMBER = re.compile(r"^[+-]?\d{1,12}(?:\.\d+)?$")
_MARGIN_DEG = 1.0


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


def read_point(lat_text: str, lon_text: str, box: Box | None) -> tuple[float, float] | Problem | None:
    """(lon, lat) rounded to 7 decimals, None when both cells are empty, or the problem."""
    if not lat_text and not lon_text:
        return None
    shown = f"{lat_text}, {lon_text}"
    if not lat_text or not lon_text:
        return Problem("coordinates-incomplete", shown)
    lat, lon = _number(lat_text), _number(lon_text)
    if lat is None or lon is None:
        return Problem("coordinates-not-numbers", shown)
    code = _wrong(lon, lat, box)
    return Problem(code, shown) if code else (round(lon, _DECIMALS), round(lat, _DECIMALS))


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
