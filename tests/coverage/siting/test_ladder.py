"""The first missing rung, by hand."""

import numpy as np
import pytest

from app.coverage.siting.ladder import COMPLETE, ladder

RUNGS = np.array([[1, 1, 1], [1, 0, 1], [0, 0, 0], [0, 1, 0], [1, 1, 0]], dtype=np.bool_)


def test_the_lowest_rung_that_is_missing() -> None:
    found = ladder(RUNGS, np.array([1.0, 2, 4, 8, 16]))
    assert found.first_missing.tolist() == [COMPLETE, 1, 0, 0, 2]
    assert found.broken.tolist() == [False, True, False, True, False]
    assert found.people.tolist() == [12, 2, 16, 1]


def test_no_areas_and_no_bands() -> None:
    assert ladder(np.zeros((0, 2), dtype=np.bool_), np.zeros(0)).people.tolist() == [0, 0, 0]
    with pytest.raises(ValueError, match="areas by bands"):
        ladder(np.zeros((3, 0), dtype=np.bool_), np.zeros(3))
    with pytest.raises(ValueError, match="areas by bands"):
        ladder(RUNGS, np.zeros(4))
