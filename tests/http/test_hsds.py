"""`/hsds`: pages, parameters of the standard, single records, streams, and the data package."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.db.engine import Database
from app.main import create_app
from app.routers.hsds_package import turns_of

RULES = json.loads((Path(__file__).parents[1] / "catalog" / "records" / "required.json").read_text())
LISTS = ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms")


@pytest.fixture
def client_with(shared_database: Database) -> Callable[..., TestClient]:
    """A client of the seeded service with other settings."""

    def make(**settings: Any) -> TestClient:
        changed = shared_database.settings.model_copy(update=settings)
        app = create_app(changed)
        app.state.database = Database(shared_database.engine, changed)
        return TestClient(app, raise_server_exceptions=False)

    return make


def page(client: TestClient, path: str, **query: Any) -> dict[str, Any]:
    answer = client.get(f"/hsds/{path}", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_about(client_with: Callable[..., TestClient]) -> None:
    client = client_with(public_url="https://stem.example/")
    for path in ("/hsds", "/hsds/"):
        body = client.get(path).json()
        assert body["version"] == "3.1"
        assert body["openapi_url"] == "https://stem.example/api/v1/openapi.json"


@pytest.mark.parametrize("name", LISTS)
def test_pages_are_whole_and_do_not_overlap(client: TestClient, name: str) -> None:
    first = page(client, name, per_page=7)
    assert set(first) == set(RULES["hsds_page"]["page"])
    assert (first["page_number"], first["size"], first["first_page"], first["empty"]) == (1, 7, True, False)
    total, pages = first["total_items"], first["total_pages"]
    assert pages == -(-total // 7)
    last = page(client, name, per_page=7, page=pages)
    assert last["last_page"] is True
    assert last["size"] == total - 7 * (pages - 1)
    beyond = page(client, name, per_page=7, page=pages + 1)
    assert (beyond["empty"], beyond["contents"], beyond["last_page"]) == (True, [], True)
    second = page(client, name, per_page=7, page=2)
    assert not {each["id"] for each in first["contents"]} & {each["id"] for each in second["contents"]}


@pytest.mark.parametrize("name", LISTS)
def test_every_listed_record_has_what_is_required_and_is_found_by_its_id(
    client: TestClient, name: str
) -> None:
    entity = {"taxonomies": "taxonomy"}.get(name, name.removesuffix("s"))
    for each in page(client, name, per_page=5)["contents"]:
        assert all(each[field] is not None for field in RULES["hsds"][entity])
        alone = client.get(f"/hsds/{name}/{each['id']}")
        assert alone.status_code == 200
        assert alone.json()["id"] == each["id"]


@pytest.mark.parametrize("name", LISTS)
def test_refusals(client: TestClient, name: str) -> None:
    for query in ("colour=red", "page=0", "page=x", "per_page=1001", "format=xml", "page=1&page=2"):
        answer = client.get(f"/hsds/{name}?{query}")
        assert answer.status_code == 400, query
        assert answer.json()["parameter"] == query.partition("=")[0]
        assert answer.headers["content-type"] == "application/problem+json"
    assert client.get(f"/hsds/{name}/nonsense").status_code == 404
    assert client.get(f"/hsds/{name}/00000000-0000-4000-8000-000000000000").status_code == 404
    assert client.get(f"/hsds/{name}/00000000-0000-4000-8000-000000000000?a=b").status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "taxonomy_term_id=robots", "taxonomy_id=00000000-0000-4000-8000-000000000000", "organization_id=7",
        "modified_after=yesterday", "full=perhaps", "full=true&minimal=true", "minimal=maybe",
        "search=" + "x" * 201, "state=Narnia",
    ],
)  # fmt: skip
def test_values_that_are_not_understood(client: TestClient, query: str) -> None:
    answer = client.get(f"/hsds/services?{query}")
    assert answer.status_code == 400
    assert answer.json()["parameter"] in query


def test_full_minimal_and_in_between(client: TestClient) -> None:
    short = page(client, "services", per_page=1)["contents"][0]
    assert not any(isinstance(value, list) for value in short.values())
    assert page(client, "services", per_page=1, minimal="true")["contents"] == [
        {"id": short["id"], "last_modified": short["last_modified"]}
    ]
    full = page(client, "services", per_page=1, full="true")["contents"][0]
    assert full == client.get(f"/hsds/services/{short['id']}").json()
    assert full["attributes"]


def test_filters_of_the_standard(client: TestClient) -> None:
    terms = page(client, "taxonomy_terms", search="Robotics")["contents"]
    (robotics,) = [term["id"] for term in terms if term["name"] == "Robotics"]
    found = page(client, "services", taxonomy_term_id=robotics, full="true", per_page=1000)
    assert 0 < found["total_items"] < page(client, "services")["total_items"]
    for each in found["contents"]:
        assert robotics in [attribute["taxonomy_term_id"] for attribute in each["attributes"]]
    same = client.get("/api/v1/assets?kind=program,opportunity&discipline=robotics&limit=1").json()
    assert same["numberMatched"] == found["total_items"]
    owner = found["contents"][0]["organization_id"]
    for each in page(client, "services", organization_id=owner)["contents"]:
        assert each["organization_id"] == owner
    near = page(client, "service_at_locations", postcode="87501", proximity="50000", per_page=1000)
    assert 0 < near["total_items"] < page(client, "service_at_locations")["total_items"]
    assert client.get("/hsds/service_at_locations?postcode=87501").json()["parameter"] == "proximity"
    assert client.get("/hsds/service_at_locations?proximity=5").json()["parameter"] == "postcode"
    assert client.get("/hsds/service_at_locations?postcode=87501&proximity=nan").status_code == 400
    for query in ("postcode=00000&proximity=5", "postcode=87501&proximity=5&near=Taos"):
        assert client.get(f"/hsds/service_at_locations?{query}").json()["parameter"] == "postcode"
    searched = page(client, "services", search="rocket")
    assert searched["total_items"] == page(client, "services", q="rocket")["total_items"] > 0
    assert page(client, "services", state="NM")["total_items"] == 46


def test_terms_by_taxonomy_and_parent(client: TestClient) -> None:
    (kinds,) = page(client, "taxonomies", search="Type")["contents"]
    top = page(client, "taxonomy_terms", taxonomy_id=kinds["id"], top_only="true")["contents"]
    assert [term["code"] for term in top] == ["institution", "program", "opportunity"]
    under = page(client, "taxonomy_terms", parent_id=top[2]["id"], per_page=100)["contents"]
    assert {term["parent_id"] for term in under} == {top[2]["id"]}
    assert client.get("/hsds/taxonomy_terms?parent_id=x").status_code == 400
    assert client.get("/hsds/taxonomy_terms?taxonomy_id=x").status_code == 400


def test_what_changed_is_listed_whatever_its_status(own_client: TestClient, own_database: Database) -> None:
    before = page(own_client, "services")["total_items"]
    with own_database.write("test") as session:
        gone, when = session.connection().exec_driver_sql(
            "UPDATE asset SET status = 'defunct' WHERE id = (SELECT id FROM asset WHERE kind = 'program' LIMIT 1)"
            " RETURNING id, to_char(updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SSOF')"
        ).one()  # fmt: skip
    assert page(own_client, "services")["total_items"] == before - 1
    changed = page(own_client, "services", modified_after=when)
    assert [(each["id"], each["status"]) for each in changed["contents"]] == [(str(gone), "defunct")]
    # A plus that came as a space, as it does when nobody encodes it:
    assert own_client.get(f"/hsds/services?modified_after={when}").json() == changed
    assert page(own_client, "services", modified_after="2999-01-01")["empty"] is True
    assert own_client.get(f"/hsds/services/{gone}").json()["status"] == "defunct"


def test_an_organization_lists_what_it_runs(client: TestClient) -> None:
    service = next(
        each for each in page(client, "services")["contents"] if each.get("organization_id")
    )  # fmt: skip
    path = f"/hsds/organizations/{service['organization_id']}"
    listed = client.get(path).json()["services"]
    assert {"id": service["id"], "name": service["name"], "status": "active"} in listed
    whole = client.get(f"{path}?full_service=true").json()["services"]
    assert client.get(f"/hsds/services/{service['id']}").json() in whole
    assert client.get("/hsds/organizations?full_service=true").json()["parameter"] == "full_service"
    assert client.get(f"/hsds/services/{service['organization_id']}").status_code == 404
    assert client.get(f"/hsds/organizations/{service['id']}").status_code == 404


def test_an_organization_known_by_name_alone_can_be_followed(
    own_client: TestClient, own_database: Database
) -> None:
    with own_database.write("test") as session:
        session.connection().exec_driver_sql(
            "UPDATE asset SET organization_name = 'Kali Robotics Club', parent_id = NULL WHERE id IN"
            " (SELECT id FROM asset WHERE kind = 'program' AND state = 'NM' ORDER BY id LIMIT 2)"
        )
    named = [
        each
        for each in page(own_client, "services", state="NM", full=True)["contents"]
        if each.get("organization", {}).get("name") == "Kali Robotics Club"
    ]
    assert len(named) == 2
    [made] = {each["organization_id"] for each in named}
    alone = own_client.get(f"/hsds/organizations/{made}").json()
    assert (alone["id"], alone["name"]) == (made, "Kali Robotics Club")
    assert {each["id"] for each in alone["services"]} == {each["id"] for each in named}
    assert page(own_client, "services", organization_id=made)["total_items"] == 2
    package = own_client.get("/hsds/datapackage.zip?state=NM").content
    with zipfile.ZipFile(io.BytesIO(package)) as files:
        rows = {
            table: list(csv.DictReader(io.TextIOWrapper(files.open(f"{table}.csv"), "utf-8")))
            for table in ("organizations", "services")
        }
    assert [each["name"] for each in rows["organizations"] if each["id"] == made] == ["Kali Robotics Club"]
    assert {each["organization_id"] for each in rows["services"]} <= {
        each["id"] for each in rows["organizations"]
    }
    assert (
        own_client.get(f"/hsds/organizations/{made[:-1]}{'0' if made[-1] != '0' else '1'}").status_code == 404
    )


def test_lines_hold_the_whole_list(client: TestClient) -> None:
    for name in ("services", "organizations", "service_at_locations", "taxonomy_terms"):
        answer = client.get(
            f"/hsds/{name}?format=ndjson&full=true" if "tax" not in name else f"/hsds/{name}?format=ndjson"
        )
        assert answer.headers["content-type"] == "application/x-ndjson"
        lines = [json.loads(line) for line in answer.text.splitlines()]
        assert len(lines) == page(client, name)["total_items"]
        again = {"If-None-Match": answer.headers["etag"]}
        assert client.get(str(answer.url), headers=again).status_code == 304


def test_an_unchanged_answer_costs_nothing(client: TestClient) -> None:
    for path in ("/hsds/services", "/hsds/taxonomies", "/hsds/datapackage.zip?state=WY"):
        answer = client.get(path)
        again = client.get(path, headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


def tables(package: bytes) -> Iterator[tuple[str, list[dict[str, str]], dict[str, Any]]]:
    """Each resource of a data package: its name, its rows, and what the package says of it."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert archive.testzip() is None
        about = json.loads(archive.read("datapackage.json"))
        assert set(archive.namelist()) == {"datapackage.json"} | {each["path"] for each in about["resources"]}
        for each in about["resources"]:
            rows = list(csv.DictReader(io.StringIO(archive.read(each["path"]).decode(), newline="")))
            yield each["name"], rows, each["schema"]


def test_the_package_keeps_its_own_rules(client: TestClient) -> None:
    answer = client.get("/hsds/datapackage.zip?state=NM&kind=program")
    assert answer.headers["content-type"] == "application/zip"
    found = {name: (rows, schema) for name, rows, schema in tables(answer.content)}
    ids = {name: [row["id"] for row in rows] for name, (rows, _) in found.items()}
    for name, (rows, schema) in found.items():
        assert len(set(ids[name])) == len(rows), name
        names = [field["name"] for field in schema["fields"]]
        needed = [field["name"] for field in schema["fields"] if field.get("constraints")]
        for row in rows:
            assert list(row) == names
            assert all(row[column] for column in needed), (name, row)
        for key in schema["foreignKeys"]:
            other = ids[key["reference"]["resource"] or name]
            assert {row[key["fields"]] for row in rows} - {""} <= set(other), (name, key)
    same = client.get("/api/v1/assets?state=NM&kind=program&limit=1").json()
    assert len(ids["service"]) == same["numberMatched"]
    assert client.get("/hsds/datapackage.zip?colour=red").status_code == 400


def test_the_package_of_the_same_data_is_the_same(client: TestClient) -> None:
    path = "/hsds/datapackage.zip?state=WY"
    assert client.get(path).content == client.get(path).content


def test_too_many_packages_at_once(client_with: Callable[..., TestClient]) -> None:
    client = client_with(packages_at_once=1, package_wait_s=0.05)
    database: Database = client.app.state.database  # type: ignore[attr-defined]
    path = "/hsds/datapackage.zip?state=WY"
    with turns_of(database):
        answer = client.get(path)
        assert answer.status_code == 503
        assert answer.json()["code"] == "busy"
        assert answer.headers["retry-after"]
    assert client.get(path).status_code == 200


def test_a_package_that_takes_too_long(client_with: Callable[..., TestClient]) -> None:
    answer = client_with(package_timeout_s=0.001).get("/hsds/datapackage.zip")
    assert answer.status_code == 503
    assert answer.json()["code"] == "too-much-work"
