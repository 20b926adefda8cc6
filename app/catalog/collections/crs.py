"""Reference systems of coordinates that collections are asked and answered in (OGC API – Features, part 2)."""

from dataclasses import dataclass
from typing import Final

from app.errors import BadParameterError


@dataclass(frozen=True)
class Crs:
    """A reference system: its URI, EPSG number, whether latitude is its first axis, decimals that are sent."""

    uri: str
    srid: int
    lat_first: bool
    digits: int


CRS84: Final = Crs("http://www.opengis.net/def/crs/OGC/1.3/CRS84", 4326, lat_first=False, digits=6)
_EPSG: Final = "http://www.opengis.net/def/crs/EPSG/0/"
CRSS: Final = {
    each.uri: each
    for each in (
        CRS84,
        Crs(f"{_EPSG}4326", 4326, lat_first=True, digits=6),
        Crs(f"{_EPSG}3857", 3857, lat_first=False, digits=2),
        Crs(f"{_EPSG}5070", 5070, lat_first=False, digits=2),
    )
}
"""Longitude and latitude (the default), latitude and longitude, Web Mercator, Albers equal area for the 48 states."""


def crs_of(name: str, uri: str) -> Crs:
    """The system that parameter `name` names by its URI. Raises BadParameterError listing the known ones."""
    found = CRSS.get(uri)
    if found is None:
        raise BadParameterError(
            f"`{uri[:80]}` is no reference system of this service.", parameter=name, accepted=CRSS
        )
    return found
