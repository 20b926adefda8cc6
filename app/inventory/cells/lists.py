"""Cells that hold several values: `Robotics; Coding`, `K-5, 6-8`, `Arts, Entertainment, & Design`.

The whole cell is tried first, then ever finer separators; at each step the longest run of pieces that is a
known value wins, so that a comma inside a name does not split it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from app.inventory.cells import Parsed, Parser
from app.inventory.codes import Problem
from app.vocabulary.careers import CLUSTERS, CLUSTERS_2002
from app.vocabulary.codes import cip_of
from app.vocabulary.people import AUDIENCES, OPEN_TO_ALL, grades_of
from app.vocabulary.terms import Vocabulary, fold

Find = Callable[[str], tuple[str, ...] | None]
_SEPARATORS = tuple(
    re.compile(form) for form in (r"\s*[;|\n]\s*", r"\s*,\s*", r"\s*/\s*", r"\s+(?:and|&|\+)\s+|\s*&\s*")
)
_JOINTS = ("; ", ", ", "/", " and ")
_LEADING_AND = re.compile(r"^(?:and|&)\s+", re.IGNORECASE)
_REMEMBERED = 20_000
_SOC = re.compile(r"^\d{2}-\d{4}(?:\.\d{2})?$")


def split_known(text: str, find: Find, level: int = 0) -> Iterator[tuple[str, tuple[str, ...] | None]]:
    """Yield each piece of `text` with the values it stands for; None where it stands for none."""
    found = find(text)
    if found is not None or level == len(_SEPARATORS):
        yield text, found
        return
    pieces = [piece for piece in _SEPARATORS[level].split(text) if piece.strip()]
    yield from _runs(pieces, find, level)


def _runs(pieces: Sequence[str], find: Find, level: int) -> Iterator[tuple[str, tuple[str, ...] | None]]:
    start = 0
    while start < len(pieces):
        end = _longest(pieces, start, find, level)
        if end > start + 1:
            run = _JOINTS[level].join(pieces[start:end])
            yield run, find(run)
        else:
            yield from split_known(_LEADING_AND.sub("", pieces[start]).strip(" ."), find, level + 1)
        start = max(end, start + 1)


def _longest(pieces: Sequence[str], start: int, find: Find, level: int) -> int:
    for end in range(min(len(pieces), start + 4), start + 1, -1):
        if find(_JOINTS[level].join(pieces[start:end])) is not None:
            return end
    return start + 1


def _collect(text: str, find: Find, code: str) -> tuple[list[str], tuple[Problem, ...]]:
    values: dict[str, None] = {}
    problems = []
    for piece, found in split_known(text, find):
        if found is None:
            problems.append(Problem(code, piece))
        else:
            values.update(dict.fromkeys(found))
    return list(values), tuple(problems)


def _finder(vocabulary: Vocabulary) -> Find:
    @lru_cache(maxsize=_REMEMBERED)
    def find(text: str) -> tuple[str, ...] | None:
        slug = vocabulary.find(text)
        return (slug,) if slug else None

    return find


def known(target: str, vocabulary: Vocabulary, code: str = "value-unknown") -> Parser:
    """Values of a vocabulary, in its order."""
    find = _finder(vocabulary)
    order = {slug: place for place, slug in enumerate(vocabulary)}

    @lru_cache(maxsize=_REMEMBERED)
    def parse(text: str) -> Parsed:
        values, problems = _collect(text, find, code)
        return Parsed({target: sorted(values, key=order.__getitem__)}, problems)

    return parse


def one_known(target: str, vocabulary: Vocabulary, code: str = "value-unknown") -> Parser:
    """One value of a vocabulary."""

    def parse(text: str) -> Parsed:
        slug = vocabulary.find(text)
        return Parsed({target: slug}, () if slug else (Problem(code, text),))

    return parse


_GRADE_ORDER = {
    grade: place for place, grade in enumerate(("PK", "K", *map(str, range(1, 13)), "postsecondary", "adult"))
}


@lru_cache(maxsize=_REMEMBERED)
def grades(text: str) -> Parsed:
    """Single grades in order, from grades, bands and ranges."""
    values, problems = _collect(text, grades_of, "grades-not-understood")
    return Parsed({"grades": sorted(values, key=_GRADE_ORDER.__getitem__)}, problems)


def _audience(text: str) -> tuple[str, ...] | None:
    if fold(text) in OPEN_TO_ALL:
        return ("",)
    slug = AUDIENCES.find(text)
    return (slug,) if slug else None


@lru_cache(maxsize=_REMEMBERED)
def audiences(text: str) -> Parsed:
    """Whom it is designed for; “everyone” is no group but `open_to_all`."""
    values, problems = _collect(text, _audience, "audience-unknown")
    groups = sorted(value for value in values if value)
    return Parsed({"designed_for": groups, "open_to_all": True if "" in values else None}, problems)


def _cluster(text: str) -> tuple[str, ...] | None:
    slug = CLUSTERS.find(text)
    if slug:
        return (f"2024 {slug}",)
    slug = CLUSTERS_2002.find(text)
    return (f"2002 {slug}",) if slug else None


@lru_cache(maxsize=_REMEMBERED)
def clusters(text: str) -> Parsed:
    """Career clusters of 2024, else those of 2002."""
    values, problems = _collect(text, _cluster, "cluster-unknown")
    new, old = (sorted(v[5:] for v in values if v.startswith(year)) for year in ("2024", "2002"))
    return Parsed({"career_clusters": new, "career_clusters_2002": old}, problems)


def _cip(text: str) -> tuple[str, ...] | None:
    code = cip_of(text)
    return (code,) if code else None


def cip_codes(text: str) -> Parsed:
    """CIP codes in their official form."""
    values, problems = _collect(text, _cip, "code-bad")
    return Parsed({"cip_codes": sorted(values)}, problems)


def soc_codes(text: str) -> Parsed:
    """SOC codes such as `17-2051`."""
    values, problems = _collect(text, lambda piece: (piece,) if _SOC.match(piece) else None, "code-bad")
    return Parsed({"soc_codes": sorted(values)}, problems)


def free_items(target: str) -> Parser:
    """Items of no vocabulary, separated by semicolons, bars or commas."""
    return lambda text: Parsed({target: [item for item in re.split(r"\s*[;|,\n]\s*", text) if item]})
