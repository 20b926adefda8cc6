"""`/api/v1/coverage` over HTTP: answers, forms, links, caching, refusals."""

import csv
import io
import re

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.coverage.geojson import GEOMETRIES
from app.coverage.question import QUESTION_NAMES
from app.db.engine import Database

PATHS = ("/api/v1/coverage", "/api/v1/coverage.geojson", "/api/v1/coverage.csv")


@pytest.fixture(scope="module")
def world(coverage_world: Database) -> Database:
    return coverage_world


@pytest.fixture(scope="module")
def api(coverage_api: TestClient) -> TestClient:
    return coverage_api


def test_the_answer(api: TestClient) -> None:
    answer = api.get("/api/v1/coverage?states=NM&distance=25mi").json()
    assert answer["question"] == {
        "areas": "county", "states": ["NM"], "distance": "25mi", "distance_m": 40233.6, "population": "total",
        "population_label": "All people", "supply": {},
    }  # fmt: skip
    assert answer["headline"].startswith("In New Mexico, 3,000 of 4,000 people (75%)")
    assert (answer["summary"]["people"], answer["summary"]["people_beyond"]) == (4000, 3000)
    assert [(area["rank"], area["geoid"]) for area in answer["areas"]] == [(1, "35901"), (None, "35902")]
    assert answer["states"][0]["share_beyond"] == 0.75
    assert {source["role"] for source in answer["sources"]} == {"population", "areas"}
    assert (answer["modelled"], answer["no_supply"]) == (False, False)


def test_links_lead_to_the_same_question(api: TestClient) -> None:
    answer = api.get("/api/v1/coverage?states=NM&discipline=physics&areas=zip").json()
    links = {link["rel"]: link["href"] for link in answer["links"]}
    assert api.get(links["self"]).json()["question"] == answer["question"]
    features = api.get(links["areas"]).json()["features"]
    rows = list(csv.DictReader(io.StringIO(api.get(links["table"]).text)))
    assert [each["id"] for each in features] == [row["geoid"] for row in rows]
    assert [each["properties"]["people_beyond"] for each in features] == [
        int(row["people_beyond"]) for row in rows
    ]
    assert links["alternate"].startswith("http://testserver/gaps?areas=zip&states=NM")


def test_limit(api: TestClient) -> None:
    assert len(api.get("/api/v1/coverage?states=US&areas=zip&limit=1").json()["areas"]) == 1
    everything = api.get("/api/v1/coverage?states=US&areas=zip&limit=0").json()
    assert everything["numberReturned"] == everything["numberMatched"] == 4


def test_forms(api: TestClient) -> None:
    found = api.get("/api/v1/coverage.geojson?states=NM")
    assert found.headers["content-type"] == "application/geo+json"
    assert found.json()["features"][0]["geometry"]["type"] == "MultiPolygon"
    assert (
        api.get("/api/v1/coverage.geojson?states=NM&geometry=point").json()["features"][0]["geometry"]["type"]
        == "Point"
    )
    table = api.get("/api/v1/coverage.csv?states=NM")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert re.fullmatch(
        r'attachment; filename="coverage-county-NM-\d{4}-\d\d-\d\d-v\d+\.csv"',
        table.headers["content-disposition"],
    )


def test_groups(api: TestClient) -> None:
    groups = api.get("/api/v1/coverage/groups").json()["groups"]
    assert [(each["slug"], each["method"], each["vintage"]) for each in groups] == [
        ("total", "counted", "2010"),
        ("hispanic", "modelled", "2008"),
    ]
    refused = api.get("/api/v1/coverage/groups?x=1")
    assert (refused.status_code, refused.json()["parameter"]) == (400, "x")


@pytest.mark.parametrize("path", PATHS)
def test_unchanged_answers_are_not_sent_again(api: TestClient, path: str) -> None:
    first = api.get(f"{path}?states=CO")
    assert first.headers["cache-control"] == "public, max-age=60"
    again = api.get(f"{path}?states=CO", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = api.get(f"{path}?states=NM", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200
    head = api.head(f"{path}?states=CO")
    assert (head.status_code, head.headers["etag"]) == (200, first.headers["etag"])


def test_a_change_of_data_makes_a_new_answer(api: TestClient, world: Database) -> None:
    question = "/api/v1/coverage?states=NM&kind=program&areas=zip"
    before = api.get(question)
    with world.write("test") as session:
        session.execute(text("UPDATE asset SET name = 'Asset B, renamed' WHERE name = 'Asset B'"))
    after = api.get(question, headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert after.json()["areas"][0]["nearest_asset_name"] == "Asset B, renamed"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("fruit=apple", "fruit"),
        ("areas=tract", "areas"),
        ("states=Narnia", "states"),
        ("distance=25", "distance"),
        ("distance=1e999mi", "distance"),
        ("distance=9999mi", "distance"),
        ("population=elves", "population"),
        ("states=NM&population=girls-5-17", "population"),
        ("discipline=alchemy", "discipline"),
        ("states=NM&near=Atlantis", "near"),
    ],
)
def test_refusals_say_what_is_wrong(api: TestClient, path: str, query: str, parameter: str) -> None:
    refused = api.get(f"{path}?{query}")
    assert refused.status_code == 400
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["parameter"] == parameter


@pytest.mark.parametrize(
    ("query", "parameter"),
    [("limit=-1", "limit"), ("limit=x", "limit"), ("limit=1&limit=2", "limit"), ("limit=²", "limit"),
     ("geometry=full", "geometry")],
)  # fmt: skip
def test_refusals_of_the_json_answer(api: TestClient, query: str, parameter: str) -> None:
    refused = api.get(f"/api/v1/coverage?{query}")
    assert (refused.status_code, refused.json()["parameter"]) == (400, parameter)


def test_an_unknown_geometry_is_refused(api: TestClient) -> None:
    refused = api.get("/api/v1/coverage.geojson?geometry=cube")
    assert (refused.status_code, refused.json()["accepted"]) == (400, list(GEOMETRIES))


def test_states_without_figures(api: TestClient) -> None:
    missing = api.get("/api/v1/coverage?states=WY")
    assert missing.status_code == 404
    assert "WY" in missing.json()["detail"]


def test_described_parameters_are_those_understood(api: TestClient) -> None:
    paths = api.get("/openapi.json").json()["paths"]
    extra = {
        "/api/v1/coverage": {"limit"},
        "/api/v1/coverage.geojson": {"geometry"},
        "/api/v1/coverage.csv": set(),
    }
    for path, more in extra.items():
        described = {each["name"] for each in paths[path]["get"]["parameters"]}
        assert described == set(QUESTION_NAMES) | more
        assert all("example" in each for each in paths[path]["get"]["parameters"])
