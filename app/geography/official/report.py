"""What came of a file: rows read, areas matched and not, why, and what was made. Plain data."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Unmatched:
    """Rows of one kind without an area of their geography, for one reason, with its cure and some of their codes."""

    kind: str
    rows: int
    reason: str
    cure: str
    examples: tuple[str, ...]


@dataclass(frozen=True)
class MadeOf:
    """A group or fact the file gives: areas, the sum of people (of a fact: its mean), areas without a margin."""

    what: str
    slug: str
    kind: str
    areas: int
    total: float
    without_margin: int


@dataclass
class FileReport:
    """One table of one file. `changed` counts figures, facts and areas written; 0: all was there already."""

    name: str
    what: str
    rows: int = 0
    matched: int = 0
    changed: int = 0
    unmatched: list[Unmatched] = field(default_factory=list)
    made: list[MadeOf] = field(default_factory=list)
    met: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
