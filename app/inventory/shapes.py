"""What the cells of a column look like: how many of its first values a field could read. Pure.

Values lift or lower what a header says, and suggest a field where the header says nothing.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

from app.inventory.cells import Parser
from app.inventory.fields import FIELDS
from app.inventory.place.degrees import read_degrees, split_lat_lon
from app.inventory.place.service_areas import read_radius_m
from app.vocabulary.assets import KINDS, SUBTYPES
from app.vocabulary.codes import state_of, zip_of

SAMPLE_VALUES = 50
"""How many different values of a column are looked at."""
_LONGEST = 300
"""Longer texts are descriptions: no closed form fits them."""
_LONGEST_TELLING = 100
_FIRST = 4
_STREET = re.compile(
    r"\d|\b(?:p\.? ?o\.? box|street|st|avenue|ave|road|rd|drive|dr|lane|ln|blvd|boulevard|highway|hwy|route|way"
    r"|suite|plaza|court|ct|circle|trail|loop|parkway|pkwy)\b",
    re.IGNORECASE,
)
_PLACE_NAME = re.compile(
    r"^[A-Z\u00c0-\u00de][A-Za-z\u00c0-\u00ff.'\u2019-]*(?: [A-Za-z\u00c0-\u00ff.'\u2019-]+){0,3}(?:, [A-Z]{2})?$"
)
_NO_TOWN = re.compile(
    r"\b(?:library|school|center|centre|museum|college|university|academy|club|camp|program|building|hall|room"
    r"|campus|church|lab|society|park|all|various|online|statewide|virtual|yes|no|n/?a|tbd|none)\b",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"^[-+$]?[\d.,%]+$")
_DEGREES = re.compile(r"^[-+\u2212]?\d{1,3}\.\d{2,}\u00b0?$")
_BARE_URL = re.compile(
    r"^(?:https?://|www\.)\S+$|^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:org|com|edu|gov|net|us)(?:/\S*)?$",
    re.IGNORECASE,
)
_MONEY = re.compile(r"^\s*\$\s?\d|^(?:free|no cost)$", re.IGNORECASE)
_LAT_MAX, _LON_MAX = 90.0, 180.0
_PROJECTED_FROM = 10_000.0
_FIPS = re.compile(r"^\d{4,5}(?:\.0)?$")


def _degrees(text: str, limit: float) -> bool:
    return bool(_DEGREES.match(text)) and abs(float(text.replace("\u2212", "-").rstrip("°"))) <= limit


def _coordinate(text: str, other: str, limit: float) -> bool:
    """Degrees in any form, or a large number as projected coordinates are."""
    found = read_degrees(text.replace(",", ""))
    if found is None or found.axis == other:
        return False
    return abs(found.value) >= _PROJECTED_FROM or (abs(found.value) <= limit and not text.isdigit())


def _town(text: str) -> bool:
    return (
        bool(_PLACE_NAME.match(text))
        and not _NO_TOWN.search(text)
        and not FIELDS["grades"].parse(text).values["grades"]
    )


def _type(text: str) -> bool:
    return any(known.find(text) for known in SUBTYPES.values())


_TESTS: Final[dict[str, Callable[[str], bool]]] = {
    "kind": lambda text: bool(KINDS.find(text)) or _type(text),
    "subtype": lambda text: _type(text) or bool(KINDS.find(text)),
    "name": lambda text: not _NUMERIC.match(text) and "@" not in text and not _type(text),
    "state": lambda text: state_of(text) is not None,
    "address": lambda text: bool(_STREET.search(text)) and not _NUMERIC.match(text) and "@" not in text,
    "city": _town,
    "postal_code": lambda text: zip_of(text.removesuffix(".0")) is not None,
    "lat": lambda text: _coordinate(text, "lon", _LAT_MAX),
    "lon": lambda text: _coordinate(text, "lat", _LON_MAX),
    "lat_lon": lambda text: split_lat_lon(text) is not None,
    "county": lambda text: bool(_PLACE_NAME.match(text)) or bool(_FIPS.match(text)),
    "service_radius": lambda text: read_radius_m(text) is not None,
    "service_radius_km": lambda text: read_radius_m(text) is not None,
    "url": lambda text: bool(_BARE_URL.match(text)),
}  # fmt: skip
"""Fields whose parser takes any text, or whose look is narrower than what the parser takes."""
_FREE: Final = frozenset(
    ("parent", "alternate_name", "description", "accessibility", "service_areas", "stops")
)
"""Fields that any text fits: their values say nothing."""
_TELLING: Final = {
    "email": FIELDS["email"].parse, "phone": FIELDS["phone"].parse, "url": None, "state": None, "grades": None,
    "disciplines": FIELDS["disciplines"].parse, "audiences": FIELDS["audiences"].parse, "subtype": None,
    "delivery_mode": FIELDS["delivery_mode"].parse, "seasons": FIELDS["seasons"].parse, "cost": None,
    "lat": None, "lon": None,
}  # fmt: skip
"""Fields whose values are told from all others, so that values alone may suggest them."""


def sample(column: Sequence[str]) -> tuple[str, ...]:
    """The first different values of `column` that are not empty."""
    found: dict[str, None] = {}
    for text in column:
        plain = text.strip()
        if plain and len(plain) <= _LONGEST:
            found[plain] = None
            if len(found) == SAMPLE_VALUES:
                break
    return tuple(found)


def unique(column: Sequence[str]) -> float:
    """1 where every cell has its own text, else 0: what a key must be."""
    filled = [text.strip() for text in column]
    return float(len(set(filled)) == len(filled) and "" not in filled)


def fit(name: str, values: Sequence[str]) -> float | None:
    """The share of `values` that the field can read, 0 to 1; None where any text fits or there are none."""
    if name in _FREE or name == "key" or not values:
        return None
    return sum(_reads(name, text) for text in values) / len(values)


@lru_cache(maxsize=50_000)
def _reads(name: str, text: str) -> bool:
    test = _TESTS.get(name)
    if test is not None:
        return test(text)
    parse: Parser = FIELDS[name].parse
    return not parse(text).problems


def suggested(values: Sequence[str]) -> list[tuple[str, float]]:
    """The fields that `values` alone look like, best first, with the share that fits."""
    if not values or all(map(str.isdigit, values)):
        return []
    found = [(name, _told(name, values)) for name in _TELLING]
    if dict(found)["lat"] == 1.0:  # a latitude is in the range of longitudes, but not the other way round
        found = [(name, share) for name, share in found if name != "lon"]
    return sorted(((name, share) for name, share in found if share > 0), key=lambda each: -each[1])


def _told(name: str, values: Sequence[str]) -> float:
    """The share of values that tell of a field; 0 where the first ones do not, so that notes cost little."""
    first = values[:_FIRST]
    if not any(_tells(name, text) for text in first if len(text) <= _LONGEST_TELLING):
        return 0.0
    return sum(len(text) <= _LONGEST_TELLING and _tells(name, text) for text in values) / len(values)


def _tells(name: str, text: str) -> bool:
    if name == "cost":
        return bool(_MONEY.match(text)) and _reads(name, text)
    if name in ("lat", "lon"):
        return _degrees(text, _LAT_MAX if name == "lat" else _LON_MAX)
    return _reads(name, text) and (name in ("lat", "lon", "phone") or not _NUMERIC.match(text))
