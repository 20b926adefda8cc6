"""Real clients on a live service: GDAL (of pyogrio, and of the system), OWSLib, GeoPandas."""

import shutil
import subprocess
from typing import Any

import geopandas
import numpy as np
import pyogrio
import pytest
from owslib.ogcapi.features import Features
from sqlalchemy import text

from app.db.engine import Database

LAYERS = {
    "assets": "Point",
    "institutions": "Point",
    "programs": "Point",
    "opportunities": "Point",
    "states": "MultiPolygon",
    "counties": "MultiPolygon",
    "zips": "Point",
    "places": "Point",
}
TYPES = {
    "id": "OFTString",
    "name": "OFTString",
    "disciplines": "OFTStringList",
    "service_area_geoids": "OFTStringList",
    "start_date": "OFTDate",
    "next_review_due": "OFTDate",
    "verified_at": "OFTDateTime",
    "updated_at": "OFTDateTime",
    "seats": "OFTInteger",
    "min_age": "OFTInteger",
    "cost_amount": "OFTReal",
    "open_to_all": "OFTInteger",
}
NM = (-109.1, 31.3, -103.0, 37.0)


def scalar(database: Database, sql: str) -> Any:
    with database.engine.connect() as connection:
        return connection.scalar(text(sql))


def test_gdal_lists_the_layers(live: Any) -> None:
    layers = pyogrio.list_layers(f"OAPIF:{live.url}/ogc")
    assert {str(name): str(geometry) for name, geometry in layers} == LAYERS


@pytest.mark.parametrize("layer", LAYERS)
def test_gdal_counts_and_extents(live: Any, shared_database: Database, layer: str) -> None:
    info = pyogrio.read_info(
        f"OAPIF:{live.url}/ogc", layer=layer, force_feature_count=True, force_total_bounds=True
    )
    kind = {"counties": "county"}.get(layer, layer.removesuffix("s"))
    where = {
        "assets": "SELECT ST_Extent(geom), count(*) FROM asset",
        "institutions": f"SELECT ST_Extent(geom), count(*) FROM asset WHERE kind = '{kind}'",
        "programs": f"SELECT ST_Extent(geom), count(*) FROM asset WHERE kind = '{kind}'",
        "opportunities": "SELECT ST_Extent(geom), count(*) FROM asset WHERE kind = 'opportunity'",
    }.get(layer, f"SELECT ST_Extent(coalesce(geom, point)), count(*) FROM area WHERE kind = '{kind}'")
    with shared_database.engine.connect() as connection:
        box, count = connection.execute(text(where)).one()
    assert info["features"] == count
    corners = [float(each) for each in box[4:-1].replace(",", " ").split()]
    assert info["total_bounds"] == pytest.approx(corners, abs=1e-6)


def test_gdal_knows_the_types_of_fields(live: Any) -> None:
    info = pyogrio.read_info(f"OAPIF:{live.url}/ogc", layer="assets")
    types = dict(zip(info["fields"], info["ogr_types"], strict=True))
    assert {name: types[name] for name in TYPES} == TYPES
    subtypes = dict(zip(info["fields"], info["ogr_subtypes"], strict=True))
    assert subtypes["open_to_all"] == "OFSTBoolean"
    areas = pyogrio.read_info(f"OAPIF:{live.url}/ogc", layer="counties")
    types = dict(zip(areas["fields"], areas["ogr_types"], strict=True))
    assert (types["geoid"], types["population"]) == ("OFTString", "OFTReal")


def test_gdal_reads_page_by_page(live: Any, shared_database: Database) -> None:
    frame = pyogrio.read_dataframe(f"OAPIF:{live.url}/ogc", layer="assets", PAGE_SIZE=100)
    total = scalar(shared_database, "SELECT count(*) FROM asset")
    assert len(frame) == frame["id"].nunique() == total
    assert len(live.asked("limit=100", "cursor=")) == total // 100
    expected = scalar(shared_database, "SELECT sum(cardinality(disciplines)) FROM asset")
    assert sum(map(len, frame["disciplines"])) == expected


@pytest.mark.parametrize(
    ("where", "sql", "sent"),
    [
        ("state = 'NM'", "state = 'NM'", "filter=state"),
        ("state = 'NM' AND seats IS NULL", "state = 'NM' AND seats IS NULL", "IS%20NULL"),
        ("name LIKE '%Museum%' OR kind <> 'program'", "name LIKE '%Museum%' OR kind <> 'program'", "LIKE"),
        ("updated_at >= '2020-01-01T00:00:00Z'", "TRUE", "updated_at"),
        ("end_date >= '2020-01-01' OR version = 1", "version = 1", "end_date"),
    ],
)
def test_gdal_lets_the_service_filter(
    live: Any, shared_database: Database, where: str, sql: str, sent: str
) -> None:
    frame = pyogrio.read_dataframe(
        f"OAPIF:{live.url}/ogc", layer="assets", where=where, PAGE_SIZE=1000, columns=["name"]
    )
    assert len(frame) == scalar(shared_database, f"SELECT count(*) FROM asset WHERE {sql}") > 0
    assert live.asked("filter-lang=cql-text", sent)


def test_gdal_lets_the_service_cut_a_box(live: Any) -> None:
    frame = pyogrio.read_dataframe(f"OAPIF:{live.url}/ogc", layer="zips", bbox=NM, PAGE_SIZE=1000)
    west, south, east, north = np.transpose(frame.total_bounds)
    assert (west >= NM[0], south >= NM[1], east <= NM[2], north <= NM[3]) == (True,) * 4
    assert len(frame) > 300
    assert live.asked("/ogc/collections/zips/items", "bbox=")


def test_gdal_gets_one_by_its_id(live: Any) -> None:
    frame = pyogrio.read_dataframe(f"OAPIF:{live.url}/ogc", layer="counties", where="id = '35049'")
    assert list(frame["name"]) == ["Santa Fe County"]
    assert live.asked("/counties/items/35049")


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="no ogrinfo on this machine")
def test_the_gdal_of_the_system(live: Any) -> None:
    program = shutil.which("ogrinfo") or ""
    source = f"OAPIF:{live.url}/ogc"
    run = subprocess.run(
        [program, "-so", source, "programs"], capture_output=True, text=True, timeout=30, check=True
    )
    for line in ("Geometry: Point", "start_date: Date", "disciplines: StringList", "seats: Integer"):
        assert line in run.stdout
    assert "ERROR" not in run.stderr


def test_owslib(live: Any, shared_database: Database) -> None:
    features = Features(f"{live.url}/ogc")
    assert features.feature_collections() == list(LAYERS)
    assert features.collection("assets")["id"] == "assets"
    assert "disciplines" in features.collection_queryables("assets")["properties"]
    found = features.collection_items(
        "assets", limit=5, bbox=list(NM), datetime_="2026-01-01/..", filter="kind = 'institution'"
    )
    assert found["numberReturned"] == 5
    expected = (
        "SELECT count(*) FROM asset WHERE kind = 'institution' AND (end_date IS NULL OR end_date >= '2026-01-01')"
        " AND geom && ST_MakeEnvelope(-109.1, 31.3, -103, 37, 4326)"
    )
    assert found["numberMatched"] == scalar(shared_database, expected)
    one = features.collection_item("assets", found["features"][0]["id"])
    assert one["properties"]["kind"] == "institution"
    assert features.api()["openapi"] == "3.0.3"


def test_geopandas_reads_an_address(live: Any) -> None:
    frame = geopandas.read_file(f"{live.url}/ogc/collections/assets/items?state=NM&limit=1000")
    assert frame.crs == "EPSG:4326"
    assert set(frame["state"]) == {"NM"}
    assert all(isinstance(each, str) for each in frame["disciplines"].iloc[0])
