"""Names of towns, folded so that the ways people write one name meet. Pure."""

import re
from collections.abc import Iterable

from app.vocabulary.terms import fold

_WORDS = {
    "ft": "fort",
    "mt": "mount",
    "mtn": "mountain",
    "st": "saint",
    "ste": "sainte",
    "spgs": "springs",
    "spg": "springs",
    "jct": "junction",
    "hts": "heights",
    "vlg": "village",
    "pk": "park",
    "cyn": "canyon",
    "n": "north",
    "s": "south",
    "e": "east",
    "w": "west",
    "lk": "lake",
}
_LEAD = re.compile(r"^(?:city|town|village|pueblo) of (?:the )?")
_TAIL = re.compile(r" (?:cdp|nm|ut|co|id|nv|wy)$")


def fold_town(text: str) -> str:
    """`"Ft. Sumner, NM"` and `"Fort Sumner"` fold alike; accents and case do not count."""
    words = " ".join(
        _WORDS.get(word, word) for word in fold(text.replace("'", "").replace("\u2019", "")).split()
    )
    return _TAIL.sub("", _LEAD.sub("", words))


Town = tuple[str, float, float, str | None]
"""Folded name, longitude, latitude, county GEOID."""


def towns_by_name(
    places: Iterable[tuple[str, list[str], float, float, str | None]],
) -> tuple[list[Town], frozenset[str]]:
    """One town per folded name, and the names that mean several.

    `places` are (name, alternate names, lon, lat, county). A main name beats an alternate one.
    """
    main: dict[str, list[Town]] = {}
    other: dict[str, list[Town]] = {}
    for name, alternates, lon, lat, county in places:
        folded = fold_town(name)
        main.setdefault(folded, []).append((folded, lon, lat, county))
        for alternate in {fold_town(each) for each in alternates} - {folded, ""}:
            other.setdefault(alternate, []).append((alternate, lon, lat, county))
    table = {**other, **main}
    return (
        [found[0] for found in table.values() if len(found) == 1],
        frozenset(name for name, found in table.items() if len(found) > 1),
    )
