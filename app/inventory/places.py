"""Where the rows of a batch are: each placer places what those before it did not. Nothing is placed silently.

A placer is a function on a `Placing`; PLACERS is their order. One that puts a row at a centre says so.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from app.inventory.cells.copytext import NULL
from app.inventory.gazetteer import Spot, StatePlaces
from app.inventory.place.placers import county, mail_only, street
from app.inventory.points import Floats, point_texts, read_points
from app.inventory.rows import Checked
from app.inventory.towns import fold_town
from app.settings import MILE_M

BORDER_M: Final = 1_000.0
"""Boundaries are generalised: a point this near to a county of the state counts as inside it."""
COUNTY_M: Final = 10_000.0
"""Farthest a point may be outside and still get the nearest county."""
OUTSIDE_MAX_M: Final = 50_000.0
"""A point farther outside the state is an error."""
_WHOLE_MILES: Final = 10
"""From here on tenths of a mile say nothing."""
_ANYWHERE = ("statewide", "national", "virtual", "mobile")


@dataclass
class Placing:
    """The places of a batch while they are found: degrees or NaN, precision or "", county GEOID or NULL."""

    checked: Checked
    lon: Floats
    lat: Floats
    precision: list[str]
    county: list[str]

    @property
    def open(self) -> Iterator[int]:
        """Positions of accepted rows that no placer has placed yet."""
        refused = self.checked.refused
        return (at for at, precision in enumerate(self.precision) if not precision and at not in refused)

    def places_of(self, at: int) -> StatePlaces:
        """What is known of the state of a row."""
        return self.checked.rules.places.of(self.checked.states[at])

    def put(self, at: int, spot: Spot, precision: str) -> None:
        """Place a row."""
        self.lon[at], self.lat[at], county = spot
        self.precision[at], self.county[at] = precision, county or NULL

    def take_back(self, at: int) -> None:
        """Leave a row to the placers that follow."""
        self.lon[at] = self.lat[at] = np.nan
        self.precision[at], self.county[at] = "", NULL


Placer = Callable[[Placing], None]


def place(checked: Checked) -> None:
    """Find the place of every row; a file that says nothing about places leaves known ones alone."""
    size = len(checked)
    placing = Placing(checked, np.full(size, np.nan), np.full(size, np.nan), [""] * size, [NULL] * size)
    for placer in PLACERS:
        placer(placing)
    if not checked.rules.says_where:
        return
    checked.texts["geom"] = point_texts(placing.lon, placing.lat)
    checked.texts["location_precision"] = placing.precision
    checked.texts["county_geoid"] = placing.county


def by_state(checked: Checked) -> dict[str, list[int]]:
    """Positions by state."""
    if checked.rules.state:
        return {checked.rules.state: list(range(len(checked)))}
    groups: dict[str, list[int]] = {}
    for at, state in enumerate(checked.states):
        groups.setdefault(state, []).append(at)
    return groups


def given_point(placing: Placing) -> None:
    """The point of the file itself, with the county around it."""
    checked = placing.checked
    if not {"lat", "lon"} & checked.cells.keys():
        return
    for state, rows in by_state(checked).items():
        _given(placing, state, rows)


def _given(placing: Placing, state: str, rows: list[int]) -> None:
    checked, places = placing.checked, placing.checked.rules.places.of(state)
    lats, lons = checked.cell("lat"), checked.cell("lon")
    lon, lat, problems = read_points([lats[at] for at in rows], [lons[at] for at in rows], places.box)
    for place_, problem in problems.items():
        checked.say(rows[place_], problem.code, "lat", problem.value)
    given = np.flatnonzero(~np.isnan(lon))
    if not given.size:
        return
    at = np.array(rows)[given]
    placing.lon[at], placing.lat[at] = lon[given], lat[given]
    county = places.counties.covering(lon[given], lat[given])
    geoids = places.counties.geoids
    for position, found in zip(at.tolist(), county.tolist(), strict=True):
        placing.precision[position] = "exact"
        if found >= 0:
            placing.county[position] = geoids[found]
    _outside(placing, state, [each for each in at[county < 0].tolist() if each not in checked.refused])


def _outside(placing: Placing, state: str, rows: list[int]) -> None:
    """Points that no county covers: how far outside they are decides."""
    if not rows:
        return
    checked = placing.checked
    points = [(float(placing.lon[at]), float(placing.lat[at])) for at in rows]
    for at, near in zip(rows, checked.rules.places.nearest(state, points), strict=True):
        if near is None:
            continue
        geoid, distance_m = near
        if distance_m <= COUNTY_M:
            placing.county[at] = geoid
        if distance_m > BORDER_M:
            far = "coordinates-outside-state" if distance_m > OUTSIDE_MAX_M else "coordinates-near-border"
            shown = f"{_short(placing.lat[at])}, {_short(placing.lon[at])}"
            checked.say(at, far, "lat", shown, state=state, miles=_in_miles(distance_m))
            if distance_m > OUTSIDE_MAX_M and at not in checked.refused:
                placing.take_back(at)


def _in_miles(distance_m: float) -> str:
    miles = distance_m / MILE_M
    return f"{miles:,.0f} miles" if miles >= _WHOLE_MILES else f"{miles:.1f} miles"


def _short(degrees: float) -> str:
    return f"{float(degrees):.7f}".rstrip("0").rstrip(".")


def zip_area(placing: Placing) -> None:
    """The centre of the ZIP area, when it is one of the state's."""
    checked = placing.checked
    codes = checked.column("postal_code")
    _say_other_states(checked, codes)
    for at in placing.open:
        spot = placing.places_of(at).zips.get(codes[at])
        if spot is not None:
            placing.put(at, spot, "postal_code")
            checked.say(at, "placed-by-zip", "postal_code", codes[at])


def _say_other_states(checked: Checked, codes: list[str]) -> None:
    whose = {code: checked.rules.places.state_of_zip(code) for code in set(codes) if code != NULL}
    if set(whose.values()) <= {checked.rules.state, None}:
        return
    for at, code in enumerate(codes):
        state = whose.get(code)
        if state is not None and state != checked.states[at] and at not in checked.refused:
            checked.say(at, "zip-other-state", "postal_code", code, other=state)


def town(placing: Placing) -> None:
    """The centre of the town."""
    checked = placing.checked
    cities = checked.column("city")
    folded = {city: "" if city == NULL else fold_town(city) for city in set(cities)}
    for at in placing.open:
        places, name = placing.places_of(at), folded[cities[at]]
        spot = places.towns.get(name)
        if spot is not None:
            placing.put(at, spot, "city")
            checked.say(at, "placed-by-city", "city", cities[at])


def nowhere(placing: Placing) -> None:
    """What is left has no place."""
    checked = placing.checked
    cities, reaches = checked.column("city"), checked.column("reach")
    for at in list(placing.open):
        placing.precision[at] = "none"
        shown = None if cities[at] == NULL else cities[at]
        if shown and fold_town(shown) in placing.places_of(at).ambiguous:
            checked.say(at, "city-ambiguous", "city", shown, state=checked.states[at])
        elif reaches[at] not in _ANYWHERE:
            checked.say(at, "not-placed", "city", shown)


PLACERS: Final[tuple[Placer, ...]] = (mail_only, given_point, street, zip_area, town, county, nowhere)
"""In order: the first that knows a row's place has it."""
