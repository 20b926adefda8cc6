"""What a row is: kind and subtype from one or two cells, or from the kind the whole file has. Pure.

A text that is no known type as a whole may still be one by its words: “Robotics club” is a club. That is said.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from app.inventory.codes import Problem
from app.vocabulary.assets import KINDS, SUBTYPES
from app.vocabulary.terms import fold

_REMEMBERED = 4096
_PROGRAM = "program"
_PROGRAMS = (_PROGRAM, "programs", "programme", "programmes")
_SET_OFF = re.compile(
    r"\s+(?:at|in|for|of|with|by|on|from|to|that|where|near|through)\s+|[(\[:]|\s[-\u2013\u2014]\s",
    re.IGNORECASE,
)
"""What follows says more about the thing before it: a museum *of* history is a museum."""
_JOINED = re.compile(r"[,;/|+&]|\b(?:and|or)\b", re.IGNORECASE)
_UNSURE: Final = ("kind-unknown", "subtype-unknown", "kind-ambiguous")
_HINTS: Final = {
    "program": frozenset(("program", "programs", "programme")),
    "opportunity": frozenset(("opportunity", "opportunities")),
    "institution": frozenset(
        ("organization", "organisation", "institution", "organizations", "institutions")
    ),
}


@dataclass(frozen=True, slots=True)
class Classified:
    """What a row is. `read` is the text that was understood by its words or its header, to be said."""

    kind: str
    subtype: str
    read: str | None = None


@lru_cache(maxsize=_REMEMBERED)
def classify(
    kind_text: str, subtype_text: str, default_kind: str | None, hint: str | None = None
) -> Classified | Problem:
    """Kind and subtype, or what is wrong.

    A kind cell may itself hold a type (“Summer camp”). A type that several kinds know needs the kind; `hint` is what
    the column's header says about it (“Program Type”).
    """
    exact = _exactly(kind_text, subtype_text, default_kind)
    if not isinstance(exact, Problem):
        return Classified(*exact)
    if exact.code not in _UNSURE:
        return exact
    return _understood(kind_text, subtype_text, default_kind, hint, exact)


def kind_hint(header: str) -> str | None:
    """The kind that a header speaks of (“What kind of program is it?”), or None."""
    words = set(fold(header).split())
    found = [kind for kind, names in _HINTS.items() if words & names]
    return found[0] if len(found) == 1 else None


def _exactly(kind_text: str, subtype_text: str, default_kind: str | None) -> tuple[str, str] | Problem:
    type_text = subtype_text or kind_text
    kind = KINDS.find(kind_text) if kind_text else default_kind
    if kind_text and kind is None:
        kind = default_kind
        if not kinds_of(kind_text):
            return Problem("kind-unknown", kind_text)
    if kind is None:
        return _without_kind(type_text)
    return _within(kind, type_text, given=bool(subtype_text))


def kinds_of(type_text: str) -> list[str]:
    """The kinds that know a type."""
    return [kind for kind, types in SUBTYPES.items() if types.find(type_text)]


def _without_kind(type_text: str) -> tuple[str, str] | Problem:
    if not type_text:
        return Problem("kind-unknown", "")
    kinds = kinds_of(type_text)
    if not kinds:
        return Problem("subtype-unknown", type_text)
    if len(kinds) > 1 and _PROGRAM in kinds and fold(type_text).split()[-1] in _PROGRAMS:
        kinds = [_PROGRAM]  # “after-school program” says itself which of its meanings it has
    if len(kinds) > 1:
        return Problem("kind-ambiguous", type_text)
    return kinds[0], str(SUBTYPES[kinds[0]].find(type_text))


def _within(kind: str, type_text: str, *, given: bool) -> tuple[str, str] | Problem:
    subtype = SUBTYPES[kind].find(type_text) if type_text else None
    if subtype:
        return kind, subtype
    if not given:
        return Problem("subtype-missing", kind)
    return Problem("kind-differs" if kinds_of(type_text) else "subtype-unknown", type_text)


def _understood(
    kind_text: str, subtype_text: str, default_kind: str | None, hint: str | None, exact: Problem
) -> Classified | Problem:
    type_text, kind = subtype_text or kind_text, KINDS.find(kind_text) if kind_text else None
    if kind_text and subtype_text and kind is None:
        kind = KINDS.find(fold(kind_text).rpartition(" ")[2])  # “Youth program” is a program
        if kind is None:
            return exact
    kind = kind or default_kind
    found = _by_words(type_text, (kind,) if kind else tuple(SUBTYPES))
    hinted = [each for each in found if each[0] == hint]
    sure = found if len(found) == 1 else hinted
    if len(sure) == 1:
        return Classified(*sure[0], exact.value)
    several = len({each[0] for each in found}) > 1
    return Problem("kind-ambiguous", type_text) if several else exact


def _by_words(text: str, kinds: tuple[str, ...]) -> list[tuple[str, str]]:
    """What the words of `text` may be: of the thing it names, never of where that is (“… at the library”)."""
    head = _SET_OFF.split(text, maxsplit=1)[0]
    whole = _known(fold(head), kinds)
    if whole:
        return whole
    parts = [fold(part).split() for part in _JOINED.split(head)]
    return list(dict.fromkeys(each for words in parts for each in _of_words(words, kinds)))


def _of_words(words: list[str], kinds: tuple[str, ...]) -> list[tuple[str, str]]:
    found = _ends(words, kinds)
    if not found and words and words[-1] in _PROGRAMS and _PROGRAM in kinds:
        words, kinds = words[:-1], (_PROGRAM,)
        found = _ends(words, kinds)
    return found or (_starts(words, kinds) if len(kinds) == 1 else [])


def _ends(words: list[str], kinds: tuple[str, ...]) -> list[tuple[str, str]]:
    """By the last words, as many as possible: in English they are the thing itself."""
    several = (_known(" ".join(words[start:]), kinds) for start in range(len(words)))
    return next(filter(None, several), [])


def _starts(words: list[str], kinds: tuple[str, ...]) -> list[tuple[str, str]]:
    """By the first words; only where the kind is known, as “High school robotics” is no school."""
    several = (_known(" ".join(words[:end]), kinds) for end in range(len(words) - 1, 0, -1))
    return next(filter(None, several), [])


def _known(phrase: str, kinds: tuple[str, ...]) -> list[tuple[str, str]]:
    for spelling in (phrase, phrase.removesuffix("s")):
        found = [(kind, slug) for kind in kinds if (slug := SUBTYPES[kind].find(spelling))]
        if found:
            return found
    return []
