"""OGC API – Features part 3: queryables, filters, queryables as parameters; by requirement of the abstract tests."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.catalog.collections import COLLECTIONS
from app.db.engine import Database
from app.vocabulary.assets import AGING_DAYS, DISCIPLINES, FRESH_DAYS, FRESHNESS, KINDS

Ask = Callable[..., dict[str, Any]]
ITEMS = "/collections/assets/items"
REL = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
LOADED = ["assets", "institutions", "programs", "opportunities", "states", "counties", "zips", "places"]


def hits(ask: Ask, path: str = ITEMS, **query: Any) -> int:
    return int(ask(path, resultType="hits", **query)["numberMatched"])


@pytest.mark.parametrize("name", LOADED)
def test_queryables(ask: Ask, client: TestClient, name: str) -> None:
    """/req/queryables/get-queryables-op, get-queryables-response, queryables-link"""
    path = f"/collections/{name}/queryables"
    answer = client.get(f"/ogc{path}")
    assert answer.headers["content-type"] == "application/schema+json"
    schema = answer.json()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"http://testserver/ogc{path}"
    assert schema["type"] == "object"
    assert schema["additionalProperties"] is False
    assert set(schema["properties"]) == set(COLLECTIONS[name].queryables)
    assert schema["properties"]["geometry"]["x-ogc-role"] == "primary-geometry"
    for about in (ask(f"/collections/{name}"), ask(f"/collections/{name}/items", limit=1)):
        [link] = [each for each in about["links"] if each["rel"] == REL]
        assert link["href"] == schema["$id"]
    header = client.get(f"/ogc/collections/{name}/items?limit=1").headers["link"]
    assert header == f'<{schema["$id"]}>; rel="{REL}"; type="application/schema+json"'


def test_queryables_carry_their_vocabularies(ask: Ask) -> None:
    properties = ask("/collections/assets/queryables")["properties"]
    assert properties["kind"]["enum"] == list(KINDS)
    assert properties["disciplines"]["items"]["enum"] == list(DISCIPLINES)
    assert properties["disciplines"]["items"]["x-enum-titles"]["robotics"] == DISCIPLINES.label("robotics")
    assert properties["start_date"] == {"title": "Start date", "type": "string", "format": "date"}
    assert properties["seats"]["type"] == "integer"
    assert properties["open_to_all"]["type"] == "boolean"
    assert properties["parent_id"]["format"] == "uuid"


@pytest.mark.parametrize("name", ["assets", "counties"])
def test_all_queryables_can_be_filtered_by(ask: Ask, name: str) -> None:
    """/req/queryables/expression-construction, /req/filter/expression-construction"""
    path = f"/collections/{name}/items"
    total = hits(ask, path)
    for queryable in COLLECTIONS[name].queryables:
        missing = hits(ask, path, filter=f"{queryable} IS NULL")
        assert missing + hits(ask, path, filter=f"{queryable} IS NOT NULL") == total


@pytest.mark.parametrize("name", ["assets", "places"])
def test_every_simple_queryable_is_a_parameter(ask: Ask, name: str) -> None:
    """/req/queryables-query-parameters/parameters: the value of a feature finds it, and only its like."""
    path = f"/collections/{name}/items"
    features = ask(path, limit=1000 if name == "assets" else 50)["features"]
    tried = 0
    for queryable in COLLECTIONS[name].comparable:
        held = [
            each for each in features if queryable == "id" or each["properties"].get(queryable) is not None
        ]
        if not held or queryable == "status":
            continue
        feature = held[-1]
        value = feature["id"] if queryable == "id" else feature["properties"][queryable]
        written = json.dumps(value) if isinstance(value, bool) else str(value)
        found = ask(path, **{queryable: written}, limit=1000)["features"]
        assert feature["id"] in {each["id"] for each in found}
        assert all(queryable == "id" or each["properties"][queryable] == value for each in found)
        tried += 1
    assert tried >= 8


FILTERS: Any = [
    ("state='NM'", "state = 'NM'"),
    ("state IN ('NM','UT') AND kind <> 'program'", "state IN ('NM', 'UT') AND kind <> 'program'"),
    ("NOT (state = 'NM' OR city LIKE 'San%')", "NOT (state = 'NM' OR city LIKE 'San%')"),
    ("CASEI(name) LIKE CASEI('%MUSEUM%')", "name ILIKE '%museum%'"),
    ("A_CONTAINS(disciplines,('robotics','engineering'))", "disciplines @> '{robotics,engineering}'"),
    ("A_OVERLAPS(grades,('7'))", "grades && '{7}'"),
    ("S_INTERSECTS(geometry,BBOX(-109.1,31.3,-103,37))", "ST_X(geom) BETWEEN -109.1 AND -103 AND ST_Y(geom) < 37"),
    ("S_WITHIN(geometry,POLYGON((-109 31,-103 31,-103 37,-109 37,-109 31)))",
     "ST_Within(geom, ST_MakeEnvelope(-109,31,-103,37,4326))"),
    ("description LIKE '%100\\%%'", "description LIKE '%100\\%%'"),
    ("name = 'O''Brien; DROP TABLE asset'", "FALSE"),
]  # fmt: skip


@pytest.mark.parametrize(("filter_text", "where"), FILTERS)
def test_filters(ask: Ask, shared_database: Database, filter_text: str, where: str) -> None:
    """/req/features-filter/filter-param, /req/filter/filter-param, /req/filter/response"""
    with shared_database.engine.connect() as connection:
        expected = connection.scalar(text(f"SELECT count(*) FROM asset WHERE {where.replace(':', '')}"))
    assert hits(ask, filter=filter_text) == expected
    assert hits(ask, filter=filter_text, **{"filter-lang": "cql2-text"}) == expected


@pytest.fixture
def verified(own_database: Database) -> Database:
    """The seed with entries of New Mexico of every freshness; today is the clock's."""
    ages = {"fresh": FRESH_DAYS - 1, "aging": FRESH_DAYS + 1, "stale": AGING_DAYS + 1}
    with own_database.write("test") as session:
        for place, days in enumerate(ages.values()):
            session.execute(
                text(
                    "UPDATE asset SET verified_at = now() - make_interval(days => :days) WHERE id IN (SELECT id FROM"
                    " asset WHERE state = 'NM' ORDER BY id LIMIT 2 OFFSET :place)"
                ),
                {"days": days, "place": 2 * place},
            )
    return own_database


def test_freshness_is_filtered_by_the_same_rule_everywhere(
    verified: Database, own_client: TestClient
) -> None:
    def found(path: str, **query: Any) -> set[str]:
        answer = own_client.get(path, params=query | {"state": "NM"})
        assert answer.status_code == 200, answer.text
        return {each["id"] for each in answer.json()["features"]}

    items = "/ogc/collections/assets/items"
    for slug in FRESHNESS:
        shared = found(items, freshness=slug, limit=1000)
        assert shared
        assert found(items, filter=f"freshness = '{slug}'", limit=1000) == shared
        assert found("/api/v1/assets.geojson", filter=f"freshness = '{slug}'") == shared
    verified_ever = found(items, limit=1000) - found(items, freshness="unverified", limit=1000)
    assert len(verified_ever) == 6
    both = "NOT (freshness IN ('unverified')) AND seats IS NULL AND freshness <> 'never'"
    assert found(items, filter=both, limit=1000) == verified_ever
    assert found(items, filter="freshness = 'fresh'", freshness="stale") == set()


def test_freshness_is_no_second_parameter_and_no_order(ask: Ask, client: TestClient) -> None:
    properties = ask("/collections/assets/queryables")["properties"]
    assert properties["freshness"]["enum"] == list(FRESHNESS)
    api = client.get("/ogc/api").json()
    names = [
        each["name"]
        for each in api["paths"]["/collections/assets/items"]["get"]["parameters"]
        if "name" in each
    ]
    assert names.count("freshness") <= 1
    assert len(names) == len(set(names))
    assert ask(ITEMS, status=400, sortby="freshness")["parameter"] == "sortby"


def test_the_language_json(ask: Ask) -> None:
    """/req/filter/filter-lang-param"""
    tree = {
        "op": "and",
        "args": [
            {"op": "=", "args": [{"property": "state"}, "NM"]},
            {"op": "s_intersects", "args": [{"property": "geometry"}, {"bbox": [-109, 31, -105, 37]}]},
        ],
    }
    found = hits(ask, filter=json.dumps(tree), **{"filter-lang": "cql2-json"})
    assert found == hits(ask, state="NM", bbox="-109,31,-105,37") > 10
    assert ask(ITEMS, 400, filter=json.dumps(tree), **{"filter-lang": "xml"})["parameter"] == "filter-lang"


def test_everything_narrows(ask: Ask) -> None:
    """/req/filter/mixing-expressions: filter, box, shared filters and parameters all hold."""
    parts: list[dict[str, Any]] = [
        {"filter": "kind = 'institution'"}, {"bbox": "-107.5,31,-104,37"}, {"state": "NM"}, {"city": "Albuquerque"}
    ]  # fmt: skip
    alone = [{each["id"] for each in ask(ITEMS, **part, limit=1000)["features"]} for part in parts]
    together = {key: value for part in parts for key, value in part.items()}
    found = {each["id"] for each in ask(ITEMS, **together, limit=1000)["features"]}
    assert found == set.intersection(*alone)
    assert found


@pytest.mark.parametrize(
    "filter_text",
    [
        "colour = 'red'",
        "search = 'x'",
        "visibility = 'internal'",
        "extra IS NULL",
        "asset.name = 'x'",
        "1=1; DROP TABLE asset",
        "name = 'x' UNION SELECT 1",
        "pg_sleep(10) = 1",
        "name = '\x00'",
        "state = ",
        "",
        "seats = 'many'",
        "S_INTERSECTS(geometry,BBOX(NaN,1,2,3))",
        "((((((((((((((((((((((((((((((((((((((((state='NM'))))))))))))))))))))))))))))))))))))))))",
    ],
)
def test_filters_that_are_refused(ask: Ask, filter_text: str) -> None:
    """/req/filter/expression-construction: 400, with the parameter at fault."""
    assert ask(ITEMS, 400, filter=filter_text)["parameter"] == "filter"


def test_selected_properties(ask: Ask) -> None:
    [feature] = ask(ITEMS, properties="name, freshness,stops", limit=1)["features"]
    assert list(feature["properties"]) == ["name", "stops", "freshness"]
    assert ask(ITEMS, 400, properties="name,extra")["parameter"] == "properties"
    assert ask(ITEMS, properties="", limit=1)["features"][0]["properties"] == {}
    [bare] = ask(ITEMS, skipGeometry="true", limit=1)["features"]
    assert bare["geometry"] is None
    assert len(bare["properties"]) > 50
    one = ask(f"{ITEMS}/{bare['id']}", properties="name", skipGeometry="true")
    assert (list(one["properties"]), one["geometry"]) == (["name"], None)


def test_built_features_are_the_stored_ones(ask: Ask) -> None:
    """What columns give when something else is asked for is what is stored."""
    names = ",".join(each.name for each in COLLECTIONS["assets"].properties)
    assert ask(ITEMS, limit=1000, properties=names)["features"] == ask(ITEMS, limit=1000)["features"]


def test_empty_lists_are_found_as_the_queryables_say(ask: Ask, client: TestClient) -> None:
    schema = client.get("/ogc/collections/assets/queryables").json()["properties"]["languages"]
    assert schema["description"] == "A list, never NULL: a_equals(languages, ()) finds the empty ones."
    everything = hits(ask)
    empty, filled = hits(ask, filter="a_equals(seasons, ())"), hits(ask, filter="NOT a_equals(seasons, ())")
    assert empty > 0
    assert filled > 0
    assert empty + filled == everything
    assert hits(ask, filter="seasons IS NULL") == 0
