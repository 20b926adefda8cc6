"""Alliances of states that report together. Data.

A list, no table: an alliance is named in addresses, and what it covers changes by decision, not by upload.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Alliance:
    """States by postal code, in alphabetical order, and who says that they belong together."""

    name: str
    states: tuple[str, ...]
    source: str


ALLIANCES: Final = {
    "im-stem": Alliance(
        "Intermountain STEM",
        ("CO", "ID", "NM", "NV", "UT", "WY"),
        "The six states this service was begun for.",
    ),
}
"""By the name in addresses."""
