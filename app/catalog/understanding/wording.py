"""Words that name a term of a vocabulary, and the filter each then is. Pure.

A word is taken for one meaning only. Where a spelling has several (`after school` is a time of day, a type of program
and a type of provider), the first name of NAMES counts; a few words are said in MEANT.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final

from app.catalog import spanish
from app.catalog.subjects import TOO_GENERAL, form_of, spellings_of
from app.catalog.understanding.ages import bands_of
from app.vocabulary import assets, people
from app.vocabulary.terms import Vocabulary

Meaning = tuple[str, tuple[str, ...]]
"""A filter's name and its values, any of which fits."""

NAMES: Final[tuple[tuple[str, Vocabulary], ...]] = (
    ("band", people.BAND_LABELS),
    ("time_of_day", assets.TIMES_OF_DAY),
    ("discipline", assets.DISCIPLINES),
    ("subtype", assets.PROGRAM_SUBTYPES),
    ("subtype", assets.OPPORTUNITY_SUBTYPES),
    ("subtype", assets.INSTITUTION_SUBTYPES),
    ("audience", people.AUDIENCES),
    ("season", assets.SEASONS),
    ("delivery", assets.DELIVERY_MODES),
)
MEANT: Final[Mapping[str, Meaning]] = {
    "free": ("free", ("true",)),
    "no cost": ("free", ("true",)),
    "free of charge": ("free", ("true",)),
    "college": ("subtype", ("community-college", "university", "tribal-college")),
    "online": ("delivery", ("virtual-live", "virtual-self-paced")),
    "virtual": ("delivery", ("virtual-live", "virtual-self-paced")),
    "remote": ("delivery", ("virtual-live", "virtual-self-paced")),
    "spanish": ("language", ("es",)),
    "in spanish": ("language", ("es",)),
    "espanol": ("language", ("es",)),
    "in navajo": ("language", ("nv",)),
    "sign language": ("language", ("ase",)),
    "kid in college": ("band", ("college",)),
    "june": ("season", ("summer",)),
    "july": ("season", ("summer",)),
    "august": ("season", ("summer",)),
    **spanish.MEANT,
}
_NEVER: Final = frozenset(
    ("science", "stem", "black", "asian", "gate", "secondary", "primary", "art", "arts", "class", "school day",
     "event", "4 h", "4h", "early", "adult", "m", "hs", "outreach", "volunteer", "first robotic", "code", "any", "site")
)  # fmt: skip
"""Forms that are searched as text: they stand in too many names, or leave out what people mean."""
_NARROWER: Final = frozenset(
    form_of(each)
    for each in (
        "hackathon", "olympiad", "science olympiad", "welding", "machining", "3d printing", "nursing", "genetics",
        "marine biology", "geology", "meteorology", "psychology", "economics", "archaeology", "anthropology",
        "geography", "rocketry", "rocket", "aviation", "drone", "vex", "algebra", "geometry", "statistics", "solar",
        "game design", "web design", "veterinary", "biotechnology", "first robotics", "lego robotics", "4-h club",
        "girls who code club", "oil and gas", "mechatronics", "ymca", "ywca", "boys and girls club", "charter school",
    )
)  # fmt: skip
"""Forms of a part of what their term means: as text they find that first, and what else is of the term after it."""
FILLING: Final = frozenset(
    ("for", "in", "at", "the", "a", "an", "and", "of", "with", "student", "kid", "child", "children", "youth", "teen",
     "program", "activity", "thing", "stuff", "stem", "grade", "grader", "my", "to", "do", "that", "are", "is",
     "near", "me", "some", "any", "find", "i", "we", "our", "something", "this", "daughter", "son", "boy", "class",
     "want", "need", "looking", "good", "best", "nearby", "there", "which", "what", "where", "on", "can",
     "am", "who", "like", "love", "enjoy", "he", "she", "they", "it", "have", "has", "interested", "year", "old",
     "her", "his", "him", "be", "would", "could", "please")
) | spanish.FILLING  # fmt: skip
"""Words that say nothing once others were understood."""


@cache
def _meanings() -> Mapping[str, Meaning]:
    found: dict[str, Meaning] = {form_of(text): meaning for text, meaning in MEANT.items()}
    for name, vocabulary in NAMES:
        for form, slugs in spellings_of(vocabulary).items():
            if form not in _NEVER and form not in _NARROWER and form not in TOO_GENERAL:
                found.setdefault(form, (name, slugs[:1]))
    return found


def meaning_of(words: tuple[str, ...]) -> tuple[Meaning, ...]:
    """The filters that `words` together name; two for a subject and a type (`robotics club`); none when unknown."""
    whole = _meanings().get(form_of(" ".join(words))) or _grade(words) or _age(words)
    parts = tuple(_meanings().get(form_of(word)) for word in words)
    if whole and len(words) == 2 and {part and part[0] for part in parts} == {"discipline", "subtype"}:
        return tuple(part for part in parts if part)
    return (whole,) if whole else ()


def _grade(words: tuple[str, ...]) -> Meaning | None:
    """`7th grade`, `grade 7`, `grades 6-8`, `7th graders`, `K-5`."""
    text = " ".join(words).lower()
    if not any(mark in text for mark in ("grade", "k-", "kindergarten")):
        return None
    found = people.grades_of(text)
    return ("grade", found) if found else None


def _age(words: tuple[str, ...]) -> Meaning | None:
    """`8 year olds`, `10-year-old`, `ages 6-8`, `age 12`, `10 años`."""
    found = bands_of(" ".join(words))
    return ("band", found) if found else None
