"""Margins of parts of published figures, by hand."""

from types import SimpleNamespace

import numpy as np
import pytest

from app.coverage.area_margins import part_margins


def points(
    unit: list[int], people: list[float], unit_people: list[float], unit_moe: list[float]
) -> SimpleNamespace:
    return SimpleNamespace(
        unit=np.array(unit),
        people=np.array(people),
        unit_people=np.array(unit_people),
        unit_moe=np.array(unit_moe),
    )


def test_a_part_of_a_county_has_that_part_of_its_margin() -> None:
    given = points([0, 0, 0, 1], [50.0, 25.0, 25.0, 10.0], [100.0, 10.0], [40.0, 3.0])
    moe = part_margins(given, np.array([0, 0, 1, 1]), 2)  # type: ignore[arg-type]
    assert moe.tolist() == pytest.approx([30.0, np.hypot(10, 3)]), "points of one figure are not independent"
    chosen = part_margins(given, np.array([0, 0, 1, 1]), 2, np.array([True, False, False, True]))  # type: ignore[arg-type]
    assert chosen.tolist() == pytest.approx([20.0, 3.0])


def test_of_zeros_only_the_largest_margin_counts() -> None:
    given = points([0, 1, 2], [0.0, 0.0, 8.0], [0.0, 0.0, 8.0], [12.0, 9.0, 5.0])
    assert part_margins(given, np.zeros(3, dtype=np.int64), 1).tolist() == pytest.approx([13.0])  # type: ignore[arg-type]


def test_unknown_margins_stay_unknown() -> None:
    given = points([0, 1, -1], [5.0, 5.0, 0.0], [5.0, 5.0], [np.nan, 1.0])
    moe = part_margins(given, np.array([0, 1, 1]), 2)  # type: ignore[arg-type]
    assert np.isnan(moe[0])
    assert moe[1] == 1.0
