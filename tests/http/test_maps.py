"""Map documents and outlines over HTTP."""

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient


def directives(policy: str) -> dict[str, list[str]]:
    return {words[0]: words[1:] for part in policy.split(";") if (words := part.split())}


@pytest.mark.parametrize(
    "path", ["/maps/gaps?states=NM", "/maps/gaps?areas=zip&states=WY&view=distance", "/maps/assets?state=NM"]
)
def test_a_map_is_a_document_under_its_own_policy(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = directives(answer.headers["content-security-policy"])
    assert policy["default-src"] == ["'none'"]
    assert "'unsafe-inline'" not in str(policy)
    assert policy["frame-ancestors"] == ["*"]  # decision 12: without cookies, in frames of partners
    assert '<html lang="en"' in answer.text
    assert "<style" not in answer.text
    assert " style=" not in answer.text


def test_a_map_is_light_or_dark_as_the_system_says_or_its_page(client: TestClient) -> None:
    style = client.get("/static/map.css").text
    assert "color-scheme: light dark" in style
    assert ':root[data-theme="dark"]' in style
    assert "data.theme" in client.get("/static/map.js").text


def test_a_map_fetches_what_its_page_asked(client: TestClient) -> None:
    page = client.get("/maps/gaps?states=NM&kind=program&miles=10").text
    query = re.search(r'"query": "([^"]*)"', page)
    assert query
    found = client.get("/maps/gaps.json?" + query[1].encode().decode("unicode_escape")).json()
    asked = client.get("/api/v1/coverage.csv?states=NM&kind=program&distance=10mi").text.splitlines()
    assert len(found["geoid"]) == len(asked) - 1 == 33
    assert set(found["state"]) == {"NM"}
    assert found["distanceM"] == 16093.44


VIEWS = ("share", "distance", "people", "gap", "agreement", "hotspots", "poverty", "rural")


def in_view(client: TestClient, query: str) -> Any:
    answer = client.get(f"/maps/assets.json?{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_place_searched_for_is_on_the_map(client: TestClient) -> None:
    assert in_view(client, "near=Farmington,+NM&within=10mi&discipline=robotics")["place"] == {
        "lon": pytest.approx(-108.2, abs=0.1),
        "lat": pytest.approx(36.7, abs=0.1),
        "label": "Farmington, NM",
        "within_m": pytest.approx(16093.44),
    }
    assert in_view(client, "state=NM")["place"] is None
    assert client.get("/maps/assets?near=Nowhereville").status_code == 400


def test_a_view_counts_everything_in_it_once(client: TestClient) -> None:
    points = client.get("/api/v1/assets/points?state=NM").json()["features"]
    whole = in_view(client, "state=NM&size=600,500")
    assert whole["found"] == whole["shown"] == sum(each["count"] for each in whole["cells"]) == len(points)
    assert all(sum(each["kinds"]) == each["count"] for each in whole["cells"])
    near = in_view(client, "state=NM&size=600,500&at=-106.65,35.08,9")
    west, south, east, north = -106.65 - 0.8, 35.08 - 0.5, -106.65 + 0.8, 35.08 + 0.5
    inside = [each["geometry"]["coordinates"] for each in points]
    least = sum(west < lon < east and south < lat < north for lon, lat in inside)
    assert least <= near["shown"] < near["found"] == len(points)


def test_one_place_is_named_and_asking_again_costs_nothing(client: TestClient) -> None:
    asset = client.get("/api/v1/assets?state=NM&q=balloon+museum&limit=1").json()["features"][0]
    answer = client.get(f"/maps/assets.json?ids={asset['id']}")
    (cell,) = answer.json()["cells"]
    assert cell["named"][0]["id"] == asset["id"]
    assert cell["named"][0]["name"] == asset["properties"]["name"]
    tag = {"If-None-Match": answer.headers["etag"]}
    assert client.get(f"/maps/assets.json?ids={asset['id']}", headers=tag).status_code == 304


@pytest.mark.parametrize(
    "query",
    ["size=9", "size=1,1", "size=9000,9000", "size=a,b", "size=nan,nan", "at=1,2", "at=500,2,3", "at=1,2,99"],
)
def test_a_view_that_is_none_is_refused(client: TestClient, query: str) -> None:
    problem = client.get(f"/maps/assets.json?{query}")
    assert problem.status_code == 400
    assert problem.json()["parameter"] in ("size", "at")


@pytest.mark.parametrize(
    "question", [f"view={view}" for view in VIEWS] + ["measure=2sfca", "preset=P12", "preset=P5"]
)
def test_values_are_columns_in_classes_that_have_a_label_and_a_colour(
    client: TestClient, question: str
) -> None:
    found = client.get(f"/maps/gaps.json?states=NM&{question}").json()
    columns = (
        "geoid",
        "name",
        "state",
        "lon",
        "lat",
        "people",
        "beyond",
        "nearestM",
        "asset",
        "classOf",
        "hatch",
    )
    assert {len(found[name]) for name in columns} == {33}
    assert len(found["labels"]) == len(found["colors"])
    assert set(found["classOf"]) <= set(range(-1, len(found["labels"])))
    assert "geometry" not in found


def test_classes_of_two_maps_are_the_same(client: TestClient) -> None:
    query = "/maps/gaps.json?states=NM&view=people&classing=quantile&b.population=age-under-19"
    first, second = client.get(query).json(), client.get(query + "&side=b").json()
    assert first["labels"] == second["labels"]
    assert sum(second["people"]) < sum(first["people"])


def test_values_are_kept_and_revalidated(client: TestClient) -> None:
    first = client.get("/maps/gaps.json?states=WY")
    again = client.get("/maps/gaps.json?states=WY", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/maps/gaps?view=pretty",
        "/maps/gaps?areas=planet",
        "/maps/gaps.json?classing=pretty",
        "/maps/assets?kind=castle",
    ],
)
def test_a_wrong_parameter_is_refused_with_what_is_accepted(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    assert answer.json()["accepted"]


def test_outlines_of_states_and_counties(client: TestClient) -> None:
    states = client.get("/maps/outlines.geojson").json()
    assert len(states["features"]) >= 50
    counties = client.get("/maps/outlines.geojson?kind=county&states=NM,WY")
    assert counties.headers["content-type"] == "application/geo+json"
    features = counties.json()["features"]
    assert len(features) == 33 + 23
    assert {feature["properties"]["state"] for feature in features} == {"NM", "WY"}
    assert all(feature["geometry"]["type"] in ("Polygon", "MultiPolygon") for feature in features)


def test_outlines_are_kept_and_revalidated(client: TestClient) -> None:
    first = client.get("/maps/outlines.geojson?kind=county&states=WY")
    assert "max-age" in first.headers["cache-control"]
    again = client.get(
        "/maps/outlines.geojson?kind=county&states=WY", headers={"If-None-Match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_there_are_outlines_of_two_kinds_only(client: TestClient) -> None:
    answer = client.get("/maps/outlines.geojson?kind=planet")
    assert answer.status_code == 400
    assert answer.json()["accepted"] == ["state", "county"]


def test_overlays_are_in_the_values_and_in_the_address(client: TestClient) -> None:
    plain = client.get("/maps/gaps.json?states=NM").json()
    assert plain["over"] == ["assets"]
    assert plain["marks"] == {}
    found = client.get("/maps/gaps.json?states=NM&over=none&over=rural&over=poverty").json()
    assert found["over"] == ["poverty", "rural"]
    notes = client.get("/maps/gaps.json?states=NM&view=rural").json()["classOf"]
    assert found["marks"]["rural"] == [at for at, number in enumerate(notes) if number >= 1]
    page = client.get("/gaps?states=NM&over=none").text
    assert "over=none" in page.partition('data-query="')[2].partition('"')[0]
    assert "over=" not in page.partition("/reports/states/NM?")[2].partition('"')[0]
    assert client.get("/maps/gaps.json?states=NM&over=everything").status_code == 400


def test_only_assets_nearest_to_some_area_are_sent(client: TestClient) -> None:
    """All names of a large inventory would be megabytes."""
    found = client.get("/maps/gaps.json?states=NM").json()
    rows = client.get("/api/v1/coverage?states=NM&areas=county").json()["areas"]
    nearest = {row["geoid"]: row["nearest_asset_name"] for row in rows}
    shown = [found["assets"][at] if at >= 0 else None for at in found["asset"]]
    assert shown == [nearest[geoid] for geoid in found["geoid"]]
    assert set(found["asset"]) - {-1} == set(range(len(found["assets"])))
    assert len(found["assetIds"]) == len(found["assets"])


def test_without_any_match_no_asset_is_sent(client: TestClient) -> None:
    found = client.get("/maps/gaps.json?states=WY&cip=99.9999").json()
    assert (set(found["asset"]), found["assets"], found["assetIds"]) == ({-1}, [], [])


def test_the_gap_map_of_a_state_asks_for_what_is_around_its_people(client: TestClient) -> None:
    points = client.get("/maps/gaps.json?states=NM&kind=program").json()["points"]
    assert points.startswith("/api/v1/assets/points?kind=program&bbox=")
    around = client.get(points).json()
    inside = client.get("/api/v1/assets/points?kind=program&state=NM").json()["features"]
    shown = {each["id"] for each in around["features"]}
    assert {each["id"] for each in inside} <= shown
    states = {each["properties"]["state"] for each in around["features"]}
    assert "CO" in states, "what is across the line is shown"
    assert around["numberMatched"] < client.get("/api/v1/assets/points?kind=program").json()["numberMatched"]


@pytest.mark.parametrize("asked", ["states=US", "states=NM&bbox=-107,35,-106,36"])
def test_what_says_itself_where_is_not_narrowed(client: TestClient, asked: str) -> None:
    rest = asked.partition("&")[2].replace(",", "%2C")
    assert client.get(f"/maps/gaps.json?{asked}").json()["points"] == f"/api/v1/assets/points?{rest}"
