"""Cells of official downloads: sentinels, numbers that lost their zeros, points, grades. Pure."""

import math
import re
from typing import Final

from app.inventory.official.profile import Cells
from app.vocabulary.codes import STATE_FIPS

NEGATIVES: Final = frozenset(("", ".", "-", "-1", "-2", "-3"))
"""IPEDS: not reported, not applicable, not available."""
_ZERO_ZIPS: Final = frozenset(("CT", "MA", "ME", "NH", "NJ", "RI", "VT", "PR", "VI"))
"""States and territories all of whose ZIP codes begin with a zero."""
_DIGITS: Final = re.compile(r"\d+$")
_ZIP_CHARS: Final = 5
_NOWHERE: Final = frozenset((0.0, -1.0, -2.0, -3.0, -9.0))
_GRADE_ORDER: Final = ("PK", "K", *map(str, range(1, 13)))
_GRADE_CODES: Final = {"PK": "PK", "KG": "K", "K": "K", "TK": "K"}
NOT_SERVED: Final = {
    "FM": "the Federated States of Micronesia", "MH": "the Marshall Islands", "PW": "Palau",
    "AA": "an armed forces address", "AE": "an armed forces address", "AP": "an armed forces address",
}  # fmt: skip
"""Postal codes in federal files that are no state or territory of the United States."""


def joined(*parts: str, by: str = ", ") -> str:
    """The parts that are not empty."""
    return by.join(part for part in parts if part)


def whole_number(text: str) -> str:
    """Digits that a spreadsheet wrote as a decimal (`87501.0`) or quoted as a formula (`="0123"`), as digits again."""
    return text.removeprefix("=").strip('"').strip().removesuffix(".0")


def padded(text: str, width: int, state: str) -> str:
    """A federal number of `width` digits that begins with the FIPS code of `state`, its lost zero put back.

    Nothing is put back unless the number then begins with the code of the row's own state.
    """
    plain = whole_number(text)
    full = plain.zfill(width)
    fits = len(plain) == width - 1 and plain.isdigit() and full.startswith(STATE_FIPS.get(state, "?"))
    return full if fits else plain


def zip_code(text: str, state: str) -> str:
    """A ZIP code; its zeros are put back where all ZIP codes of the state begin with one."""
    head, dash, tail = whole_number(text).partition("-")
    lost = state in _ZERO_ZIPS and _DIGITS.match(head) and 3 <= len(head) < _ZIP_CHARS
    return (head.zfill(_ZIP_CHARS) if lost else head) + dash + tail


def point(cells: Cells) -> dict[str, str]:
    """`lat` and `lon`, both or neither: agencies write 0 or a negative code where they have no point."""
    lat, lon = cells.get("lat", ""), cells.get("lon", "")
    try:
        sound = all(math.isfinite(float(each)) and float(each) not in _NOWHERE for each in (lat, lon))
    except ValueError:
        sound = False
    return {"lat": lat, "lon": lon} if sound else {"lat": "", "lon": ""}


def phone(text: str) -> str:
    """A phone number that may have its extension glued on (`33438738777550`)."""
    digits = whole_number(text)
    if digits.isdigit() and len(digits) > 10:
        return f"{digits[:10]} ext. {digits[10:16]}"
    return digits


def grades_between(low: str, high: str) -> str:
    """Grades from the lowest to the highest code (`PK`, `KG`, `01` … `13`, `UG`, `AE`), as our lists have them."""
    ends = [_GRADE_CODES.get(code) or code.lstrip("0") for code in (low.upper(), high.upper())]
    ends = ["12" if code == "13" else code for code in ends]
    if "AE" in ends:
        return "Adults"
    if not all(code in _GRADE_ORDER for code in ends):
        return ""
    first, last = map(_GRADE_ORDER.index, ends)
    return "; ".join(_GRADE_ORDER[first : last + 1])


def yes(code: str) -> str:
    """`Yes` for the agency's 1 or Yes, else nothing."""
    return "Yes" if code.casefold() in ("1", "yes", "y") else ""
