"""What can be asked about: the only way a name in a filter becomes SQL."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

Kind = Literal["text", "number", "integer", "boolean", "date", "timestamp", "text-array", "geometry", "uuid"]

WRITTEN: Final[Mapping[str, str]] = {
    "text": "a text ('…')",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "TRUE or FALSE",
    "date": "a date (DATE('2026-09-15'))",
    "timestamp": "a time in UTC (TIMESTAMP('2026-09-15T12:00:00Z'))",
    "text-array": "a list of texts (('…', '…'))",
    "geometry": "a geometry (POINT(-106.6 35.1), BBOX(-109,31,-103,37))",
    "uuid": "an identifier ('00000000-0000-0000-0000-000000000000')",
}
"""How a value of each kind is written, for messages."""


@dataclass(frozen=True)
class Queryable:
    """A property that filters may name. `sql` is an expression of our own.

    A geometry is in EPSG:4326. `enum` says which values occur; others are compared all the same. What depends
    on the day has placeholders, and `values` gives what they stand for now.
    """

    name: str
    sql: str
    kind: Kind
    title: str = ""
    enum: tuple[str, ...] = ()
    values: Callable[[], Mapping[str, Any]] | None = None


Queryables = Mapping[str, Queryable]
