"""Maps as SVG: what is drawn, what it is called, and that no text becomes markup."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from app.maps.albers import fitted
from app.maps.classes import COLORS, NO_DATA, Classes
from app.maps.svg import Dot, Picture, Shape, Town, rings_of, svg_map

SVG = "{http://www.w3.org/2000/svg}"
CLASSES = Classes("Share", (0.5,), ("Few", "Many"), COLORS[:2])
PICTURE = Picture("Two counties", "The table says the same.", CLASSES)


def square(lon: float, lat: float, size: float = 1.0) -> np.ndarray:
    corners = [(lon, lat), (lon + size, lat), (lon + size, lat + size), (lon, lat + size), (lon, lat)]
    return np.array(corners, dtype=np.float64)


WEST = Shape("1", [square(-108, 36)], "West: 3 of 9", 1, href="/counties/1", hatched=True)
EAST = Shape("2", [square(-107, 36)], "East: no data")


def drawn(
    *shapes: Shape, dots: tuple[Dot, ...] = (), picture: Picture = PICTURE, towns: tuple[Town, ...] = ()
) -> ET.Element:
    return ET.fromstring(svg_map(shapes, dots, picture, towns))  # noqa: S314 - our own


def test_areas_have_the_colour_of_their_class_a_name_and_a_link() -> None:
    svg = drawn(WEST, EAST)
    link = svg.find(f"{SVG}a")
    assert link is not None
    assert (link.get("href"), link.get("aria-label")) == ("/counties/1", "West: 3 of 9")
    assert [path.get("class") for path in link] == ["area", "hatch"]
    assert link[0].get("fill") == COLORS[1]
    alone = svg.find(f"{SVG}path")
    assert alone is not None
    assert alone.get("fill") == NO_DATA
    assert svg.get("role") == "group"
    assert drawn(EAST).get("role") == "img"
    assert svg.findtext(f"{SVG}title") == "Two counties"
    assert svg.get("aria-describedby") == "map-desc"


def test_no_text_becomes_markup_and_nothing_needs_a_style() -> None:
    bad = '"><script>alert(1)</script>'
    shape = Shape("1", [square(-108, 36)], bad, 0, href=f"/x?{bad}")
    text = svg_map(
        [shape],
        [],
        Picture(bad, bad, Classes(bad, (), (bad,), COLORS[:1]), legend=True),
        [Town(-108, 36, bad)],
    )
    assert "<script" not in text
    assert not re.search(r"\sstyle=|\son\w+=", text)
    ET.fromstring(text)  # noqa: S314 - our own


def test_what_it_is_about_is_drawn_last_and_can_fill_the_picture() -> None:
    here = Shape("2", [square(-107, 36, 0.1)], "Small", here=True)
    wide, near = drawn(here, WEST), drawn(here, WEST, picture=Picture("", "", CLASSES, around=True))
    assert wide.findall(f".//{SVG}path[@class='area here']")[0].get("stroke-width") == "3"
    paths = [each.get("class") for each in wide.iter(f"{SVG}path") if each.get("class")]
    assert paths[-1] == "area here"

    def size(svg: ET.Element) -> float:
        path = svg.findall(f".//{SVG}path[@class='area here']")[0].get("d") or ""
        return abs(float(re.findall(r"l(-?\d+)", path)[0]))

    assert size(near) > 5 * size(wide)


def test_points_towns_and_a_legend() -> None:
    dots = (Dot(-107.5, 36.5), Dot(-107.4, 36.5, "beyond", 9))
    picture = Picture(
        "",
        "",
        CLASSES,
        legend=True,
        thin_words="thin",
        no_data_words="none",
        dot_words={"program": "programs"},
    )
    svg = drawn(
        WEST,
        EAST,
        dots=dots,
        picture=picture,
        towns=(Town(-107.5, 36.5, "Aztec"), Town(-107.49, 36.5, "Hidden")),
    )
    radii = [each.get("r") for each in svg.iter(f"{SVG}circle") if "dot" in (each.get("class") or "")]
    assert radii == ["4", "9"]
    words = [each.text for each in svg.iter(f"{SVG}text")]
    assert words == ["Aztec", "Share", "Few", "Many", "none", "thin", "programs"]
    bare = drawn(WEST, EAST)
    assert int((svg.get("viewBox") or "").split()[3]) > int((bare.get("viewBox") or "").split()[3])


def test_nothing_to_draw_is_an_empty_map() -> None:
    assert drawn().find(f"{SVG}path") is None
    assert rings_of(None) == rings_of({"type": "Point", "coordinates": [0, 0]}) == []


def area(ring: np.ndarray) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return float(abs(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2)


@pytest.mark.parametrize("lat", [-14.0, 0.0, 31.0, 68.0])
def test_equal_areas_stay_equal(lat: float) -> None:
    """A degree square k degrees farther north is smaller on the globe by the ratio of the bands of the sphere."""
    low, high = square(-100, lat), square(-100, lat + 3)
    plane, _ = fitted([low, high], 800, 800)
    dense = [
        np.column_stack([np.interp(np.linspace(0, 4, 801), range(5), ring[:, k]) for k in (0, 1)])
        for ring in (low, high)
    ]
    found = area(plane.placed(dense[1])) / area(plane.placed(dense[0]))
    band = [np.sin(np.radians(edge + 1)) - np.sin(np.radians(edge)) for edge in (lat, lat + 3)]
    assert found == pytest.approx(band[1] / band[0], rel=2e-4)


def test_a_chain_across_the_antimeridian_stays_together() -> None:
    ends = [square(-170, 52), square(172, 52)]
    plane, height = fitted(ends, 900, 700)
    west = plane.placed(ends[1])[:, 0].max()
    assert west < plane.placed(ends[0])[:, 0].min()
    assert height < 300
