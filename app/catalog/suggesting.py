"""What somebody may be about to ask, from the first letters: subjects and kinds, places after them, names."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.catalog.conditions import conditions
from app.catalog.filters import AssetFilter
from app.catalog.tables import ASSET
from app.geography.lookup import places_beginning
from app.vocabulary import assets
from app.vocabulary.terms import fold

OFFERED: Final = 8
_SHORTEST: Final = 2
_NAME_SHORTEST: Final = 3
_TERMS: Final = 4
_PLACES: Final = 3
_NAMES: Final = 3
_PLACE_WORDS: Final = 3
_LINKING: Final = re.compile(r"\s+(?:near|in|around|close to|at)$", re.IGNORECASE)


@dataclass(frozen=True)
class Suggestion:
    """A question in words, or (with `asset`) the name of an entry and its id."""

    text: str
    what: str
    asset: str | None = None


def suggestions(session: Session, typed: str, today: date) -> list[Suggestion]:
    """At most OFFERED ways to go on from `typed`: terms of the vocabularies, then places, then names."""
    text = " ".join(typed.split())
    if len(text) < _SHORTEST:
        return []
    found = [*_terms(text)[:_TERMS], *_placed(session, text), *_named(session, text, today)]
    return list({each.text.lower(): each for each in reversed(found)}.values())[::-1][:OFFERED]


def _terms(text: str) -> list[Suggestion]:
    """The last word as the beginning of a subject or of a kind of entry."""
    before, _, last = text.rpartition(" ")
    begun = fold(last)
    if len(begun) < _SHORTEST:
        return []
    fitting = [(not words[0].startswith(begun), label) for words, label in _labels() if _any(words, begun)]
    return [Suggestion(f"{before} {label}".strip(), "subject") for _, label in sorted(fitting)]


def _any(words: tuple[str, ...], begun: str) -> bool:
    return any(word.startswith(begun) for word in words)


@cache
def _labels() -> tuple[tuple[tuple[str, ...], str], ...]:
    """Words and label of each term that people ask for."""
    labels = [*assets.DISCIPLINES.labels.values(), *assets.ALL_SUBTYPES.labels.values()]
    return tuple((tuple(fold(label).split()), label.lower()) for label in labels if fold(label))


def _placed(session: Session, text: str) -> list[Suggestion]:
    """The last words as the beginning of a place; the longest ending that is one counts."""
    words = text.split(" ")
    for count in range(min(_PLACE_WORDS, len(words)), 0, -1):
        tail = " ".join(words[-count:])
        if len(tail) <= _SHORTEST or not tail[0].isalpha():
            continue
        before = _LINKING.sub("", " ".join(words[:-count]))
        if found := places_beginning(session, tail):
            near = [f"{before} near {place}" if before else place for place in found[:_PLACES]]
            return [Suggestion(each, "place") for each in near]
    return []


def _named(session: Session, text: str, today: date) -> list[Suggestion]:
    if len(text) < _NAME_SHORTEST:
        return []
    begins = ASSET.c.name.istartswith(text, autoescape=True)
    asked = select(ASSET.c.id, ASSET.c.name).where(*conditions(AssetFilter(), today=today), begins)
    found = session.execute(asked.order_by(func.length(ASSET.c.name), ASSET.c.id).limit(_NAMES))
    return [Suggestion(row.name, "name", str(row.id)) for row in found]
