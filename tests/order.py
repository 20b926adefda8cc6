"""In which order the workers take the tests (`pytest -n 2 --dist worksteal`).

Each worker begins with its own stretch of the list and helps the others at the end. The first worker begins
with what waits on processes that are killed and started: all of it together, as each folder's processes are
started once per worker. The second begins with what needs no database while the first one seeds it.
"""

from collections.abc import Sequence
from pathlib import Path

import pytest

FIRST = ("faults", "db", "browser", "client", "docs")
"""Folders of the longest tests: begun first, so that nobody waits for one at the end."""

TESTS = Path(__file__).parent


def arranged(items: Sequence[pytest.Item], workers: int) -> list[pytest.Item]:
    """All of `items`, those of a module still side by side in their order."""
    without = [each for each in items if not _asks_database(each)]
    asking = sorted((each for each in items if _asks_database(each)), key=_rank)
    place = max(0, len(items) // workers)
    return [*asking[:place], *without, *asking[place:]]


def _asks_database(item: pytest.Item) -> bool:
    return "server" in getattr(item, "fixturenames", ()) or _folder(item) in FIRST


def _folder(item: pytest.Item) -> str:
    return item.path.relative_to(TESTS).parts[0]


def _rank(item: pytest.Item) -> int:
    folder = _folder(item)
    return FIRST.index(folder) if folder in FIRST else len(FIRST)
