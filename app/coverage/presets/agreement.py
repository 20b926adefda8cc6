"""Under how many of several presets an area is a gap, and how far the presets agree. Pure numerics."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.coverage.presets.model import Bools, Floats, Verdict


@dataclass(frozen=True, eq=False)
class Agreement:
    """a areas and p presets. `gaps` of `decided` presets (a,) call an area a gap; `of` (a, p) is which, `known`
    (a, p) which decide.

    `overlap` (p, p) is the Jaccard index of the gaps of two presets over the areas that both decide (areas that both
    call a gap, by areas that either does); NaN where neither finds any.
    """

    presets: tuple[str, ...]
    gaps: NDArray[np.int64]
    decided: NDArray[np.int64]
    of: Bools
    known: Bools
    overlap: Floats

    def says(self, area: int, preset: int) -> bool | None:
        """Whether `preset` calls `area` a gap; None where it cannot tell, because a figure of it is not known."""
        return bool(self.of[area, preset]) if self.known[area, preset] else None

    def at_least(self, number: int) -> Bools:
        """Areas (a,) that at least `number` presets call a gap."""
        return self.gaps >= number


def agreement(verdicts: Mapping[str, Verdict]) -> Agreement:
    """Put the verdicts of several presets on the same areas together."""
    if not verdicts:
        raise ValueError("no preset was given")
    gap = np.column_stack([each.gap for each in verdicts.values()])
    decided = np.column_stack([each.decided for each in verdicts.values()])
    size = gap.shape[1]
    overlap = np.array([[_jaccard(gap, decided, i, j) for j in range(size)] for i in range(size)])
    return Agreement(
        tuple(verdicts), gap.sum(axis=1).astype(np.int64), decided.sum(axis=1).astype(np.int64), gap, decided,
        overlap,
    )  # fmt: skip


def _jaccard(gap: Bools, decided: Bools, first: int, second: int) -> float:
    both = decided[:, first] & decided[:, second]
    one, other = gap[both, first], gap[both, second]
    either = int((one | other).sum())
    return float((one & other).sum()) / either if either else float("nan")
