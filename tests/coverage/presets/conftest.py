"""Four areas of one point each (the last without people), whose reach is given by hand."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pytest

from app.coverage.presets import Ground
from app.settings import MILE_M


@dataclass
class GivenReach:
    """Distances of the assets from each point, (n, m), and their seats (m,)."""

    distance_m: np.ndarray
    seats: np.ndarray
    people: np.ndarray = field(default_factory=lambda: np.zeros(0))

    def nearest_m(self) -> np.ndarray:
        return self.distance_m.min(axis=1, initial=np.inf)

    def count_within(self, bound_m: float) -> np.ndarray:
        return (self.distance_m <= bound_m).sum(axis=1).astype(float)

    def seats_within(self, bound_m: float) -> np.ndarray:
        return ((self.distance_m <= bound_m) * np.nan_to_num(self.seats)).sum(axis=1)

    def two_step(self, bound_m: float) -> np.ndarray:
        return self._shared(bound_m, np.where(np.isnan(self.seats), 1.0, self.seats))

    def two_step_assets(self, bound_m: float) -> np.ndarray:
        return self._shared(bound_m, np.ones(len(self.seats)))

    def _shared(self, bound_m: float, weight: np.ndarray) -> np.ndarray:
        near = self.distance_m <= bound_m
        demand = (near * self.people[:, None]).sum(axis=0)
        ratio = np.divide(weight, demand, out=np.zeros(len(weight)), where=demand > 0)
        return (near * ratio).sum(axis=1)


@pytest.fixture
def ground() -> Callable[..., Ground]:
    """Areas A (1,000 people, 2 assets 1 mile away), B (400, one 20 miles away), C (60, none within 100), D (none)."""

    def build(**changes: object) -> Ground:
        people = np.array([1000.0, 400.0, 60.0, 0.0])
        far = 100 * MILE_M
        distance_m = np.array([[1, 1, 20], [90, 90, 20], [300, 300, 300], [5, 5, 5]]) * MILE_M
        distance_m[2] = np.array([far, far, far])
        given: dict[str, object] = {
            "geoid": np.array(["a", "b", "c", "d"], dtype=object),
            "state": np.array(["NM"] * 4, dtype=object),
            "facts": {},
            "of": np.arange(4),
            "people": people,
            "total": people * 5,
            "rural": None,
            "reach": GivenReach(distance_m, np.array([100.0, 200.0, 50.0]), people),
            "assets_in": np.array([2.0, 1.0, 0.0, 0.0]),
            "seats_in": np.array([300.0, 50.0, 0.0, 0.0]),
            "unknown_seats_in": np.zeros(4),
            "seats_known": True,
        }
        return Ground(**(given | changes))  # type: ignore[arg-type]

    return build
