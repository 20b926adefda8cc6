"""What one cell says: pure parsers from text to values of fields, each with its problems.

A parser gets stripped, non-empty text and returns a Parsed; it never raises.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.inventory.codes import Problem


@dataclass(frozen=True, slots=True)
class Parsed:
    """Values by field, and what could not be understood."""

    values: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


Parser = Callable[[str], Parsed]
