"""OGC API – Features part 2: reference systems of boxes and answers; by requirement of the abstract tests."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pyproj import Transformer

Ask = Callable[..., dict[str, Any]]
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
ALL = [CRS84, f"{EPSG}4326", f"{EPSG}3857", f"{EPSG}5070"]
ITEMS = "/collections/assets/items"
NM = (-109.1, 31.3, -103.0, 37.0)


def moved(lon: float, lat: float, crs: str) -> tuple[float, float]:
    """A place in `crs`, axes in the order of its definition."""
    if crs == CRS84:
        return lon, lat
    x, y = Transformer.from_crs("OGC:CRS84", f"EPSG:{crs.rsplit('/', 1)[1]}").transform(lon, lat)
    return float(x), float(y)


@pytest.mark.parametrize("name", ["assets", "counties"])
def test_what_a_collection_says(ask: Ask, name: str) -> None:
    """/req/crs/fc-md-crs-list, fc-md-crs-list-global, fc-md-storageCrs, fc-md-storageCrs-valid-value"""
    about = ask(f"/collections/{name}")
    assert about["crs"] == ALL == ask("/collections")["crs"]
    assert about["storageCrs"] in about["crs"]


@pytest.mark.parametrize("crs", ALL)
@pytest.mark.parametrize("name", ["programs", "zips"])
def test_answers(client: TestClient, name: str, crs: str) -> None:
    """/req/crs/fc-crs-action, fc-crs-default-value, ogc-crs-header, geojson: axes as the system defines them."""
    path = f"/ogc/collections/{name}/items"
    plain, asked = client.get(path, params={"limit": 20}), client.get(path, params={"limit": 20, "crs": crs})
    assert plain.headers["content-crs"] == f"<{CRS84}>"
    assert asked.headers["content-crs"] == f"<{crs}>"
    compared = 0
    for before, after in zip(plain.json()["features"], asked.json()["features"], strict=True):
        assert before["properties"] == after["properties"]
        assert before["id"] == after["id"]
        if before["geometry"] is None:
            assert after["geometry"] is None
            continue
        assert list(after["geometry"]) == ["type", "coordinates"]
        expected = moved(*before["geometry"]["coordinates"], crs)
        near = 1e-6 if crs in ALL[:2] else 0.2
        assert after["geometry"]["coordinates"] == pytest.approx(expected, abs=near)
        compared += 1
    assert compared > 5


@pytest.mark.parametrize("crs", ALL)
def test_one_feature(client: TestClient, crs: str) -> None:
    answer = client.get("/ogc/collections/counties/items/35049", params={"crs": crs})
    assert answer.headers["content-crs"] == f"<{crs}>"
    first = answer.json()["geometry"]["coordinates"][0][0][0]
    lon, lat = client.get("/ogc/collections/counties/items/35049").json()["geometry"]["coordinates"][0][0][0]
    assert first == pytest.approx(moved(lon, lat, crs), abs=1e-6 if crs in ALL[:2] else 0.2)


@pytest.mark.parametrize("crs", ALL[:3])
@pytest.mark.parametrize("name", ["assets", "counties", "places"])
def test_boxes(ask: Ask, name: str, crs: str) -> None:
    """/req/crs/fc-bbox-crs-definition, fc-bbox-crs-action: the same box finds the same features."""
    low, high = moved(*NM[:2], crs), moved(*NM[2:], crs)
    box = ",".join(repr(each) for each in (*low, *high))
    path = f"/collections/{name}/items"
    expected = ask(path, bbox=",".join(map(str, NM)), resultType="hits")["numberMatched"]
    assert ask(path, bbox=box, **{"bbox-crs": crs}, resultType="hits")["numberMatched"] == expected > 20


@pytest.mark.parametrize(
    "box",
    [
        (-1_300_000, 900_000, -600_000, 1_700_000),
        (-2_500_000, 200_000, 2_500_000, 3_300_000),
        (-600_000.5, 1_000_000, -600_000.5, 1_000_000),
        (-1e7, -1e7, 1e7, 1e7),
        (-1e30, -1e30, 1e30, 1e30),
        (0, 0, 1e30, 1e30),
    ],
)
def test_boxes_of_an_equal_area(ask: Ask, box: tuple[float, ...]) -> None:
    """Exactly the points whose projected place is in the box."""
    to = Transformer.from_crs("OGC:CRS84", "EPSG:5070")
    everything = ask(ITEMS, limit=1000, properties="name")["features"]
    inside = {
        each["id"]
        for each in everything
        if each["geometry"]
        for x, y in [to.transform(*each["geometry"]["coordinates"])]
        if box[0] <= x <= box[2] and box[1] <= y <= box[3]
    }
    text = ",".join(map(str, box))
    found = ask(ITEMS, bbox=text, **{"bbox-crs": ALL[3]}, limit=1000, properties="name")["features"]
    assert {each["id"] for each in found} == inside


def test_a_box_of_mercator_across_the_antimeridian(ask: Ask) -> None:
    edge = 20037508.342789244
    box = f"{edge - 1e6},-1e7,{-edge + 1e6},1.2e7"
    names = [
        each["properties"]["name"]
        for each in ask(
            "/collections/states/items", bbox=box, **{"bbox-crs": ALL[2]}, properties="name", limit=100
        )["features"]
    ]
    assert "Alaska" in names
    assert "Colorado" not in names


@pytest.mark.parametrize("name", ["crs", "bbox-crs", "filter-crs"])
@pytest.mark.parametrize("crs", ["EPSG:4326", f"{EPSG}32613", "", "x' OR 1=1"])
def test_unknown_systems(ask: Ask, name: str, crs: str) -> None:
    """/req/crs/fc-crs-action-exception, bbox-crs-exception"""
    problem = ask(ITEMS, 400, **{name: crs, "bbox": "-109,31,-103,37", "filter": "state='NM'"})
    assert (problem["parameter"], problem["accepted"]) == (name, ALL)


@pytest.mark.parametrize("crs", ALL)
def test_geometries_of_filters(ask: Ask, crs: str) -> None:
    """/req/filter/filter-crs-param, /req/filter/filter-crs-wgs84"""
    corners = [(-107.5, 34.5), (-105.5, 34.5), (-105.5, 36.5), (-107.5, 36.5), (-107.5, 34.5)]
    ring = ",".join("{!r} {!r}".format(*moved(*corner, crs)) for corner in corners)
    found = ask(
        "/collections/zips/items",
        filter=f"S_INTERSECTS(geometry,POLYGON(({ring})))",
        **{"filter-crs": crs},
        resultType="hits",
    )["numberMatched"]
    plain = ask("/collections/zips/items", bbox="-107.5,34.5,-105.5,36.5", resultType="hits")["numberMatched"]
    assert found == pytest.approx(plain, abs=0 if crs in ALL[:3] else 5)
    assert plain > 50
