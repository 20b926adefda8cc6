"""Where the words of a search stand in what was found: pieces of text, marked or not, made for the rows of one page.

The pieces are plain text: whoever writes them into a page escapes each and puts the mark around it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.catalog.text_query import query_text

Pieces = list[tuple[str, bool]]
_START, _STOP = "\ue000", "\ue001"
"""Private characters around a found word; they are taken out of the text before."""
_FOUND: Final = text(
    "SELECT id, name, ts_headline('english'::regconfig, translate(name, :marks, ''), query, :whole),"
    " CASE WHEN to_tsvector('english'::regconfig, coalesce(description, '')) @@ query"
    " THEN ts_headline('english'::regconfig, translate(description, :marks, ''), query, :part) END"
    " FROM asset, to_tsquery('english'::regconfig, :query) AS query WHERE id = ANY(:ids)"
)
_MARKS: Final = f"StartSel={_START}, StopSel={_STOP}"


@dataclass(frozen=True)
class Highlight:
    """The name in pieces, and the part of the description in which words were found, if any."""

    name: Pieces
    snippet: Pieces


def highlights(session: Session, q: str, ids: Sequence[UUID]) -> Mapping[UUID, Highlight]:
    """What `q` found in the assets `ids`."""
    values = {
        "query": query_text(q),
        "ids": list(ids),
        "marks": _START + _STOP,
        "whole": f"HighlightAll=true, {_MARKS}",
        "part": f'MaxFragments=2, MaxWords=25, MinWords=10, FragmentDelimiter=" … ", {_MARKS}',
    }
    return {
        number: Highlight(_name(name, marked), pieces_of(snippet or ""))
        for number, name, marked, snippet in session.execute(_FOUND, values)
    }


def _name(name: str, marked: str) -> Pieces:
    """The name as it is: where marking it changed a letter (tags are left out), nothing is marked."""
    pieces = pieces_of(marked)
    return pieces if "".join(piece for piece, _ in pieces) == name else [(name, False)]


def pieces_of(marked: str) -> Pieces:
    """Text with marks as pieces."""
    pieces: Pieces = []
    for part in marked.split(_START):
        found, stop, rest = part.partition(_STOP)
        pieces += [(found, True), (rest, False)] if stop else [(part, False)]
    return [(piece, is_found) for piece, is_found in pieces if piece]
