"""Pieces of SQL with their values: how every condition of the catalog is written, for every way to run it. Pure.

A fragment is PostgreSQL with named placeholders (`%(state)s`); what somebody sent is in `values` only, never in the
text, so that one text is one prepared statement. A literal per cent sign is doubled, as psycopg asks.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import TextClause, text

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_COLON = re.compile(r"(?<!:):(?=\w)")


@dataclass(frozen=True, slots=True)
class Fragment:
    """SQL and the values of its placeholders."""

    sql: str
    values: Mapping[str, Any] = field(default_factory=dict)


def all_of(fragments: Iterable[Fragment]) -> Fragment:
    """The condition that all hold; TRUE of none. Placeholders of different fragments have different names."""
    return _joined(fragments, " AND ", "TRUE")


def any_of(fragments: Iterable[Fragment]) -> Fragment:
    """The condition that at least one holds; FALSE of none."""
    return _joined(fragments, " OR ", "FALSE")


def _joined(fragments: Iterable[Fragment], word: str, empty: str) -> Fragment:
    parts = list(fragments)
    values: dict[str, Any] = {}
    for part in parts:
        values.update(part.values)
    return Fragment(word.join(f"({part.sql})" for part in parts) or empty, values)


def as_text(fragment: Fragment) -> TextClause:
    """`fragment` as a condition of a SQLAlchemy statement."""
    return as_statement(Fragment(f"({fragment.sql})", fragment.values))


def as_statement(fragment: Fragment) -> TextClause:
    """`fragment`, a whole statement, for SQLAlchemy."""
    sql, names = _named(fragment.sql)
    return text(sql).bindparams(**{name: fragment.values[name] for name in names})


@lru_cache(maxsize=1000)
def _named(sql: str) -> tuple[str, frozenset[str]]:
    """The text with SQLAlchemy's placeholders, and their names."""
    plain = _PLACEHOLDER.sub(r":\1 ", _COLON.sub(r"\\:", sql)).replace("%%", "%")
    return plain, frozenset(_PLACEHOLDER.findall(sql))
