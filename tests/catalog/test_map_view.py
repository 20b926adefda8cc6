"""Views of a web map: what fits is shown whole, and what is shown is counted exactly."""

import math

import numpy as np
import pytest

from app.catalog.map_view import View, across, box_around, down, downs, view_of


@pytest.mark.parametrize(
    "box", [(-109.05, 31.33, -103.0, 37.0), (-125.0, 24.0, -66.0, 50.0), (-106.7, 35.0, -106.5, 35.2)]
)
@pytest.mark.parametrize("size", [(600, 500), (320, 640), (400, 300)])
def test_a_box_fits_into_its_view_and_not_into_a_nearer_one(
    box: tuple[float, float, float, float], size: tuple[int, int]
) -> None:
    view = view_of(box, *size)
    west, south, east, north = view.box
    assert west <= box[0]
    assert south <= box[1]
    assert east >= box[2]
    assert north >= box[3]
    nearer = View(view.lon, view.lat, view.zoom + 0.5, *size).box
    too_near = nearer[0] > box[0] or nearer[1] > box[1] or nearer[2] < box[2] or nearer[3] < box[3]
    assert too_near or view.zoom in (2, 8.5)


def test_a_single_point_is_shown_with_what_is_around_it() -> None:
    view = view_of((-106.6, 35.1, -106.6, 35.1), 600, 500)
    assert (view.lon, view.lat, view.zoom) == (pytest.approx(-106.6), pytest.approx(35.1), 8.5)


def test_the_grid_is_that_of_web_maps() -> None:
    assert (across(-180), across(180), down(0)) == (0, 1, pytest.approx(0.5))
    assert down(85.0511287798066) == pytest.approx(0, abs=1e-9)
    lats = np.array([-90.0, -35.0, 0.0, 35.0, 90.0])
    assert downs(lats) == pytest.approx([down(each) for each in lats.tolist()])


def test_a_circle_is_inside_its_box() -> None:
    west, south, east, north = box_around(-106.6, 35.1, 40_000)
    assert (north - south) / 2 * 111.195 == pytest.approx(40)
    assert (east - west) / 2 * 111.195 * math.cos(math.radians(35.1)) == pytest.approx(40)
    assert box_around(0, 89.9, 10**7) == (-180, pytest.approx(-0.03, abs=0.05), 180, 90)
