"""A misspelt town in a search (`abluquerque robotics`): the place that was perhaps meant."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from app.catalog.filters import AssetFilter, changed
from app.catalog.text_query import is_plain
from app.catalog.tokens import tokens_of
from app.geography.meant import meant_places
from app.vocabulary.terms import fold

_LETTERS_MIN: Final = 5
_WORDS_MAX: Final = 3
_ASKED_MAX: Final = 4
"""Most words or phrases of a search that are looked up: each is compared with some thousand names."""
_LOOKED_UP_MAX: Final = 30
"""Most words of a search that are compared with names of places as they stand."""
_ALIKE: Final = 0.78
_PLACED: Final = ("near", "state", "county", "area", "bbox")


@dataclass(frozen=True)
class PlaceMeant:
    """`label` is the place; `filter` asks for what is near it, without the words that were taken for its name."""

    label: str
    filter: AssetFilter


def place_meant(session: Session, chosen: AssetFilter) -> PlaceMeant | None:
    """The place that words of `chosen.q` look like; None when none does, or when a place was understood already."""
    if chosen.q is None or not is_plain(chosen.q) or any(getattr(chosen, name) for name in _PLACED):
        return None
    words = [token.text for token in tokens_of(chosen.q)]
    for said, label in _alike(session, _phrases(words)):
        left = [word for word in words if fold(word) not in said.split()]
        return PlaceMeant(label, changed(chosen, {"q": " ".join([*left, label])}))
    return None


def words_of_places(session: Session, q: str) -> frozenset[str]:
    """The words (folded) of `q` that are the name of a listed place, alone or with their neighbours."""
    words = [fold(token.text) for token in tokens_of(q)][:_LOOKED_UP_MAX]
    runs = [words[at : at + length] for length in range(1, _WORDS_MAX + 1) for at in range(len(words))]
    names: dict[tuple[str, str | None], list[str]] = {(" ".join(run), None): run for run in runs}
    found = meant_places(session, list(names))
    return frozenset(word for name, place in found.items() if place.listed for word in names[name])


def _phrases(words: Sequence[str]) -> list[str]:
    """What may be a name: all words together, then each."""
    plain = [fold(word) for word in words]
    together = [" ".join(plain)] if 1 < len(plain) <= _WORDS_MAX else []
    return [each for each in (*together, *plain) if len(each) >= _LETTERS_MIN][:_ASKED_MAX]


def _alike(session: Session, asked: Sequence[str]) -> list[tuple[str, str]]:
    """(words, `Albuquerque, NM`) of names that differ by a letter or two, the best first, of like ones the largest."""
    found = session.execute(_statement(), {"words": list(asked)}).all() if asked else []
    close = [
        (difflib.SequenceMatcher(None, said, fold(name)).ratio(), said, f"{name}, {state}")
        for said, name, state in found
    ]
    return [
        (said, label) for ratio, said, label in sorted(close, key=lambda each: -each[0]) if ratio >= _ALIKE
    ]


@cache
def _statement() -> TextClause:
    return text((files("app.catalog") / "sql" / "places_alike.sql").read_text(encoding="utf-8"))
