"""What a measure answers: arrays by place and by site, and the proof that nothing was lost on the way. Pure."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.coverage.geodesy import Floats, Indices
from app.errors import AppError

Flags = NDArray[np.bool_]
_TOLERANCE: Final = 1e-9


class ConservationError(AppError):
    """The totals of an access measure do not agree: the result is wrong and is not given out."""

    status = 500
    code = "not-conserved"


@dataclass(frozen=True)
class Conservation:
    """An identity that must hold: what it says, and both of its sides."""

    says: str
    left: float
    right: float

    @property
    def relative_error(self) -> float:
        """Difference of the sides as a share of the larger; 0 when both are 0."""
        larger = max(abs(self.left), abs(self.right))
        return abs(self.left - self.right) / larger if larger else 0.0


def conserved(says: str, left: float, right: float) -> Conservation:
    """The identity; raises ConservationError when the sides are apart by more than 1e-9 of the larger."""
    identity = Conservation(says, float(left), float(right))
    if not identity.relative_error <= _TOLERANCE:  # NaN is apart, too
        raise ConservationError(f"{says} does not hold: {left!r} against {right!r}.")
    return identity


@dataclass(frozen=True, eq=False)
class Access:
    """One measure, n places and m sites.

    `value` (n,) in `unit`, 0 where `no_supply_in_reach`; `in_reach` (n,): sites with a weight within the
    bound; `demand` and `ratio` (m,): weighed people at each site, and what each of them gets of it, both 0
    for a measure without competition; `unused` (m,): sites with a weight whom no weighed person reaches.
    """

    value: Floats
    unit: str
    in_reach: Indices
    demand: Floats
    ratio: Floats
    unused: Flags
    unused_weight: float
    conservation: tuple[Conservation, ...]

    @property
    def no_supply_in_reach(self) -> Flags:
        """Places (n,) without any site within the bound."""
        none: Flags = self.in_reach == 0
        return none
