"""The points a file gives, made plain: two decimal numbers of degrees in `lat` and `lon`, whatever it wrote.

One cell with both, degrees with minutes, and projected X and Y. Nothing is repaired: what is not understood stays as
it is and is refused later with its reason.
"""

import re
from typing import Final

import numpy as np

from app.errors import InvalidFileError
from app.inventory.cells.copytext import NULL
from app.inventory.codes import finding
from app.inventory.gazetteer import Spot
from app.inventory.place.degrees import read_degrees, split_lat_lon
from app.inventory.place.projected import (
    Flags,
    Floats,
    Projection,
    find_projection,
    looks_projected,
    named_projection,
    read_numbers,
    to_degrees,
)
from app.inventory.readers import SHAPE_LON
from app.inventory.rows import Checked, Rules
from app.inventory.towns import fold_town

_PLAIN: Final = re.compile(r"[+-]?\d+(?:\.\d+)?|", re.ASCII)
_ALL_PLAIN: Final = re.compile(r"(?:(?:[+-]?\d++(?:\.\d++)?+)?+\n)*+", re.ASCII)
_DECIMALS: Final = 9


class GivenPoints:
    """Makes the points of one file plain, batch by batch; the reference system is decided on the first points."""

    def __init__(self, rules: Rules) -> None:
        """Raises BadParameterError for a reference system that does not exist."""
        self._state = rules.state
        named = named_projection(rules.crs) if rules.crs else None
        ours = rules.header.get("lon") == SHAPE_LON
        self._projection: Projection | None = None if ours else named
        self._is_decided = ours or rules.crs is not None

    def prepare(self, checked: Checked) -> None:
        """Rewrite the cells `lat` and `lon` of a batch.

        Raises InvalidFileError when they are projected and the system cannot be told.
        """
        _split_pairs(checked)
        if "lat" not in checked.cells or "lon" not in checked.cells:
            return
        for axis, other in (("lat", "lon"), ("lon", "lat")):
            checked.cells[axis] = _in_degrees(checked.cells[axis], other)
        if not self._is_decided:
            self._decide(checked)
        if self._projection is not None:
            _turn(checked, self._projection)

    def _decide(self, checked: Checked) -> None:
        x, y = read_numbers(checked.cells["lon"]), read_numbers(checked.cells["lat"])
        if not np.any(~(np.isnan(x) | np.isnan(y))):
            return
        self._is_decided = True
        if not looks_projected(x, y):
            return
        self._projection = self._found(checked, x, y)
        if self._projection is not None:
            said = finding("coordinates-projected", 0, checked.rules.header["lon"], self._projection.label)
            checked.findings.append(said)

    def _found(self, checked: Checked, x: Floats, y: Floats) -> Projection | None:
        if self._state is None:
            raise InvalidFileError(
                "The coordinates are not degrees, and a file of several states has no system of its own. Say which one "
                "it is (option crs, for example EPSG:5070), or export it with latitude and longitude (WGS84).",
                parameter="crs",
            )
        places = checked.rules.places.of(self._state)
        if places.box is None or not places.counties.outlines:
            return None  # no outlines to try against: each row is refused by its numbers

        def inside(lon: Floats, lat: Floats) -> Flags:
            return np.asarray(places.counties.covering(lon, lat) >= 0)

        return find_projection(x, y, places.box, inside, _near(checked))


def _split_pairs(checked: Checked) -> None:
    """Take one cell with both apart, where the two columns of their own say nothing."""
    pairs = checked.cells.get("lat_lon")
    if pairs is None:
        return
    lats, lons = list(checked.cell("lat")), list(checked.cell("lon"))
    known = {text: split_lat_lon(text) for text in set(pairs) - {""}}
    for at, text in enumerate(pairs):
        if not text or lats[at] or lons[at]:
            continue
        found = known[text]
        if found is None:
            checked.say(at, "coordinates-not-numbers", "lat_lon", text)
        else:
            lats[at], lons[at] = found
    checked.cells["lat"], checked.cells["lon"] = lats, lons


def _in_degrees(cells: list[str], other: str) -> list[str]:
    """Angles with signs and letters as decimal numbers; one that says it is of the `other` axis stays as it is."""
    if _ALL_PLAIN.fullmatch("\n".join(cells) + "\n"):
        return cells
    odd = {cell for cell in set(cells) if _PLAIN.fullmatch(cell) is None}
    known = {cell: found for cell in odd if (found := read_degrees(cell)) and found.axis != other}
    if not known:
        return cells
    return [_decimal(known[cell].value) if cell in known else cell for cell in cells]


def _decimal(degrees: float) -> str:
    return f"{degrees:.{_DECIMALS}f}".rstrip("0").rstrip(".")


def _turn(checked: Checked, projection: Projection) -> None:
    x, y = read_numbers(checked.cells["lon"]), read_numbers(checked.cells["lat"])
    lon, lat = to_degrees(projection.code, x, y)
    for at in np.flatnonzero(~np.isnan(lon)).tolist():
        checked.cells["lon"][at], checked.cells["lat"][at] = _decimal(lon[at]), _decimal(lat[at])


def _near(checked: Checked) -> tuple[Floats, Floats] | None:
    """(lon, lat) of each row's own ZIP area or town; None where the file says neither."""
    codes, cities = checked.column("postal_code"), checked.column("city")
    nowhere: Spot = (np.nan, np.nan, None)
    spots = []
    for at, state in enumerate(checked.states):
        places = checked.rules.places.of(state)
        town = "" if cities[at] == NULL else fold_town(cities[at])
        spots.append(places.zips.get(codes[at]) or places.towns.get(town) or nowhere)
    lon, lat = (np.array([spot[axis] for spot in spots], dtype=np.float64) for axis in (0, 1))
    return None if np.isnan(lon).all() else (lon, lat)
