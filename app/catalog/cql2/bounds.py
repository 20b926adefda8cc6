"""How large a filter may be: looked at before it is parsed (length, brackets) and after (depth, parts)."""

import re
from dataclasses import dataclass
from typing import Final

from app.catalog.cql2.nodes import Node, walk
from app.catalog.cql2.refusals import refused
from app.errors import BadParameterError
from app.settings import Settings

_BRACKETS: Final = {
    "text": re.compile(r"'(?:[^'\\]|\\.)*'|\"[^\"]*\"|[()]", re.DOTALL),
    "json": re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL),
}
_SEPARATORS: Final = re.compile(r"'[^']*'|(,|[<>=]+|\b(?:and|or|not|like|between|in|is)\b)", re.IGNORECASE)
"""What stands between the parts of a filter in text form."""
_SPARE: Final = 8
"""Brackets a geometry nests beyond those of the predicate it stands in."""


@dataclass(frozen=True)
class Bounds:
    """The most a filter may have."""

    text_max: int
    depth_max: int
    nodes_max: int
    vertices_max: int

    @classmethod
    def of(cls, settings: Settings) -> "Bounds":
        """The bounds that `settings` set."""
        return cls(
            text_max=settings.cql2_text_max,
            depth_max=settings.cql2_depth_max,
            nodes_max=settings.cql2_nodes_max,
            vertices_max=settings.cql2_vertices_max,
        )


def check_text(text: str, form: str, bounds: Bounds) -> None:
    """Refuse `text` (form `text` or `json`) that is too long or nests too deeply to be worth parsing."""
    if len(text) > bounds.text_max:
        raise refused(f"The filter has {len(text)} characters; {bounds.text_max} are accepted.")
    most = bounds.depth_max + _SPARE if form == "text" else 2 * bounds.depth_max + _SPARE
    depth = 0
    for found in _BRACKETS[form].finditer(text):
        bracket = found[0]
        depth += (bracket in "([{") - (bracket in ")]}")
        if depth > most:
            raise _too_deep(bounds, found.start())
    if form == "text":
        _check_parts(text, bounds)


def _check_parts(text: str, bounds: Bounds) -> None:
    """Count before parsing, which takes some hundred times as long."""
    parts = sum(1 for found in _SEPARATORS.finditer(text) if found[1])
    if parts > bounds.nodes_max + bounds.vertices_max:
        raise _too_many(bounds)


def check_tree(node: Node, bounds: Bounds) -> None:
    """Refuse a tree that is deeper or has more parts than is accepted."""
    for count, (each, depth) in enumerate(walk(node), start=1):
        if depth > bounds.depth_max:
            raise _too_deep(bounds, each.at)
        if count > bounds.nodes_max:
            raise _too_many(bounds)


def _too_many(bounds: Bounds) -> BadParameterError:
    return refused(
        f"The filter has more than {bounds.nodes_max} parts (operators, properties and values): "
        "ask for less at a time."
    )


def _too_deep(bounds: Bounds, at: int | None) -> BadParameterError:
    return refused(f"The filter is nested deeper than {bounds.depth_max} levels: write it flatter.", at=at)
