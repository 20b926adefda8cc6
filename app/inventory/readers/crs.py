"""Coordinate systems: which one is named, whether it can be placed on Earth, and the way from it to WGS84."""

import re

import numpy as np
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from app.errors import InvalidFileError

_AUTHORITY = re.compile(r"^(?:EPSG|ESRI):\d{4,6}$", re.IGNORECASE)
_SOMEWHERE = (-106.0, 35.0)
_SAME_DEG = 1e-6
"""NAD83 is within a metre of WGS84, and transformations say they are the same."""
_WGS84 = CRS.from_epsg(4326)


def given_crs(text: str) -> CRS:
    """The coordinate system a person named. Raises InvalidFileError."""
    if not _AUTHORITY.match(text.strip()):
        raise InvalidFileError(
            f"“{text[:100]}” is no code of a coordinate system: write for example EPSG:26913.",
            parameter="crs",
        )
    return known_crs(text.strip().upper())


def known_crs(text: str) -> CRS:
    """The coordinate system described by a code or by WKT. Raises InvalidFileError naming it when not usable."""
    try:
        crs = CRS.from_user_input(text)
    except CRSError as error:
        raise _unusable(text[:200]) from error
    horizontal = crs.sub_crs_list[0] if crs.is_compound else crs
    if not (horizontal.is_geographic or horizontal.is_projected) or "undefined" in horizontal.name.lower():
        raise _unusable(horizontal.name)
    return horizontal


def _unusable(name: str) -> InvalidFileError:
    return InvalidFileError(
        f"The coordinate system “{name}” is not one we can place on the map: export the file in WGS84 (EPSG:4326).",
        parameter="file",
    )


def to_wgs84(crs: CRS) -> Transformer | None:
    """The way from `crs` to WGS84 degrees, None when there is nothing to do."""
    if crs.equals(_WGS84, ignore_axis_order=True):
        return None
    try:
        way = Transformer.from_crs(crs, _WGS84, always_xy=True)
    except ProjError as error:
        raise _unusable(crs.name) from error
    same = crs.is_geographic and np.allclose(way.transform(*_SOMEWHERE), _SOMEWHERE, rtol=0, atol=_SAME_DEG)
    return None if same else way
