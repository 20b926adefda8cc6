"""How the place fields are written in cells, and whether a state's own text still means what the asset holds. Pure.

Values are those of `app.inventory.render`; `county_names` among them gives counties names instead of codes.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from app.inventory.gazetteer import Spot
from app.inventory.place.county_names import CountyNames
from app.inventory.place.degrees import read_degrees, split_lat_lon
from app.inventory.place.service_areas import (
    KM_M,
    radius_text,
    read_radius_m,
    read_service_areas,
    service_areas_text,
)
from app.inventory.place.stops import StopPlaces, read_stops, stops_text
from app.inventory.towns import fold_town
from app.settings import MILE_M
from app.vocabulary.codes import STATES

Values = Mapping[str, Any]
_DECIMALS = 7
_EVERYWHERE: Final = ("national", "statewide", "virtual")


def same_degrees(text: str, known: float | None) -> bool:
    """Whether `text` is the angle `known`, to a centimetre."""
    found = read_degrees(text) if text else None
    if found is None or known is None:
        return not text and known is None
    return round(found.value, _DECIMALS) == round(known, _DECIMALS)


def _names(values: Values) -> CountyNames:
    names: CountyNames = values.get("county_names") or CountyNames()
    return names


def _pair_text(values: Values) -> str:
    lat, lon = values.get("lat"), values.get("lon")
    return "" if lat is None or lon is None else f"{_degrees_text(lat)}, {_degrees_text(lon)}"


def _degrees_text(degrees: float) -> str:
    return f"{degrees:.{_DECIMALS}f}".rstrip("0").rstrip(".")


def _is_pair(text: str, values: Values) -> bool:
    pair = split_lat_lon(text) or ("", "")
    return same_degrees(pair[0], values.get("lat")) and same_degrees(pair[1], values.get("lon"))


def _county_text(values: Values) -> str:
    geoid = values.get("county_geoid") or ""
    return _names(values).label.get(geoid, geoid)


def _is_county(_: str, __: Values) -> bool:
    """What a state says of its county is its own word: the asset's county comes from its point."""
    return True


def _areas_text(values: Values) -> str:
    geoids = values.get("service_area_geoids") or ()
    return service_areas_text(
        str(values.get("reach")),
        geoids,
        values.get("service_radius_m"),
        str(values.get("state")),
        _names(values),
    )


def _are_areas(text: str, values: Values) -> bool:
    reach, geoids = values.get("reach"), tuple(values.get("service_area_geoids") or ())
    if not text:
        return not geoids
    area = read_service_areas(text, str(values.get("state")), _names(values))
    same_radius = area.radius_m is None or _is_radius(f"{area.radius_m!r} metres", values)
    return area.geoids == geoids and same_radius and (area.reach not in _EVERYWHERE or area.reach == reach)


def _radius_text(unit_m: float) -> Callable[[Values], str]:
    def text(values: Values) -> str:
        radius_m = values.get("service_radius_m")
        if radius_m is None:
            return ""
        size = f"{round(radius_m / unit_m, 6):g}"
        return size if abs(float(size) * unit_m - radius_m) < 1e-6 else radius_text(radius_m)

    return text


def _is_radius(text: str, values: Values, unit_m: float = MILE_M) -> bool:
    radius_m, known = (
        (read_radius_m(text, bare_unit=unit_m) if text else None),
        values.get("service_radius_m"),
    )
    return radius_m == known if radius_m is None or known is None else abs(radius_m - known) < 1e-6


def _are_stops(text: str, values: Values) -> bool:
    stops = [dict(stop) for stop in values.get("stops") or ()]
    return [*read_stops(text, _places_of(stops)).stops] == stops


def _places_of(stops: list[dict[str, Any]]) -> StopPlaces:
    """Just enough places to read these stops again."""
    towns: dict[str, Spot] = {}
    zips: dict[str, Spot] = {}
    for stop in stops:
        spot: Spot = (stop.get("lon", 0.0), stop.get("lat", 0.0), None)
        name = str(stop.get("name", ""))
        if stop.get("precision") == "city":
            towns[fold_town(_town_in(name))] = spot
        elif stop.get("precision") == "postal_code":
            zips[name[-5:]] = spot
    return StopPlaces(towns, zips)


def _town_in(name: str) -> str:
    pieces = [piece for piece in name.split(",") if piece.strip() and piece.strip().upper() not in STATES]
    return pieces[-1] if pieces else name


WRITTEN: Final[dict[str, Callable[[Values], str]]] = {
    "lat_lon": _pair_text,
    "county": _county_text,
    "service_areas": _areas_text,
    "service_radius": _radius_text(MILE_M),
    "service_radius_km": _radius_text(KM_M),
    "stops": lambda values: stops_text(values.get("stops") or ()),
}
"""How each place field is written."""
STILL_MEANT: Final[dict[str, Callable[[str, Values], bool]]] = {
    "lat_lon": _is_pair,
    "county": _is_county,
    "service_areas": _are_areas,
    "service_radius": _is_radius,
    "service_radius_km": lambda text, values: _is_radius(text, values, KM_M),
    "stops": _are_stops,
}
"""Whether a kept text is still true."""
