"""Alliances over HTTP: a filter of lists and coverage, a place on `/states`, a report; also one the operator added."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from app.db.engine import Database
from app.main import create_app
from app.settings import AllianceGiven

PAGE = {"Accept": "text/html"}


@pytest.fixture
def site(shared_database: Database) -> Iterator[TestClient]:
    four = AllianceGiven(name="Four Corners", states=("AZ", "CO", "NM", "UT"), source="A test")
    url = shared_database.engine.url.render_as_string(hide_password=False)
    own = {"alliances": {"four-corners": four}, "database_url": SecretStr(url)}
    with TestClient(create_app(shared_database.settings.model_copy(update=own))) as client:
        yield client


def test_alliances_are_asked_for_everywhere(site: TestClient) -> None:
    for path in ("/api/v1/assets", "/ogc/collections/assets/items"):
        by_name = site.get(path, params={"alliance": "four-corners", "limit": 1})
        by_state = site.get(path, params={"state": "AZ,CO,NM,UT", "limit": 1})
        assert by_name.json()["numberMatched"] == by_state.json()["numberMatched"] > 0, path
    refused = site.get("/api/v1/assets", params={"alliance": "nobody"}).json()
    assert (refused["parameter"], refused["accepted"]) == ("alliance", ["im-stem", "four-corners"])
    found = site.get("/api/v1/coverage", params={"alliance": "four-corners", "kind": "program"}).json()
    assert found["question"]["states"] == ["AZ", "CO", "NM", "UT"]
    assert found == site.get("/api/v1/coverage", params={"states": "AZ,CO,NM,UT", "kind": "program"}).json()
    study = {"study": "coverage", "alliance": ["im-stem"], "states": ["NM"]}
    assert site.post("/api/v1/coverage/runs", json=study).json()["parameter"] == "alliance"
    assert site.get("/browse", params={"alliance": "four-corners"}, headers=PAGE).status_code == 200
    states = site.get("/states", headers=PAGE).text
    assert "Four Corners" in states
    assert 'href="/browse?alliance=four-corners"' in states
    report = site.get("/reports/alliances/four-corners", headers=PAGE)
    assert (report.status_code, "<h1>Four Corners</h1>" in report.text) == (200, True)
    assert "Four Corners" in site.get("/reports", headers=PAGE).text
