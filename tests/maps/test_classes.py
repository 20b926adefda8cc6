"""Where the classes of a gap map break and what they are called."""

import pytest

from app.maps.classes import COLORS, VIEWS, classes_of
from app.settings import MILE_M


def test_shares_break_at_quarters_and_nobody_is_a_class() -> None:
    found = classes_of("share", 25 * MILE_M)
    assert found.field == "share_beyond"
    assert found.bounds == (0.0, 0.25, 0.5, 0.75)
    assert found.labels[0] == "Nobody"
    assert found.title == "People beyond 25 mi"


@pytest.mark.parametrize("miles", [5, 10, 25, 37.5, 100])
def test_distances_break_at_the_distance_asked_for(miles: float) -> None:
    found = classes_of("distance", miles * MILE_M)
    assert found.field == "nearest_m"
    assert found.bounds[1] == pytest.approx(miles * MILE_M)
    assert list(found.bounds) == sorted(found.bounds)
    assert found.labels[1].endswith(f"–{miles:g} mi")
    assert found.labels[2].startswith(f"{miles:g}–")


@pytest.mark.parametrize("view", VIEWS)
def test_every_class_has_a_label_and_a_colour(view: str) -> None:
    found = classes_of("share" if view == "share" else "distance", 25 * MILE_M)
    assert len(found.labels) == len(found.colors) == len(found.bounds) + 1 == len(COLORS)
    assert len(set(found.labels)) == len(found.labels)
