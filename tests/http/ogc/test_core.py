"""OGC API – Features part 1: core, GeoJSON, HTML, OpenAPI 3.0; by requirement of the abstract tests."""

from collections.abc import Callable
from itertools import chain
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.db.engine import Database
from app.main import create_app

Ask = Callable[..., dict[str, Any]]
ITEMS = "/collections/assets/items"
COLLECTIONS = ["assets", "institutions", "programs", "opportunities", "states", "counties", "zips", "places"]


def links(document: dict[str, Any], rel: str) -> list[dict[str, str]]:
    return [each for each in document["links"] if each["rel"] == rel]


def count(database: Database, sql: str) -> int:
    with database.engine.connect() as connection:
        return int(connection.scalar(text(sql)) or 0)


def test_landing_page(ask: Ask) -> None:
    """/req/core/root-success"""
    document = ask("")
    rels = {each["rel"] for each in document["links"]}
    assert {"self", "alternate", "service-desc", "service-doc", "conformance", "data"} <= rels
    assert document["title"]
    assert all(each["href"].startswith("http://testserver/ogc") for each in document["links"])
    assert ask("/") == document | {"links": ask("/")["links"]}


def test_every_link_of_the_landing_page_answers(client: TestClient, ask: Ask) -> None:
    for each in ask("")["links"]:
        answer = client.get(each["href"])
        assert answer.status_code == 200
        assert answer.headers["content-type"].split(";")[0] == each["type"].split(";")[0]


def test_conformance(ask: Ask) -> None:
    """/req/core/conformance-success; each class that is declared has tests in this folder."""
    declared = ask("/conformance")["conformsTo"]
    for part, names in {
        "ogcapi-features-1/1.0": ("core", "oas30", "html", "geojson"),
        "ogcapi-features-2/1.0": ("crs",),
        "ogcapi-features-3/1.0": ("queryables", "queryables-query-parameters", "filter", "features-filter"),
        "cql2/1.0": ("cql2-text", "cql2-json", "basic-cql2"),
    }.items():
        assert {f"http://www.opengis.net/spec/{part}/conf/{name}" for name in names} <= set(declared)
    assert len(declared) == len(set(declared))


def test_collections(ask: Ask) -> None:
    """/req/core/fc-md-success, /req/core/fc-md-items, /req/core/fc-md-items-links, /req/core/fc-md-links"""
    document = ask("/collections")
    assert [each["id"] for each in document["collections"]] == COLLECTIONS
    assert links(document, "self")
    assert links(document, "alternate")
    for each in document["collections"]:
        assert {link["type"] for link in links(each, "items")} == {"application/geo+json", "text/html"}
        assert each["itemType"] == "feature"
        assert each["title"]
        assert each["description"]


@pytest.mark.parametrize("name", COLLECTIONS)
def test_one_collection(ask: Ask, name: str) -> None:
    """/req/core/sfc-md-success: the same content as in the list."""
    listed = next(each for each in ask("/collections")["collections"] if each["id"] == name)
    alone = ask(f"/collections/{name}")
    assert {key: value for key, value in alone.items() if key != "links"} == {
        key: value for key, value in listed.items() if key != "links"
    }
    assert all(each in alone["links"] for each in listed["links"])


@pytest.mark.parametrize("name", COLLECTIONS)
def test_extents_hold_all_features(ask: Ask, shared_database: Database, name: str) -> None:
    """/req/core/fc-md-extent"""
    [[west, south, east, north]] = ask(f"/collections/{name}")["extent"]["spatial"]["bbox"]
    assert -180 <= west <= east <= 180
    assert -90 <= south <= north <= 90
    everywhere = ask(f"/collections/{name}/items", resultType="hits", bbox="-180,-90,180,90")
    there = ask(f"/collections/{name}/items", resultType="hits", bbox=f"{west},{south},{east},{north}")
    assert there["numberMatched"] == everywhere["numberMatched"] > 0


@pytest.mark.parametrize("name", COLLECTIONS)
def test_features(ask: Ask, name: str) -> None:
    """/req/core/fc-response, fc-numberMatched, fc-numberReturned, fc-links; /req/geojson/content"""
    document = ask(f"/collections/{name}/items", limit=3)
    assert list(document) == ["type", "numberMatched", "numberReturned", "links", "features"]
    assert document["type"] == "FeatureCollection"
    assert document["numberReturned"] == len(document["features"]) == 3
    assert document["numberMatched"] > 3
    assert {"self", "alternate", "next", "collection"} <= {each["rel"] for each in document["links"]}
    schema = ask(f"/collections/{name}/schema")["properties"]["properties"]["properties"]
    for feature in document["features"]:
        assert list(feature) == ["type", "id", "geometry", "properties"]
        assert feature["type"] == "Feature"
        assert list(feature["properties"]) == list(schema)


@pytest.mark.parametrize("name", COLLECTIONS)
def test_one_feature(ask: Ask, name: str) -> None:
    """/req/core/f-success, /req/core/f-links: the same feature as in the list, with links."""
    [listed] = ask(f"/collections/{name}/items", limit=1)["features"]
    alone = ask(f"/collections/{name}/items/{listed['id']}")
    assert {"self", "alternate", "collection"} == {each["rel"] for each in alone["links"]}
    alone.pop("links")
    assert alone == listed


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/collections/robots", 404),
        ("/collections/robots/items", 404),
        ("/collections/tracts/items", 404),
        ("/collections/assets/items/42", 404),
        ("/collections/assets/items/00000000-0000-4000-8000-000000000000", 404),
        ("/collections/counties/items/99999", 404),
        ("/collections/counties/items/%00", 404),
        ("/nothing", 404),
        ("/collections?colour=red", 400),
        ("/collections/assets?limit=3", 400),
        ("/conformance?x=1", 400),
        ("?f=xml", 400),
    ],
)
def test_what_is_not_there(ask: Ask, path: str, status: int) -> None:
    assert ask(path, status)["status"] == status


def test_a_feature_is_only_in_its_collections(ask: Ask) -> None:
    [feature] = ask("/collections/programs/items", limit=1)["features"]
    ask(f"/collections/assets/items/{feature['id']}")
    ask(f"/collections/institutions/items/{feature['id']}", 404)


def walk(client: TestClient, path: str) -> list[list[str]]:
    pages, following = [], f"/ogc{path}"
    while True:
        document = client.get(following).json()
        pages.append([each["id"] for each in document["features"]])
        assert document["numberReturned"] == len(document["features"])
        after = links(document, "next")
        if not after:
            assert len({*chain(*pages)}) == document["numberMatched"]
            return pages
        assert after[0]["type"] == "application/geo+json"
        following = after[0]["href"]


@pytest.mark.parametrize(
    "question",
    [
        "/collections/assets/items?limit=300",
        "/collections/assets/items?limit=50&state=NM&filter=kind%3D%27institution%27",
        "/collections/assets/items?limit=200&sortby=-state,%2Bname",
        "/collections/assets/items?limit=200&offset=0",
        "/collections/counties/items?limit=1000&properties=name&skipGeometry=true",
        "/collections/states/items?limit=14&properties=name&skipGeometry=true",
    ],
)
def test_next_links_reach_everything_once(client: TestClient, question: str) -> None:
    """/req/core/fc-links: no `next` on the last page, not even when it is full."""
    pages = walk(client, question)
    limit = int(parse_qs(urlsplit(question).query)["limit"][0])
    assert len(pages) > 1
    assert all(len(each) == limit for each in pages[:-1])
    assert 0 < len(pages[-1]) <= limit


def test_the_default_order_is_that_of_ids(client: TestClient) -> None:
    ids = list(chain(*walk(client, f"{ITEMS}?limit=500")))
    assert ids == sorted(ids)


def test_offset_and_cursor_are_the_same_pages(ask: Ask, client: TestClient) -> None:
    first = ask(ITEMS, limit=10)
    second = client.get(links(first, "next")[0]["href"]).json()
    assert second["features"] == ask(ITEMS, limit=10, offset=10)["features"]
    assert ask(ITEMS, offset=10**8)["features"] == []


def test_an_order_of_its_own(ask: Ask) -> None:
    found = ask(ITEMS, sortby="-state,name", limit=1000)["features"]
    keys = [each["properties"]["state"] for each in found]
    assert keys == sorted(keys, reverse=True)
    by_population = ask("/collections/places/items", sortby="-population", limit=5)["features"]
    people = [each["properties"]["population"] for each in by_population]
    assert people == sorted(people, reverse=True)
    assert people[0] > 10**6


@pytest.mark.parametrize(
    ("limit", "returned"), [(1, 1), (100, 100), (1000, 779), (1001, 779), (10**9, 779), (10**30, 779)]
)
def test_limit(ask: Ask, limit: int, returned: int) -> None:
    """/req/core/fc-limit-definition, fc-limit-response: more than the most is the most."""
    assert ask(ITEMS, limit=limit)["numberReturned"] == returned


def test_the_setting_bounds_a_page(shared_database: Database) -> None:
    settings = shared_database.settings.model_copy(update={"page_limit_max": 7, "page_limit_default": 50})
    app = create_app(settings)
    app.state.database = shared_database
    small = TestClient(app)
    for query in ("", "?limit=1000"):
        assert small.get(f"/ogc{ITEMS}{query}").json()["numberReturned"] == 7


def test_hits_only_count(ask: Ask) -> None:
    for name in ("resultType", "resulttype"):
        document = ask(ITEMS, **{name: "hits", "state": "NM"})
        assert (document["numberReturned"], document["features"]) == (0, [])
        assert document["numberMatched"] == ask(ITEMS, state="NM", limit=1)["numberMatched"] > 1


BOXES: Any = [
    ("-109.1,31.3,-103,37", 130),
    ("-109.1,31.3,0,-103,37,4000", 130),
    ("-106,-90,-105,90", None),
    ("170,-90,-170,90", 0),
    ("-105,-90,-106,90", None),
    ("-180,-90,180,90", None),
    ("-106.000000000000000018,3.5e1,-105.9,36", None),
]


@pytest.mark.parametrize(("box", "expected"), BOXES)
def test_bbox(ask: Ask, shared_database: Database, box: str, expected: int | None) -> None:
    """/req/core/fc-bbox-definition, fc-bbox-response: edges count, six numbers, across the antimeridian."""
    numbers = [float(each) for each in box.split(",")]
    half = len(numbers) // 2
    (west, south), (east, north) = numbers[:2], numbers[half : half + 2]
    across = "OR" if west > east else "AND"
    where = f"(ST_X(geom) >= {west} {across} ST_X(geom) <= {east}) AND ST_Y(geom) BETWEEN {south} AND {north}"
    matched = ask(ITEMS, bbox=box, resultType="hits")["numberMatched"]
    assert matched == count(shared_database, f"SELECT count(*) FROM asset WHERE {where}")
    assert expected is None or matched == expected


def test_bbox_of_areas(ask: Ask) -> None:
    """Boundaries meet a box; a box across the antimeridian finds Alaska and Guam, and nothing in between."""
    names = [
        each["properties"]["name"]
        for each in ask("/collections/states/items", bbox="170,-60,-170,80", properties="name")["features"]
    ]
    assert "Alaska" in names
    assert not {"Colorado", "Maine"} & set(names)
    inside = ask("/collections/counties/items", bbox="-106.7,35.0,-106.5,35.2", properties="name")["features"]
    assert [each["properties"]["name"] for each in inside] == ["Bernalillo County"]
    point = ask("/collections/counties/items", bbox="-106.6,35.1,-106.6,35.1", properties="name")["features"]
    assert [each["properties"]["name"] for each in point] == ["Bernalillo County"]
    assert ask("/collections/zips/items", bbox="-106.7,35.0,-106.5,35.2", limit=1)["numberMatched"] > 5


@pytest.mark.parametrize(
    ("time", "names"),
    [
        ("2026-06-15", {"during", "until", "from", "none"}),
        ("2026-06-30", {"during", "until", "from", "none"}),
        ("2026-07-01", {"from", "none"}),
        ("2026-05-31", {"until", "none"}),
        ("2026-06-01T00:00:00Z", {"during", "until", "from", "none"}),
        ("2026-06-30T23:59:59.5+00:00", {"during", "until", "from", "none"}),
        ("2026-01-01/2026-06-01", {"during", "until", "from", "none"}),
        ("2026-01-01/2026-05-31", {"until", "none"}),
        ("2026-06-30/..", {"during", "until", "from", "none"}),
        ("2026-07-01/", {"from", "none"}),
        ("../2026-05-31", {"until", "none"}),
        ("/2026-06-01t00:00:00z", {"during", "until", "from", "none"}),
        ("../..", {"during", "until", "from", "none"}),
    ],
)
def test_datetime(timed: Ask, time: str, names: set[str]) -> None:
    """/req/core/fc-time-definition, fc-time-response: both ends count, features without a time always match."""
    found = timed("/collections/programs/items", datetime=time, q="timeword")["features"]
    assert {each["properties"]["name"].removeprefix("Timeword ") for each in found} == names


@pytest.fixture(scope="module")
def timed(timed_client: TestClient) -> Ask:
    def get(path: str, **query: Any) -> dict[str, Any]:
        answer = timed_client.get(f"/ogc{path}", params=query)
        assert answer.status_code == 200, answer.text
        document: dict[str, Any] = answer.json()
        return document

    return get


@pytest.fixture(scope="module")
def timed_client(empty_database: Database) -> TestClient:
    """Four programs in June 2026: with both ends, with one, with none."""
    days = {
        "during": ("2026-06-01", "2026-06-30"),
        "from": ("2026-06-01", None),
        "until": (None, "2026-06-30"),
    }
    with empty_database.write("test") as session:
        for name in ("during", "from", "until", "none"):
            start, end = days.get(name, (None, None))
            session.execute(
                text(
                    "INSERT INTO asset (kind, subtype, name, state, start_date, end_date)"
                    " VALUES ('program', 'camp', :name, 'NM', :start, :end)"
                ),
                {"name": f"Timeword {name}", "start": start, "end": end},
            )
    app = create_app(empty_database.settings)
    app.state.database = empty_database
    return TestClient(app, raise_server_exceptions=False)


def test_without_areas_there_are_no_collections_of_areas(timed: Ask) -> None:
    found = {each["id"]: each for each in timed("/collections")["collections"]}
    assert list(found) == ["assets", "institutions", "programs", "opportunities"]
    assert found["programs"]["extent"]["temporal"]["interval"] == [
        ["2026-06-01T00:00:00Z", "2026-06-30T00:00:00Z"]
    ]
    assert found["opportunities"]["extent"]["temporal"]["interval"] == [[None, None]]


def test_areas_take_datetime_and_always_match(ask: Ask) -> None:
    assert ask("/collections/states/items", datetime="1900-01-01", resultType="hits")["numberMatched"] == 56


def test_shared_filters(ask: Ask) -> None:
    """The same names and meaning as /api/v1/assets."""
    for query in (
        {"state": "NM,UT"},
        {"q": "museum"},
        {"near": "87501", "within": "10mi"},
        {"area": "county:35049"},
    ):
        found = ask(ITEMS, **query, limit=1000)
        assert found["numberMatched"] == found["numberReturned"] > 0


def test_only_current_public_assets(own_database: Database, own_client: TestClient) -> None:
    with own_database.write("test") as session:
        session.execute(text("UPDATE asset SET visibility = 'internal' WHERE state = 'NM'"))
        session.execute(text("UPDATE asset SET status = 'inactive' WHERE state = 'UT'"))
    hits = {
        state: own_client.get(f"/ogc{ITEMS}?resultType=hits&{state}").json()["numberMatched"]
        for state in ("state=NM", "state=UT", "state=UT&status=inactive", "state=CO")
    }
    assert hits["state=NM"] == hits["state=UT"] == 0
    assert hits["state=UT&status=inactive"] > 0
    assert hits["state=CO"] > 0


@pytest.mark.parametrize("path", ["/collections", "/collections/programs"])
def test_pages_of_collections_write_names_as_code_and_lead_to_tiles(client: TestClient, path: str) -> None:
    page = client.get(f"/ogc{path}", headers={"Accept": "text/html"}).text
    assert "`" not in page
    assert "<code>status</code>" in page
    if path != "/collections":
        tiles = f"/ogc{path}/tiles?f=json"
        assert client.get(tiles).status_code == 200
        assert tiles in page
