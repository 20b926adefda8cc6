"""Projected X and Y (UTM, State Plane, Web Mercator): found out by trial, never guessed between two that fit.

The systems tried are those of the EPSG register whose area of use is the state's: its UTM zones and State Plane zones
in metres and feet on NAD83, and the two systems of web maps and national maps. A zone may be used beyond its edges.
NAD27 is never tried (its UTM differs by 200 m and nothing in the numbers shows it): it has to be named.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Geod, Transformer
from pyproj.aoi import AreaOfInterest
from pyproj.database import query_crs_info
from pyproj.enums import PJType
from pyproj.exceptions import CRSError

from app.errors import BadParameterError, InvalidFileError
from app.inventory.points import Box

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Inside = Callable[[Floats, Floats], Flags]
"""Which of the points (lon, lat in degrees) are in the state."""

NEARLY_ALL: Final = 0.95
"""Share of the points that must fall inside the state."""
NEAR_M: Final = 60_000.0
"""Largest median distance of the points from their own rows' ZIP areas and towns."""
SAME_M: Final = 10.0
"""Two systems that put the points this near to each other are one answer (kinds of feet, realisations of NAD83)."""
_DATUM = "NAD83 / "
_EVERYWHERE = frozenset(("3857", "5070"))
_OWN_SHARE = 0.9
_WGS84 = Geod(ellps="WGS84")


@dataclass(frozen=True, slots=True)
class Projection:
    """A projected reference system: its EPSG code and name."""

    code: str
    name: str

    @property
    def label(self) -> str:
        """`EPSG:26913 (NAD83 / UTM zone 13N)`."""
        return f"{self.code} ({self.name})"


def read_numbers(texts: Sequence[str]) -> Floats:
    """The numbers of a column; NaN where a cell holds none. Thousands commas are understood."""
    return np.array([_number(text) for text in texts], dtype=np.float64)


def _number(text: str) -> float:
    try:
        number = float(text.replace(",", "")) if text else math.nan
    except ValueError:
        return math.nan
    return number if math.isfinite(number) else math.nan


def looks_projected(x: Floats, y: Floats) -> bool:
    """Whether most pairs are no degrees, whichever of the two is the latitude."""
    both = ~(np.isnan(x) | np.isnan(y))
    x, y = np.abs(x[both]), np.abs(y[both])
    on_earth = ((x <= 180) & (y <= 90)) | ((x <= 90) & (y <= 180))
    return bool(len(x)) and bool(np.mean(on_earth) < 0.5)


@lru_cache(maxsize=64)
def projections_of(box: Box) -> tuple[Projection, ...]:
    """The systems to try for a state, those in metres before those in feet."""
    found = query_crs_info(
        auth_name="EPSG", pj_types=[PJType.PROJECTED_CRS],
        area_of_interest=AreaOfInterest(box.west, box.south, box.east, box.north),
    )  # fmt: skip
    kept = []
    for info in found:
        if info.area_of_use is None:
            continue
        area = Box(*info.area_of_use.bounds)
        if info.code in _EVERYWHERE or (info.name.startswith(_DATUM) and _is_own(info.name, area, box)):
            kept.append(Projection(f"EPSG:{info.code}", info.name))
    return tuple(sorted(kept, key=lambda each: ("(ft" in each.name, each.code)))


def _is_own(name: str, area: Box, box: Box) -> bool:
    """UTM zones that touch the state, and systems made for it (nearly all of their area is its own)."""
    if "UTM zone" in name:
        return True
    width = min(area.east, box.east) - max(area.west, box.west)
    height = min(area.north, box.north) - max(area.south, box.south)
    whole = (area.east - area.west) * (area.north - area.south)
    return width > 0 and height > 0 and whole > 0 and width * height / whole >= _OWN_SHARE


def to_degrees(code: str, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """WGS84 (lon, lat) of projected points; NaN where there is none."""
    lon, lat = _transformer(code).transform(x, y)
    bad = ~(np.isfinite(lon) & np.isfinite(lat))
    return np.where(bad, np.nan, lon), np.where(bad, np.nan, lat)


@lru_cache(maxsize=256)
def _transformer(code: str) -> Transformer:
    return Transformer.from_crs(CRS.from_user_input(code), CRS.from_epsg(4326), always_xy=True)


def named_projection(crs: str) -> Projection | None:
    """The system a person named (`EPSG:26913`, `26913`); None where it means degrees (WGS84, NAD83).

    Raises BadParameterError for a system that is not known or has no place on Earth.
    """
    code = f"EPSG:{crs}" if crs.strip().isdigit() else crs.strip()
    try:
        if not code.upper().startswith("EPSG:"):
            raise CRSError(code)
        known = CRS.from_user_input(code)
    except CRSError as error:
        raise BadParameterError(
            f"There is no reference system {crs[:60]!r}: write its EPSG code.",
            parameter="crs", accepted=["EPSG:26913", "EPSG:4326"],
        ) from error  # fmt: skip
    if known.is_geographic:
        return None
    if not known.is_projected:
        raise BadParameterError(
            f"{code} ({known.name}) is no system of X and Y on a map: write another EPSG code.",
            parameter="crs",
        )
    return Projection(code.upper(), known.name)


def find_projection(
    x: Floats, y: Floats, box: Box, inside: Inside, near: tuple[Floats, Floats] | None = None
) -> Projection:
    """The one system that puts nearly all points into the state and near what their rows say.

    `x`, `y` are the file's numbers with NaN for no point; `near` is (lon, lat) of each row's own ZIP area or town with
    NaN where it is not known. Raises InvalidFileError naming what was tried when no system fits, or several do.
    """
    both = ~(np.isnan(x) | np.isnan(y))
    x, y = x[both], y[both]
    near = None if near is None else (near[0][both], near[1][both])
    tried = projections_of(box)
    fits: list[tuple[Projection, Floats, Floats]] = []
    for projection in tried:
        lon, lat = to_degrees(projection.code, x, y)
        if _is_fit(lon, lat, inside, near) and not any(_same(lon, lat, other, way) for _, other, way in fits):
            fits.append((projection, lon, lat))
    if len(fits) == 1:
        return fits[0][0]
    raise _undecided([each for each, _, _ in fits], tried)


def _is_fit(lon: Floats, lat: Floats, inside: Inside, near: tuple[Floats, Floats] | None) -> bool:
    known = ~np.isnan(lon)
    within = np.zeros(len(lon), dtype=bool)
    within[known] = inside(lon[known], lat[known])
    return bool(np.mean(within) >= NEARLY_ALL) and (near is None or _is_near(lon, lat, near))


def _is_near(lon: Floats, lat: Floats, near: tuple[Floats, Floats]) -> bool:
    known = ~(np.isnan(near[0]) | np.isnan(lon))
    if not known.any():
        return True
    return bool(np.median(_distance_m(lon[known], lat[known], near[0][known], near[1][known])) <= NEAR_M)


def _same(lon: Floats, lat: Floats, other_lon: Floats, other_lat: Floats) -> bool:
    known = ~(np.isnan(lon) | np.isnan(other_lon))
    return bool(np.all(_distance_m(lon[known], lat[known], other_lon[known], other_lat[known]) <= SAME_M))


def _distance_m(lon: Floats, lat: Floats, other_lon: Floats, other_lat: Floats) -> Floats:
    distance_m: Floats = _WGS84.inv(lon, lat, other_lon, other_lat)[2]
    return distance_m


def _undecided(fits: Sequence[Projection], tried: Sequence[Projection]) -> InvalidFileError:
    if fits:
        what = "several reference systems put its points into the state: " + "; ".join(
            each.label for each in fits
        )
    else:
        what = "no reference system of the state puts its points into it; tried: " + "; ".join(
            each.label for each in tried
        )
    return InvalidFileError(
        f"The coordinates are not degrees, and {what}. Say which one it is (option crs, for example "
        f"{tried[0].code if tried else 'EPSG:26913'}), or export the file with latitude and longitude (WGS84).",
        parameter="crs",
        accepted=[each.code for each in (fits or tried)],
    )
