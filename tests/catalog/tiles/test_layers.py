"""Layers of tiles: each asset in the one tile that holds it, where PostGIS puts it; nothing is left out."""

import random
from itertools import product

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.catalog.tiles.grid import Tile
from app.catalog.tiles.layers import CLUSTER_BELOW
from tests.catalog.conftest import AddAsset
from tests.catalog.tiles.conftest import Features, MakeTile

AT_EDGES = [
    (0.0, 0.0), (-180.0, 0.0), (180.0, 0.0), (-90.0, 66.51326044311186), (0.0, 90.0), (0.0, -90.0), (180.0, 90.0),
    (-105.46875, 40.97989806962013), (22.5, -10.0), (-45.0, 85.0511287798066), (45.0, -85.0511287798066),
]  # fmt: skip
KINDS = (("institution", "museum"), ("program", "camp"), ("opportunity", "internship"))
REFERENCE = """
SELECT asset.id::text, ST_X(placed.geom), ST_Y(placed.geom) FROM asset CROSS JOIN LATERAL (
  SELECT ST_AsMVTGeom(ST_Transform(geom, 3857), ST_TileEnvelope(:z, :x, :y), 4096, 0) AS geom
) placed WHERE placed.geom IS NOT NULL
"""


@pytest.fixture
def scattered(add_asset: AddAsset) -> int:
    """Assets over the world, on edges and poles too, some close together; gives how many."""
    dice = random.Random(5)  # noqa: S311 - places for a test
    places = [(dice.uniform(-180, 180), dice.uniform(-85, 85)) for _ in range(60)]
    places += [(-106 + dice.gauss(0, 0.2), 35 + dice.gauss(0, 0.2)) for _ in range(60)]
    for number, place in enumerate(places + AT_EDGES):
        kind, subtype = KINDS[number % 3]
        add_asset(f"Asset {number}", place, kind=kind, subtype=subtype)
    add_asset("Nowhere", None)
    return len(places) + len(AT_EDGES)


def all_tiles(make_tile: MakeTile, zoom: int) -> list[Features]:
    side = range(1 << zoom)
    return [make_tile(Tile(zoom, x, y)) for x, y in product(side, side)]


@pytest.mark.parametrize("zoom", [0, 1, 3])
def test_counts_of_all_tiles_add_up_to_all_assets_with_a_point(
    make_tile: MakeTile, scattered: int, zoom: int
) -> None:
    features = [each["properties"] for tile in all_tiles(make_tile, zoom) for each in tile]
    assert sum(each["count"] for each in features) == scattered
    for name in ("institutions", "programs", "opportunities"):
        assert sum(each[name] for each in features) in (scattered // 3, scattered // 3 + 1)


def test_every_asset_is_in_exactly_one_tile_of_points(
    make_tile: MakeTile, scattered: int, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At zoom 3 there are few enough tiles to make them all."""
    monkeypatch.setattr("app.catalog.tiles.layers.CLUSTER_BELOW", 0)
    ids = [each["properties"]["id"] for tile in all_tiles(make_tile, 3) for each in tile]
    known = session.scalars(text("SELECT id::text FROM asset WHERE geom IS NOT NULL")).all()
    assert sorted(ids) == sorted(known)
    assert len(ids) == scattered


@pytest.mark.parametrize("tile", [Tile(8, 52, 101), Tile(9, 105, 202), Tile(10, 210, 405)])
def test_points_are_where_postgis_puts_them(
    make_tile: MakeTile, scattered: int, session: Session, tile: Tile
) -> None:
    found = {each["properties"]["id"]: each["geometry"]["coordinates"] for each in make_tile(tile)}
    rows = session.execute(text(REFERENCE), {"z": tile.z, "x": tile.x, "y": tile.y})
    wanted = {row[0]: [int(row[1]), int(row[2])] for row in rows}
    assert found
    assert found == wanted


def test_points_carry_what_a_map_says_first(make_tile: MakeTile, add_asset: AddAsset) -> None:
    made = add_asset("Robotics Camp", (-155.1, 19.7), city="Hilo")
    [feature] = make_tile(Tile(10, 70, 454))
    assert feature["properties"] == {
        "id": str(made), "name": "Robotics Camp", "kind": "program", "subtype": "camp", "state": "HI", "city": "Hilo",
        "location_precision": "exact", "count": 1,
    }  # fmt: skip
    assert feature["geometry"]["type"] == "Point"
    assert all(0 <= number < 4096 for number in feature["geometry"]["coordinates"])


def test_a_tile_with_too_many_points_has_clusters(make_tile: MakeTile, add_asset: AddAsset) -> None:
    for step in range(5):
        add_asset(f"Camp {step}", (-155.1 + step / 10_000, 19.7))
    tile = Tile(10, 70, 454)
    assert len(make_tile(tile, most_points=5)) == 5
    [cluster] = make_tile(tile, most_points=4)
    assert cluster["properties"] == {"count": 5, "institutions": 0, "programs": 5, "opportunities": 0}


def test_clusters_are_at_the_middle_of_their_assets(make_tile: MakeTile, add_asset: AddAsset) -> None:
    """Two at the equator, in the same of 64 cells of the world (64 units each)."""
    add_asset("West", (7.0, 0.0))
    add_asset("East", (9.0, 0.0))
    [cluster] = make_tile(Tile(0, 0, 0))
    assert cluster["geometry"]["coordinates"] == [round((8 + 180) / 360 * 4096), 2048]
    assert cluster["properties"]["count"] == 2


def test_what_nobody_sees_is_in_no_tile(make_tile: MakeTile, add_asset: AddAsset) -> None:
    add_asset("Hidden", visibility="internal")
    add_asset("Closed", status="inactive")
    assert make_tile(Tile(0, 0, 0)) == []
    assert make_tile(Tile(CLUSTER_BELOW, 17, 113)) == []


def test_boundaries_are_cut_to_their_tile(make_tile: MakeTile) -> None:
    features = make_tile(Tile(6, 13, 25), "counties")
    names = {each["properties"]["name"] for each in features}
    assert {each["geometry"]["type"] for each in features} <= {"Polygon", "MultiPolygon"}
    assert any("Santa Fe" in name for name in names)
    assert {each["properties"]["state"] for each in features} >= {"NM"}
    for each in features:
        rings = each["geometry"]["coordinates"]
        flat = [
            ring
            for part in rings
            for ring in (part if each["geometry"]["type"] == "MultiPolygon" else [part])
        ]
        assert all(-64 <= number <= 4160 for ring in flat for point in ring for number in point)


def test_areas_without_a_boundary_are_points_in_one_tile(make_tile: MakeTile, places: Session) -> None:
    found = make_tile(Tile(8, 17, 113), "places")
    assert [each["properties"] for each in found if each["properties"]["name"] == "Kalitown"] == [
        {"id": "990001", "name": "Kalitown", "state": "HI"}
    ]
    around = [make_tile(Tile(8, x, y), "places") for x, y in product((16, 17, 18), (112, 113, 114))]
    ids = [each["properties"]["id"] for tile in around for each in tile]
    assert ids.count("990001") == 1
