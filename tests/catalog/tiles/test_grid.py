"""The grid of web maps: numbers of its standard, and tiles that are not in it."""

import math

import pytest

from app.catalog.tiles.grid import ZOOM_MAX, Tile, grid_definition, limits, read_tile
from app.errors import NotFoundError


def test_the_definition_has_the_numbers_of_the_standard() -> None:
    """OGC 17-083r4, table D.1: scale denominators and pixel sizes of levels 0 and 24."""
    matrices = grid_definition("http://here")["tileMatrices"]
    assert [each["id"] for each in matrices] == [str(z) for z in range(25)]
    assert math.isclose(matrices[0]["scaleDenominator"], 559082264.028717, rel_tol=1e-12)
    assert math.isclose(matrices[0]["cellSize"], 156543.033928041, rel_tol=1e-12)
    assert math.isclose(matrices[24]["scaleDenominator"], 33.3238997477002, rel_tol=1e-11)
    assert matrices[24]["matrixWidth"] == matrices[24]["matrixHeight"] == 16777216
    assert math.isclose(matrices[0]["pointOfOrigin"][0], -20037508.3427892, rel_tol=1e-12)


def test_boxes_of_tiles() -> None:
    assert Tile(0, 0, 0).box == (-180, -90, 180, 90)
    west, south, east, north = Tile(2, 0, 1).box
    assert (west, east, south) == (-180, -90, 0)
    assert math.isclose(north, 66.51326044311186)
    assert Tile(1, 1, 1).box == (0, -90, 180, 0)


@pytest.mark.parametrize(
    ("z", "x", "y"),
    [("40", "0", "0"), (str(ZOOM_MAX + 1), "0", "0"), ("4", "16", "0"), ("4", "0", "16"), ("-1", "0", "0"),
     ("4", "1.5", "0"), ("4", "a", "0"), ("4", "0", ""), ("4", "999999999999999999", "0"), ("٤", "0", "0")],
)  # fmt: skip
def test_what_is_not_in_the_grid_is_not_found(z: str, x: str, y: str) -> None:
    with pytest.raises(NotFoundError):
        read_tile(z, x, y)


def test_tiles_may_begin_at_a_zoom() -> None:
    assert read_tile("6", "0", "63", 6) == Tile(6, 0, 63)
    with pytest.raises(NotFoundError, match="6 to 16"):
        read_tile("5", "0", "0", 6)
    assert limits(15) == [
        {
            "tileMatrix": str(z),
            "minTileRow": 0,
            "maxTileRow": 2**z - 1,
            "minTileCol": 0,
            "maxTileCol": 2**z - 1,
        }
        for z in (15, 16)
    ]
