"""Reading one value of one filter: text in, a checked value or a BadParameterError out. Pure."""

import math
import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from app.errors import BadParameterError
from app.vocabulary.codes import AREA_KINDS, STATE_FIPS, STATES, cip_of, state_of
from app.vocabulary.terms import Vocabulary

Reader = Callable[[str, str], str]
"""Takes the parameter's name and the text given, returns the canonical text."""

BBox = tuple[float, float, float, float]

_COUNTY = re.compile(r"^[0-9]{5}$")
_GEOID = re.compile(r"^[0-9A-Za-z_-]{1,30}$")
_NUMBER = re.compile(r"^[+-]?[0-9]{1,12}(?:\.[0-9]{0,20})?$")
_LIKE_NUMBER = re.compile(r"^\s*[+-]?(?:[0-9.]+(?:e[+-]?[0-9]+)?|nan|inf(?:inity)?)\s*$", re.IGNORECASE)
_FLAGS: Final = {
    "true": True,
    "yes": True,
    "1": True,
    "on": True,
    "false": False,
    "no": False,
    "0": False,
    "off": False,
}


def refused(name: str, text: str, wanted: str, accepted: tuple[str, ...] | None = None) -> BadParameterError:
    """The error for a value that is not understood; `text` is shortened and only echoed as JSON text."""
    return BadParameterError(f"`{text[:80]}` is not {wanted}.", parameter=name, accepted=accepted)


def clean_text(name: str, text: str) -> str:
    """`text` with single spaces; refused when it holds control characters or half a surrogate pair."""
    folded = " ".join(text.split())
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in folded):
        raise BadParameterError("This text holds characters that cannot be searched for.", parameter=name)
    return folded


def reader_of(vocabulary: Vocabulary) -> Reader:
    """A reader that takes the slugs of `vocabulary`, in any case."""
    by_lower = {slug.lower(): slug for slug in vocabulary}

    def read(name: str, text: str) -> str:
        slug = by_lower.get(text.strip().lower())
        if slug is None:
            raise refused(name, text, f"a known {vocabulary.name}", vocabulary.slugs)
        return slug

    return read


def read_state(name: str, text: str) -> str:
    """A state's postal code from its code, name or FIPS code."""
    code = state_of(text)
    if code is None:
        raise refused(name, text, "a state or territory of the United States", STATES.slugs)
    return code


def read_county(name: str, text: str) -> str:
    """A county's five-digit GEOID."""
    if not _COUNTY.match(text.strip()):
        raise refused(name, text, "a county's five-digit GEOID (state and county, for example 35049)")
    return text.strip()


def read_cip(name: str, text: str) -> str:
    """A CIP code of two, four or six digits."""
    code = cip_of(text)
    if code is None:
        raise refused(name, text, "a CIP code", ("14", "14.08", "14.0801"))
    return code


def read_id(name: str, text: str) -> str:
    """An asset's id in its canonical form."""
    try:
        return str(UUID(text.strip()))
    except ValueError:
        raise refused(name, text, "an asset id (a UUID)") from None


def read_area(name: str, text: str) -> str:
    """`kind:geoid`; a state's geoid may be its postal code and comes back as its FIPS code."""
    kind, _, geoid = (part.strip() for part in text.partition(":"))
    if kind not in AREA_KINDS or not _GEOID.match(geoid):
        raise refused(name, text, "an area: write kind:geoid, for example county:35049", AREA_KINDS.slugs)
    state = state_of(geoid) if kind == "state" else None
    return f"{kind}:{STATE_FIPS[state] if state else geoid}"


def read_date(name: str, text: str) -> date:
    """A day as YYYY-MM-DD."""
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip(), re.ASCII):
            raise ValueError
        return date.fromisoformat(text.strip())
    except ValueError:
        raise refused(name, text, "a date: write YYYY-MM-DD, for example 2026-09-01") from None


def read_moment(name: str, text: str) -> datetime:
    """A moment as RFC 3339 with its zone, or a day, whose first moment in UTC it is."""
    try:
        if not re.match(r"\d{4}-\d{2}-\d{2}(?:$|T\d{2}:\d{2})", text.strip(), re.ASCII):
            raise ValueError
        moment = datetime.fromisoformat(text.strip())
        return (moment.replace(tzinfo=UTC) if "T" not in text else _with_zone(moment)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise refused(name, text, "a moment: write it like 2026-09-01T12:00:00Z, or a day") from None


def _with_zone(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError
    return moment


def read_flag(name: str, text: str) -> bool:
    """True or false."""
    flag = _FLAGS.get(text.strip().lower())
    if flag is None:
        raise refused(name, text, "true or false", ("true", "false"))
    return flag


def number_of(text: str) -> float | None:
    """A plain decimal number, or None; `nan`, `inf` and exponents are none."""
    plain = text.strip()
    if not _NUMBER.match(plain):
        return None
    value = float(plain)
    return value if math.isfinite(value) else None


def read_bbox(name: str, text: str) -> BBox:
    """`minx,miny,maxx,maxy` in degrees; minx greater than maxx means a box across the antimeridian.

    Kept to nine decimals (0.1 mm).
    """
    numbers = [number_of(part) for part in text.split(",")]
    if len(numbers) != 4 or any(number is None for number in numbers):
        raise refused(name, text, "a box: write minlon,minlat,maxlon,maxlat, for example -109.1,31.3,-103,37")
    west, south, east, north = (round(number or 0.0, 9) + 0.0 for number in numbers)
    if not (abs(west) <= 180 and abs(east) <= 180):
        raise refused(name, text, "a box with longitudes from -180 to 180")
    if not (abs(south) <= 90 and abs(north) <= 90):
        raise refused(
            name, text, "a box with latitudes from -90 to 90 (the order is minlon,minlat,maxlon,maxlat)"
        )
    if south > north:
        raise refused(name, text, "a box whose lower latitude comes first")
    return west, south, east, north


def lat_lon_of(name: str, text: str) -> tuple[float, float] | None:
    """(latitude, longitude) when `text` is two numbers; None when it is a place's name or a ZIP code.

    Raises BadParameterError out of range, saying so when the two look swapped.
    """
    parts = text.split(",")
    if len(parts) != 2 or not all(_LIKE_NUMBER.match(part) for part in parts):
        return None
    lat, lon = (number_of(part) for part in parts)
    if lat is None or lon is None:
        raise refused(name, text, "a point: write latitude,longitude, for example 35.69,-105.94")
    if abs(lat) > 90 and abs(lat) <= 180 and abs(lon) <= 90:
        raise refused(name, text, "latitude,longitude: the two look swapped, latitude comes first")
    if abs(lat) > 90 or abs(lon) > 180:
        raise refused(name, text, "a point: latitude is from -90 to 90, longitude from -180 to 180")
    return lat, lon


def read_near(name: str, text: str) -> str:
    """A point (`latitude,longitude`), a ZIP code or a place's name, as text; only a point is checked here."""
    plain = clean_text(name, text)
    point = lat_lon_of(name, plain)
    return plain if point is None else ",".join(part.strip() for part in plain.split(","))
