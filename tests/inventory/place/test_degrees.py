"""Degrees, minutes and seconds; two angles in one cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.inventory.place.degrees import Degrees, read_degrees, split_lat_lon


@pytest.mark.parametrize(
    ("text", "value", "axis"),
    [
        ("35.0844", 35.0844, None), ("-106.65°", -106.65, None), ("\u2212106.65", -106.65, None),
        ("35°05'04\"N", 35.084444, "lat"), ("106°39'02\"W", -106.650556, "lon"), ("-106°39'02\"", -106.650556, None),
        ("35\u00ba 05\u2032 04\u2033 N", 35.084444, "lat"),
        ("N 35° 5.0667'", 35.084444, "lat"), ("106 39 02 W", -106.650556, "lon"),
        ("35 deg 05 min 04 sec N", 35.084444, "lat"), ("35°05'04''N", 35.084444, "lat"), ("106.65 W", -106.65, "lon"),
        ("W106.65", -106.65, "lon"), ("-106.65 W", -106.65, "lon"), ("35deg05'04\"", 35.084444, None),
        ("33 S", -33, "lat"), ("35 05 04 S", -35.084444, "lat"),
    ],
)  # fmt: skip
def test_angles(text: str, value: float, axis: str | None) -> None:
    found = read_degrees(text)
    assert found is not None
    assert (round(found.value, 6), found.axis) == (pytest.approx(value, abs=1e-5), axis)


@pytest.mark.parametrize(
    "text",
    ["35 5 N", "35,0844", "35°75'04\"N", "35°05'64\"", "N35N", "35.5°10'", "35°5.5'10\"", "", "nan",
     "Taos", "1e5", "--35"],
)  # fmt: skip
def test_what_is_no_angle(text: str) -> None:
    assert read_degrees(text) is None


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("35.08, -106.65", 35.08, -106.65), ("(35.08, -106.65)", 35.08, -106.65), ("35.08 -106.65", 35.08, -106.65),
        ("35.08/-106.65", 35.08, -106.65), ("35°05'N, 106°39'W", 35.083333, -106.65),
        ("35°05'04\"N 106°39'02\"W", 35.084444, -106.650556), ("106°39'02\"W, 35°05'04\"N", 35.084444, -106.650556),
        ("N35.08 W106.65", 35.08, -106.65), ("POINT (-106.65 35.08)", 35.08, -106.65),
        ("POINT Z(-106.65 35.08 1600)", 35.08, -106.65), ("Lat: 35.08, Long: -106.65", 35.08, -106.65),
        ("1801 Mountain Rd NW\nAlbuquerque, NM\n(35.098, -106.666)", 35.098, -106.666),
        ("https://www.google.com/maps/place/Explora/@35.0969,-106.6657,17z", 35.0969, -106.6657),
        ("https://maps.google.com/?q=35.0969,-106.6657", 35.0969, -106.6657), ("-106.65, 35.08", -106.65, 35.08),
    ],
)  # fmt: skip
def test_two_in_one_cell(text: str, lat: float, lon: float) -> None:
    found = split_lat_lon(text)
    assert found is not None
    angles = [read_degrees(piece) for piece in found]
    assert [angle and round(angle.value, 6) for angle in angles] == [lat, lon]


@pytest.mark.parametrize(
    "text", ["35.08", "Taos, NM", "see map", "1, 2, 3", "35,08, -106,65", "https://example.org/1,2"]
)
def test_not_two_in_one_cell(text: str) -> None:
    assert split_lat_lon(text) is None


@given(some.integers(0, 179), some.integers(0, 59), some.integers(0, 59), some.sampled_from("NSEW"))
def test_every_way_of_writing_an_angle_is_the_same_angle(d: int, m: int, s: int, letter: str) -> None:
    forms = (
        f"{d}°{m:02}'{s:02}\"{letter}",
        f"{letter} {d} {m} {s}",
        f"{d}° {m}' {s}'' {letter}",
        f"{d} {m} {s} {letter}",
    )
    found = {read_degrees(form) for form in forms}
    value = (d + m / 60 + s / 3600) * (-1 if letter in "SW" else 1)
    assert len(found) == 1
    assert found.pop() == Degrees(pytest.approx(value, abs=1e-9), "lat" if letter in "NS" else "lon")


@given(some.text(max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    read_degrees(text)
    split_lat_lon(text)
