"""Projected X and Y: the right system by trial, an honest refusal where trial cannot tell."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from pyproj import Transformer

from app.errors import BadParameterError, InvalidFileError
from app.inventory.place.projected import (
    find_projection,
    looks_projected,
    named_projection,
    projections_of,
    read_numbers,
    to_degrees,
)

Shape = Callable[[str], Any]


def project(points: Any, code: str) -> tuple[Any, Any]:
    return Transformer.from_crs("EPSG:4326", code, always_xy=True).transform(points[:, 0], points[:, 1])  # type: ignore[no-any-return]


def within(points: Any, west: float, south: float, east: float, north: float) -> Any:
    lon, lat = points[:, 0], points[:, 1]
    return points[(lon > west) & (lon < east) & (lat > south) & (lat < north)]


CASES = [
    ("NM", "EPSG:26913", None),
    ("NM", "EPSG:3857", None),
    ("NM", "EPSG:2258", (-107.4, 31.4, -105.2, 36.9)),
    ("NM", "EPSG:32113", (-107.4, 31.4, -105.2, 36.9)),
    ("NM", "EPSG:2257", (-104.9, 31.4, -103.1, 36.9)),
    ("NM", "EPSG:2259", (-108.9, 31.4, -107.4, 36.9)),
    ("CO", "EPSG:26913", None),
    ("UT", "EPSG:26912", None),
    ("UT", "EPSG:3566", (-113.9, 39.2, -109.2, 40.4)),
    ("WY", "EPSG:32156", (-108.9, 41.1, -106.4, 44.9)),
    ("NV", "EPSG:26911", None),
    ("ID", "EPSG:8826", None),
    ("TX", "EPSG:2277", (-103.0, 30.2, -94.5, 31.9)),
    ("MA", "EPSG:2249", (-73.4, 41.6, -70.0, 42.7)),
]


@pytest.mark.parametrize(("state", "code", "part"), CASES)
def test_the_state_s_own_rows_say_which_system_it_is(
    state: str, code: str, part: tuple[float, ...] | None, shape_of: Shape, zips_of: Shape
) -> None:
    points = zips_of(state)
    points = points if part is None else within(points, *part)
    x, y = project(points, code)
    box, inside = shape_of(state)
    assert looks_projected(x, y)
    found = find_projection(x, y, box, inside, (points[:, 0] + 0.05, points[:, 1] - 0.05))
    lon, lat = to_degrees(found.code, x, y)
    assert np.abs(np.column_stack((lon, lat)) - points).max() < 1e-4  # 10 m


def test_zones_that_fit_alike_are_told_apart_by_the_rows_own_towns(shape_of: Shape, zips_of: Shape) -> None:
    box, inside = shape_of("CO")
    denver = within(zips_of("CO"), -105.2, 39.5, -104.6, 39.9)
    x, y = project(denver, "EPSG:2232")
    with pytest.raises(InvalidFileError, match=r"several.*EPSG:2232.*EPSG:2233.*option crs") as refused:
        find_projection(x, y, box, inside)
    assert refused.value.accepted == ["EPSG:2232", "EPSG:2233"]
    assert find_projection(x, y, box, inside, (denver[:, 0], denver[:, 1])).code == "EPSG:2232"


def test_a_system_that_contradicts_the_rows_is_not_taken(shape_of: Shape, zips_of: Shape) -> None:
    points = zips_of("NM")
    x, y = project(points, "EPSG:26913")
    elsewhere = (np.full(len(x), -103.2), np.full(len(x), 32.7))
    with pytest.raises(InvalidFileError, match="no reference system"):
        find_projection(x, y, *shape_of("NM"), elsewhere)


def test_what_no_system_explains_is_refused_with_what_was_tried(shape_of: Shape) -> None:
    box, inside = shape_of("NM")
    with pytest.raises(
        InvalidFileError, match=r"not degrees.*tried: .*EPSG:26913 .NAD83 / UTM zone 13N.*WGS84"
    ) as refused:
        find_projection(np.array([350844.0, 351000.0]), np.array([-1066504.0, -1066000.0]), box, inside)
    assert {"EPSG:26912", "EPSG:26913", "EPSG:2258", "EPSG:32113"} <= set(refused.value.accepted or ())


def test_a_few_wrong_points_do_not_hide_the_system(shape_of: Shape, zips_of: Shape) -> None:
    points = zips_of("NM")
    x, y = project(points, "EPSG:26913")
    x[:3], x[5] = 0.0, np.nan
    assert find_projection(x, y, *shape_of("NM")).code == "EPSG:26913"


def test_only_the_state_s_own_systems_are_tried(shape_of: Shape) -> None:
    names = [each.name for each in projections_of(shape_of("NM")[0])]
    assert "NAD83 / New Mexico Central (ftUS)" in names
    assert not any("Arizona" in name or "Texas" in name or "NAD27" in name for name in names)


@pytest.mark.parametrize(
    ("x", "y", "projected"),
    [([-106.6], [35.1], False), ([35.1], [-106.6], False), ([349876], [3884567], True), ([np.nan], [3884567], False),
     ([], [], False), ([-106, -106, 349876], [35, 35, 3884567], False), ([-11870000], [4180000], True)],
)  # fmt: skip
def test_what_looks_projected(x: list[float], y: list[float], projected: bool) -> None:
    assert looks_projected(np.array(x, dtype=float), np.array(y, dtype=float)) is projected


def test_numbers() -> None:
    found = read_numbers(["1,640,416.67", "", "x", "inf", "-3"])
    assert found.tolist()[::4] == [1640416.67, -3]
    assert np.isnan(found[1:4]).all()


def test_a_named_system() -> None:
    found = named_projection("26713")
    assert found is not None
    assert (found.code, found.name) == ("EPSG:26713", "NAD27 / UTM zone 13N")
    assert named_projection("EPSG:4269") is None


@pytest.mark.parametrize("crs", ["EPSG:0", "banana", "EPSG:5703", "+proj=utm +zone=13", "/etc/passwd", ""])
def test_a_named_system_that_is_none(crs: str) -> None:
    with pytest.raises(BadParameterError, match="EPSG code"):
        named_projection(crs)
