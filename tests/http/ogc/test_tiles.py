"""OGC API – Tiles: the requirements of each class that is declared, and what clients ask for beside them."""

import json
import time
from itertools import product
from typing import Any

import mapbox_vector_tile
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from zstandard import ZstdDecompressor

from app.catalog.tiles.grid import Tile
from app.db.engine import Database
from app.db.wire import Wire
from tests.conftest import client_on

GRID = "/ogc/collections/assets/tiles/WebMercatorQuad"
ALL = "/ogc/tiles/WebMercatorQuad"
SANTA_FE = "8/101/52"
"""z/row/col of a tile with assets of the seed."""
REL = "http://www.opengis.net/def/rel/ogc/1.0/"
MVT = "application/vnd.mapbox-vector-tile"


def layers(body: bytes) -> dict[str, list[dict[str, Any]]]:
    found = mapbox_vector_tile.decode(body, default_options={"y_coord_down": True})
    return {name: layer["features"] for name, layer in found.items()}


def link(body: dict[str, Any], rel: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in body["links"] if each["rel"] == rel)
    return found


def test_tile_sets_are_found_from_the_landing_page_and_collections(client: TestClient) -> None:
    """/req/dataset-tilesets/landingpage, /req/geodata-tilesets/desc-links, /req/tilesets-list/tileset-links"""
    for start in ("/ogc?f=json", "/ogc/collections/assets?f=json", "/ogc/collections/counties?f=json"):
        href = link(client.get(start).json(), f"{REL}tilesets-vector")["href"]
        [about] = client.get(href).json()["tilesets"]
        assert about["dataType"] == "vector"
        assert about["crs"].endswith("/3857")
        assert about["tileMatrixSetURI"].endswith("/WebMercatorQuad")
        assert link(about, "self")["href"] == f"{href}/WebMercatorQuad"
        assert client.get(link(about, f"{REL}tiling-scheme")["href"]).json()["id"] == "WebMercatorQuad"


@pytest.mark.parametrize("place", [GRID, ALL, "/ogc/collections/states/tiles/WebMercatorQuad"])
def test_tile_set_metadata(client: TestClient, place: str) -> None:
    """/req/tileset/description: registered grid, its link, and a templated link that gives tiles."""
    body = client.get(place).json()
    assert body["tileMatrixSetURI"] == "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
    assert client.get(link(body, f"{REL}tiling-scheme")["href"]).status_code == 200
    item = link(body, "item")
    assert item["templated"] is True
    assert item["type"] == MVT
    filled = item["href"].format(tileMatrix=4, tileRow=6, tileCol=3)
    answer = client.get(filled)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == MVT
    assert {each["id"] for each in body["layers"]} == set(layers(answer.content)) | (
        {"counties"} if place == ALL else set()
    )
    assert [each["tileMatrix"] for each in body["tileMatrixSetLimits"]] == [str(z) for z in range(17)]
    west, south = body["boundingBox"]["lowerLeft"]
    assert west < -100
    assert south < 40


def test_a_tile_has_points_with_their_properties(client: TestClient) -> None:
    answer = client.get(f"{GRID}/{SANTA_FE}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, MVT)
    features = layers(answer.content)["assets"]
    one = features[0]
    item = client.get(f"/ogc/collections/assets/items/{one['properties']['id']}").json()
    assert {name: item["properties"][name] for name in ("name", "kind", "state")} == {
        name: one["properties"][name] for name in ("name", "kind", "state")
    }
    lon, lat = item["geometry"]["coordinates"]
    west, south, east, north = Tile(8, 52, 101).box
    assert west <= lon < east
    assert south < lat <= north


def test_row_and_column_are_in_the_order_of_their_form(client: TestClient) -> None:
    ogc = client.get(f"{GRID}/8/101/52").content
    assert ogc
    assert client.get(f"{GRID}/8/52/101.mvt").content == ogc
    assert client.get(f"{GRID}/8/52/101.pbf").content == ogc
    assert client.get(f"{GRID}/8/101/52?f=mvt").content == ogc


@pytest.mark.parametrize("query", ["", "?kind=program", "?filter=kind='program'", "?q=museum&state=NM"])
@pytest.mark.parametrize("zoom", [0, 2])
def test_counts_of_a_zoom_are_the_matching_assets_with_a_point(
    client: TestClient, query: str, zoom: int
) -> None:
    side = range(1 << zoom)
    answers = [client.get(f"{GRID}/{zoom}/{y}/{x}{query}") for x, y in product(side, side)]
    assert {each.status_code for each in answers} <= {200, 204}
    features = [each for answer in answers if answer.content for each in layers(answer.content)["assets"]]
    items = client.get(f"/ogc/collections/assets/items{query}", params={} if query else None)
    join = "&" if query else "?"
    box = client.get(f"/ogc/collections/assets/items{query}{join}bbox=-180,-90,180,90&resultType=hits")
    assert items.status_code == 200
    assert sum(each["properties"]["count"] for each in features) == box.json()["numberMatched"] > 0


def test_layers_of_all_data(client: TestClient) -> None:
    """/req/collections-selection: named collections only, in their order."""
    found = layers(client.get(f"{ALL}/7/50/26").content)
    assert set(found) == {"assets", "states", "counties"}
    assert list(layers(client.get(f"{ALL}/7/50/26?collections=counties,assets").content)) == [
        "counties",
        "assets",
    ]
    one = layers(client.get(f"{ALL}/7/50/26?collections=http://x/ogc/collections/states").content)
    assert list(one) == ["states"]
    assert client.get(f"{ALL}/7/50/26?collections=rivers").json()["accepted"]


def test_a_filter_of_one_layer_leaves_the_others(client: TestClient) -> None:
    every, some = (client.get(f"{ALL}/8/101/52{query}") for query in ("", "?kind=opportunity"))
    all_layers, some_layers = layers(every.content), layers(some.content)
    assert len(some_layers["counties"]) == len(all_layers["counties"])
    assert len(some_layers.get("assets", [])) < len(all_layers["assets"])


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{GRID}/40/0/0", 404),
        (f"{GRID}/17/0/0", 404),
        (f"{GRID}/4/16/0", 404),
        (f"{GRID}/4/0/16", 404),
        (f"{GRID}/x/0/0", 404),
        (f"{GRID}/4/1.5/0", 404),
        (f"{GRID}/-1/0/0", 404),
        ("/ogc/collections/assets/tiles/WorldCRS84Quad/0/0/0", 404),
        ("/ogc/collections/rivers/tiles/WebMercatorQuad/0/0/0", 404),
        ("/ogc/collections/places/tiles/WebMercatorQuad/2/1/0", 404),
        ("/ogc/tileMatrixSets/WorldCRS84Quad", 404),
        (f"{GRID}/4/6/3?limit=1", 400),
        (f"{GRID}/4/6/3?sortby=name", 400),
        (f"{GRID}/4/6/3?colour=red", 400),
        (f"{GRID}/4/6/3?kind=cat", 400),
        (f"{GRID}/4/6/3?filter=kind%20=%20", 400),
        (f"{GRID}/4/6/3?f=png", 400),
        (f"{GRID}/4/6/3?q=%FF", 400),
        (f"{ALL}/4/6/3?filter=seats%3E3", 400),
    ],
)
def test_what_is_not_there_is_refused_at_once(client: TestClient, path: str, status: int) -> None:
    """/req/core/tc-error"""
    client.get(f"{GRID}/4/6/3?kind=cat")
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_a_refusal_takes_no_time(client: TestClient) -> None:
    def took() -> float:
        started = time.perf_counter()
        assert client.get(f"{GRID}/40/0/0").status_code == 404
        return time.perf_counter() - started

    assert min(took() for _ in range(10)) < 0.05


def test_an_empty_tile_has_no_content(client: TestClient) -> None:
    answer = client.get(f"{GRID}/8/0/0")
    assert (answer.status_code, answer.content) == (204, b"")
    assert "etag" in answer.headers


def test_head_is_get_without_its_body(client: TestClient) -> None:
    get, head = client.get(f"{GRID}/{SANTA_FE}"), client.head(f"{GRID}/{SANTA_FE}")
    assert head.status_code == get.status_code == 200
    assert head.content == b""
    assert head.headers["etag"] == get.headers["etag"]


@pytest.mark.parametrize("coding", ["zstd", "br", "gzip"])
def test_a_tile_is_packed_for_who_unpacks(client: TestClient, coding: str) -> None:
    plain = client.get(f"{GRID}/3/3/1", headers={"Accept-Encoding": "identity"})
    for _ in range(2):
        packed = client.get(f"{GRID}/3/3/1", headers={"Accept-Encoding": f"{coding}, identity;q=0.5"})
        assert packed.headers["content-encoding"] == coding
        body = ZstdDecompressor().decompress(packed.content) if coding == "zstd" else packed.content
        assert body == plain.content
        assert int(packed.headers["content-length"]) < len(plain.content)
        assert packed.headers["etag"] == f"W/{plain.headers['etag']}"
        assert packed.headers["vary"] == "Accept-Encoding"
    assert "content-encoding" not in plain.headers


def test_a_tile_is_not_packed_for_who_refuses(client: TestClient) -> None:
    answer = client.get(f"{GRID}/3/3/1", headers={"Accept-Encoding": "gzip;q=0"})
    assert "content-encoding" not in answer.headers


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that are run on the reading side, as they are run."""
    seen: list[str] = []
    real = Wire.ask

    def noted(self: Wire, sql: str, *rest: Any, **more: Any) -> Any:
        seen.append(sql)
        return real(self, sql, *rest, **more)

    monkeypatch.setattr(Wire, "ask", noted)
    return seen


@pytest.fixture
def fresh(shared_database: Database) -> TestClient:
    """A service that has made no tile yet, and looks at the data version once a minute."""
    settings = shared_database.settings.model_copy(update={"version_keep_s": 60})
    return client_on(Database(shared_database.engine, settings))


def test_an_unchanged_tile_costs_no_statement(fresh: TestClient, statements: list[str]) -> None:
    path = f"{GRID}/{SANTA_FE}?state=NM"
    first = fresh.get(path)
    statements.clear()
    again = fresh.get(path)
    held = fresh.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.content, held.status_code, held.content) == (first.content, 304, b"")
    assert held.headers["etag"] == first.headers["etag"]
    assert statements == []


def test_who_holds_a_tile_that_was_forgotten_needs_it_not_made(
    shared_database: Database, statements: list[str]
) -> None:
    path = f"{GRID}/{SANTA_FE}?state=NM"
    tag = client_on(shared_database).get(path).headers["etag"]
    statements.clear()
    answer = client_on(shared_database).get(path, headers={"If-None-Match": f'W/{tag}, "other"'})
    assert answer.status_code == 304
    assert not any("ST_AsMVT" in sql for sql in statements)
    wrong = client_on(shared_database).get(f"{path}&kind=cat", headers={"If-None-Match": "*"})
    assert wrong.status_code == 400


def test_a_change_is_in_the_next_tile(own_database: Database) -> None:
    settings = own_database.settings.model_copy(update={"version_keep_s": 0})
    client = client_on(Database(own_database.engine, settings))
    first = client.get(f"{GRID}/{SANTA_FE}")
    with own_database.write("test") as session:
        session.execute(text("UPDATE asset SET name = 'Renamed ' || name WHERE state = 'NM'"))
    second = client.get(f"{GRID}/{SANTA_FE}", headers={"If-None-Match": first.headers["etag"]})
    assert second.status_code == 200
    names = [each["properties"]["name"] for each in layers(second.content)["assets"]]
    assert any(name.startswith("Renamed ") for name in names)


def test_a_limit_of_points_is_kept_by_clustering(shared_database: Database) -> None:
    settings = shared_database.settings.model_copy(update={"tile_points_max": 3})
    every = layers(client_on(shared_database).get(f"{GRID}/{SANTA_FE}").content)["assets"]
    clustered = layers(
        client_on(Database(shared_database.engine, settings)).get(f"{GRID}/{SANTA_FE}").content
    )
    assert len(every) > 3
    assert sum(each["properties"]["count"] for each in clustered["assets"]) == len(every)
    assert all("id" not in each["properties"] for each in clustered["assets"])


@pytest.mark.parametrize("place", [GRID, ALL])
def test_tilejson(client: TestClient, place: str) -> None:
    """TileJSON 3.0.0: its required members, and tiles where its template says, as it is narrowed."""
    body = client.get(f"{place}/tilejson.json?kind=program&q=robots").json()
    assert body["tilejson"] == "3.0.0"
    assert {"tiles", "vector_layers"} <= set(body)
    assert all({"id", "fields"} <= set(each) for each in body["vector_layers"])
    [template] = body["tiles"]
    assert template.endswith("/{z}/{x}/{y}.mvt?kind=program&q=robots")
    assert client.get(template.format(z=4, x=3, y=6)).status_code in (200, 204)
    west, south, east, north = body["bounds"]
    assert west < east
    assert south < north
    assert client.get(f"{place}/tilejson.json?kind=cat").status_code == 400


def test_the_style_draws_only_layers_that_there_are(client: TestClient) -> None:
    listed = client.get("/ogc/styles").json()
    answer = client.get(link(listed["styles"][0], "stylesheet")["href"])
    assert answer.headers["content-type"] == "application/vnd.mapbox.style+json"
    style = answer.json()
    assert style["version"] == 8
    assert not {"glyphs", "sprite"} & set(style)
    tilejson = client.get(style["sources"]["stemmap"]["url"]).json()
    there = {each["id"] for each in tilejson["vector_layers"]}
    assert {each["source-layer"] for each in style["layers"] if "source-layer" in each} <= there


def test_the_declared_classes_are_those_tested_here(client: TestClient) -> None:
    declared = {
        each for each in client.get("/ogc/conformance?f=json").json()["conformsTo"] if "tiles-1" in each
    }
    names = (
        "core", "tileset", "tilesets-list", "dataset-tilesets", "geodata-tilesets", "collections-selection", "datetime",
        "mvt", "oas30",
    )  # fmt: skip
    assert declared == {f"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/{name}" for name in names}


def test_datetime_narrows_tiles(client: TestClient) -> None:
    """/req/datetime: assets with a time outside are left out."""
    every, past = (
        client.get(f"/ogc/collections/opportunities/tiles/WebMercatorQuad/0/0/0{query}")
        for query in ("", "?datetime=1999-01-01")
    )
    count = sum(each["properties"]["count"] for each in layers(every.content)["opportunities"])
    left = layers(past.content).get("opportunities", []) if past.content else []
    hits = client.get(
        "/ogc/collections/opportunities/items?datetime=1999-01-01&bbox=-180,-90,180,90&resultType=hits"
    )
    assert sum(each["properties"]["count"] for each in left) == hits.json()["numberMatched"] <= count


def test_the_description_names_every_operation_of_tiles(client: TestClient) -> None:
    """/req/oas30/operation-id and completeness"""
    paths = json.loads(client.get("/ogc/api").content)["paths"]
    operations = [path["get"]["operationId"] for path in paths.values()]
    assert len(operations) == len(set(operations))
    for end in (
        ".collection.vector.getTileSetsList", ".collection.vector.getTileSet", ".collection.vector.getTile",
        "dataset.vector.getTileSetsList", "dataset.vector.getTileSet", "dataset.vector.getTile",
        "getTileMatrixSetsList",
        ".getTileMatrixSet",
    ):  # fmt: skip
        assert any(each.endswith(end) for each in operations), end
    tile = paths["/collections/assets/tiles/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}"]["get"]
    assert {"filter", "datetime", "kind", "near", "f"} <= {each["name"] for each in tile["parameters"]}


def test_a_tilejson_is_centered_where_most_assets_are(client: TestClient) -> None:
    for path in ("/ogc/tiles/WebMercatorQuad", "/ogc/collections/assets/tiles/WebMercatorQuad"):
        lon, lat, _ = client.get(f"{path}/tilejson.json").json()["center"]
        assert -115 < lon < -103, path
        assert 33 < lat < 44, path


@pytest.mark.parametrize(
    "path",
    [
        "/ogc/collections/assets/tiles/WebMercatorQuad/tilejson.json?state=NM",
        "/ogc/collections/states/tiles/WebMercatorQuad/tilejson.json?state=NM",
        "/ogc/tiles/WebMercatorQuad/tilejson.json?state=NM",
        "/ogc/collections/programs/tiles/WebMercatorQuad/tilejson.json?near=87501&within=60mi",
    ],
)
def test_what_narrows_tiles_narrows_their_box(client: TestClient, path: str) -> None:
    body = client.get(path).json()
    west, south, east, north = body["bounds"]
    lon, lat, _ = body["center"]
    assert -109.1 < west < lon < east < -102.9
    assert 31.3 < south < lat < north < 37.1


def test_a_tilejson_of_nothing_has_the_box_of_all(client: TestClient) -> None:
    path = "/ogc/collections/assets/tiles/WebMercatorQuad/tilejson.json"
    assert client.get(f"{path}?q=xyzzy").json()["bounds"] == client.get(path).json()["bounds"]
