"""Whom and where a row serves: areas, radius and stops read with the places of its state, and the reach of them all.

Works on a batch of checked rows; each distinct cell is read once.
"""

from functools import partial
from typing import Final

from app.inventory.cells.copytext import NULL, copy_text
from app.inventory.place.service_areas import (
    KM_M,
    ServiceArea,
    read_radius_m,
    read_service_areas,
    settle_reach,
)
from app.inventory.place.stops import StopPlaces, Stops, read_stops
from app.inventory.rows import Checked

_NOTHING: Final = ServiceArea()
_NEEDS_MORE: Final = ("areas", "radius")
_COLUMNS: Final = ("service_areas", "service_radius", "service_radius_km", "stops")


def serve(checked: Checked) -> None:
    """Fill in reach, service areas, radius and stops, or say what is not understood about them."""
    has = [name for name in _COLUMNS if name in checked.cells]
    if not has and not set(_NEEDS_MORE) & set(checked.texts.get("reach", ())):
        return
    areas, radii, stops = _areas(checked), _radii(checked), _stops(checked)
    if has:
        radii = [radius or area.radius_m for radius, area in zip(radii, areas, strict=True)]
        if "service_areas" in has:
            checked.texts["service_area_geoids"] = [
                copy_text("service_area_geoids", area.geoids) for area in areas
            ]
        if {"service_areas", "service_radius", "service_radius_km"} & set(has):
            checked.texts["service_radius_m"] = [NULL if radius is None else repr(radius) for radius in radii]
        if "stops" in has:
            checked.texts["stops"] = [copy_text("stops", found.stops) for found in stops]
    _settle(checked, areas, radii, stops, "site" if has else NULL)


def _settle(
    checked: Checked, areas: list[ServiceArea], radii: list[float | None], stops: list[Stops], otherwise: str
) -> None:
    """The reach of each row; `otherwise` where a named reach lacks what it needs, or nothing is said."""
    said = checked.column("reach")
    checked.texts["reach"] = settled = []
    for at, (word, area, radius, found) in enumerate(zip(said, areas, radii, stops, strict=True)):
        reach = settle_reach(None if word == NULL else word, area, radius, bool(found.stops))
        if reach is None:
            checked.say(at, "reach-needs-more", "reach", word)
            checked.note(at, checked.rules.header["reach"], word)
        settled.append(otherwise if reach is None or (reach == "site" and word == NULL) else reach)


def _areas(checked: Checked) -> list[ServiceArea]:
    cells = checked.cell("service_areas")
    known: dict[tuple[str, str], ServiceArea] = {("", state): _NOTHING for state in set(checked.states)}
    for text, state in set(zip(cells, checked.states, strict=True)) - known.keys():
        known[text, state] = read_service_areas(text, state, checked.rules.places.county_names)
    found = [known[key] for key in zip(cells, checked.states, strict=True)]
    for at, area in enumerate(found):
        for piece in area.unknown:
            checked.say(at, "service-area-unknown", "service_areas", piece, state=checked.states[at])
        if area.unknown:
            checked.note(at, checked.rules.header["service_areas"], cells[at])
    return found


def _radii(checked: Checked) -> list[float | None]:
    found: list[float | None] = [None] * len(checked)
    for name, read in (
        ("service_radius", read_radius_m),
        ("service_radius_km", partial(read_radius_m, bare_unit=KM_M)),
    ):
        cells = checked.cell(name)
        known = {text: read(text) for text in set(cells) - {""}}
        for at, text in enumerate(cells) if known else ():
            if not text:
                continue
            found[at] = known[text] or found[at]
            if known[text] is None:
                checked.say(at, "radius-bad", name, text)
                checked.note(at, checked.rules.header[name], text)
    return found


def _stops(checked: Checked) -> list[Stops]:
    nothing, cells = Stops(()), checked.cell("stops")
    known: dict[tuple[str, str], Stops] = {}
    found = []
    for at, (text, state) in enumerate(zip(cells, checked.states, strict=True)):
        if not text:
            found.append(nothing)
            continue
        if (text, state) not in known:
            known[text, state] = read_stops(text, _stop_places(checked, state))
        found.append(known[text, state])
        for problem in found[-1].problems:
            checked.say(at, problem.code, "stops", problem.value)
        if any(problem.code != "stops-placed-by-town" for problem in found[-1].problems):
            checked.note(at, checked.rules.header["stops"], text)
    return found


def _stop_places(checked: Checked, state: str) -> StopPlaces:
    places = checked.rules.places.of(state)
    return StopPlaces(places.towns, places.zips, places.box)
