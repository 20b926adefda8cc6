"""`q` as a full-text query: what a web search understands, and for each subject word its other names. Pure.

`"night sky"` is a phrase, `-winter` leaves out, `or` gives a choice. A word that names a type or a subject also finds
what is of that type or subject: `coding` finds all of computing. It is done here, where words are asked for, and not
where assets are written: a new synonym then finds old assets, and a row costs nothing.
"""

import re
from collections.abc import Iterator
from typing import Final

from app.catalog.spanish import ENGLISH
from app.catalog.subjects import form_of, subject_of
from app.catalog.tokens import Token, tokens_of

LONGEST: Final = 4
"""Most words of one spelling that are looked for."""
_OR: Final = "or"
_LABEL_WEIGHT: Final = "B"
"""The weight under which the slugs of an asset are kept as words (see models.asset)."""


def is_plain(q: str) -> bool:
    """Whether `q` is plain words: nothing quoted, left out or alternative."""
    return not any(token.quoted or token.negated or _is_or(token) for token in tokens_of(q))


def query_text(q: str) -> str:
    """`q` for to_tsquery: every word quoted, so that nothing of it is an operator."""
    groups: list[list[Token]] = [[]]
    for token in tokens_of(q):
        if _is_or(token):
            groups.append([])
        else:
            groups[-1].append(token)
    return " | ".join(" & ".join(_terms(group)) for group in groups if group)


def _is_or(token: Token) -> bool:
    return not token.quoted and not token.negated and token.text.lower() == _OR


def _terms(group: list[Token]) -> Iterator[str]:
    at = 0
    while at < len(group):
        length = _spelled(group, at)
        if length:
            yield _with_other_names(group[at : at + length])
        else:
            yield _alone(group[at])
        at += length or 1


def _alone(token: Token) -> str:
    """A word that names no subject; beside a Spanish one the English word is looked for."""
    english = None if token.quoted or token.negated else ENGLISH.get(form_of(token.text))
    found = f"({_quoted(token.text)} | {_quoted(english)})" if english else _quoted(token.text)
    return f"!{found}" if token.negated else found


def _spelled(group: list[Token], at: int) -> int:
    """How many tokens from `at` on spell a subject together, at most; 0 for none."""
    for length in range(min(LONGEST, len(group) - at), 0, -1):
        some = group[at : at + length]
        if not any(token.quoted or token.negated for token in some) and subject_of(_joined(some)):
            return length
    return 0


def _joined(some: list[Token]) -> str:
    return " ".join(token.text for token in some)


def _with_other_names(some: list[Token]) -> str:
    found = subject_of(_joined(some))
    kept = [f"{_quoted(slug.replace('-', ' '))}:{_LABEL_WEIGHT}" for slug in found]
    plain = " & ".join(_quoted(token.text) for token in some)
    return f"(({plain}) | {' | '.join(kept)})"


def _quoted(text: str) -> str:
    """`text` as one operand of to_tsquery; several words are a phrase."""
    return "'" + re.sub(r"(['\\])", r"\1\1", text) + "'"
