"""What one row of a small official table gives. Plain data."""

from dataclasses import dataclass, field

Fact = tuple[str, float, float | None, float | None]
"""Which, its value, and the bounds of its interval."""


@dataclass
class Given:
    """What one row gives: the area it is of, its figures (group, people, moe) and facts (fact, value, low, high)."""

    kind: str
    geoid: str
    name: str = ""
    figures: list[tuple[str, float, float | None]] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
