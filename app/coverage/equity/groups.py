"""Groups of people: how many are without cover, and how they fare against a reference group, with margins.

Whether an area is covered and how much it can reach are taken as exact; the margins are those of the numbers
of people. People of one area share its access, so differences inside an area are not seen here.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.coverage.equity import margins
from app.coverage.equity.margins import UNDEFINED, Figure, figure
from app.coverage.geodesy import Floats

_Number = tuple[float, float]
"""A value and its margin; NaN where undefined or unknown."""


@dataclass(frozen=True, eq=False)
class GroupCounts:
    """People of groups in areas.

    `people` and `margin` (n, g): areas by groups, margins at 90 %, NaN unknown and 0 controlled.
    """

    keys: tuple[str, ...]
    people: Floats
    margin: Floats

    def __post_init__(self) -> None:
        """Raises ValueError for shapes that do not fit, negative or missing people, negative margins."""
        if self.people.ndim != 2 or self.people.shape[1] != len(self.keys):
            raise ValueError(f"people {self.people.shape} do not have a column for each of {self.keys}")
        if self.margin.shape != self.people.shape:
            raise ValueError(f"margins {self.margin.shape} are not shaped like people {self.people.shape}")
        if not (np.isfinite(self.people) & (self.people >= 0)).all():
            raise ValueError("people must be numbers of at least 0: leave out areas without a figure")
        if (self.margin < 0).any() or np.isinf(self.margin).any():
            raise ValueError("a margin must be at least 0, or NaN where it is not known")


@dataclass(frozen=True)
class GroupGap:
    """One group. Shares are 0 to 1, gaps in shares percentage points, access in the unit it was given in.

    `gap_points` is the group's share less the reference's: negative, the group is worse off; `people_gap` is
    how many more of the group would be covered at the reference's share. `gap_is_clear`: the gap differs from
    0 at 90 % confidence. Without access or a target, what needs them is undefined.
    """

    key: str
    people: Figure
    without_cover: Figure
    covered_share: Figure
    share_ratio: Figure
    gap_points: Figure
    gap_is_clear: bool | None
    people_gap: Figure
    mean_access: Figure
    access_ratio: Figure
    access_gap: Figure
    seats_short: Figure
    areas_without_margin: int


def group_gaps(
    counts: GroupCounts,
    covered: NDArray[np.bool_] | Floats,
    reference: str,
    access: Floats | None = None,
    target: float | None = None,
) -> tuple[GroupGap, ...]:
    """Every group against `reference`, one of `counts.keys`, in their order.

    `covered` (n,): whether, or which share of, an area is covered; `access` (n,) per person, such as seats;
    `target`: what every person should have (a*), for `seats_short` = sum n_i max(0, a* - a_i).
    Margins treat groups as independent: where the reference contains the group they are on the safe side.
    Raises ValueError for an unknown reference, shapes that do not fit and values out of range.
    """
    if reference not in counts.keys:
        raise ValueError(f"no group {reference!r}: there are {', '.join(counts.keys)}")
    cover = _checked("covered", covered, len(counts.people), 1.0)
    reach = None if access is None else _checked("access", access, len(counts.people), np.inf)
    groups = [_Group(counts, at, cover, reach) for at in range(len(counts.keys))]
    against = groups[counts.keys.index(reference)]
    return tuple(group.gap(against, target) for group in groups)


def _checked(name: str, values: NDArray[np.bool_] | Floats, size: int, most: float) -> Floats:
    values = np.asarray(values, dtype=np.float64)
    if values.shape != (size,):
        raise ValueError(f"{name} {values.shape} does not have one value for each of {size} areas")
    if not (np.isfinite(values) & (values >= 0) & (values <= most)).all():
        raise ValueError(f"{name} must be numbers from 0 to {most}: areas without supply have 0")
    return values


class _Group:
    """Figures of one group before they are compared."""

    def __init__(self, counts: GroupCounts, at: int, cover: Floats, access: Floats | None) -> None:
        self.key = counts.keys[at]
        self.counted, self.margin, self.access = counts.people[:, at], counts.margin[:, at], access
        self.people = margins.total(self.counted, self.margin)
        self.without = margins.total(self.counted, self.margin, 1 - cover)
        self.share = margins.share(*margins.total(self.counted, self.margin, cover), *self.people)
        self.mean: _Number = (np.nan, np.nan)
        if access is not None:
            self.mean = margins.weighted_mean(access, self.counted, self.margin)

    def gap(self, reference: "_Group", target: float | None) -> GroupGap:
        apart = self._apart(self.share, reference, reference.share)
        lack = (-apart[0], apart[1])
        return GroupGap(
            key=self.key,
            people=figure(*self.people),
            without_cover=figure(*self.without),
            covered_share=figure(*self.share),
            share_ratio=figure(*self._times(self.share, reference, reference.share)),
            gap_points=figure(100 * apart[0], 100 * apart[1]),
            gap_is_clear=margins.differs(*apart),
            people_gap=figure(*margins.product(*lack, *self.people)),
            mean_access=figure(*self.mean),
            access_ratio=figure(*self._times(self.mean, reference, reference.mean)),
            access_gap=figure(*self._apart(self.mean, reference, reference.mean)),
            seats_short=self._seats_short(target),
            areas_without_margin=int(np.isnan(self.margin).sum()),
        )

    def _apart(self, mine: _Number, reference: "_Group", others: _Number) -> _Number:
        """A group is exactly as well off as itself."""
        return margins.difference(*mine, *others) if self is not reference else (mine[0] - mine[0], 0.0)

    def _times(self, mine: _Number, reference: "_Group", others: _Number) -> _Number:
        if self is reference and mine[0]:
            return mine[0] / mine[0], 0.0
        return margins.ratio(*mine, *others)

    def _seats_short(self, target: float | None) -> Figure:
        if self.access is None or target is None:
            return UNDEFINED
        return figure(*margins.total(self.counted, self.margin, np.maximum(0.0, target - self.access)))
