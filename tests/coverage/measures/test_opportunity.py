"""Ratios by area."""

import numpy as np
import pytest

from app.coverage.measures.opportunity import provider_ratio, seats_per_youth
from app.errors import BadParameterError


def test_ratio_by_area_by_hand() -> None:
    area = np.array([0, 0, 1, -1, 2, 1])
    found = provider_ratio(area, np.array([3.0, 1.0, 5.0, 9.0, 4.0, 0.0]), np.array([8.0, 10.0, 0.0, 6.0]))
    assert found.weight.tolist() == [4, 5, 4, 0]
    assert found.sites.tolist() == [2, 1, 1, 0]
    assert found.ratio[[0, 1, 3]].tolist() == [0.5, 0.5, 0]
    assert np.isnan(found.ratio[2])
    assert found.undefined.tolist() == [False, False, True, False]
    assert found.zero_program.tolist() == [False, False, False, True]
    assert found.outside == 1


def test_seats_per_youth() -> None:
    assert seats_per_youth(np.array([0]), np.array([30.0]), np.array([120.0])).ratio.tolist() == [0.25]


@pytest.mark.parametrize("area", [2, -2])
def test_an_unknown_area_is_refused(area: int) -> None:
    with pytest.raises(BadParameterError, match="areas are 0 to 1, or -1"):
        provider_ratio(np.array([area]), np.array([1.0]), np.array([1.0, 2.0]))


def test_unknown_seats_are_refused() -> None:
    with pytest.raises(BadParameterError, match="weight 0 is nan"):
        provider_ratio(np.array([0]), np.array([np.nan]), np.array([1.0]))
