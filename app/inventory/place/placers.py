"""More placers for app.inventory.places: by street address, by county; and what contradicts a place."""

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from app.inventory.cells.copytext import NULL
from app.inventory.place.addresses import may_be_mail_only, read_address
from app.inventory.place.geocoding import Match, address_of

if TYPE_CHECKING:
    from app.inventory.places import Placing

_DEGREE_M: Final = 111_320.0
"""One degree of latitude; of longitude it is less, so that distances come out too long rather than too short."""
_BORDER_M: Final = 1_000.0
_HAS_POINT: Final = ("exact", "street")


def mail_only(placing: "Placing") -> None:
    """Say which addresses are boxes and mail routes. Places nothing."""
    checked = placing.checked
    addresses = checked.column("address")
    if not may_be_mail_only("\n".join(addresses)):
        return
    known = {text: read_address(text) for text in filter(may_be_mail_only, set(addresses))}
    wrong = {
        text: "po-box" if found.is_box else "rural-route"
        for text, found in known.items()
        if found.is_box or found.is_rural
    }
    for at, text in enumerate(addresses) if wrong else ():
        if text in wrong:
            checked.say(at, wrong[text], "address", text)


def street(placing: "Placing") -> None:
    """Where the geocoder finds the address. Without answers, tell who collects addresses which ones are needed."""
    checked, rules = placing.checked, placing.checked.rules
    if rules.matches is None and rules.collect is None:
        return
    columns = [checked.column(name) for name in ("address", "city", "postal_code")]
    for at in list(placing.open):
        text, city, code = ("" if column[at] == NULL else column[at] for column in columns)
        address = address_of(text, city, checked.states[at], code)
        if address is None:
            continue
        if rules.collect is not None:
            rules.collect(address)
        elif match := (rules.matches or {}).get(address.key):
            _put_match(placing, at, match)


def _put_match(placing: "Placing", at: int, match: Match) -> None:
    checked, counties = placing.checked, placing.places_of(at).counties
    county = int(counties.covering(np.array([match.lon]), np.array([match.lat]))[0])
    if county < 0:
        checked.say(at, "address-elsewhere", "address", match.matched, state=checked.states[at])
        return
    placing.put(at, (match.lon, match.lat, counties.geoids[county]), match.precision)
    checked.say(at, "placed-by-address", "address", match.matched)


def county(placing: "Placing") -> None:
    """The centre of the county, where the row names one and nothing better; says where it contradicts the place."""
    checked = placing.checked
    cells = checked.cells.get("county")
    if cells is None:
        return
    names, keys = checked.rules.places.county_names, list(zip(cells, checked.states, strict=True))
    known = {key: names.find(*key) if key[0] else "" for key in set(keys)}
    geoids = [known[key] for key in keys]
    for at, (geoid, found) in enumerate(zip(geoids, placing.county, strict=True)):
        if geoid == found or geoid == "" or at in checked.refused:
            continue
        if geoid is None:
            checked.say(at, "county-unknown", "county", cells[at], state=checked.states[at])
            checked.note(at, checked.rules.header["county"], cells[at])
        elif not placing.precision[at]:
            _put_county(placing, at, geoid)
        elif found != NULL:
            _compare(placing, at, geoid)


def _put_county(placing: "Placing", at: int, geoid: str) -> None:
    names = placing.checked.rules.places.county_names
    point = names.point.get(geoid)
    if point is None or geoid not in names.of(placing.checked.states[at]):
        return
    placing.put(at, (*point, geoid), "county")
    placing.checked.say(at, "placed-by-county", "county", names.label[geoid])


def _compare(placing: "Placing", at: int, geoid: str) -> None:
    """A point at the generalised border belongs to the county that the row names."""
    found = placing.county[at]
    if placing.precision[at] in _HAS_POINT and _is_at_border(placing, at, geoid):
        placing.county[at] = geoid
        return
    checked, labels = placing.checked, placing.checked.rules.places.county_names.label
    checked.say(at, "county-differs", "county", checked.cells["county"][at], other=labels.get(found, found))
    checked.note(at, checked.rules.header["county"], checked.cells["county"][at])


def _is_at_border(placing: "Placing", at: int, geoid: str) -> bool:
    counties = placing.places_of(at).counties
    if geoid not in counties.geoids:
        return False
    outline = counties.outlines[counties.geoids.index(geoid)]
    away = shapely.distance(outline, shapely.Point(placing.lon[at], placing.lat[at]))
    return float(away) * _DEGREE_M <= _BORDER_M
