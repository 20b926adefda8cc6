"""Indexes are kept for a few bounds only."""

import numpy as np

from app.coverage.decay import binary
from app.coverage.reach.reach import PointReach
from tests.coverage.brute import world


def test_memory_does_not_grow_with_the_bounds_asked_about() -> None:
    reach = PointReach(*world(), kernel="plain")
    first = reach.in_reach(10_000.0)
    for bound in np.linspace(20e3, 90e3, 20):
        reach.in_reach(float(bound))
    assert len(reach._within) == 8
    assert (reach.within(10_000.0).to_places(reach.weight[reach.open], binary(10_000.0))[1] == first).all()
