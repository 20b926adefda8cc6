"""The stops of a mobile program, from one cell and back to text. Pure.

`Taos 2026-03-04; Questa Library, Questa 2026-03-11`, `Fairgrounds 35.68, -105.94 on March 4, 2026`, `87571`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from app.inventory.cells.dates import read_day
from app.inventory.codes import Problem
from app.inventory.gazetteer import Spot
from app.inventory.place.degrees import read_degrees, split_lat_lon
from app.inventory.points import Box
from app.inventory.towns import fold_town
from app.vocabulary.codes import STATES

Stop = dict[str, Any]
"""name, lon, lat, date (ISO or None), precision (`exact`, `postal_code`, `city`, `none`)."""

_ITEMS = re.compile(r"\s*[;|\n]\s*")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DATE: Final = (
    rf"(?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{4}}"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?[\s-]+{_MONTH}[\s,-]+\d{{4}})"
)
_DATE_LAST = re.compile(
    rf"^(?P<place>.*?)[\s,:(\u2013-]*(?:\bon\s+)?\(?(?P<date>{_DATE})\)?$", re.IGNORECASE | re.DOTALL
)
_DATE_FIRST = re.compile(
    rf"^\(?(?P<date>{_DATE})\)?[\s,:\u2013-]+(?:at\s+|in\s+)?(?P<place>.+)$", re.IGNORECASE | re.DOTALL
)
_PAIR = re.compile(r"\(?[-+]?\d{1,3}\.\d+\s*,\s*[-+]?\d{1,3}\.\d+\)?$")
_ZIP = re.compile(r"(?:^|[\s,])(\d{5})$")
_DECIMALS = 7


@dataclass(frozen=True)
class StopPlaces:
    """Where towns (by folded name) and ZIP areas of the state are; a point far outside the box is none."""

    towns: Mapping[str, Spot] = field(default_factory=dict)
    zips: Mapping[str, Spot] = field(default_factory=dict)
    box: Box | None = None


@dataclass(frozen=True)
class Stops:
    """The stops of a cell, and what was not understood about them."""

    stops: tuple[Stop, ...]
    problems: tuple[Problem, ...] = ()


def read_stops(text: str, places: StopPlaces) -> Stops:
    """Understand a cell. A stop whose place or date is not understood stays, without them, and is a problem."""
    stops, problems = [], []
    for item in _items(text, places):
        stop, wrong = _stop(item, places)
        stops.append(stop)
        problems += wrong
    central = [stop["name"] for stop in stops if stop["precision"] in ("city", "postal_code")]
    if central:
        problems.append(Problem("stops-placed-by-town", ", ".join(central)))
    return Stops(tuple(stops), tuple(problems))


def _items(text: str, places: StopPlaces) -> list[str]:
    """One item a stop; commas separate stops only where every piece is a town by itself."""
    items = []
    for item in filter(None, (each.strip(" ,") for each in _ITEMS.split(text))):
        pieces = [piece.strip() for piece in item.split(",") if piece.strip()]
        towns = [piece for piece in pieces if piece.upper() not in STATES]
        alone = all(fold_town(_dated(piece)[0]) in places.towns for piece in towns)
        items += towns if len(towns) > 1 and alone else [item]
    return items


def _dated(item: str) -> tuple[str, str | None]:
    """(place, date text) of an item."""
    match = _DATE_LAST.match(item) or _DATE_FIRST.match(item)
    if match is None:
        return item.strip(), None
    return match["place"].strip(" ,:(-\u2013"), match["date"]


def _stop(item: str, places: StopPlaces) -> tuple[Stop, list[Problem]]:
    name, date_text = _dated(item)
    day = read_day(date_text) if date_text else None
    problems = []
    if isinstance(day, Problem):
        problems.append(Problem("stop-date-bad", item))
    lon, lat, precision = _where(name, places)
    if precision == "none":
        problems.append(Problem("stop-unknown", name or item))
    if precision == "exact":
        name = _without_point(name)
    iso = day.isoformat() if isinstance(day, date) else None
    return {"name": name, "lon": lon, "lat": lat, "date": iso, "precision": precision}, problems


def _where(name: str, places: StopPlaces) -> tuple[float | None, float | None, str]:
    if (point := _point(name)) and (places.box is None or places.box.holds(*point)):
        return *point, "exact"
    if (match := _ZIP.search(name)) and match[1] in places.zips:
        return *places.zips[match[1]][:2], "postal_code"
    pieces = [piece for piece in name.split(",") if piece.strip() and piece.strip().upper() not in STATES]
    for town in (name, *pieces[::-1]):
        if spot := places.towns.get(fold_town(town)):
            return *spot[:2], "city"
    return None, None, "none"


def _point(name: str) -> tuple[float, float] | None:
    pair = split_lat_lon(name)
    if pair is None and (match := _PAIR.search(name)):
        pair = split_lat_lon(match.group())
    lat, lon = (read_degrees(each) for each in pair) if pair else (None, None)
    if lat is None or lon is None or abs(lat.value) > 90 or abs(lon.value) > 180:
        return None
    return round(lon.value, _DECIMALS), round(lat.value, _DECIMALS)


def _without_point(name: str) -> str:
    return _PAIR.sub("", name).strip(" ,:(@-") if _PAIR.search(name) else ""


def stops_text(stops: Sequence[Mapping[str, Any]]) -> str:
    """The cell that read_stops reads back as the same stops."""
    return "; ".join(_stop_text(stop) for stop in stops)


def _stop_text(stop: Mapping[str, Any]) -> str:
    point = f"{stop['lat']!r}, {stop['lon']!r}" if stop.get("precision") == "exact" else ""
    return " ".join(filter(None, (stop.get("name"), point, stop.get("date"))))
