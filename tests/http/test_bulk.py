"""The contract of `/api/v1/assets.csv` and its sisters: names, validators, what goes beside, refusals."""

import csv
import io
import re
from email.utils import parsedate_to_datetime

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.catalog.bulk.fields import FIELDS, POINT
from app.catalog.bulk.formats import FORMATS
from app.db.engine import Database

ASSETS = "/api/v1/assets"
ENDINGS = list(FORMATS)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_says_what_it_is(client: TestClient, ending: str) -> None:
    answer = client.get(f"{ASSETS}.{ending}?state=WY")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].partition(";")[0] == FORMATS[ending].media_type
    name = re.fullmatch(r'attachment; filename="(.+)"', answer.headers["content-disposition"])
    assert name
    assert re.fullmatch(rf"stemmap-wy-\d{{4}}-\d\d-\d\d-v[1-9]\d*\.{ending}", name[1])
    assert answer.headers["cache-control"].startswith("public")
    assert parsedate_to_datetime(answer.headers["last-modified"])
    links = answer.headers["link"]
    assert "/api/v1/assets.dictionary.csv>" in links
    assert '<https://creativecommons.org/licenses/by/4.0/>; rel="license"' in links
    assert "/api/v1/assets.about.json?state=WY>" in links


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_known_is_not_sent_again(client: TestClient, ending: str) -> None:
    path = f"{ASSETS}.{ending}?state=WY"
    etag = client.get(path).headers["etag"]
    again = client.get(path, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert client.get(f"{path}&kind=program", headers={"If-None-Match": etag}).status_code == 200


def test_a_change_gives_another_etag_and_name(own_client: TestClient, own_database: Database) -> None:
    path = f"{ASSETS}.csv?state=WY"
    before = own_client.get(path).headers
    with own_database.write("test") as session:
        session.execute(text("UPDATE asset SET phone = '1' WHERE state = 'WY'"))
    after = own_client.get(path, headers={"If-None-Match": before["etag"]})
    assert after.status_code == 200
    assert after.headers["content-disposition"] != before["content-disposition"]


def test_head_says_the_same_and_makes_nothing(client: TestClient) -> None:
    path = f"{ASSETS}.gpkg?state=WY"
    head, got = client.head(path), client.get(path)
    assert (head.status_code, head.content) == (200, b"")
    assert "content-length" not in head.headers
    for name in ("etag", "content-disposition", "content-type", "link", "last-modified"):
        assert head.headers[name] == got.headers[name]


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("", "all"),
        ("state=NM", "nm"),
        ("state=NM,UT", "nm-ut"),
        ("state=NM,UT,WY,CO", "4-states"),
        ("state=NM&kind=program", "nm-selection"),
        ("q=robot", "all-selection"),
        ("filter=seats%20%3E%2020", "all-selection"),
    ],
)
def test_the_name_says_which_assets(client: TestClient, query: str, place: str) -> None:
    said = client.head(f"{ASSETS}.csv?{query}").headers["content-disposition"]
    assert re.search(rf'"stemmap-{place}-\d{{4}}-', said), said


def test_about_is_what_the_files_say(client: TestClient) -> None:
    about = client.get(f"{ASSETS}.about.json?state=WY&kind=program").json()
    geojson = client.get(f"{ASSETS}.geojson?state=WY&kind=program").json()
    assert about["title"] == geojson["title"] == "STEM assets of Wyoming (a selection)"
    assert about["license"] == geojson["license"]
    assert re.search(
        r"data version \d+ \[data set\]\. Licence CC-BY-4\.0\. Retrieved \d{4}-", about["citation"]
    )
    assert about["source"] == "http://testserver/api/v1/assets?state=WY&kind=program"
    assert list(geojson)[-1] == "features"


def test_the_dictionary_has_every_field(client: TestClient) -> None:
    answer = client.get(f"{ASSETS}.dictionary.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["field"] for row in rows] == [field.name for field in (*FIELDS, *POINT)]
    assert all(row["type"] and row["meaning"] for row in rows)
    assert client.get(f"{ASSETS}.dictionary.csv?x=1").status_code == 400


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("colour=red", "colour"),
        ("state=Narnia", "state"),
        ("limit=5", "limit"),
        ("near=Xyzzyville", "near"),
        ("filter=nobody%20%3D%201", "filter"),
        ("filter=name%20%3D%20'a'&filter-lang=sql", "filter-lang"),
        ("filter=1%3D1%3B%20DROP%20TABLE%20asset", "filter"),
    ],
)
@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
def test_bad_questions_are_refused_before_anything_is_sent(
    client: TestClient, ending: str, query: str, parameter: str
) -> None:
    answer = client.get(f"{ASSETS}.{ending}?{query}")
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["parameter"] == parameter


def test_compressed_where_it_gains(client: TestClient) -> None:
    for ending, encoding in (("csv", "gzip"), ("geojson", "gzip"), ("parquet", None), ("xlsx", None)):
        answer = client.get(f"{ASSETS}.{ending}?state=NM", headers={"Accept-Encoding": "gzip"})
        assert answer.headers.get("content-encoding") == encoding


def test_the_description_for_programs_has_every_format(client: TestClient) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    for ending in ENDINGS:
        said = paths[f"{ASSETS}.{ending}"]["get"]
        assert {"state", "near", "filter"} <= {each["name"] for each in said["parameters"]}
        assert FORMATS[ending].media_type in said["responses"]["200"]["content"]
