"""GDAL reads tiles of a live service: one by its address, and a whole zoom through the TileJSON."""

import pyogrio

from tests.http.ogc.conftest import Ask, Live

GRID = "ogc/collections/assets/tiles/WebMercatorQuad"


def test_gdal_reads_a_tile_in_its_place(live: Live, ask: Ask) -> None:
    tile = pyogrio.read_dataframe(f"MVT:{live.url}/{GRID}/8/52/101.mvt", layer="assets")
    assert tile.crs.to_epsg() == 3857
    inside = tile.to_crs(4326).cx[-106.88:-105.46, 34.3:35.47]
    assert len(inside) == len(tile) > 0
    one = ask(f"/collections/assets/items/{tile['id'].iloc[0]}")
    assert one["properties"]["name"] == tile["name"].iloc[0]


def test_gdal_counts_all_assets_of_a_zoom(live: Live, ask: Ask) -> None:
    zoom = pyogrio.read_dataframe(
        f"MVT:{live.url}/{GRID}/3",
        layer="assets",
        TILE_EXTENSION="mvt",
        METADATA_FILE=f"{live.url}/{GRID}/tilejson.json",
        CLIP="NO",
    )
    known = ask("/collections/assets/items", resultType="hits", bbox="-180,-90,180,90")
    assert zoom["count"].sum() == known["numberMatched"] > 0
