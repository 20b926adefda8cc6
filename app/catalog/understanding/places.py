"""The part of a search that says where: `near 87501`, `within 10 miles of Farmington`, `Las Cruces NM`, `Utah`. Pure.

After a word such as `near` or `in` any known place counts, and so does one that its state follows, anywhere. Without
either, only a ZIP code, a state, or a town at one end that has PEOPLE_MIN inhabitants, lies in a state with an
inventory, and is no word of a vocabulary.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from app.catalog.subjects import form_of
from app.catalog.tokens import Token
from app.catalog.understanding.wording import meaning_of
from app.geography.meant import MeantPlace
from app.vocabulary.codes import STATES, state_of, zip_of

PEOPLE_MIN: Final = 2000
WORDS_MAX: Final = 4
"""Most words of a place's name."""
_MARKERS: Final = (
    ("close", "to"), ("near",), ("in",), ("around",), ("by",), ("nearby",), ("outside",), ("cerca", "de"), ("en",),
    ("from",), ("of",),
)  # fmt: skip
_DISTANCE: Final = re.compile(
    r"^(?:within |less than )?(\d{1,4}) ?(mi|mile|miles|km|kilometers|kilometres) (?:of|from|around|near) $",
    re.IGNORECASE,
)
_UNITS: Final = {"mi": "mi", "mile": "mi", "miles": "mi"}
_WORDS_LIKE_STATES: Final = frozenset(
    ("in", "or", "me", "hi", "ok", "id", "de", "la", "pa", "ma", "al", "co", "mo", "as", "pr")
)
"""Postal codes that are words when written in small letters."""
_DISTANCE_AFTER: Final = re.compile(
    r"^(?:within |less than |up to )?(\d{1,4}) ?(mi|mile|miles|km|kilometers|kilometres) $", re.IGNORECASE
)
_DISTANCE_WORDS: Final = 4
MARKS: Final = ",.;:!?()"
"""What stands at the ends of words and is no part of them."""
Name = tuple[str, str | None]


@dataclass(frozen=True)
class Span:
    """Some tokens that may name a place: first and last position (exclusive), and whether a marker leads to them."""

    start: int
    stop: int
    marked: bool
    name: str
    state: str | None
    within: str | None = None


@dataclass(frozen=True)
class PlacePart:
    """What a span means: filters by name, and the words they came from."""

    start: int
    stop: int
    filters: Mapping[str, str]
    marked: bool = False
    label: str | None = None
    """What to call it, where the filter does not say."""
    unsure: MeantPlace | None = None
    """The place, where its state was not said: there may be others of its name."""


def spans_of(tokens: Sequence[Token]) -> list[Span]:
    """What may be a place, the most certain first: marked, with its state, neither; longer before shorter."""
    marked = [span for at in range(len(tokens)) for span in _after_marker(tokens, at)]
    unmarked = [span for span in (*_stated(tokens), *_ends(tokens)) if not _is_term(tokens, span)]
    return sorted(marked, key=lambda span: span.start - span.stop) + unmarked


def names_of(spans: Sequence[Span]) -> list[Name]:
    """The names to look up."""
    return list(dict.fromkeys((span.name, span.state) for span in spans if span.name))


def place_of(
    spans: Sequence[Span], known: Mapping[Name, MeantPlace], zips: frozenset[str]
) -> PlacePart | None:
    """The first span that is a place."""
    return next((part for span in spans if (part := _meant(span, known, zips))), None)


def with_distance(tokens: Sequence[Token], part: PlacePart) -> PlacePart:
    """`part` with the distance that is said right after it (`near Farmington within 30 miles`), if one is."""
    if "near" not in part.filters or "within" in part.filters:
        return part
    for stop in range(min(len(tokens), part.stop + _DISTANCE_WORDS), part.stop, -1):
        said = tokens[part.stop : stop]
        match = _DISTANCE_AFTER.match("".join(f"{_plain(token)} " for token in said))
        if match and not any(token.quoted or token.negated for token in said):
            within = f"{match[1]}{_UNITS.get(match[2].lower(), 'km')}"
            return replace(part, stop=stop, filters={**part.filters, "within": within})
    return part


def _meant(span: Span, known: Mapping[Name, MeantPlace], zips: frozenset[str]) -> PlacePart | None:
    if not span.name and span.state:
        return PlacePart(span.start, span.stop, {"state": span.state}, span.marked)
    if span.name in zips:
        return _near(span, span.name)
    place = known.get((span.name, span.state))
    if place is None or not (span.marked or span.state or _well_known(place)):
        return None
    unsure = None if span.state else place
    if place.kind == "county" and span.within is None:
        return PlacePart(span.start, span.stop, {"county": place.geoid}, span.marked, place.label, unsure)
    return replace(_near(span, place.label), unsure=unsure)


def _near(span: Span, near: str) -> PlacePart:
    filters = {"near": near} | ({"within": span.within} if span.within else {})
    return PlacePart(span.start, span.stop, filters, span.marked)


def _well_known(place: MeantPlace) -> bool:
    if place.kind == "county":
        return place.listed
    return place.kind == "place" and place.listed and place.people >= PEOPLE_MIN


def _after_marker(tokens: Sequence[Token], at: int) -> Iterator[Span]:
    """Spans whose marker begins at `at`: a distance (`within 10 miles of`), or a word such as `near`."""
    for length in (5, 4, 3, 2, 1):
        lead = tokens[at : at + length]
        if len(lead) < length or any(token.quoted for token in lead):
            continue
        text = " ".join(token.text.lower() for token in lead)
        distance = _DISTANCE.match(f"{text} ")
        if distance or (tuple(text.split()) in _MARKERS and text not in ("of", "from")):
            within = f"{distance[1]}{_UNITS.get(distance[2].lower(), 'km')}" if distance else None
            yield from _names_from(tokens, at, at + length, within)
            return


def _names_from(tokens: Sequence[Token], start: int, first: int, within: str | None) -> Iterator[Span]:
    for stop in range(min(len(tokens), first + WORDS_MAX + 2), first, -1):
        if span := _span(tokens, first, stop):
            yield Span(start, stop, True, span[0], span[1], within)


def _ends(tokens: Sequence[Token]) -> Iterator[Span]:
    """Unmarked: the last words, then the first ones, the longest before; and a ZIP code anywhere."""
    count = len(tokens)
    last = [(first, count) for first in range(max(0, count - WORDS_MAX - 2), count)]
    first = [(0, stop) for stop in range(min(count - 1, WORDS_MAX + 2), 0, -1)]
    for start, stop in last + first:
        if span := _span(tokens, start, stop):
            yield Span(start, stop, False, *span)
    for at, token in enumerate(tokens):
        if zip_of(_plain(token)) and not token.quoted:
            yield Span(at, at + 1, False, _plain(token)[:5], None)


def _stated(tokens: Sequence[Token]) -> Iterator[Span]:
    """Unmarked: a name and its state, in any part of a sentence; the last before, and of these the longest."""
    for stop in range(len(tokens), 1, -1):
        for start in range(max(0, stop - WORDS_MAX - 2), stop - 1):
            span = _span(tokens, start, stop)
            if span and span[0] and span[1]:
                yield Span(start, stop, False, *span)


def _span(tokens: Sequence[Token], first: int, stop: int) -> Name | None:
    """The tokens as (town, state): (`las cruces`, NM), (`taos`, None), (``, UT), (`87501`, None)."""
    some = tokens[first:stop]
    if any(token.quoted or token.negated for token in some):
        return None
    words = [_plain(token) for token in some]
    for length in (3, 2, 1):
        if len(words) >= length and (state := _state(words[-length:])):
            return " ".join(words[:-length]).lower(), state
    if len(words) > WORDS_MAX:
        return None
    return (words[0][:5] if len(words) == 1 and zip_of(words[0]) else " ".join(words).lower()), None


def _state(words: Sequence[str]) -> str | None:
    text = " ".join(words)
    if len(text) == 2 and (not text.isupper() and text.lower() in _WORDS_LIKE_STATES):
        return None
    if not text.replace(" ", "").replace(".", "").isalpha():
        return None
    state = state_of(text)
    return state if state in STATES else None


def _plain(token: Token) -> str:
    return token.text.strip(MARKS)


def _is_term(tokens: Sequence[Token], span: Span) -> bool:
    """Whether the words of an unmarked span name something else."""
    words = tuple(_plain(token) for token in tokens[span.start : span.stop])
    return bool(meaning_of(words)) or (len(words) == 1 and not span.state and len(form_of(words[0])) < 3)
