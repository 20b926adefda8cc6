"""Degrees as people write them: decimal, with minutes and seconds, and both in one cell. Pure; nothing is guessed."""

import re
from dataclasses import dataclass
from typing import Final, Literal

Axis = Literal["lat", "lon"]
_MINUTES = 60.0
_MARKS: Final = str.maketrans(
    dict.fromkeys("\u00ba\u02da", "\u00b0")  # ordinal and ring as degree
    | dict.fromkeys("\u2032\u2018\u2019\u00b4", "'")
    | dict.fromkeys("\u2033\u201c\u201d", '"')
    | dict.fromkeys("\u2212\u2013", "-")
)
_DECIMAL = r"[+-]?\d{1,12}(?:\.\d*)?"
_FORM = re.compile(
    rf"""^(?P<before>[NSEW])?\s*(?P<degrees>{_DECIMAL})\s*(?P<sign>°|deg(?:rees)?|d(?=\d))?\s*
    (?:(?P<minutes>\d{{1,2}}(?:\.\d+)?)\s*(?P<prime>'(?!')|min(?:utes)?)?\s*
    (?:(?P<seconds>\d{{1,2}}(?:\.\d+)?)\s*(?P<second>"|''|sec(?:onds)?)?)?)?\s*
    (?P<after>[NSEW])?$""",
    re.IGNORECASE | re.VERBOSE,
)
_WKT = re.compile(
    rf"^(?:SRID=4326;)?\s*POINT\s*Z?\s*\(\s*({_DECIMAL})\s+({_DECIMAL})(?:\s+{_DECIMAL})?\s*\)$",
    re.IGNORECASE,
)
_IN_LINK = re.compile(
    r"^https?://\S*?(?:@|[?&](?:q|ll|query|center)=)(-?\d+\.\d+)(?:,|%2C)(-?\d+\.\d+)", re.IGNORECASE
)
_AT_END = re.compile(rf"\(\s*({_DECIMAL})°?\s*,\s*({_DECIMAL})°?\s*\)$")
_TWO_DECIMALS = re.compile(rf"^({_DECIMAL})°?\s*(?:[,;|/]\s*|\s+)({_DECIMAL})°?$")
_BETWEEN = re.compile(r"\s*[,;|/]\s*")
_AFTER_LETTER = re.compile(r"(?<=[NSEW])\s+(?=[-+\d])|(?<=[\d°'\"])\s+(?=[NSEW]\s*\d)", re.IGNORECASE)
_NAMED = re.compile(r"\b(?:latitude|longitude|lat|long|lon|lng)\b\.?\s*[:=]?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Degrees:
    """One angle in decimal degrees; `axis` is known where a letter N, S, E or W says it."""

    value: float
    axis: Axis | None = None


def read_degrees(text: str) -> Degrees | None:
    """One angle: `35.0844`, `-106.65°`, `35°05'04"N`, `106 39 02 W`, `N 35° 5.07'`; None for anything else.

    Minutes without seconds need their sign (35°05'), because `35 5` may be anything.
    """
    match = _FORM.match(text.strip().translate(_MARKS))
    if match is None or (match["before"] and match["after"]):
        return None
    letter = (match["before"] or match["after"] or "").upper()
    if not _is_sound(match):
        return None
    size = abs(float(match["degrees"])) + (
        float(match["minutes"] or 0) + float(match["seconds"] or 0) / _MINUTES
    ) / _MINUTES  # fmt: skip
    negative = match["degrees"].startswith("-") or letter in ("S", "W")
    axis: Axis | None = None if not letter else "lat" if letter in "NS" else "lon"
    return Degrees(-size if negative else size, axis)


def _is_sound(match: re.Match[str]) -> bool:
    minutes, seconds = match["minutes"], match["seconds"]
    if minutes is None:
        return True
    if "." in match["degrees"] or (seconds is not None and "." in minutes):
        return False  # only the last part may have decimals
    if seconds is None and not (match["sign"] and match["prime"]):
        return False
    return max(float(minutes), float(seconds or 0)) < _MINUTES


def split_lat_lon(text: str) -> tuple[str, str] | None:
    """(latitude, longitude) as text from one cell, or None when there are not two angles in it.

    Latitude comes first, as people write it, unless letters say otherwise; `POINT (lon lat)` has its own order. An
    address with the pair in brackets at its end and a map's link that names its point are understood too.
    """
    plain = " ".join(text.split()).translate(_MARKS)
    if match := _WKT.match(plain):
        return match[2], match[1]
    for form in (_IN_LINK, _AT_END):
        if match := form.search(plain):
            return match[1], match[2]
    plain = _NAMED.sub(" ", plain).strip(" ()[]")
    if match := _TWO_DECIMALS.match(plain):
        return match[1], match[2]
    return _two_angles(plain)


def _two_angles(plain: str) -> tuple[str, str] | None:
    for separator in (_BETWEEN, _AFTER_LETTER):
        pieces = [piece for piece in separator.split(plain) if piece]
        if len(pieces) == 2:
            angles = [read_degrees(piece) for piece in pieces]
            if angles[0] is None or angles[1] is None:
                continue
            first, second = pieces
            return (second, first) if angles[0].axis == "lon" and angles[1].axis != "lon" else (first, second)
    return None
