"""Each format, read back by a reader that is not ours, says what the JSON API says of the same question."""

import csv
import io
import json
import math
from datetime import UTC, date, datetime
from typing import Any

import defusedxml.ElementTree
import geopandas
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
from fastapi.testclient import TestClient

from app.catalog.bulk.fields import FIELDS, POINT
from app.catalog.features import PUBLIC_FIELDS
from app.db.engine import Database
from app.inventory.formulas import guarded
from tests.catalog.bulk.conftest import STATE, Fetch, features, nothing_left

KINDS = {field.name: field.kind for field in (*FIELDS, *POINT)}
QUESTIONS: Any = [{"state": STATE}, {"state": "NM", "kind": "program"}, {"state": "WY", "q": "museum"}]
LISTS = {name for name, kind in KINDS.items() if kind == "list"}


def same_value(name: str, got: Any, wanted: Any) -> bool:
    """Whether a typed value is what the JSON API says."""
    if wanted is None:
        return got is None or got is pd.NaT or (isinstance(got, float) and math.isnan(got))
    kind = KINDS[name]
    if kind == "date":
        return pd.Timestamp(got).date() == date.fromisoformat(wanted)
    if kind == "timestamp":
        moment = pd.Timestamp(got)
        moment = moment.tz_localize("UTC") if moment.tzinfo is None else moment
        return abs((moment - pd.Timestamp(wanted)).total_seconds()) < 0.001
    if kind == "list":
        return list(json.loads(got) if isinstance(got, str) else got) == wanted
    if kind == "json":
        return (json.loads(got) if isinstance(got, str) else list(got)) == wanted
    return (
        type(got) is not str and got == wanted
        if kind in ("number", "integer", "boolean")
        else str(got) == wanted
    )


def check(rows: list[dict[str, Any]], wanted: list[dict[str, Any]]) -> None:
    assert [str(row["id"]) for row in rows] == [each["id"] for each in wanted]
    for row, each in zip(rows, wanted, strict=True):
        assert set(row) == set(each) == set(KINDS)
        for name, value in each.items():
            assert same_value(name, row[name], value), (name, row[name], value)


def frame_rows(frame: Any) -> list[dict[str, Any]]:
    points = [(None, None) if point is None else (point.x, point.y) for point in frame.geometry]
    plain = frame.drop(columns=["geometry", "bbox"], errors="ignore").astype(object)
    return [
        {**row, "lon": lon, "lat": lat}
        for row, (lon, lat) in zip(plain.to_dict("records"), points, strict=True)
    ]


def test_the_fields_are_those_of_the_features(client: TestClient) -> None:
    assert [field.name for field in FIELDS] == ["id", *PUBLIC_FIELDS, "freshness"]
    assert all(field.meaning for field in FIELDS)
    assert set(features(client, state=STATE)[0]) == set(KINDS)


@pytest.mark.parametrize("query", QUESTIONS)
@pytest.mark.parametrize("ending", ["geojson", "geojsonl"])
def test_geojson(client: TestClient, fetch: Fetch, ending: str, query: Any) -> None:
    text = fetch(ending, **query).read_text()
    found = (
        json.loads(text)["features"]
        if ending == "geojson"
        else [json.loads(line) for line in text.splitlines()]
    )
    page = client.get("/api/v1/assets", params={"limit": "1000", **query}).json()["features"]
    for feature in page:
        feature["properties"].pop("distance_m", None)
    assert found == sorted(page, key=lambda each: each["id"])
    assert len(found) > 3


@pytest.mark.parametrize("query", QUESTIONS)
def test_parquet(client: TestClient, fetch: Fetch, query: Any) -> None:
    path = fetch("parquet", **query)
    frame = geopandas.read_parquet(path)
    assert frame.crs == "OGC:CRS84"
    check(frame_rows(frame), features(client, **query))
    kinds = {field.name: str(field.type) for field in pq.read_schema(path)}
    assert kinds["disciplines"].startswith("list<")
    assert (kinds["start_date"], kinds["stipend"], kinds["seats"]) == ("date32[day]", "bool", "int32")
    assert kinds["verified_at"] == "timestamp[us, tz=UTC]"


def test_parquet_metadata_and_boxes(client: TestClient, fetch: Fetch) -> None:
    path = fetch("parquet", state="NM")
    said = {key.decode(): value.decode() for key, value in pq.read_schema(path).metadata.items()}
    geo = json.loads(said["geo"])
    column = geo["columns"]["geometry"]
    points = [(each["lon"], each["lat"]) for each in features(client, state="NM") if each["lon"] is not None]
    west, south, east, north = column["bbox"]
    assert (west, south) == tuple(map(min, zip(*points, strict=True)))
    assert (east, north) == tuple(map(max, zip(*points, strict=True)))
    assert (geo["version"], column["encoding"], column["geometry_types"]) == ("1.1.0", "WKB", ["Point"])
    box = (-107.0, 34.0, -106.0, 35.5)
    inside = geopandas.read_parquet(path, bbox=box)
    assert len(inside) == sum(box[0] <= x <= box[2] and box[1] <= y <= box[3] for x, y in points) > 2
    assert "CC-BY-4.0" in said["citation"]
    assert said["data_version"].isdigit()


@pytest.mark.parametrize("query", QUESTIONS)
@pytest.mark.parametrize("ending", ["fgb", "gpkg"])
def test_layers(client: TestClient, fetch: Fetch, ending: str, query: Any) -> None:
    path = fetch(ending, **query)
    frame = geopandas.read_file(path)
    assert frame.crs == "OGC:CRS84"
    check(sorted(frame_rows(frame), key=lambda row: str(row["id"])), features(client, **query))
    if ending == "gpkg":
        info = pyogrio.read_info(path)
        assert dict(zip(info["fields"], info["ogr_types"], strict=True))["start_date"] == "OFTDate"
        assert "CC-BY-4.0" in info["layer_metadata"]["citation"]


@pytest.mark.parametrize("query", QUESTIONS)
def test_csv(client: TestClient, fetch: Fetch, query: Any) -> None:
    raw = fetch("csv", **query).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfid,kind,")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    for row, each in zip(rows, features(client, **query), strict=True):
        for name, value in each.items():
            assert row[name] == in_cell(name, value), name


def in_cell(name: str, value: Any) -> str:
    """A value as a cell of our CSV."""
    if value is None:
        return ""
    if name == "stops":
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return guarded("; ".join(value) if isinstance(value, list) else str(value))


def test_csv_reads_as_a_table_with_types(fetch: Fetch) -> None:
    frame = pd.read_csv(fetch("csv", state="NM"), dtype={"postal_code": str}, parse_dates=["created_at"])
    assert frame["lon"].dtype == frame["lat"].dtype == "float64"
    assert str(frame["created_at"].dt.tz) == "UTC"


@pytest.mark.parametrize("query", QUESTIONS)
def test_xlsx(client: TestClient, fetch: Fetch, query: Any) -> None:
    book = openpyxl.load_workbook(fetch("xlsx", **query), data_only=False)
    assert book.sheetnames == ["Assets", "About", "Fields"]
    header, *cells = book["Assets"].iter_rows()
    names = [cell.value for cell in header]
    for row, each in zip(cells, features(client, **query), strict=True):
        for name, cell in zip(names, row, strict=True):
            assert cell.data_type != "f"
            assert same_cell(name, cell.value, each[name]), (name, cell.value, each[name])
    said = dict(book["About"].iter_rows(values_only=True))
    assert "CC-BY-4.0" in said["citation"]
    assert [row[0] for row in book["Fields"].iter_rows(min_row=2, values_only=True)] == names


def same_cell(name: str, got: Any, wanted: Any) -> bool:
    if KINDS[name] == "json":
        return bool(json.loads(got) == wanted)
    if wanted in (None, [], ""):
        return got in (None, "")
    if KINDS[name] == "list":
        return bool(got == "; ".join(wanted))
    if KINDS[name] == "timestamp":
        moment = datetime.fromisoformat(wanted)
        return abs((got.replace(tzinfo=UTC) - moment).total_seconds()) < 0.002
    if isinstance(got, str) and KINDS[name] == "text":
        return openpyxl.utils.escape.unescape(got) == wanted
    return same_value(name, got, wanted)


@pytest.mark.parametrize("query", QUESTIONS)
def test_kml(client: TestClient, fetch: Fetch, query: Any) -> None:
    path = fetch("kml", **query)
    frame = geopandas.read_file(path)
    wanted = features(client, **query)
    assert list(frame["id2"]) == [each["id"] for each in wanted]
    for point, each in zip(frame.geometry, wanted, strict=True):
        assert (None if point is None else (point.x, point.y)) == (
            None if each["lon"] is None else (each["lon"], each["lat"])
        )
    assert list(frame["city"].fillna("")) == [each["city"] or "" for each in wanted]


@pytest.mark.parametrize("ending", ["csv", "geojson", "geojsonl", "parquet", "fgb", "gpkg", "xlsx", "kml"])
def test_nothing_found_is_a_file_all_the_same(database: Database, fetch: Fetch, ending: str) -> None:
    path = fetch(ending, q="xyzzy qwertz")
    readers: dict[str, Any] = {
        "csv": pd.read_csv,
        "parquet": geopandas.read_parquet,
        "xlsx": lambda each: pd.read_excel(each, engine="openpyxl"),
        "geojsonl": lambda each: each.read_bytes(),
        "kml": lambda each: defusedxml.ElementTree.parse(each).findall(".//{*}Placemark"),
    }
    assert len(readers.get(ending, geopandas.read_file)(path)) == 0
    assert nothing_left(database)


def test_filters_of_both_kinds_narrow(client: TestClient, fetch: Fetch) -> None:
    query = {"state": "NM", "near": "87501", "within": "50mi"}
    wanted = [each["id"] for each in features(client, **query) if "a" in each["name"]]
    found = pd.read_csv(fetch("csv", **query, filter="name LIKE '%a%'"))
    assert list(found["id"]) == wanted
    assert 0 < len(wanted) < len(features(client, **query))
    as_json = json.dumps({"op": "like", "args": [{"property": "name"}, "%a%"]})
    again = pd.read_csv(fetch("csv", **query, filter=as_json, **{"filter-lang": "cql2-json"}))
    assert list(again["id"]) == wanted
