"""The contract of `/api/v1/assets` and `/api/v1/facets`, on the starter inventory."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.catalog import sampling
from app.catalog.filters import FILTER_NAMES
from app.catalog.parameters import LISTS, SINGLES
from app.db.engine import Database
from tests.conftest import client_on

ASSETS = "/api/v1/assets"
UNKNOWN_ID = "00000000-0000-4000-8000-000000000000"
LISTS_OF_ASSETS = (ASSETS, f"{ASSETS}/points", "/api/v1/facets")


def found(client: TestClient, **query: Any) -> dict[str, Any]:
    answer = client.get(ASSETS, params=query)
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


def problem(client: TestClient, path: str, status: int = 400) -> dict[str, Any]:
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    body: dict[str, Any] = answer.json()
    assert (body["status"], body["instance"]) == (status, unquote(urlsplit(path).path))
    return body


def test_a_search_is_a_feature_collection(client: TestClient) -> None:
    answer = client.get(ASSETS, params={"limit": 3})
    assert answer.headers["content-type"] == "application/geo+json"
    document = answer.json()
    assert list(document) == ["type", "numberMatched", "numberReturned", "links", "features"]
    assert document["type"] == "FeatureCollection"
    assert document["numberReturned"] == len(document["features"]) == 3
    assert document["numberMatched"] >= 300
    for feature in document["features"]:
        assert list(feature) == ["type", "id", "geometry", "properties"]


def test_of_more_matches_than_the_setting_a_sample_is_ranked(
    shared_database: Database, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sampling, "SAMPLE", 5)
    settings = shared_database.settings.model_copy(update={"relevance_ranked_max": 1})
    bounded = client_on(Database(shared_database.engine, settings))
    whole = found(client, q="science", limit=1000)
    document = found(bounded, q="science", limit=7)
    ids = [feature["id"] for feature in document["features"]]
    assert ids != [feature["id"] for feature in whole["features"][:7]]
    assert document["numberMatched"] == whole["numberMatched"] > 20
    while following := [link["href"] for link in document["links"] if link["rel"] == "next"]:
        document = bounded.get(following[0]).json()
        ids += [feature["id"] for feature in document["features"]]
    assert sorted(ids) == sorted(feature["id"] for feature in whole["features"])


def test_next_links_walk_through_everything_once(client: TestClient) -> None:
    document = found(client, state="NM", kind="institution", limit=17)
    ids, pages = [], 0
    while True:
        pages += 1
        ids += [feature["id"] for feature in document["features"]]
        following = [link["href"] for link in document["links"] if link["rel"] == "next"]
        if not following:
            break
        assert dict(parse_qsl(urlsplit(following[0]).query))["kind"] == "institution"
        document = client.get(following[0]).json()
    assert pages > 1
    assert len(ids) == len(set(ids)) == document["numberMatched"]


def test_links_are_absolute(client: TestClient) -> None:
    links = {link["rel"]: link["href"] for link in found(client, q="science", limit=2)["links"]}
    assert links["self"] == "http://testserver/api/v1/assets?q=science&limit=2"
    assert links["next"].startswith("http://testserver/api/v1/assets?q=science&limit=2&cursor=")


def test_the_place_meant_is_in_the_answer(client: TestClient) -> None:
    document = found(client, near="Santa Fe", within="10mi")
    assert document["near"]["label"] == "Santa Fe, NM"
    distances = [feature["properties"]["distance_m"] for feature in document["features"]]
    assert distances
    assert distances == sorted(distances)
    assert distances[-1] <= 16093.44


def test_facets_and_points_agree_with_the_search(client: TestClient) -> None:
    query = {"state": "NM,UT", "discipline": "engineering"}
    matched = found(client, **query)["numberMatched"]
    facets = client.get("/api/v1/facets", params=query).json()
    points = client.get(f"{ASSETS}/points", params=query).json()
    assert facets["numberMatched"] == points["numberMatched"] == matched > 0
    assert points["numberReturned"] + points["withoutPoint"] == matched
    assert points["truncated"] is False
    by_state = {each["slug"]: each for each in facets["facets"]["state"]}
    assert by_state["NM"]["count"] + by_state["UT"]["count"] == matched
    assert by_state["NM"]["selected"]
    assert not by_state["CO"]["selected"]


def test_one_asset(client: TestClient) -> None:
    listed = found(client, limit=1)["features"][0]
    answer = client.get(f"{ASSETS}/{listed['id']}")
    assert answer.headers["content-type"] == "application/geo+json"
    feature = answer.json()
    assert (feature["id"], feature["geometry"]) == (listed["id"], listed["geometry"])
    assert {"parent", "children", "identifiers", "freshness", "source_name"} <= set(feature["properties"])


@pytest.mark.parametrize("name", ["42", "not-a-uuid", "..", "%27%3B--", UNKNOWN_ID, "%00"])
def test_an_asset_that_is_not_there(client: TestClient, name: str) -> None:
    assert problem(client, f"{ASSETS}/{name}".replace("/..", "/%2e%2e"), 404)["code"] == "not-found"


@pytest.mark.parametrize("path", [*LISTS_OF_ASSETS, f"{ASSETS}/{UNKNOWN_ID}"])
def test_an_unknown_parameter_is_refused(client: TestClient, path: str) -> None:
    body = problem(client, f"{path}?colour=red")
    assert (body["code"], body["parameter"]) == ("unknown-parameter", "colour")
    assert "accepted" in body


def test_accepted_parameters_of_a_search(client: TestClient) -> None:
    accepted = problem(client, f"{ASSETS}?colour=red")["accepted"]
    assert set(accepted) == {
        *FILTER_NAMES,
        "limit",
        "sort",
        "cursor",
        "origin",
        "understand",
        "facets",
        "also_serves",
    }
    assert set(problem(client, "/api/v1/facets?limit=3")["accepted"]) == set(FILTER_NAMES)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("kind=robot", "kind"),
        ("bbox=1,2,3", "bbox"),
        ("near=-105.9,35.7", "near"),
        ("near=Nowhereville,+NM", "near"),
        ("near=00000", "near"),
        ("near=87501&within=25", "within"),
        ("near=87501&within=900mi", "within"),
        ("within=25mi", "within"),
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("limit=-1", "limit"),
        ("limit=1.5", "limit"),
        ("limit=٣", "limit"),
        ("limit=1&limit=2", "limit"),
        ("limit=99999999999999999999", "limit"),
        ("sort=colour", "sort"),
        ("sort=distance", "sort"),
        ("sort=name&sort=updated", "sort"),
        ("cursor=forged", "cursor"),
        ("q=a%00b", "q"),
        ("q=" + "x" * 3000, "q"),
        ("open_on=tomorrow", "open_on"),
    ],
)
def test_a_bad_value_names_its_parameter(client: TestClient, query: str, parameter: str) -> None:
    assert problem(client, f"{ASSETS}?{query}")["parameter"] == parameter


def test_an_endless_query_is_refused_at_the_door(client: TestClient) -> None:
    answer = client.get(ASSETS, params={"q": "x" * 5000})
    assert (answer.status_code, answer.json()["code"]) == (414, "query-too-long")


@pytest.mark.parametrize("q", ["%27%3B+DROP+TABLE+asset%3B--", "%FF%FE", "%22", "%25%25", "%5C", "%ED%A0%80"])
def test_odd_text_is_searched_for_not_run(client: TestClient, q: str) -> None:
    assert client.get(f"{ASSETS}?q={q}").status_code == 200


@pytest.mark.parametrize("path", LISTS_OF_ASSETS)
def test_what_did_not_change_is_not_sent_again(client: TestClient, path: str) -> None:
    first = client.get(path, params={"kind": "program"})
    assert first.headers["cache-control"] == "public, max-age=60"
    again = client.get(path, params={"kind": "program"}, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(path, params={"kind": "institution"}, headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


def test_a_change_shows_at_once(own_database: Database, own_client: TestClient) -> None:
    asked = {"state": "NM", "limit": "1"}
    before = own_client.get(ASSETS, params=asked)
    feature = before.json()["features"][0]
    with own_database.write("test") as session:
        session.execute(text("UPDATE asset SET name = 'A new name' WHERE id = :id"), {"id": feature["id"]})
    after = own_client.get(ASSETS, params=asked, headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert "A new name" in after.text


@pytest.mark.parametrize("path", LISTS_OF_ASSETS)
def test_head_has_the_headers_of_get(client: TestClient, path: str) -> None:
    head, get = client.head(path), client.get(path)
    assert head.status_code == 200
    assert [head.headers[name] for name in ("etag", "content-type")] == [
        get.headers[name] for name in ("etag", "content-type")
    ]


@pytest.mark.parametrize("path", LISTS_OF_ASSETS)
def test_writing_here_is_not_allowed(client: TestClient, path: str) -> None:
    assert client.put(path).status_code == 405


def test_openapi_describes_every_filter(client: TestClient) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    for path in LISTS_OF_ASSETS:
        described = {each["name"]: each for each in paths[path]["get"]["parameters"]}
        assert set(FILTER_NAMES) <= set(described)
        assert all(each["description"] for each in described.values())
        assert "application/problem+json" in paths[path]["get"]["responses"]["400"]["content"]
    assert {"limit", "sort", "cursor"} <= {each["name"] for each in paths[ASSETS]["get"]["parameters"]}
    assert "404" in paths[ASSETS + "/{asset_id}"]["get"]["responses"]


@pytest.mark.parametrize("name", [name for name in FILTER_NAMES if name != "near"])
def test_every_example_of_the_description_works(client: TestClient, name: str) -> None:
    example = "im-stem" if name == "alliance" else (LISTS | SINGLES)[name].example
    around = {"near": "87501"} if name == "within" else {}
    for path in LISTS_OF_ASSETS:
        assert client.get(path, params={name: example, **around}).status_code == 200


def test_a_search_is_understood_when_that_is_asked_for(client: TestClient) -> None:
    plain = found(client, q="museums near Albuquerque", limit=1)
    assert "understood" not in plain
    read = found(client, q="museums near Albuquerque", understand="true", limit=1)
    assert read["understood"] == {
        "q": None,
        "name": False,
        "taken": [
            {"words": "museums", "parameter": "subtype", "value": "museum", "label": "Museum"},
            {
                "words": "near Albuquerque",
                "parameter": "near",
                "value": "Albuquerque, NM",
                "label": "Within 25 miles of Albuquerque, NM",
            },
        ],
    }
    spelled = found(client, subtype="museum", near="Albuquerque, NM", limit=1)
    assert read["numberMatched"] == spelled["numberMatched"] > 0
    assert read["features"] == spelled["features"]
    named = found(client, q="Las Cruces Museum of Nature", understand="true", limit=1)
    assert named["understood"]["name"]
    assert named["features"][0]["properties"]["name"].startswith("Las Cruces Museum of Nature")


def test_the_pages_after_an_understood_search(client: TestClient) -> None:
    first = found(client, q="museums in Utah", understand="true", limit=2)
    links = {link["rel"]: link["href"] for link in first["links"]}
    second = client.get(links["next"]).json()
    assert second["numberMatched"] == first["numberMatched"] > 2
    assert not {each["id"] for each in first["features"]} & {each["id"] for each in second["features"]}


def test_facets_come_with_a_list(client: TestClient) -> None:
    answer = found(client, state="NM", facets="discipline,kind", limit=1)
    assert list(answer["facets"]) == ["kind", "discipline"]
    assert sum(each["count"] for each in answer["facets"]["kind"]) == answer["numberMatched"]
    assert answer["facets"] == {
        name: choices
        for name, choices in client.get("/api/v1/facets?state=NM").json()["facets"].items()
        if name in ("kind", "discipline")
    }
    refused = client.get(f"{ASSETS}?facets=colour")
    assert (refused.status_code, refused.json()["parameter"]) == (400, "facets")


def test_distances_from_an_origin(client: TestClient) -> None:
    answer = found(client, state="NM", origin="88001", limit=5)
    distances = [each["properties"]["distance_m"] for each in answer["features"]]
    assert distances == sorted(distances)
    assert answer["origin"]["label"] == "88001 Las Cruces, NM"
    for query, parameter in (
        ("origin=Nowhereville", "origin"),
        ("origin=" + "x" * 300, "origin"),
        ("origin=95,10", "origin"),
        ("understand=perhaps", "understand"),
        ("sort=distance", "sort"),
    ):
        refused = client.get(f"{ASSETS}?{query}")
        assert (refused.status_code, refused.json()["parameter"]) == (400, parameter)


def test_what_serves_a_place_from_elsewhere_is_told_apart(client: TestClient) -> None:
    query = {"near": "Farmington, NM", "discipline": "robotics"}
    plain, also = found(client, **query), found(client, **query, also_serves="true")
    assert "alsoServes" not in plain
    served = also["alsoServes"]
    assert also["numberMatched"] == plain["numberMatched"]
    assert served["numberMatched"] == sum(served["byKind"].values()) >= len(served["assets"]) > 0
    assert "New Mexico BEST Robotics" in {each["name"] for each in served["assets"]}
    near = {feature["id"] for feature in also["features"]}
    assert not near & {each["id"] for each in served["assets"]}


def test_also_serves_needs_a_place(client: TestClient) -> None:
    body = problem(client, f"{ASSETS}?also_serves=true&state=NM")
    assert (body["parameter"], body["detail"]) == ("also_serves", "`also_serves` needs a place: add near=.")


def test_a_filter_expression_is_shown_where_it_is_answered(client: TestClient) -> None:
    body = problem(client, f"{ASSETS}?filter=seats%3E20")
    assert (body["code"], body["parameter"]) == ("unknown-parameter", "filter")
    assert "/ogc/collections/assets/items" in body["detail"]
    assert "/api/v1/assets.csv" in body["detail"]
    for path in ("/ogc/collections/assets/items", "/api/v1/assets.csv"):
        assert client.get(path, params={"filter": "seats > 20"}).status_code == 200


def test_an_unknown_format_names_those_there_are(client: TestClient) -> None:
    body = problem(client, f"{ASSETS}.shp", 404)
    assert body["detail"].startswith("There are no files of assets in `.shp`.")
    assert {"csv", "xlsx", "gpkg", "kml"} <= set(body["accepted"])
    for ending in body["accepted"]:
        assert client.head(f"{ASSETS}.{ending}?state=WY").status_code == 200
