"""What somebody may be about to ask, from the first letters: subjects and kinds, places after them, names."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from sqlalchemy import func, select
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from app.catalog.conditions import conditions
from app.catalog.filters import AssetFilter
from app.catalog.tables import ASSET
from app.geography.lookup import places_beginning
from app.language import _
from app.vocabulary import assets
from app.vocabulary.codes import STATES, state_of
from app.vocabulary.terms import fold

OFFERED: Final = 8
_SHORTEST: Final = 2
_NAME_SHORTEST: Final = 3
_TERMS: Final = 4
_PLACES: Final = 3
_NAMES: Final = 3
_PLACE_WORDS: Final = 7
"""Most words of a place with its state: `Truth or Consequences, New Mexico`."""
_LINKING: Final = re.compile(r"(?:^|\s)(?:near|in|around|close to|at|of|from|cerca de|en)$", re.IGNORECASE)

_LISTED: Final = sql(
    "SELECT code FROM unnest(CAST(:codes AS text[])) AS code WHERE EXISTS (SELECT FROM asset WHERE state = code)"
)
"""Which of some states have an inventory."""


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
    count, placed = _placed(session, text)
    terms = _terms(text)[:_TERMS] if count <= 1 else []
    found = [*terms, *placed, *_named(session, text, today)]
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


def _placed(session: Session, text: str) -> tuple[int, list[Suggestion]]:
    """The last words as the beginning of a place, and how many: the longest ending that is one counts."""
    words = text.split(" ")
    for count in range(min(_PLACE_WORDS, len(words)), 0, -1):
        tail = " ".join(words[-count:])
        if len(tail) <= _SHORTEST or not tail[0].isalpha():
            continue
        if found := [*_states(session, tail), *_places(session, tail)]:
            before = " ".join(words[:-count])
            return count, [Suggestion(_joined(before, place), "place") for place in found[:_PLACES]]
    return 0, []


def _joined(before: str, place: str) -> str:
    """`place` after what was typed before it, whose own `in` or `near` is kept."""
    if not before or _LINKING.search(before):
        return f"{before} {place}".strip()
    return f"{before} {_('near %(place)s', place=place)}"


def _states(session: Session, begun: str) -> list[str]:
    """Names of states with an inventory that begin so; the state alone, whichever it is, that is called so."""
    plain = fold(begun)
    fitting = [(code, name) for code, name in STATES.labels.items() if fold(name).startswith(plain)]
    whole = [name for _, name in fitting if fold(name) == plain]
    if whole or not fitting:
        return whole
    listed = set(session.scalars(_LISTED, {"codes": [code for code, _ in fitting]}))
    return [name for code, name in fitting if code in listed]


def _places(session: Session, tail: str) -> list[str]:
    """Places that begin with `tail`, or are called as it says before their state or the beginning of its name."""
    name, comma, state = tail.partition(",")
    if comma:
        codes = [code for code, each in STATES.labels.items() if _is_begun(state, code, each)]
        return _called(places_beginning(session, name, codes), name) if codes else []
    words = tail.split(" ")
    for length in (3, 2, 1):
        code = state_of(" ".join(words[-length:])) if len(words) > length else None
        name = " ".join(words[:-length])
        if code and code in STATES and (found := _called(places_beginning(session, name, [code]), name)):
            return found
    return places_beginning(session, tail, only_listed=True)


def _is_begun(typed: str, code: str, name: str) -> bool:
    return fold(name).startswith(fold(typed)) or code.lower() == fold(typed)


def _called(labels: list[str], name: str) -> list[str]:
    """Those of `labels` that are called `name`, whole; else the counties that are."""
    by_name = {label: fold(label.rpartition(",")[0]) for label in labels}
    exact = [label for label, each in by_name.items() if each == fold(name)]
    return exact or [label for label, each in by_name.items() if each == fold(f"{name} county")]


def _named(session: Session, text: str, today: date) -> list[Suggestion]:
    if len(text) < _NAME_SHORTEST:
        return []
    begins = ASSET.c.name.istartswith(text, autoescape=True)
    asked = select(ASSET.c.id, ASSET.c.name).where(*conditions(AssetFilter(), today=today), begins)
    found = session.execute(asked.order_by(func.length(ASSET.c.name), ASSET.c.id).limit(_NAMES))
    return [Suggestion(row.name, "name", str(row.id)) for row in found]
