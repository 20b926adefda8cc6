"""Spellings of the vocabularies by word form: which type or subject `coding camps` names. Pure.

Words are compared without case, accents, punctuation and the plural's ending.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

from app.vocabulary import assets
from app.vocabulary.terms import Vocabulary, fold

TOO_GENERAL: Final = frozenset(
    fold(each)
    for each in (
        "all", "any", "various", "everything", "general", "it", "none", "other", "data", "day", "am", "pm", "visit",
        "water", "power", "space", "design", "fair", "team", "major", "nation", "pueblo", "church", "network", "hub",
        "association", "industry", "government", "agency", "mobile", "business", "company", "corporation", "kit",
        "funding", "challenge", "expo", "tour", "class trip", "all areas", "all of the above", "workforce", "informal",
        "flight", "weather", "tribe", "cc", "el", "native", "both", "mixed", "mail", "paid", "wage", "sliding",
        "annual", "always", "ongoing", "spring", "fall", "winter", "autumn", "night", "residential", "public",
        "planetarium", "zoo", "aquarium", "botanic garden", "botanical garden", "botanical gardens", "observatory",
        "history museum", "open house", "general science", "poverty", "multidisciplinary", "academy", "foundation",
        "branch campus",
    )
)  # fmt: skip
"""Spellings a column of a file may use, but which in a search mean less, or something else, than the term."""


def word_form(word: str) -> str:
    """`word` (folded) without the ending of the plural: `girls` and `girl` are one."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(maxsize=10_000)
def form_of(text: str) -> str:
    """`text` in the form in which spellings are compared."""
    return " ".join(word_form(word) for word in re.split(r"\s+", fold(text)) if word)


def spellings_of(vocabulary: Vocabulary) -> Mapping[str, tuple[str, ...]]:
    """The forms of slugs, labels and synonyms of `vocabulary`, and the slugs that each names."""
    found: dict[str, list[str]] = {}
    for slug, label in vocabulary.labels.items():
        for text in (slug, label, *vocabulary.synonyms.get(slug, ())):
            if fold(text) not in TOO_GENERAL and slug not in found.setdefault(form_of(text), []):
                found[form_of(text)].append(slug)
    return {form: tuple(slugs) for form, slugs in found.items() if form and slugs}


@cache
def _subjects() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for vocabulary in (*assets.SUBTYPES.values(), assets.DISCIPLINES):
        for form, slugs in spellings_of(vocabulary).items():
            found[form] = (*found.get(form, ()), *slugs)
    return found


def subject_of(text: str) -> tuple[str, ...]:
    """Slugs of the types and disciplines that `text` names; none for what names none."""
    return _subjects().get(form_of(text), ())
