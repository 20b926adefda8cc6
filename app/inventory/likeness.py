"""How likely two assets are one thing: a score and its reasons. Names decide, the rest makes them sure. Pure."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final
from unicodedata import normalize

from app.vocabulary.codes import STATES

_NAME_WEIGHT: Final = 0.6
_SHARED: Final = (
    ("same_number", 0.5, "same official number"),
    ("same_address", 0.2, "same address"),
    ("same_url", 0.15, "same website"),
    ("same_phone", 0.15, "same phone"),
    ("same_email", 0.15, "same e-mail"),
)
"""What two assets may share, what it adds to the score, and how it is said."""
_SAME_HOST: Final = 0.05
_OTHER_NAMES_MAX: Final = 0.5
"""Most that assets can score whose names both have words of their own."""
_NEAR_M, _AROUND_M, _FAR_M = 150.0, 1_000.0, 5_000.0
_SILENT_WORDS = """the of at and for a an in on to de la el los las inc llc by with s"""
_KIND_WORDS = """
library public branch main school elementary middle high academy college university community campus center centre
museum science discovery institute institution department dept office service system district program project club
camp course class workshop clinic summer afterschool after before day week youth kid child student teen girl boy stem
steam education educational learning lab laboratory makerspace foundation society association organization council
company corporation internship scholarship fair competition challenge event county city town state national regional
robotic coding 4h extension mathematic engineering technology mentoring fellowship apprenticeship academic tech
"""
_SILENT: Final = frozenset(_SILENT_WORDS.split())
_KINDS_OF_THINGS: Final = frozenset(_KIND_WORDS.split())
"""Words that say what a thing is, not which one."""
_SHORT: Final = {
    "st": "saint", "mt": "mount", "ft": "fort", "univ": "university", "ctr": "center", "elem": "elementary",
    "hs": "high", "ms": "middle", "lib": "library", "lab": "laboratory", "comm": "community", "nat": "natural",
    "intl": "international", "centre": "center",
}  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """Two assets side by side. What is not known of one of them is None. `alike` is 0 to 1 (trigrams)."""

    name: str
    other_name: str
    alike: float
    distance_m: float | None = None
    same_number: bool | None = None
    same_address: bool | None = None
    same_url: bool | None = None
    same_host: bool | None = None
    same_phone: bool | None = None
    same_email: bool | None = None
    same_zip: bool | None = None
    same_city: bool | None = None
    same_state: bool = True


@dataclass(frozen=True)
class Likeness:
    """How likely two assets are one thing, 0 to 1, and why."""

    score: float
    reasons: tuple[str, ...]


def judge(pair: Pair) -> Likeness:
    """Score a pair."""
    name, are_others = _names(pair)
    shared = [(points, words) for field, points, words in _SHARED if getattr(pair, field)]
    place, where = _place(pair)
    score = _NAME_WEIGHT * name + sum(points for points, _ in shared) + place
    if pair.same_host and not pair.same_url:
        score += _SAME_HOST
    if are_others and not pair.same_number:
        score = min(score, _OTHER_NAMES_MAX)
    alike = "same name" if name == 1 else f"names {max(pair.alike, 0):.0%} alike".replace("%", " %")
    return Likeness(min(max(score, 0.0), 1.0), (alike, *(words for _, words in shared), *where))


def _place(pair: Pair) -> tuple[float, list[str]]:
    """What the places add or take, and how it is said."""
    if pair.distance_m is not None:
        return _by_distance(pair.distance_m)
    if pair.same_zip:
        return 0.1, ["same ZIP code"]
    if pair.same_city and pair.same_state:
        return 0.05, ["same town"]
    known_apart = pair.same_zip is False or pair.same_city is False
    return (-0.2 if known_apart else 0.0), []


def _by_distance(distance_m: float) -> tuple[float, list[str]]:
    if distance_m <= _AROUND_M:
        return 0.2 if distance_m <= _NEAR_M else 0.1, [f"{distance_m:,.0f} m apart"]
    return -0.1 if distance_m <= _FAR_M else -0.25, [f"{distance_m / 1000:,.1f} km apart"]


def _names(pair: Pair) -> tuple[float, bool]:
    """How far two names mean one thing, 0 to 1; and whether each has words of its own that say which it is."""
    ours, theirs = _words(pair.name), _words(pair.other_name)
    if ours == theirs:
        return (1.0 if _which(frozenset(ours)) else 0.75), False
    if _initials(ours) in theirs or _initials(theirs) in ours:
        return 0.85, False
    if _numbers(ours) != _numbers(theirs):
        return 0.4 * pair.alike, True
    here, there = _which(_alone(ours, theirs)), _which(_alone(theirs, ours))
    if here and there:
        return 0.5 * pair.alike, True
    if not _which(frozenset(ours)) or not _which(frozenset(theirs)):
        return 0.6 * pair.alike, True
    if here or there:
        return max(0.6 * pair.alike, 0.4), False
    return max(pair.alike, 0.85), False


def _alone(words: tuple[str, ...], others: tuple[str, ...]) -> frozenset[str]:
    """Words that have no counterpart in the other name: not the same, and not nearly the same."""
    return frozenset(
        word for word in words if word not in others and not any(_nearly(word, other) for other in others)
    )


def _initials(words: tuple[str, ...]) -> str | None:
    """`unm` for the University of New Mexico; two letters say too little."""
    return "".join(word[0] for word in words) if len(words) > 2 else None


@lru_cache(maxsize=10_000)
def _nearly(word: str, other: str) -> bool:
    """Whether one is the other with a typing error."""
    if min(len(word), len(other)) < 5 or abs(len(word) - len(other)) > 2 or word[0] != other[0]:
        return False
    return SequenceMatcher(None, word, other).ratio() >= 0.84


def _numbers(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for word in words if any(map(str.isdigit, word)) and word != "4h")


def _which(words: frozenset[str]) -> frozenset[str]:
    """The words that say which thing it is."""
    return words - _KINDS_OF_THINGS - _STATE_WORDS


@lru_cache(maxsize=10_000)
def _words(name: str) -> tuple[str, ...]:
    """The words of a name: no accents, no plurals, no silent ones, short forms written out; in their order."""
    plain = normalize("NFKD", name.lower().replace("4-h", "4h")).encode("ascii", "ignore").decode()
    letters = "".join(char if char.isalnum() else "" if char in "'." else " " for char in plain)
    words = (_singular(word) for word in letters.split() if word not in _SILENT)
    return tuple(_SHORT.get(word, word) for word in words)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


_STATE_WORDS: Final = frozenset(
    word for code in STATES for word in (code.lower(), *_words(STATES.label(code)))
) - frozenset(("carolina", "dakota", "york", "washington", "virginia", "georgia"))
