"""Cells that hold several values: `Robotics; Coding`, `K-5, 6-8`, `Arts, Entertainment, & Design`.

The whole cell is tried first, then ever finer separators; at each step the longest run of pieces that is a
known value wins, so that a comma inside a name does not split it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

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


class Pieces:
    """A parser of cells that hold several values: `find` knows a piece, `made` makes the fields of all values."""

    def __init__(self, find: Find, code: str, made: Callable[[list[str]], dict[str, Any]]) -> None:
        self._find, self._code, self._made = find, code, made
        self._parse = lru_cache(maxsize=_REMEMBERED)(self._read)

    def __call__(self, text: str) -> Parsed:
        """All values of a cell, and the pieces that are none."""
        return self._parse(text)

    def _read(self, text: str) -> Parsed:
        values: dict[str, None] = {}
        problems = []
        for piece, found in split_known(text, self._find):
            if found is None:
                problems.append(Problem(self._code, piece))
            else:
                values.update(dict.fromkeys(found))
        return Parsed(self._made(list(values)), tuple(problems))

    def where(self, said: Callable[[str], str | None]) -> "Pieces":
        """The same parser for pieces that mean what `said` answers: an accepted text, "" for nothing, None as ever."""

        def find(text: str) -> tuple[str, ...] | None:
            meaning = said(text)
            if meaning is None:
                return self._find(text)
            pieces = split_known(meaning, self._find) if meaning else ()
            return tuple(value for _, found in pieces for value in found or ())

        return Pieces(find, self._code, self._made)


def _finder(vocabulary: Vocabulary) -> Find:
    @lru_cache(maxsize=_REMEMBERED)
    def find(text: str) -> tuple[str, ...] | None:
        slug = vocabulary.find(text)
        return (slug,) if slug else None

    return find


def known(target: str, vocabulary: Vocabulary, code: str = "value-unknown") -> Parser:
    """Values of a vocabulary, in its order."""
    order = {slug: place for place, slug in enumerate(vocabulary)}
    return Pieces(_finder(vocabulary), code, lambda values: {target: sorted(values, key=order.__getitem__)})


def one_known(target: str, vocabulary: Vocabulary, code: str = "value-unknown") -> Parser:
    """One value of a vocabulary."""

    def parse(text: str) -> Parsed:
        slug = vocabulary.find(text)
        return Parsed({target: slug}, () if slug else (Problem(code, text),))

    return parse


_GRADE_ORDER = {
    grade: place for place, grade in enumerate(("PK", "K", *map(str, range(1, 13)), "postsecondary", "adult"))
}


grades: Final = Pieces(
    grades_of,
    "grades-not-understood",
    lambda values: {"grades": sorted(values, key=_GRADE_ORDER.__getitem__)},
)
"""Single grades in order, from grades, bands and ranges."""


def _audience(text: str) -> tuple[str, ...] | None:
    if fold(text) in OPEN_TO_ALL:
        return ("",)
    slug = AUDIENCES.find(text)
    return (slug,) if slug else None


def _audiences(values: list[str]) -> dict[str, Any]:
    groups = sorted(value for value in values if value)
    return {"designed_for": groups, "open_to_all": True if "" in values else None}


audiences: Final = Pieces(_audience, "audience-unknown", _audiences)
"""Whom it is designed for; “everyone” is no group but `open_to_all`."""


def _cluster(text: str) -> tuple[str, ...] | None:
    slug = CLUSTERS.find(text)
    if slug:
        return (f"2024 {slug}",)
    slug = CLUSTERS_2002.find(text)
    return (f"2002 {slug}",) if slug else None


def _clusters(values: list[str]) -> dict[str, Any]:
    new, old = (sorted(v[5:] for v in values if v.startswith(year)) for year in ("2024", "2002"))
    return {"career_clusters": new, "career_clusters_2002": old}


clusters: Final = Pieces(_cluster, "cluster-unknown", _clusters)
"""Career clusters of 2024, else those of 2002."""


def _cip(text: str) -> tuple[str, ...] | None:
    code = cip_of(text)
    return (code,) if code else None


cip_codes: Final = Pieces(_cip, "code-bad", lambda values: {"cip_codes": sorted(values)})
"""CIP codes in their official form."""


def _soc(text: str) -> tuple[str, ...] | None:
    return (text,) if _SOC.match(text) else None


soc_codes: Final = Pieces(_soc, "code-bad", lambda values: {"soc_codes": sorted(values)})
"""SOC codes such as `17-2051`."""


def free_items(target: str) -> Parser:
    """Items of no vocabulary, separated by semicolons, bars or commas."""
    return lambda text: Parsed({target: [item for item in re.split(r"\s*[;|,\n]\s*", text) if item]})
