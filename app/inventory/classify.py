"""What a row is: kind and subtype from one or two cells, or from the kind the whole file has. Pure."""

from functools import lru_cache

from app.inventory.codes import Problem
from app.vocabulary.assets import KINDS, SUBTYPES
from app.vocabulary.terms import fold

_REMEMBERED = 4096
_PROGRAM = "program"


@lru_cache(maxsize=_REMEMBERED)
def classify(kind_text: str, subtype_text: str, default_kind: str | None) -> tuple[str, str] | Problem:
    """(kind, subtype), or what is wrong.

    A kind cell may itself hold a type (“Summer camp”). A type that several kinds know needs the kind.
    """
    type_text = subtype_text or kind_text
    kind = KINDS.find(kind_text) if kind_text else default_kind
    if kind_text and kind is None:
        kind = default_kind
        if not _kinds_of(kind_text):
            return Problem("kind-unknown", kind_text)
    if kind is None:
        return _without_kind(type_text)
    return _within(kind, type_text, given=bool(subtype_text))


def _kinds_of(type_text: str) -> list[str]:
    return [kind for kind, types in SUBTYPES.items() if types.find(type_text)]


def _without_kind(type_text: str) -> tuple[str, str] | Problem:
    if not type_text:
        return Problem("kind-unknown", "")
    kinds = _kinds_of(type_text)
    if not kinds:
        return Problem("subtype-unknown", type_text)
    if len(kinds) > 1 and _PROGRAM in kinds and fold(type_text).split()[-1] in (_PROGRAM, _PROGRAM + "s"):
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
    return Problem("kind-differs" if _kinds_of(type_text) else "subtype-unknown", type_text)
