"""Measures, files, agreement and hot spots over HTTP, in the small world."""

import io
import json
import re

import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from app.coverage.tables import AREA_COLUMNS
from app.db.engine import Database
from app.routers.coverage_answers import bodies_of


def test_a_measure_with_all_that_belongs_to_it(coverage_api: TestClient) -> None:
    found = coverage_api.get(
        "/api/v1/coverage?states=NM&measure=2sfca&below=50%25&groups=hispanic&areas=zip&preset=P12"
    ).json()
    assert found["question"]["measure"] == "2sfca"
    assert found["question"]["below"] == "50%"
    assert (found["method"]["unit"], found["preset"]["id"]) == ("per person", "P12")
    assert [group["group"] for group in found["groups"]] == ["total", "hispanic"]
    assert all(each["holds"] for each in found["identities"])
    assert found["headline"].startswith("By P12 (nothing in the county, adapted from Georgia")
    assert found["areas"][0].keys() >= {*AREA_COLUMNS, "gap", "affected"}
    again = coverage_api.get(next(each["href"] for each in found["links"] if each["rel"] == "self")).json()
    assert again["question"] == found["question"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("measure=luck", "measure"),
        ("decay=dai", "decay"),
        ("preset=P5", "preset"),
        ("preset=P4&p.distance_m=far", "p.distance_m"),
        ("states=NM&groups=black", "population"),
        ("rural_distance=40mi", "rural_distance"),
    ],
)
def test_refusals(coverage_api: TestClient, query: str, parameter: str) -> None:
    refused = coverage_api.get(f"/api/v1/coverage?{query}")
    assert (refused.status_code, refused.json()["parameter"]) == (400, parameter)


def test_geoparquet_has_the_same_columns(coverage_api: TestClient) -> None:
    answer = coverage_api.get("/api/v1/coverage.parquet?states=NM&preset=P12")
    named = r'attachment; filename="coverage-county-NM-\d{4}-\d\d-\d\d-v\d+\.parquet"'
    assert re.fullmatch(named, answer.headers["content-disposition"])
    table = pq.read_table(io.BytesIO(answer.content))
    assert tuple(table.column_names[: len(AREA_COLUMNS)]) == AREA_COLUMNS
    assert table.column_names[-1] == "geometry"
    geo = json.loads(table.schema.metadata[b"geo"])
    assert (geo["primary_column"], geo["version"]) == ("geometry", "1.1.0")
    assert table.to_pylist()[0]["people_beyond"] == 3000
    assert b"WGS84" in table.schema.metadata[b"method"]


def test_a_workbook_says_its_method(coverage_api: TestClient) -> None:
    answer = coverage_api.get("/api/v1/coverage.xlsx?states=NM&groups=hispanic")
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Areas", "States", "Groups", "Sensitivity", "Method"]
    header, first = list(book["Areas"].values)[:2]
    assert header == AREA_COLUMNS
    assert first[header.index("people_beyond")] == 3000
    method = dict(list(book["Method"].values)[1:])
    assert method["formula"] == "m_i = min_j c_ij"
    assert method["words"].startswith("In New Mexico")


def test_a_workbook_has_an_end(coverage_api: TestClient, coverage_world: Database) -> None:
    app = coverage_api.app
    kept = app.state.settings  # type: ignore[attr-defined]
    app.state.settings = kept.model_copy(update={"xlsx_rows_max": 1})  # type: ignore[attr-defined]
    try:
        refused = coverage_api.get("/api/v1/coverage.xlsx?states=CO,NM")
        assert refused.status_code == 413
    finally:
        app.state.settings = kept  # type: ignore[attr-defined]


def test_agreement(coverage_api: TestClient) -> None:
    found = coverage_api.get("/api/v1/coverage/agreement?states=NM&presets=P12,P4&limit=1").json()
    assert [each["id"] for each in found["presets"]] == ["P4", "P12"]
    assert (found["numberMatched"], found["numberReturned"]) == (2, 1)
    assert found["areas"][0]["gap_by"] == "P4 P12"
    every = coverage_api.get("/api/v1/coverage/agreement?states=NM").json()
    assert {each["id"] for each in every["not_applicable"]} >= {"P5", "P8", "P14"}
    shapes = coverage_api.get("/api/v1/coverage/agreement.geojson?states=NM&presets=P12").json()
    assert shapes["features"][0]["properties"]["gaps"] == 1
    refused = coverage_api.get("/api/v1/coverage/agreement?presets=P99")
    assert (refused.status_code, refused.json()["parameter"]) == (400, "presets")


def test_hot_spots_need_areas(coverage_api: TestClient) -> None:
    refused = coverage_api.get("/api/v1/coverage/hotspots?states=NM")
    assert (refused.status_code, refused.json()["parameter"]) == (400, "states")


def test_what_was_sent_is_sent_again(coverage_api: TestClient) -> None:
    first = coverage_api.get("/api/v1/coverage/agreement?states=CO&presets=P12")
    second = coverage_api.get("/api/v1/coverage/agreement?states=CO&presets=P12")
    assert (first.content, first.headers["etag"]) == (second.content, second.headers["etag"])
    unchanged = coverage_api.get(
        "/api/v1/coverage/agreement?states=CO&presets=P12", headers={"If-None-Match": first.headers["etag"]}
    )
    assert unchanged.status_code == 304


def test_a_large_answer_is_not_kept(coverage_api: TestClient, coverage_world: Database) -> None:
    kept = coverage_world.settings
    where = "/api/v1/coverage/presets?states=CO"
    coverage_world.settings = kept.model_copy(update={"coverage_body_kept_max_bytes": 10})
    try:
        assert coverage_api.get(where).content == coverage_api.get(where).content
        assert not any(b'"numberReturned":19' in body for body in bodies_of(coverage_world).values())
    finally:
        coverage_world.settings = kept
    coverage_api.get(where)
    assert any(b'"numberReturned":19' in body for body in bodies_of(coverage_world).values())
