"""Which fields a header may mean, by its words alone: known names, abbreviations, cut names, questions. Pure.

What the cells below it look like is in `app.inventory.shapes`; who wins is decided in `app.inventory.columns`.
"""

import difflib
import re
from functools import lru_cache
from typing import Final, Literal

from app.inventory.fields import FIELDS
from app.inventory.fields.short_forms import SHORT_FORMS
from app.inventory.questions import asked
from app.vocabulary.terms import fold

How = Literal[
    "name", "label", "synonym", "weak synonym", "without filler words", "abbreviation", "cut name", "question",
    "similar", "values", "shape", "remembered", "chosen", "note",
]  # fmt: skip
Offer = tuple[str, float, How]
CONFIDENCE: Final[dict[How, float]] = {
    "name": 1.0, "label": 0.98, "synonym": 0.95, "weak synonym": 0.7, "without filler words": 0.8,
    "abbreviation": 0.8, "cut name": 0.7, "question": 0.75, "similar": 0.6,
}  # fmt: skip
"""How sure a header alone makes each kind of finding."""
_ALIKE = 0.88
_SHORTEST_ALIKE = 5
_CUT_CHARS = 10
"""dBASE, and so a Shapefile, cuts the names of columns to ten characters."""
_SHORTEST_CUT = 6
_CUT_AMONG_SEVERAL = 0.55
_QUESTION_WORDS = 5
_LONGEST_PAIR = 60
_LONGEST_HEADER = 500
"""A longer one is no header but a paragraph."""
_FILLER = re.compile(
    r"\b(the|of|for|a|an|is|are|optional|required|please|select|enter|provide|list|all that apply|if any|if known"
    r"|if applicable|your|format|example|e g|eg)\b"
)
_SMALL = re.compile(r"\b(the|of|for|a|an)\b")
_OWNER = re.compile(
    r"\b(program|programs|organization|organisation|org|site|school|facility|location|provider|institution|contact"
    r"|physical|primary|main|asset|event|activity|business|agency|venue|center|opportunity|participant|offered"
    r"|public|mailing|stem|field|text|cd|code|value|full|us|info|information)\b"
)
_PERSON = re.compile(
    r"\b((?<!in )person|submitter|submitted by|respondent|filling|filled|completing|completed by|entered by|first name"
    r"|last name|first|last|director|coordinator|principal|manager|supervisor|staff|instructor|teacher name"
    r"|your name|contact name|name of contact|contact title|job title|recorder|editor|creator|created|edited|updated"
    r"|modified|verified|reviewed|checked|superintendent|president|parent phone|parent email|guardian)\b"
)
_BRACKETS = re.compile(r"[(\[{].*?[)\]}]")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})|(?<=[A-Za-z])(?=\d)")


def squeeze(text: str) -> str:
    """`text` folded, without blanks."""
    return fold(text).replace(" ", "")


@lru_cache(maxsize=1)
def _spellings() -> dict[str, list[tuple[str, How]]]:
    """Squeezed spelling -> the fields it may mean."""
    table: dict[str, list[tuple[str, How]]] = {}
    for name, field in FIELDS.items():
        tiers: tuple[tuple[How, tuple[str, ...]], ...] = (
            ("name", (name,)), ("label", (field.label,)), ("synonym", field.synonyms),
            ("weak synonym", field.weak),
        )  # fmt: skip
        seen: set[str] = set()
        for how, words in tiers:
            for spelling in (*map(squeeze, words), *(squeeze(_SMALL.sub(" ", fold(word))) for word in words)):
                if spelling and spelling not in seen:
                    seen.add(spelling)
                    table.setdefault(spelling, []).append((name, how))
    return table


@lru_cache(maxsize=4096)
def candidates(header: str) -> tuple[Offer, ...]:
    """The fields `header` may mean, best first, as (field, confidence, how)."""
    if len(header) > _LONGEST_HEADER:
        return ()
    words = fold(_HUMP.sub(" ", header))
    exact = _known(squeeze(header), "name")
    if exact:
        return exact
    if _PERSON.search(words):
        return ()
    for look in (_without_filler, _short, _without_owner, _question, _cut, _half, _similar):
        found = look(header, words)
        if found:
            return found
    return ()


def _known(spelling: str, how: How) -> tuple[Offer, ...]:
    """The fields of a known spelling; `how` caps the confidence unless it is “name”."""
    found = _spellings().get(spelling, ())
    offers = (
        (name, CONFIDENCE[by], by) if how == "name" else (name, min(CONFIDENCE[how], CONFIDENCE[by]), how)
        for name, by in found
    )
    return tuple(sorted(offers, key=lambda offer: (-offer[1], offer[0] != "name")))


def _bare(words: str) -> str:
    return " ".join(_FILLER.sub(" ", words).split())


def _without_filler(header: str, words: str) -> tuple[Offer, ...]:
    del words
    return _known(squeeze(_bare(fold(_BRACKETS.sub(" ", header)))), "without filler words")


def _long(words: str) -> str:
    """`words` with short forms written out."""
    return " ".join(SHORT_FORMS.get(word, word) for word in words.split())


def _short(header: str, words: str) -> tuple[Offer, ...]:
    del header
    return _known(squeeze(_long(words)), "abbreviation") or _known(
        squeeze(_bare(_long(words))), "abbreviation"
    )


def _without_owner(header: str, words: str) -> tuple[Offer, ...]:
    if len(words.split()) >= _QUESTION_WORDS:
        return ()
    bare = _OWNER.sub(" ", _bare(fold(_BRACKETS.sub(" ", header))))
    return _known(squeeze(bare), "without filler words") or _known(
        squeeze(_OWNER.sub(" ", _long(words))), "abbreviation"
    )


def _question(header: str, words: str) -> tuple[Offer, ...]:
    if len(words.split()) < _QUESTION_WORDS and "?" not in header and ":" not in header:
        return ()
    name = asked(fold(_BRACKETS.sub(" ", header))) or asked(words)
    return ((name, CONFIDENCE["question"], "question"),) if name else ()


def _cut(header: str, words: str) -> tuple[Offer, ...]:
    if len(header.strip()) != _CUT_CHARS or " " in header.strip():
        return ()
    whole = _long(words)
    for start in (squeeze(header), squeeze(whole), squeeze(_OWNER.sub(" ", whole))):
        if len(start) >= _SHORTEST_CUT:
            fields = _starting(start)
            if fields:
                sure = CONFIDENCE["cut name"] if len(fields) == 1 else _CUT_AMONG_SEVERAL
                return tuple((name, sure, "cut name") for name in fields[:3])
    return ()


def _starting(start: str) -> list[str]:
    found = (
        (len(spelling), name)
        for spelling, offers in _spellings().items()
        if spelling.startswith(start)
        for name, how in offers
        if how != "weak synonym"
    )
    return list(dict.fromkeys(name for _, name in sorted(found)))


def _half(header: str, words: str) -> tuple[Offer, ...]:
    """A header of two names (“Grade level / age group”): the first that is known."""
    del words
    for part in re.split(r"\s*[/|]\s*|\s+-\s+", header)[: 2 if len(header) <= _LONGEST_PAIR else 0]:
        found = _known(squeeze(part), "similar")
        if found and found[0][0] not in ("lat", "lon"):  # a cell with both numbers is neither
            return found
    return ()


def _similar(header: str, words: str) -> tuple[Offer, ...]:
    bare = squeeze(_bare(fold(_BRACKETS.sub(" ", header))))
    if len(bare) < _SHORTEST_ALIKE or len(words.split()) >= _QUESTION_WORDS:
        return ()
    known = [
        spelling
        for spelling, offers in _spellings().items()
        if len(spelling) >= _SHORTEST_ALIKE and offers[0][1] != "weak synonym"
    ]
    near = difflib.get_close_matches(bare, known, 1, _ALIKE)
    return (
        tuple((name, CONFIDENCE["similar"], "similar") for name, _ in _spellings()[near[0]][:1])
        if near
        else ()
    )
