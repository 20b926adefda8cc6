"""Reading a search as filters: a place, words of the vocabularies, and what is left as text.

The rules, from careful to more careful:
- What stands in quotes, is left out with `-`, or stands in a search with `or`, is never read: it is text.
- A word is taken only for a term of a vocabulary (its label or a synonym, singular or plural) or a known place.
- A filter that is in use already is not added to: its words stay text.
- Names come first. When the words as they stand are in the name of an asset, one after another, and are most of that
  name (`Utah State University`, `Las Cruces Museum of Nature`), nothing is read: the text finds it, and first. Words
  that are terms or a place and nothing else (`summer camp`), or say where with a word such as `in`, are a name only
  when they are all of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from app.catalog.filters import AssetFilter, changed, parse_filter, to_pairs, words_of
from app.catalog.subjects import form_of
from app.catalog.tokens import Token, tokens_of
from app.catalog.understanding.places import (
    MARKS,
    Name,
    PlacePart,
    names_of,
    place_of,
    spans_of,
    with_distance,
)
from app.catalog.understanding.wording import FILLING, Meaning, meaning_of
from app.geography.meant import MeantPlace
from app.settings import Settings
from app.vocabulary.codes import zip_of

LONGEST: Final = 4
"""Most words that are looked up together."""
_PLACE_NAMES: Final = frozenset(("near", "within_m", "state", "county", "area", "bbox"))


class Names(Protocol):
    """What is asked about names (see Gazetteer)."""

    def places(self, names: Sequence[Name]) -> dict[Name, MeantPlace]:
        """The places that names mean."""

    def zips(self, codes: Sequence[str]) -> frozenset[str]:
        """The known ones of some ZIP codes."""

    def is_name(self, q: str, *, whole: bool = False) -> bool:
        """Whether these words are most of the name of an asset, or the whole name."""


@dataclass(frozen=True)
class Taken:
    """Words that were taken for a filter: its name, one value, and what that is called."""

    words: str
    name: str
    value: str
    label: str


@dataclass(frozen=True)
class Understood:
    """`filter` is what is asked for, `taken` what became filters; `name` when the words are the name of an asset.

    `unsure` is the place that was understood, where nobody said its state.
    """

    filter: AssetFilter
    taken: tuple[Taken, ...] = ()
    name: bool = False
    unsure: MeantPlace | None = None

    @property
    def q(self) -> str | None:
        """What is left as text."""
        return self.filter.q


def understand(
    chosen: AssetFilter, names: Names, settings: Settings, *, even_names: bool = False
) -> Understood:
    """`chosen` with its text read; `even_names`: also where the text is the name of an asset."""
    tokens = tokens_of(chosen.q or "")
    if not tokens or any(not token.quoted and token.text.lower() == "or" for token in tokens):
        return Understood(chosen)
    place = None if _placed(chosen) else _place(tokens, names)
    read = list(_read(tokens, place, chosen))
    if not read:
        return Understood(chosen)
    if not even_names and names.is_name(chosen.q or "", whole=_is_plain_speech(tokens, read, place)):
        return Understood(chosen, name=True)
    return replace(_understood(tokens, read, chosen, settings), unsure=place.unsure if place else None)


def _is_plain_speech(tokens: Sequence[Token], read: Sequence["_Part"], place: PlacePart | None) -> bool:
    """Whether nobody would take the words for a name: terms alone, a place alone, or one with `near` before it."""
    if place is None:
        return _left(tokens, read) is None
    return place.marked or place.stop - place.start == len(tokens)


@dataclass(frozen=True)
class _Part:
    """Tokens from `start` to `stop` and the (parameter, value) pairs they are."""

    start: int
    stop: int
    pairs: tuple[tuple[str, str], ...]
    label: str | None = None


def _placed(chosen: AssetFilter) -> bool:
    return any(getattr(chosen, name) for name in _PLACE_NAMES)


def _place(tokens: Sequence[Token], names: Names) -> PlacePart | None:
    spans = spans_of(tokens)
    asked = names_of(spans)
    codes = [name for name, _ in asked if zip_of(name)]
    known = names.places([name for name in asked if name[0] not in codes])
    found = place_of(spans, known, names.zips(codes))
    return with_distance(tokens, found) if found else None


def _read(tokens: Sequence[Token], place: PlacePart | None, chosen: AssetFilter) -> Iterator[_Part]:
    if place is not None:
        yield _Part(place.start, place.stop, tuple(place.filters.items()), place.label)
    free = [at for at, token in enumerate(tokens) if not _closed(token) and not _within(at, place)]
    at = 0
    while at < len(free):
        part = _term(tokens, free[at:], chosen)
        if part is not None:
            yield part
        at += part.stop - part.start if part else 1


def _closed(token: Token) -> bool:
    return token.quoted or token.negated


def _within(at: int, place: PlacePart | None) -> bool:
    return place is not None and place.start <= at < place.stop


def _term(tokens: Sequence[Token], free: Sequence[int], chosen: AssetFilter) -> _Part | None:
    """The longest run of neighbouring words from the first of `free` on that names a term."""
    run = [at for offset, at in enumerate(free[:LONGEST]) if at == free[0] + offset]
    for length in range(len(run), 0, -1):
        meant = meaning_of(tuple(tokens[at].text.strip(MARKS) for at in run[:length]))
        if meant and not any(_in_use(chosen, each) for each in meant):
            return _Part(
                run[0], run[0] + length, tuple((name, value) for name, values in meant for value in values)
            )
    return None


def _in_use(chosen: AssetFilter, meaning: Meaning) -> bool:
    return bool(getattr(chosen, meaning[0]))


def _understood(
    tokens: Sequence[Token], parts: list[_Part], chosen: AssetFilter, settings: Settings
) -> Understood:
    pairs = [pair for part in parts for pair in part.pairs]
    left = _left(tokens, parts)
    base = [pair for pair in to_pairs(replace(chosen, q=left)) if pair[0] != "within" or chosen.near]
    found = parse_filter([*base, *pairs], settings=settings)
    taken = (
        Taken(_words(tokens, part), name, value, part.label or words_of(found, name, value))
        for part in sorted(parts, key=lambda part: part.start)
        for name, value in part.pairs
        if name != "within"
    )
    return Understood(changed(found, {"q": left}), tuple(taken))


def _words(tokens: Sequence[Token], part: _Part) -> str:
    return " ".join(token.text for token in tokens[part.start : part.stop])


def _left(tokens: Sequence[Token], parts: Sequence[_Part]) -> str | None:
    """What no part holds, as text; None when nothing that says something is left."""
    inside = {at for part in parts for at in range(part.start, part.stop)}
    rest = [token for at, token in enumerate(tokens) if at not in inside]
    if all(not _closed(token) and form_of(token.text) in FILLING for token in rest):
        return None
    said = (token for token in rest if _closed(token) or form_of(token.text) not in FILLING)
    return " ".join(word for token in said if (word := _again(token)))


def _again(token: Token) -> str:
    text = f'"{token.text}"' if token.quoted else token.text.strip(MARKS)
    return f"-{text}" if token.negated else text
