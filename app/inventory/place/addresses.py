"""Street addresses: which are no places at all (boxes, rural routes), and how two spellings of one meet. Pure.

What a state wrote is never changed; folding is for comparing and for asking a geocoder.
"""

import re
from dataclasses import dataclass
from typing import Final

from app.vocabulary.terms import fold

_BOX = re.compile(
    r"\b(?:p\.?\s*o\.?|post\s+office)\s*(?:box|bx|drawer|dwr)\b\W*\w*|\bpob\s*#?\s*\d+\b"
    r"|^(?:call\s+)?(?:box|drawer)\s*#?\s*\d+\b|\bgeneral\s+delivery\b",
    re.IGNORECASE,
)
_RURAL = re.compile(
    r"^(?:(?:r\.?\s*r\.?|rural\s+r(?:ou)?te|r\.?f\.?d\.?|h\.?c\.?r?\.?|highway\s+contract(?:\s+route)?)\s*#?\s*\d+\b"
    r"|(?:star\s+r(?:ou)?te|s\.?r\.?|rte?\.?|route)\s*#?\s*\d*\s*,?\s+(?=box\b))"
    r"(?:[\s,]+(?:box|bx)\s*#?\s*[\w-]+)?",
    re.IGNORECASE,
)
_MAIL_WORDS: Final = ("box", "bx", "drawer", "dwr", "pob", "delivery", "rural", "highway contract")
_MAIL_STARTS: Final = ("\nrr", "\nr.", "\nr ", "\nrf", "\nhc", "\nh.", "\nh ")
_UNIT = re.compile(
    r"[\s,]+(?:(?:apt|apartment|ste|suite|unit|bldg|building|rm|room|floor|fl|lot|spc|space|trlr|dept)\b\.?\s*#?\s*"
    r"(?:[\w-]*\d[\w-]*|[a-z])\b|#\s*[\w-]+|\d+(?:st|nd|rd|th)\s+(?:floor|fl)\b\.?)",
    re.IGNORECASE,
)
_HOUSE_NUMBER = re.compile(r"^(?:\d[\d,]*[a-z]?(?:[-/]\d+)?|one|two|three|four|five|ten)\s+\S", re.IGNORECASE)

# USPS Publication 28, appendices B and C1: the forms that occur most.
_SHORT: Final = {
    "street": "st", "str": "st", "avenue": "ave", "av": "ave", "boulevard": "blvd", "drive": "dr", "road": "rd",
    "lane": "ln", "court": "ct", "circle": "cir", "place": "pl", "square": "sq", "trail": "trl", "terrace": "ter",
    "parkway": "pkwy", "highway": "hwy", "expressway": "expy", "freeway": "fwy", "loop": "loop", "plaza": "plz",
    "canyon": "cyn", "mountain": "mtn", "heights": "hts", "junction": "jct", "center": "ctr", "centre": "ctr",
    "crossing": "xing", "route": "rte", "rt": "rte", "saint": "st", "fort": "ft", "mount": "mt",
    "north": "n", "south": "s", "east": "e", "west": "w", "northeast": "ne", "northwest": "nw",
    "southeast": "se", "southwest": "sw", "apartment": "unit", "apt": "unit", "suite": "unit", "ste": "unit",
    "room": "unit", "rm": "unit", "building": "bldg", "floor": "fl",
    "first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th", "sixth": "6th",
    "seventh": "7th", "eighth": "8th", "ninth": "9th", "tenth": "10th",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StreetAddress:
    """An address taken apart: the street part, the unit within the building, and what is no street in it."""

    street: str
    unit: str = ""
    is_box: bool = False
    is_rural: bool = False

    @property
    def can_be_geocoded(self) -> bool:
        """Whether there is a house number on a street; boxes and rural routes alone never are."""
        return bool(_HOUSE_NUMBER.match(self.street))


def may_be_mail_only(text: str) -> bool:
    """Whether an address, or several in lines, may be a box or a mail route: quick, true rather too often."""
    lines = f"\n{text}".lower()
    return any(word in lines for word in _MAIL_WORDS) or any(start in lines for start in _MAIL_STARTS)


def read_address(text: str) -> StreetAddress:
    """Take an address apart. `100 Main St, PO Box 7` is a street; `PO Box 7` is a box and no street."""
    plain = " ".join(text.split())
    without_box = _BOX.sub(" ", plain)
    street = _RURAL.sub("", _tidy(without_box))
    rural = street != _tidy(without_box)
    units = [found.group().strip(" ,") for found in _UNIT.finditer(street)]
    street = _from_number(_tidy(_UNIT.sub(" ", street)))
    has_street = bool(_HOUSE_NUMBER.match(street))
    return StreetAddress(
        street=street,
        unit=" ".join(units),
        is_box=without_box != plain and not has_street,
        is_rural=rural and not has_street,
    )


def fold_address(text: str) -> str:
    """What two spellings of one address share, unit included: `1201 Central Avenue NE, Suite 5` as `1201 central ave ne
    unit 5`.

    For matching only; empty for an empty address.
    """
    return " ".join(_SHORT.get(word, word) for word in fold(text.replace("#", " unit ")).split())


def _from_number(street: str) -> str:
    """`Strong Hall, 1450 Jayhawk Blvd` without the building's name."""
    pieces = [piece.strip() for piece in street.split(", ")]
    first = next((at for at, piece in enumerate(pieces) if _HOUSE_NUMBER.match(piece)), 0)
    return ", ".join(pieces[first:])


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" ,;-")
