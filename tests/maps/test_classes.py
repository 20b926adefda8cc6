"""Where the classes of a gap map break and what they are called."""

import numpy as np
import pytest

from app.maps.breaks import CLASSINGS
from app.maps.classes import COLORS, classes_of, fixed_classes, named_classes
from app.settings import MILE_M

NONE = np.empty(0)


def test_shares_break_at_quarters_and_nobody_is_a_class() -> None:
    found = classes_of("share", 25 * MILE_M, np.array([0, 0.1, 0.25, 0.6, 1, np.nan]))
    assert found.bounds == (0.0, 0.25, 0.5, 0.75)
    assert found.labels[0] == "Nobody"
    assert found.title == "People beyond 25 mi"
    assert found.of(np.array([0, 0.1, 0.25, 0.6, 1, np.nan])).tolist() == [0, 1, 1, 3, 4, -1]


@pytest.mark.parametrize("miles", [5, 10, 25, 37.5, 100])
def test_distances_break_at_the_distance_asked_for(miles: float) -> None:
    found = classes_of("distance", miles * MILE_M, NONE)
    assert found.bounds[1] == pytest.approx(miles * MILE_M)
    assert list(found.bounds) == sorted(found.bounds)
    assert found.labels[1].endswith(f"–{miles:g} mi")
    assert found.labels[2].startswith(f"{miles:g}–")


@pytest.mark.parametrize("classing", CLASSINGS)
@pytest.mark.parametrize("view", ["share", "distance", "people", "access", "poverty"])
@pytest.mark.parametrize("values", [[], [np.nan], [3.0, 3.0], [0.0, 1.0], list(range(99))])
def test_every_class_has_a_label_and_a_colour(view: str, classing: str, values: list[float]) -> None:
    found = classes_of(view, 25 * MILE_M, np.array(values, dtype=np.float64), classing)  # type: ignore[arg-type]
    assert len(found.labels) == len(found.colors) == len(found.bounds) + 1 <= len(COLORS)
    assert len(set(found.labels)) == len(found.labels)
    assert len(set(found.colors)) == len(found.colors)


def test_without_fixed_classes_natural_breaks_are_taken() -> None:
    assert fixed_classes("people", 1000) is None
    values = np.array([1.0, 2, 3, 1000, 1001, 5000, 5001, 9000, 20000])
    assert classes_of("people", 1000, values) == classes_of("people", 1000, values, "jenks")


def test_named_classes_are_whole_numbers() -> None:
    found = named_classes("t", ("none", "some", "all"), COLORS[:3])
    assert found.of(np.array([0.0, 1, 2, np.nan])).tolist() == [0, 1, 2, -1]
