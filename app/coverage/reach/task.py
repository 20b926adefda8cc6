"""What a sweep over pairs is asked for, and what it finds: the words both kernels share. Pure."""

from dataclasses import dataclass

from app.coverage.decay import Decay
from app.coverage.geodesy import Floats
from app.coverage.reach.ecef import rim_m


@dataclass(frozen=True)
class Task:
    """Weigh by `decay` (squared: by its square) of cost = factor x geodesic in metres."""

    decay: Decay
    factor: float = 1.0
    squared: bool = False

    @property
    def bound_m(self) -> float:
        """The bound as a geodesic distance in metres."""
        return self.decay.bound / self.factor

    @property
    def inside2(self) -> float:
        """Square of the distance (m^2) up to which a pair is surely within; negative: none is."""
        inside_m = self.bound_m - rim_m(self.bound_m)
        return inside_m * abs(inside_m)

    @property
    def outside2(self) -> float:
        """Square of the distance (m^2) beyond which a pair is surely not within."""
        return (self.bound_m + rim_m(self.bound_m)) ** 2


@dataclass(frozen=True, eq=False)
class Found:
    """For each target (n,): the sum, the number of sources surely within, and the number at the rim."""

    sums: Floats
    within: Floats
    rim: Floats
