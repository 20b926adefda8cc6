"""Where the header of a sheet is: below titles and blank rows, perhaps in two rows with groups above. Pure.

Rows are scored by how many of the table's columns they name, by being text and not data, and by names we know.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from app.inventory.fields import FIELDS
from app.inventory.readers.headers import clean_name, is_data
from app.vocabulary.terms import fold

SAMPLE_ROWS = 60
_HEADER_WITHIN_ROWS = 40
_LONGEST_NAME = 120
_FULL, _AGAINST, _MOST_AGAINST = 0.8, 1.0, 2.0
_TITLE_FILL = 0.5
Row = Sequence[str]
Merged = Sequence[tuple[tuple[int, int], tuple[int, int]]]
"""Merged cells as ((first row, first column), (last row, last column)), counted from 0."""


@dataclass(frozen=True)
class Header:
    """`row` is the (last) row of the header, counted from 0; `names` has one for each column, "" where none is."""

    row: int
    names: tuple[str, ...]
    score: float
    known: int
    stacked: bool = False


def find_header(rows: Sequence[Row], merged: Merged = (), wanted: int | None = None) -> Header | None:
    """The header among the first rows of a sheet (all of one width), or None when no row has text.

    `wanted` is the row a person named, counted from 0.
    """
    places = range(min(len(rows), _HEADER_WITHIN_ROWS)) if wanted is None else [wanted]
    best: Header | None = None
    for place in places:
        for read in _readings(rows, place, merged) if place < len(rows) else ():
            header = replace(read, score=read.score - _full_rows_above(rows, read))
            if best is None or header.score > best.score:
                best = header
    return best


def row_below_titles(rows: Sequence[Row]) -> int | None:
    """The header's row (from 1) where title lines stand above it in a text file; None where the first row is it.

    Only rows that fill less than half of the header's columns are titles.
    """
    width = max(map(len, rows), default=0)
    table = [[cell.strip() for cell in row] + [""] * (width - len(row)) for row in rows]
    header = find_header(table)
    if header is None or header.stacked:
        return None
    above = [row for row in table[: header.row] if any(row)]
    named = sum(map(bool, header.names))
    if not above or any(sum(map(bool, row)) >= _TITLE_FILL * named for row in above):
        return None
    return header.row + 1


def _full_rows_above(rows: Sequence[Row], header: Header) -> float:
    """What speaks against a header: rows above it as full as it is, so that it stands among data."""
    width = sum(map(bool, header.names))
    above = rows[: header.row - header.stacked]
    return min(_MOST_AGAINST, _AGAINST * sum(sum(map(bool, row)) >= _FULL * width for row in above))


def _readings(rows: Sequence[Row], place: int, merged: Merged) -> Iterator[Header]:
    """What the row may be: a header by itself, or the lower half of one."""
    below = rows[place + 1 : SAMPLE_ROWS]
    single = tuple(map(clean_name, rows[place]))
    if any(single):
        yield _scored(place, single, below)
    if place and any(single):
        stacked = _stacked(tuple(map(clean_name, rows[place - 1])), single, place - 1, merged)
        if stacked:
            yield _scored(place, stacked, below, stacked=True)


def _scored(place: int, names: tuple[str, ...], below: Sequence[Row], *, stacked: bool = False) -> Header:
    named = {column for column, name in enumerate(names) if name}
    used = {column for row in below for column, cell in enumerate(row) if cell}
    fill = len(named & used) / len(named | used) if below else 0.0
    texts = [names[column] for column in named]
    text = sum(not is_data(name) and len(name) <= _LONGEST_NAME for name in texts) / len(texts)
    distinct = len({name.casefold() for name in texts}) / len(texts)
    known = sum(_squeeze(name) in known_names() for name in texts)
    score = 2 * fill * known / len(texts) + fill + text + distinct
    return Header(place, names, score, known, stacked)


def _stacked(top: Row, bottom: Row, place: int, merged: Merged) -> tuple[str, ...] | None:
    """“Contact” over “Phone” and “Email”: “Contact Phone”, “Contact Email”. None where there are no groups."""
    spans = [(first[1], last[1]) for first, last in merged if first[0] == place and last[1] > first[1]]
    groups = _spread(top, spans) if spans else _spread_over_blanks(top, bottom)
    if groups is None or len(set(filter(None, groups))) < 2:  # one text over everything is a title
        return None
    pairs = zip(groups, bottom, strict=True)
    return tuple(over if over == name else f"{over} {name}".strip() for over, name in pairs)


def _spread(top: Row, spans: list[tuple[int, int]]) -> list[str]:
    groups = list(top)
    for first, last in spans:
        groups[first : last + 1] = [top[first]] * len(groups[first : last + 1])
    return groups


def _spread_over_blanks(top: Row, bottom: Row) -> list[str] | None:
    """For files that do not say what is merged: a group reaches over the blanks right of it that have names below.

    Believed only where another column has its name in the upper row alone.
    """
    if not any(over and not name for over, name in zip(top, bottom, strict=True)):
        return None
    groups, group = [], ""
    for over, name in zip(top, bottom, strict=True):
        group = over or (group if name else "")
        groups.append(group)
        if not name:
            group = ""
    return groups if groups != list(top) else None


def _squeeze(text: str) -> str:
    return fold(text).replace(" ", "")


@lru_cache(maxsize=1)
def known_names() -> frozenset[str]:
    """All names, labels and sure synonyms of fields, squeezed. Weak ones (“school”) may as well be data."""
    words = (word for field in FIELDS.values() for word in (field.name, field.label, *field.synonyms))
    return frozenset(filter(None, map(_squeeze, words)))
