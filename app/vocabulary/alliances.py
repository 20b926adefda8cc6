"""Alliances of states that report together: the known ones, and those that the operator adds by a setting.

No table: an alliance is named in addresses, and what it covers changes by decision, not by upload.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from app.errors import BadParameterError
from app.settings import AllianceGiven, Settings
from app.vocabulary.codes import STATES, state_of

ALLIANCE: Final = "alliance"
"""The parameter that stands for the states of one."""


@dataclass(frozen=True)
class Alliance:
    """States by postal code, in alphabetical order, who says that they belong together, and when they did."""

    name: str
    states: tuple[str, ...]
    source: str
    years: str = ""


KNOWN: Final[Mapping[str, Alliance]] = {
    "im-stem": Alliance(
        "Intermountain STEM (IM STEM)",
        ("CO", "ID", "NM", "NV", "UT", "WY"),
        "NSF INCLUDES Design and Development Launch Pilot of the National Alliance for Partnerships in Equity (NAPE)",
        "2017–2020",
    ),
}
"""By the name in addresses. STEMMAP_ALLIANCES adds to them; one of the same name takes the place of it."""


def alliances_of(settings: Settings) -> Mapping[str, Alliance]:
    """All alliances by their name in addresses. Raises ValueError for a state that is none."""
    return _with_given(tuple(settings.alliances.items()))


@lru_cache(maxsize=8)
def _with_given(given: tuple[tuple[str, AllianceGiven], ...]) -> Mapping[str, Alliance]:
    return {**KNOWN, **{slug: _read(slug, each) for slug, each in given}}


def _read(slug: str, given: AllianceGiven) -> Alliance:
    states = {text: state_of(text) for text in given.states}
    if strange := [text for text, code in states.items() if code is None]:
        raise ValueError(
            f"STEMMAP_ALLIANCES: `{strange[0][:40]}` of {slug} is no state: write NM or New Mexico."
        )
    codes = tuple(sorted(code for code in states.values() if code))
    return Alliance(given.name, codes, given.source, given.years)


def states_of_alliances(text: str, settings: Settings) -> tuple[str, ...]:
    """Postal codes of the states of an alliance, or of several with commas between them. Raises BadParameterError."""
    known = alliances_of(settings)
    codes: set[str] = set()
    for name in (part.strip().lower() for part in text.split(",") if part.strip()):
        if name not in known:
            raise BadParameterError(
                f"There is no alliance `{name[:60]}`.", parameter=ALLIANCE, accepted=tuple(known)
            )
        codes.update(known[name].states)
    return tuple(code for code in STATES.slugs if code in codes)
