"""Whom a program serves, from one cell: counties, the whole state, a radius, online. And back to text. Pure.

`Bernalillo, Sandoval & Valencia`, `35001; 35043`, `all counties except Lea`, `statewide`, `within 30 miles`, `online`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.inventory.cells.lists import split_known
from app.inventory.place.county_names import CountyNames
from app.settings import MILE_M
from app.vocabulary.assets import REACHES
from app.vocabulary.codes import STATE_FIPS, STATES
from app.vocabulary.terms import fold

KM_M: Final = 1_000.0
_RADIUS_MAX_M: Final = 1_000_000.0
_UNITS_M: Final = {"mi": MILE_M, "k": KM_M, "me": 1.0}
_RADIUS = re.compile(
    r"^(?:serv(?:es|ing|ice)\s+)?(?:an?\s+)?(?:within\s+|radius\s*(?:of\s+|:\s*)?|up\s+to\s+)?(?:an?\s+)?(?:radius\s+of\s+)?"
    r"(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)[\s-]*(?P<unit>mi(?:les?|\.)?|km|kilomet(?:er|re)s?|met(?:er|re)s)?"
    r"(?:[\s-]*(?:radius|around|away|or\s+less))?(?:\s+(?:of|from|around)\s+.{1,80})?$",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:serves?|serving|service area|areas? served|includes?|the)\b[\s:]*)+"
    r"|^(?:counties|county)\b\s*(?:of\b|:)\s*",
    re.IGNORECASE,
)
_BLANKS = re.compile(r"[^\S\n]+")
_TAIL = re.compile(r"\s+count(?:y|ies)(?:\s+only)?$", re.IGNORECASE)
_EXCEPT = re.compile(
    r"^(?:all|every)\b.*?\bcount(?:ies|y)\b,?\s*(?:except(?:\s+for)?|but|excluding|other\s+than|without)\s+(.+)$",
    re.IGNORECASE,
)
_EVERYWHERE: Final = ("national", "statewide")
_COUNTRY: Final = frozenset(("all states", "usa", "us", "united states", "the united states"))
_EITHER: Final = "either "
_REACHES: Final = frozenset(("national", "statewide", "virtual", "mobile"))


@dataclass(frozen=True, slots=True)
class ServiceArea:
    """What one cell says: `reach` None where nothing in it was understood, `unknown` the pieces that were not."""

    reach: str | None = None
    geoids: tuple[str, ...] = ()
    radius_m: float | None = None
    unknown: tuple[str, ...] = ()


def read_service_areas(text: str, state: str, counties: CountyNames) -> ServiceArea:
    """Understand a cell of a state's file. Counties come in the order of their codes."""
    plain = _LEAD.sub("", _BLANKS.sub(" ", text)).strip(" .\n")
    if match := _EXCEPT.match(plain):
        return _all_but(match[1], state, counties)
    found: dict[str, None] = {}
    unknown = []
    for piece, marks in split_known(plain, lambda item: _marks(item, state, counties)):
        if marks is None:
            unknown.append(piece)
        else:
            found.update(dict.fromkeys(marks))
    return _weighed(list(found), plain, tuple(unknown))


def _marks(item: str, state: str, counties: CountyNames) -> tuple[str, ...] | None:
    """What one item means: a reach, metres, a GEOID, or either a GEOID or the state of the same name."""
    if (radius_m := read_radius_m(item, bare_unit=None)) is not None:
        return (f"{radius_m} m",)
    geoid = counties.find(item, state) or counties.find(_TAIL.sub("", item), state)
    reach = _reach(item, state)
    if reach and geoid:
        return (f"{_EITHER}{geoid}",)
    return (reach,) if reach else (geoid,) if geoid else None


def _reach(item: str, state: str) -> str | None:
    folded, name = fold(item), rf"(?:{fold(STATES.label(state))}|{state.lower()})"
    there = rf"(?: (?:in|of) (?:{name}|the state))?"
    counties = rf"(?:all|every)(?: of)?(?: the)?(?: \d+)?(?: {name})? count(?:ies|y){there}"
    whole = rf"(?:the )?(?:entire |whole )?state(?: of {name})?|{name}"
    if re.fullmatch(rf"{counties}|(?:(?:all(?: of)?|throughout|across|anywhere in) )?(?:{whole})", folded):
        return "statewide"
    slug = REACHES.find(item)
    return slug if slug in _REACHES else "national" if folded in _COUNTRY else None


def _weighed(marks: list[str], text: str, unknown: tuple[str, ...]) -> ServiceArea:
    """The widest reach of those named. A county called as its state is a county only among other counties."""
    reaches = [mark for mark in marks if mark in _REACHES]
    sure = [mark for mark in marks if mark.isdigit()]
    either = [mark.removeprefix(_EITHER) for mark in marks if mark.startswith(_EITHER)]
    if either and not sure and "statewide" not in reaches:
        return ServiceArea(unknown=(text,))
    geoids = tuple(sorted({*sure, *either}))
    radius_m = next((float(mark.removesuffix(" m")) for mark in marks if mark.endswith(" m")), None)
    if widest := next((each for each in _EVERYWHERE if each in reaches), None):
        return ServiceArea(widest, (), radius_m, unknown)
    near = "areas" if geoids else "radius" if radius_m is not None else None
    return ServiceArea(near or (reaches[0] if reaches else None), geoids, radius_m, unknown)


def _all_but(text: str, state: str, counties: CountyNames) -> ServiceArea:
    left_out = read_service_areas(text, state, counties)
    if left_out.unknown or left_out.reach != "areas":
        return ServiceArea(unknown=(f"all counties except {text}",))
    return ServiceArea("areas", tuple(sorted(set(counties.of(state)) - set(left_out.geoids))))


def read_radius_m(text: str, *, bare_unit: float | None = MILE_M) -> float | None:
    """A distance in metres: `30 miles`, `within 50 km`; a bare number counts `bare_unit` metres (None: no distance)."""
    match = _RADIUS.match(" ".join(text.split()).strip(" ."))
    if match is None:
        return None
    unit = (match["unit"] or "").lower()
    unit_m = next((size for start, size in _UNITS_M.items() if unit.startswith(start)), bare_unit)
    if unit_m is None:
        return None
    radius_m = float(match["number"].replace(",", "")) * unit_m
    return radius_m if 0 < radius_m <= _RADIUS_MAX_M else None


def settle_reach(said: str | None, area: ServiceArea, radius_m: float | None, has_stops: bool) -> str | None:
    """The reach of a row from all that its cells say; None for a named reach that lacks its radius or its areas.

    What the reach column says goes first; then stops, the areas served, the radius; else people come to the site.
    """
    if (said == "areas" and not area.geoids) or (said == "radius" and radius_m is None):
        return None
    if said:
        return said
    if has_stops:
        return "mobile"
    return area.reach or ("radius" if radius_m is not None else "site")


def radius_text(radius_m: float) -> str:
    """`30 miles`, or metres where it is no round number of miles."""
    miles = round(radius_m / MILE_M, 6)
    return (
        f"{miles:g} miles"
        if abs(miles * MILE_M - radius_m) < 1e-6 and miles < 1e6
        else f"{radius_m!r} metres"
    )


def service_areas_text(
    reach: str, geoids: Sequence[str], radius_m: float | None, state: str, counties: CountyNames
) -> str:
    """The cell that read_service_areas reads back as the same; empty for a site. Counties without a name as codes."""
    if reach in _REACHES and not geoids:
        return "" if reach == "mobile" else reach
    if geoids:
        return "; ".join(_county_text(geoid, state, counties) for geoid in geoids)
    return f"within {radius_text(radius_m)}" if reach == "radius" and radius_m is not None else ""


def _county_text(geoid: str, state: str, counties: CountyNames) -> str:
    name = counties.label.get(geoid)
    if name is None:
        return geoid
    home = next((code for code, fips in STATE_FIPS.items() if fips == geoid[:2]), state)
    return name if home == state else f"{name} ({home})"
