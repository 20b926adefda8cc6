"""Travel tables over HTTP: sent, listed, measured by, replaced and dropped; runs by them, repeated without them."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pyarrow as pa
import pytest
from fastapi.testclient import TestClient
from pyarrow import parquet
from pydantic import SecretStr

from app.db.engine import Database
from app.main import create_app
from app.routers.limits_costs import PLAIN, cost_of
from tests.coverage.conftest import SCENARIO
from tests.coverage.travel.conftest import ROWS, A

ROOT = "/api/v1/coverage"
TABLE = "origin,destination,minutes\n" + "".join(f"{a},{b},{c}\n" for a, b, c in ROWS)
ASKED = {"states": "NM", "areas": "zip", "travel": "drive", "within": "30min"}
Keys = Callable[..., dict[str, str]]


@pytest.fixture
def api(own_database: Database, tmp_path: Path) -> Iterator[TestClient]:
    with own_database.write("test") as session:
        session.connection().exec_driver_sql(SCENARIO)
    url = own_database.engine.url.render_as_string(hide_password=False)
    own = {"database_url": SecretStr(url), "home": tmp_path, "travel_file_max_bytes": 2000}
    own |= {"secret": SecretStr("a secret of this test alone")}
    own_database.settings = own_database.settings.model_copy(update=own)
    with TestClient(create_app(own_database.settings), raise_server_exceptions=False) as client:
        yield client


def test_sent_listed_and_measured_by(api: TestClient, make_key: Keys) -> None:
    assert api.get(f"{ROOT}/travel").json() == {"tables": []}
    nothing = api.get(ROOT, params=ASKED)
    assert (nothing.status_code, nothing.json()["parameter"]) == (400, "travel")
    sent = api.put(f"{ROOT}/travel/drive", content=TABLE + f"99999,{A},1\n", headers=make_key("editor", "NM"))
    assert sent.status_code == 201, sent.text
    assert sent.json()["report"]["origins_unknown_examples"] == ["99999"]
    listed = api.get(f"{ROOT}/travel").json()["tables"]
    assert [(each["name"], each["digest"]) for each in listed] == [("drive", sent.json()["digest"])]
    found = api.get(ROOT, params=ASKED)
    assert found.json()["summary"]["people_beyond"] == 3000
    assert found.json()["question"]["distance"] == "30min"
    assert found.json()["question"]["travel"] == f"drive@{sent.json()['digest']}"
    again = api.get(ROOT, params=ASKED, headers={"If-None-Match": found.headers["etag"]})
    assert again.status_code == 304
    rows = csv.DictReader(io.StringIO(api.get(f"{ROOT}.csv", params=ASKED).text))
    assert {row["geoid"]: row["nearest_min"] for row in rows} == {"87902": "45.0", "87901": "20.0"}
    links = {each["rel"]: each["href"] for each in found.json()["links"]}
    assert api.get(links["self"]).json()["summary"] == found.json()["summary"]
    assert "nearest_min" in api.get(links["areas"]).json()["features"][0]["properties"]


def test_another_table_of_the_name_is_another_answer(api: TestClient, make_key: Keys) -> None:
    editor, admin = make_key("editor", "NM"), make_key("admin")
    api.put(f"{ROOT}/travel/drive", content=TABLE, headers=editor)
    before = api.get(ROOT, params=ASKED)
    denied = api.put(f"{ROOT}/travel/drive", content=TABLE, headers=editor)
    assert (denied.status_code, "only an admin key may replace it" in denied.text) == (403, True)
    sink = io.BytesIO()
    columns = [list(each) for each in zip(*ROWS, strict=True)]
    columns[2] = [minutes / 2 for minutes in columns[2]]
    parquet.write_table(pa.table(columns, names=["from", "to", "minutes"]), sink)
    assert api.put(f"{ROOT}/travel/drive", content=sink.getvalue(), headers=admin).status_code == 201
    after = api.get(ROOT, params=ASKED, headers={"If-None-Match": before.headers["etag"]})
    assert after.json()["summary"]["people_beyond"] == 0
    cited = api.get(
        ROOT, params=ASKED | {"travel": before.json()["question"]["travel"], "minutes": 31, "within": ""}
    )
    assert cited.status_code == 400
    assert "is not the one that was asked for" in cited.json()["detail"]
    assert api.delete(f"{ROOT}/travel/drive", headers=editor).status_code == 403
    assert api.delete(f"{ROOT}/travel/drive", headers=admin).status_code == 204
    assert api.delete(f"{ROOT}/travel/drive", headers=admin).status_code == 404


def over(api: TestClient, href: str) -> dict[str, Any]:
    for _ in range(600):
        run: dict[str, Any] = api.get(href).json()
        if run["status"] not in ("queued", "running"):
            return run
        Event().wait(0.05)
    raise AssertionError(f"{href} is not over")


def test_a_run_is_repeated_without_the_table(api: TestClient, make_key: Keys, tmp_path: Path) -> None:
    digest = api.put(f"{ROOT}/travel/drive", content=TABLE, headers=make_key("admin")).json()["digest"]
    asked = {"study": "coverage", "states": ["NM"], "travel": "drive", "minutes": 30}
    first = over(api, api.post(f"{ROOT}/runs", json=asked).json()["href"])
    assert first["parameters"]["travel"] == f"drive@{digest}"
    assert first["result"]["travel"]["digest"] == digest
    (tmp_path / "travel" / "drive.csv").unlink()
    repeated = over(api, api.post(f"{ROOT}/runs/{first['id']}/repeat").json()["href"])
    assert repeated["result"]["repeat"]["same_numbers"] is True
    today = over(api, api.post(f"{ROOT}/runs/{first['id']}/repeat", params={"on": "today"}).json()["href"])
    assert today["status"] == "failed"
    assert "There is no travel table `drive`" in str(today["error"])
    now = api.post(f"{ROOT}/siting", json={"states": ["NM"], "travel": "drive"})
    assert (now.status_code, now.json()["parameter"]) == (400, "travel")


def test_refusals(api: TestClient, make_key: Keys, tmp_path: Path) -> None:
    admin, url = make_key("admin"), f"{ROOT}/travel/drive"
    assert api.put(url, content=TABLE).status_code == 401
    assert api.put(url, content=TABLE, headers=make_key("reader")).status_code == 403
    assert api.put(f"{ROOT}/travel/Drive!", content=TABLE, headers=admin).status_code == 400
    assert api.put(url, content="name,age\n1,2\n", headers=admin).status_code == 422
    assert (
        api.put(url, content="origin,destination,minutes\nHere,There,1\n", headers=admin).status_code == 409
    )
    large = api.put(url, content=TABLE * 20, headers=admin)
    assert (large.status_code, "2,000 bytes at most" in large.text) == (413, True)
    assert list((tmp_path / "travel").iterdir()) == [], "nothing is left of what was refused"
    assert api.get(f"{ROOT}/travel", params={"x": 1}).status_code == 400
    assert api.get(f"{ROOT}/agreement", params=ASKED).json()["parameter"] == "travel"
    assert cost_of(f"{ROOT}/travel") == PLAIN


def test_a_file_of_the_operator_that_is_no_table(api: TestClient, tmp_path: Path) -> None:
    (tmp_path / "travel").mkdir()
    (tmp_path / "travel" / "drive.csv").write_text("a,b\n1,2\n")
    found = api.get(ROOT, params=ASKED)
    assert (found.status_code, "no column for the origin" in found.json()["detail"]) == (422, True)
