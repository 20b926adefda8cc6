"""Counties by what people call them: `Santa Fe`, `Santa Fe County`, `Doña Ana Co.`, `35049`. Pure."""

import re
from collections.abc import Iterable
from typing import Final

from app.vocabulary.codes import state_of
from app.vocabulary.terms import fold

_KINDS: Final = (
    "county", "parish", "borough", "census area", "municipality", "municipio", "city and borough", "city",
    "planning region", "island", "district",
)  # fmt: skip
_KIND = re.compile(rf" (?:{'|'.join(sorted(_KINDS, key=len, reverse=True))})$")
_SHORT: Final = {
    "co": "county",
    "cnty": "county",
    "cty": "county",
    "st": "saint",
    "ste": "sainte",
    "ft": "fort",
    "mt": "mount",
}
_OF = re.compile(r"^county of (?:the )?")
_IN_STATE = re.compile(r"^([^,;|()]+)[\s,(]+([A-Za-z][^,;|()]+)\)?$")
_GEOID_DIGITS = 5


def fold_county(text: str) -> str:
    """`"St. Charles Co."` and `"Saint Charles County"` fold alike; the kind stays where it is said."""
    words = [_SHORT.get(word, word) for word in fold(text.replace("'", "").replace("\u2019", "")).split()]
    plain = " ".join(words)
    return f"{_OF.sub('', plain)} county" if _OF.match(plain) else plain


class CountyNames:
    """The counties of the country; names are looked up in one state, codes in all."""

    def __init__(self, counties: Iterable[tuple[str, str, str, float, float]] = ()) -> None:
        """`counties` are (GEOID, name, state, longitude and latitude of the center)."""
        self.label: dict[str, str] = {}
        self.point: dict[str, tuple[float, float]] = {}
        self._of: dict[str, list[str]] = {}
        self._by_name: dict[str, dict[str, list[str]]] = {}
        for geoid, name, state, lon, lat in sorted(counties):
            self.label[geoid], self.point[geoid] = name, (lon, lat)
            self._of.setdefault(state, []).append(geoid)
            names = self._by_name.setdefault(state, {})
            full = fold_county(name)
            bare = _KIND.sub("", full)
            for key in {full, bare, bare.replace(" ", "")}:
                names.setdefault(key, []).append(geoid)

    def of(self, state: str) -> tuple[str, ...]:
        """All counties of a state."""
        return tuple(self._of.get(state, ()))

    def find(self, text: str, state: str) -> str | None:
        """The GEOID of the county `text` names in `state`, by name, FIPS code, or name and another state.

        A bare name that a county and a city share (Virginia's `Fairfax`) is the county's; None where there is none.
        """
        plain = text.strip()
        if plain.isascii() and plain.removesuffix(".0").isdigit():
            return self._by_code(plain.removesuffix(".0"))
        if "," in plain or "(" in plain:  # Weld County (CO) names its state; Weld CO may be short for county
            return self._with_state(plain) or self._named(plain, state)
        return self._named(plain, state) or self._with_state(plain)

    def _by_code(self, digits: str) -> str | None:
        """Five digits; four where the leading zero was lost and the list proves it."""
        code = digits.zfill(_GEOID_DIGITS) if len(digits) == _GEOID_DIGITS - 1 else digits
        return code if code in self.label else None

    def _named(self, plain: str, state: str) -> str | None:
        names = self._by_name.get(state, {})
        folded = fold_county(plain)
        bare = folded.removesuffix(" county")
        found = names.get(folded) or names.get(bare) or names.get(bare.replace(" ", "")) or []
        if len(found) > 1:  # a county and a city of one name
            found = [geoid for geoid in found if fold_county(self.label[geoid]).endswith(" county")]
        return found[0] if len(found) == 1 else None

    def _with_state(self, plain: str) -> str | None:
        """`Weld County, CO`, `Weld County (CO)` and `Weld CO`."""
        match = _IN_STATE.match(plain)
        other = state_of(match[2]) if match else None
        return self._named(match[1], other) if match and other else None
