"""Siting, what-if, the ladder and runs over HTTP."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlalchemy import text

from app.db.engine import Database
from app.main import create_app
from app.routers.limits_costs import PLAIN, SITING, cost_of
from app.stewardship.keys import create_key
from tests.databases import drop_database, opened

SCENARIO = (Path(__file__).parents[1] / "coverage" / "scenario.sql").read_text()
ROOT = "/api/v1/coverage"
FARFIELD = [-106.0, 36.0]
SITE_QUESTION = {"states": ["NM"], "points": [FARFIELD, [-106, 36.9]]}


@pytest.fixture(scope="module")
def world(copy_database: Callable[[], str], settings: Any, server: str) -> Iterator[Database]:
    url = copy_database()
    with opened(url, settings) as database:
        with database.write("test") as session:
            session.connection().exec_driver_sql(SCENARIO)
        yield database
    drop_database(server, url)


@pytest.fixture(scope="module")
def api(world: Database) -> Iterator[TestClient]:
    url = world.engine.url.render_as_string(hide_password=False)
    app = create_app(world.settings.model_copy(update={"database_url": SecretStr(url)}))
    with TestClient(app) as client:
        yield client


def done(api: TestClient, href: str) -> dict[str, Any]:
    for _ in range(600):
        found: dict[str, Any] = api.get(href).json()
        if found["status"] not in ("queued", "running"):
            return found
        Event().wait(0.05)
    raise AssertionError("not over")


def started(api: TestClient, **given: Any) -> dict[str, Any]:
    answer = api.post(f"{ROOT}/runs", json={"states": ["NM"], **given})
    assert answer.status_code == 202
    assert answer.headers["location"] == answer.json()["href"]
    return done(api, answer.json()["href"])


def test_siting(api: TestClient) -> None:
    answer = api.post(f"{ROOT}/siting", json=SITE_QUESTION)
    assert answer.status_code == 200
    assert [each["people"] for each in answer.json()["sites"]] == [{"total": 3000}]
    features = api.post(f"{ROOT}/siting.geojson", json=SITE_QUESTION)
    assert features.headers["content-type"] == "application/geo+json"
    (site,) = features.json()["features"]
    assert site["geometry"]["coordinates"] == FARFIELD
    assert site["properties"]["people_total"] == 3000


def test_a_proof_that_takes_longer_is_a_run(api: TestClient) -> None:
    asked = {"states": ["NM"], "candidates": "zip", "method": "whole", "distance": "1mi"}
    answer = api.post(f"{ROOT}/siting", json=asked)
    assert answer.status_code == 202
    run = done(api, answer.json()["proof"]["href"])
    assert answer.headers["location"].endswith(run["id"])
    assert run["result"]["proven"]


def test_what_if(api: TestClient) -> None:
    given = {"states": ["NM"], "add": [FARFIELD]}
    assert api.post(f"{ROOT}/what-if", json=given).json()["groups"][0]["gained"] == 3000
    (area,) = api.post(f"{ROOT}/what-if.geojson", json=given).json()["features"]
    assert (area["id"], area["geometry"]["type"]) == ("35901", "MultiPolygon")


def test_ladder(api: TestClient, world: Database) -> None:
    with world.write("test") as session:
        session.execute(text("UPDATE asset SET grades = '{1,2,9}' WHERE name = 'Asset A'"))
    answer = api.get(f"{ROOT}/ladder?states=NM&areas=zip&bands=elementary,middle,high")
    by_name = {each["name"]: each for each in answer.json()["areas"]}
    assert (by_name["Lineville"]["first_missing"], by_name["Lineville"]["broken"]) == ("middle", True)
    assert by_name["Farfield"]["first_missing"] == "elementary"
    assert answer.json()["people_by_first_missing"] == {
        "elementary": 3000,
        "middle": 1000,
        "high": 0,
        "none": 0,
    }
    again = api.get(answer.request.url, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    refused = api.get(f"{ROOT}/ladder?band=high").json()
    assert (refused["code"], refused["accepted"]) == ("unknown-parameter", ["bands"])
    assert api.get(f"{ROOT}/ladder?bands=heaven").json()["parameter"] == "bands"


def test_a_run_and_its_files(api: TestClient) -> None:
    run = started(api, study="siting", points=[FARFIELD])
    assert (run["status"], run["kept"]) == ("done", "for a while")
    assert run["id"] in run["citation"]
    assert run["bibtex"].startswith("@misc{" + run["id"])
    links = {each["rel"]: each["href"] for each in run["links"]}
    assert api.get(links["map"]).json()["features"][0]["properties"]["feature"] == "site"
    (row,) = csv.DictReader(io.StringIO(api.get(links["table"]).text))
    assert row["people_total"] == "3000"
    assert api.head(links["self"]).status_code == 200


def test_repeat_and_compare(api: TestClient) -> None:
    first, wide = started(api, study="coverage"), started(api, study="coverage", distance="70mi")
    begun = api.post(f"{ROOT}/runs/{first['id']}/repeat?on=kept")
    assert begun.status_code == 202
    assert done(api, begun.json()["href"])["result"]["repeat"]["same_numbers"]
    found = api.get(f"{ROOT}/runs/{first['id']}/compare/{wide['id']}").json()
    assert found["groups"][0]["because_of"] == {"demand": 0, "supply": 0, "parameters": -3000}
    assert api.post(f"{ROOT}/runs/{first['id']}/repeat?on=mars").json()["parameter"] == "on"
    assert api.post(f"{ROOT}/runs/{first['id']}/repeat?at=today").json()["code"] == "unknown-parameter"


def test_cancel(api: TestClient, world: Database) -> None:
    connection = world.engine.connect()
    transaction = connection.begin()
    connection.execute(text("LOCK TABLE area IN ACCESS EXCLUSIVE MODE"))
    href = api.post(f"{ROOT}/runs", json={"study": "coverage", "states": ["NM"]}).headers["location"]
    assert api.delete(href).json()["status"] == "cancelled"
    transaction.rollback()
    connection.close()
    assert api.delete(href).status_code == 409
    assert api.get(f"{href}.csv").status_code == 409
    assert api.get(href).json()["result"] is None


def test_a_keys_run_is_kept_for_good(api: TestClient, world: Database) -> None:
    with world.write("test") as session:
        key = create_key(session, world.settings, role="reader", states=[], label="cites")
    sent = {"study": "coverage", "states": ["NM"]}
    href = api.post(f"{ROOT}/runs", json=sent, headers={"X-API-Key": key}).headers["location"]
    run = done(api, href)
    assert run["kept"] == "for good"
    assert key not in str(run)
    refused = api.post(f"{ROOT}/runs", json=sent, headers={"Authorization": "Bearer stem_wrong"})
    assert refused.status_code == 401


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ({"json": {"states": ["NM"]}}, 400, "study"),
        ({"json": {"study": "guess"}}, 400, "kind"),
        ({"json": {"study": "coverage", "colour": "red"}}, 400, "colour"),
        ({"json": [1]}, 400, "no JSON object"),
        ({"content": b"{", "headers": {"Content-Type": "application/json"}}, 400, "no JSON"),
        ({"content": b"{}", "headers": {"Content-Type": "text/plain"}}, 415, "application/json"),
    ],
)
def test_refusals(api: TestClient, sent: dict[str, Any], status: int, said: str) -> None:
    answer = api.post(f"{ROOT}/runs", **sent)
    assert (answer.status_code, said in answer.text) == (status, True), answer.text


def test_a_body_that_is_too_large(api: TestClient) -> None:
    most = api.app.state.settings.study_body_max_bytes  # type: ignore[attr-defined]
    answer = api.post(
        f"{ROOT}/siting", content=b" " * (most + 1), headers={"Content-Type": "application/json"}
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


@pytest.mark.parametrize(
    "run_id", ["run-22222222", "nonsense", "run-22222222.geojson", "run-22222222/compare/x"]
)
def test_runs_that_are_not_there(api: TestClient, run_id: str) -> None:
    assert api.get(f"{ROOT}/runs/{run_id}").status_code == 404


def test_costs() -> None:
    assert cost_of(f"{ROOT}/runs/run-22222222") == cost_of(f"{ROOT}/runs/run-22222222.csv") == PLAIN
    for path in (
        "siting",
        "siting.geojson",
        "runs",
        "runs/run-22222222/repeat",
        "runs/run-22222222/compare/run-3",
    ):
        assert cost_of(f"{ROOT}/{path}") == SITING
