"""Lengths as people write them: a number and a unit. Pure."""

import math
import re
from typing import Final

from app.errors import BadParameterError
from app.settings import MILE_M

METRES_PER: Final = {"m": 1.0, "km": 1000.0, "mi": MILE_M}
"""Accepted units; a mile is the international mile, exact."""

LENGTH_EXAMPLES: Final = ("25mi", "40km", "800m")
_LENGTH = re.compile(r"^(?P<number>[0-9]{1,9}(?:\.[0-9]{0,12})?|\.[0-9]{1,12}) ?(?P<unit>[a-z]*)$")


def parse_distance_m(text: str, *, parameter: str = "within", max_m: float | None = None) -> float:
    """Metres of `text` (`25mi`, `40 km`, `800m`); more than zero and at most `max_m`.

    Raises BadParameterError naming `parameter` for a bare number, another unit, or a length out of range.
    """
    match = _LENGTH.match(text.strip().lower())
    if match is None:
        raise _refused(f"`{text[:40]}` is not a length: write a number and a unit.", parameter)
    if not match["unit"]:
        number = match["number"]
        raise _refused(f"`{number}` has no unit: write {number}mi, {number}km or {number}m.", parameter)
    if match["unit"] not in METRES_PER:
        raise _refused(f"`{match['unit']}` is not a unit of length here: use mi, km or m.", parameter)
    return _in_range(float(match["number"]) * METRES_PER[match["unit"]], parameter, max_m)


def _in_range(length_m: float, parameter: str, max_m: float | None) -> float:
    if length_m <= 0:
        raise _refused("A length must be more than zero.", parameter)
    if max_m is not None and length_m > max_m:
        most = f"{math.floor(max_m / MILE_M)}mi ({max_m / 1000:g}km)"
        raise _refused(f"That is too far: at most {most}.", parameter)
    return length_m


def _refused(detail: str, parameter: str) -> BadParameterError:
    return BadParameterError(detail, parameter=parameter, accepted=LENGTH_EXAMPLES)


def format_distance(length_m: float) -> str:
    """The shortest text that parse_distance_m reads back as exactly `length_m`: `25mi`, `40km`, `812.5m`."""
    for unit, least in (("mi", 0.1), ("km", 1.0)):
        number = round(length_m / METRES_PER[unit], 6)
        if number >= least and number * METRES_PER[unit] == length_m:
            return f"{_plain(number)}{unit}"
    return f"{_plain(length_m)}m"


def _plain(number: float) -> str:
    """`number` without exponent, so that it reads back."""
    return f"{number:.12f}".rstrip("0").rstrip(".")
