"""A piece of SQL with the values it binds, in psycopg's named style."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Fragment:
    """`sql` with placeholders `%(name)s` (a literal `%` is doubled) and the `values` they stand for."""

    sql: str
    values: Mapping[str, Any] = field(default_factory=dict)
