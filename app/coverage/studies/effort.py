"""How hard an answer is sought, and who is told how far it is. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


def _no_progress(_: dict[str, Any]) -> None:
    """Tell nobody."""


def _never() -> bool:
    return False


@dataclass(frozen=True)
class Effort:
    """A proof is sought for `proof_s` (0: the first answer at once); `progress` hears of it, `cancelled` ends it.

    No more than `pairs_max` pairs of places and candidates are held.
    """

    proof_s: float = 0.0
    pairs_max: int = 20_000_000
    progress: Callable[[dict[str, Any]], None] = _no_progress
    cancelled: Callable[[], bool] = _never
