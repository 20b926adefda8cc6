"""Overlays in a picture: each as the map in the browser draws it, none without need."""

import xml.etree.ElementTree as ET

import numpy as np

from app.maps.albers import fitted
from app.maps.overlay_svg import overlays_svg
from app.maps.overlays import NOTHING_LAID, Laid

SIZE = (720, 500)
SQUARE = np.array([(-108, 36), (-107, 36), (-107, 37), (-108, 37), (-108, 36)], dtype=np.float64)
PLANE = fitted([SQUARE], *SIZE)[0]
MIDDLE = (-107.5, 36.5)


def drawn(laid: Laid, *areas: tuple[list[np.ndarray], tuple[float, float]] | None) -> ET.Element:
    return ET.fromstring(overlays_svg(laid, areas, PLANE, SIZE))  # noqa: S314 - our own


def test_an_area_is_outlined_or_patterned_and_a_dot_ringed() -> None:
    laid = Laid(marks={"hotspots": [0], "rural": [0, 1], "poverty": [2]})
    svg = drawn(laid, ([SQUARE], MIDDLE), ([], MIDDLE), None)
    classes = [each.get("class") for each in svg if each.get("class")]
    assert classes == ["rural", "rural", "hotspots"]  # the third is not drawn
    outline = svg.find("path[@class='hotspots']")
    assert outline is not None
    assert outline.get("fill") == "none"
    pattern = svg.find("path[@class='rural']")
    assert pattern is not None
    assert pattern.get("fill") == "url(#mark-rural)"
    assert svg.find("g[@class='rural']/circle") is not None


def test_assets_that_fall_together_are_one_dot_and_none_is_outside() -> None:
    points = np.array([MIDDLE] * 1000 + [(-107.2, 36.2), (-90.0, 36.5)])
    assert len(drawn(Laid(assets=points)).findall("g[@class='assets']/circle")) == 2


def test_sites_have_their_numbers_the_first_on_top() -> None:
    svg = drawn(Laid(sites=[MIDDLE, (-107.2, 36.2)]))
    assert [each.text for each in svg.findall("g[@class='sites']/text")] == ["2", "1"]


def test_nothing_is_nothing() -> None:
    assert overlays_svg(NOTHING_LAID, [([SQUARE], MIDDLE)], PLANE, SIZE) == ""
