"""The table of areas on a gap page: every area of the answer, a page at a time, by any column. Pure.

What is asked of the table is no part of the question: it is not in the permanent link and changes no number.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

import numpy as np

from app.coverage.geodesy import Indices
from app.coverage.results import AreaGap, AreaGaps
from app.errors import BadParameterError
from app.language import N_, _

ROWS: Final = 50
"""Areas on one page of the table."""
_FIND_MOST: Final = 80
NAMES: Final = ("sort", "page", "find")
"""What an address says about the table."""
_COLUMNS: Final = {
    "rank": N_("Rank"),
    "area": N_("Area"),
    "state": N_("State"),
    "people": N_("People"),
    "beyond": "",
    "share": N_("Share"),
    "nearest": "",
    "match": N_("Nearest to most people"),
    "access": N_("Access"),
    "confidence": N_("Confidence"),
}
_WORDS: Final = frozenset({"area", "state", "match"})
_FALLING: Final = frozenset({"people", "beyond", "share", "nearest"})
"""Columns of which the greatest comes first when their heading is chosen."""


@dataclass(frozen=True)
class TableAsked:
    """`sort` names a column, with `-` before it from the greatest; `find` is part of a name or GEOID."""

    sort: str = "rank"
    page: int = 1
    find: str = ""

    def pairs(self) -> list[tuple[str, str]]:
        """What an address says to ask for it; nothing for what it is anyway."""
        given = (("sort", self.sort), ("page", str(self.page)), ("find", self.find))
        return [pair for pair in given if pair not in (("sort", "rank"), ("page", "1"), ("find", ""))]


WORST_FIRST: Final = TableAsked(sort="-share")
"""Areas where nobody has a match come first."""


@dataclass(frozen=True)
class Heading:
    """One column: its label, the query that sorts by it, and how it is sorted now, as `aria-sort` has it."""

    name: str
    label: str
    query: str
    sorted: str
    number: bool


@dataclass(frozen=True)
class AreaTable:
    """One page of the areas of an answer, and the ways to the others; queries are empty where there is no page."""

    rows: Sequence[AreaGap]
    headings: Sequence[Heading]
    first: int
    found: int
    whole: int
    find: str
    page: int
    pages: int
    before: str
    after: str
    plain: str


def parse_table(pairs: Sequence[tuple[str, str]]) -> TableAsked:
    """What the pairs of an address ask of the table. Raises BadParameterError."""
    given = dict(pairs)
    sort, page = given.get("sort", "rank").strip(), given.get("page", "1").strip()
    if sort.removeprefix("-") not in _COLUMNS:
        raise BadParameterError(
            f"There is no column `{sort[:40]}`.", parameter="sort", accepted=tuple(_COLUMNS)
        )
    if not (page.isascii() and page.isdigit() and 0 < len(page) < 6 and int(page)):
        raise BadParameterError(f"`{page[:40]}` is no page: use a number from 1.", parameter="page")
    return TableAsked(sort, int(page), " ".join(given.get("find", "").split())[:_FIND_MOST])


def table_of(
    areas: AreaGaps, asked: TableAsked, question: Sequence[tuple[str, str]], labels: dict[str, str]
) -> AreaTable:
    """The page of `areas` that is `asked` for; `question` are the pairs of the page, `labels` say its columns.

    A page beyond the last is the last one.
    """
    order = _found(areas, asked.find)
    order = order[_order(areas, order, asked.sort)]
    pages = max(1, -(-len(order) // ROWS))
    page = min(asked.page, pages)
    start = (page - 1) * ROWS

    def query(**change: Any) -> str:
        return urlencode([*question, *replace(asked, **change).pairs()])

    return AreaTable(
        rows=[areas[int(at)] for at in order[start : start + ROWS]],
        headings=[_heading(name, labels[name] or _(_COLUMNS[name]), asked, query(sort=_next(name, asked.sort), page=1))
                  for name in labels],
        first=start + 1 if len(order) else 0,
        found=len(order), whole=len(areas), find=asked.find, page=page, pages=pages,
        before=query(page=page - 1) if page > 1 else "",
        after=query(page=page + 1) if page < pages else "",
        plain=urlencode(question),
    )  # fmt: skip


def _found(areas: AreaGaps, words: str) -> Indices:
    """Which areas have all `words` in their name, GEOID, county or state."""
    every = np.arange(len(areas))
    wanted = words.casefold().split()
    if not wanted:
        return every
    columns = (areas.geoid, areas.name, areas.county_name, areas.state)
    texts = [" ".join(str(each) for each in row).casefold() for row in zip(*columns, strict=True)]
    return every[[all(word in text for word in wanted) for text in texts]]


def _order(areas: AreaGaps, chosen: Indices, sort: str) -> Indices:
    """The order of the `chosen` areas; what is not known comes last whichever way."""
    name = sort.removeprefix("-")
    if name == "rank":
        return np.arange(len(chosen))[:: -1 if sort[0] == "-" else 1]
    if name in _WORDS:
        column = _texts_of(areas, name)
        keys = [column[at].casefold() for at in chosen.tolist()]
        order = np.array(sorted(range(len(keys)), key=keys.__getitem__), np.int64)
        return order[::-1] if sort[0] == "-" else order
    values = _numbers_of(areas, name)[chosen]
    return np.argsort(
        np.where(np.isnan(values), np.inf, -values if sort[0] == "-" else values), kind="stable"
    )


def _texts_of(areas: AreaGaps, name: str) -> Sequence[str]:
    if name == "match":
        return [areas.asset_names[at] if at >= 0 else "" for at in areas.asset.tolist()]
    found: list[str] = (areas.name if name == "area" else areas.state).tolist()
    return found


def _numbers_of(areas: AreaGaps, name: str) -> Any:
    people = np.where(areas.people > 0, areas.people, np.nan)
    return {
        "people": areas.people,
        "beyond": areas.people_beyond,
        "share": areas.people_beyond / people,
        "nearest": areas.nearest_m,
        "access": areas.value,
        "confidence": areas.confidence.astype(np.float64),
    }[name]


def _next(name: str, sort: str) -> str:
    """What choosing a heading sorts by: the other way where it is sorted by this column already."""
    if sort.removeprefix("-") == name:
        return name if sort[0] == "-" else f"-{name}"
    return f"-{name}" if name in _FALLING else name


def _heading(name: str, label: str, asked: TableAsked, query: str) -> Heading:
    falls = "descending" if asked.sort[0] == "-" else "ascending"
    number = name not in _WORDS and name != "confidence"
    return Heading(name, label, query, falls if asked.sort.removeprefix("-") == name else "", number)
