"""Statements as PostgreSQL takes them: named placeholders as numbers, values as bytes with their types."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from psycopg.abc import Buffer, Transformer
from psycopg.adapt import PyFormat

_PLACEHOLDER: Final = re.compile(r"%(?:%|\((\w+)\)s)")


@dataclass(slots=True)
class Bound:
    """A statement with its parameters; its text and their types are what it is prepared for."""

    text: bytes
    types: tuple[int, ...] = ()
    parameters: Sequence[Buffer | None] | None = None
    formats: Sequence[int] | None = None


def bound(sql: str, values: Mapping[str, Any], transformer: Transformer) -> Bound:
    """`sql` with its `%(name)s` taken from `values`; KeyError where one is missing."""
    text, names, formats = _numbered(sql)
    if not names:
        return Bound(text)
    parameters = transformer.dump_sequence([values[name] for name in names], formats)
    return Bound(text, transformer.types or (), parameters, transformer.formats)


@lru_cache(maxsize=1000)
def _numbered(sql: str) -> tuple[bytes, tuple[str, ...], list[PyFormat]]:
    """`sql` with `$1`, `$2` … for its placeholders and `%` for `%%`, their names in that order, and formats."""
    numbers: dict[str, int] = {}

    def numbered(found: re.Match[str]) -> str:
        name = found[1]
        return "%" if name is None else f"${numbers.setdefault(name, len(numbers) + 1)}"

    text = _PLACEHOLDER.sub(numbered, sql)
    return text.encode(), tuple(numbers), [PyFormat.AUTO] * len(numbers)
