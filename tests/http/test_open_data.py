"""`/data.json`, sitemaps, robots, favicon, and linked data of asset pages."""

import html
import json
import re
from collections.abc import Callable

import pytest
from defusedxml import ElementTree
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.db.engine import Database
from app.main import create_app

ROOT = "https://stem.example"
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HOSTILE = "</script><script>alert(1)</script><!-- \u2028 & \\u003c ]]>"


@pytest.fixture
def public(shared_database: Database) -> Callable[..., TestClient]:
    """A client of the seeded service as the world reaches it, with other settings."""

    def make(**settings: object) -> TestClient:
        changed = shared_database.settings.model_copy(update={"public_url": ROOT + "/"} | settings)
        app = create_app(changed)
        app.state.database = Database(shared_database.engine, changed)
        return TestClient(app, raise_server_exceptions=False)

    return make


def locations(client: TestClient, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/xml")
    return [each.text or "" for each in ElementTree.fromstring(answer.content).iter(f"{MAP}loc")]


def test_every_link_of_the_catalog_answers(public: Callable[..., TestClient]) -> None:
    client = public(publisher_name="The Office", contact_email="data@stem.example")
    body = client.get("/data.json").json()
    assert len(body["dataset"]) == 7
    first = body["dataset"][0]
    assert first["publisher"]["name"] == "The Office"
    assert first["contactPoint"]["hasEmail"] == "mailto:data@stem.example"
    for dataset in (first, body["dataset"][-1]):
        ways = [
            (way.get("accessURL") or way["downloadURL"], way["mediaType"]) for way in dataset["distribution"]
        ]
        beside = [(dataset["landingPage"], "text/html"), (dataset["describedBy"], dataset["describedByType"])]
        for link, media_type in [*beside, *ways]:
            assert link.startswith(ROOT)
            answer = client.get(link.removeprefix(ROOT), headers={"Accept": media_type})
            assert (answer.status_code, link) == (200, link)
            assert answer.headers["content-type"].partition(";")[0] == media_type


def test_the_sitemap_has_every_asset_once(public: Callable[..., TestClient]) -> None:
    client = public(sitemap_urls_max=300)
    parts = locations(client, "/sitemap.xml")
    assert len(parts) == 4
    assert parts[0] == f"{ROOT}/sitemaps/pages.xml"
    assert locations(client, "/sitemaps/pages.xml")[0] == f"{ROOT}/"
    pages = [locations(client, part.removeprefix(ROOT)) for part in parts[1:]]
    assert [len(part) for part in pages] == [300, 300, 179]
    every = [page for part in pages for page in part]
    assert len(set(every)) == 779
    assert client.get(every[0].removeprefix(ROOT)).status_code == 200
    for missing in ("assets-4.xml", "assets-0.xml", "assets-x.xml", "other.xml"):
        assert client.get(f"/sitemaps/{missing}").status_code == 404


def test_an_unchanged_catalog_or_sitemap_costs_nothing(client: TestClient) -> None:
    for path in ("/data.json", "/sitemap.xml", "/sitemaps/assets-1.xml"):
        tag = client.get(path).headers["etag"]
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/data.json?colour=red").status_code == 400


def test_robots_and_favicon(public: Callable[..., TestClient]) -> None:
    client = public()
    said = client.get("/robots.txt").text
    assert f"Sitemap: {ROOT}/sitemap.xml" in said
    assert "Disallow: /manage" in said
    icon = client.get("/favicon.ico")
    assert icon.headers["content-type"] == "image/x-icon"
    assert icon.content[:4] == b"\0\0\1\0"


def test_linked_data_of_a_page_is_its_own_document(client: TestClient) -> None:
    found = client.get("/api/v1/assets?kind=program&state=NM&limit=1").json()["features"][0]
    path = f"/assets/{found['id']}"
    alone = client.get(f"{path}.jsonld")
    assert alone.headers["content-type"] == "application/ld+json"
    (block,) = BLOCK.findall(client.get(path).text)
    assert json.loads(block) == alone.json()
    assert alone.json()["name"] == found["properties"]["name"]
    tag = {"If-None-Match": alone.headers["etag"]}
    assert client.get(f"{path}.jsonld", headers=tag).status_code == 304
    assert client.get("/assets/nonsense.jsonld").status_code == 404


def test_nobodys_text_ends_the_data_block(own_client: TestClient, own_database: Database) -> None:
    with own_database.write("test") as session:
        asset_id = session.scalar(
            text("UPDATE asset SET name = :hostile WHERE id = (SELECT id FROM asset LIMIT 1) RETURNING id"),
            {"hostile": HOSTILE},
        )
    page = own_client.get(f"/assets/{asset_id}").text
    (block,) = BLOCK.findall(page)
    assert not set(block) & set("<>&\u2028")
    assert json.loads(block)["name"] == HOSTILE
    assert html.escape(HOSTILE)[:20] in page
    assert page.count("<script>alert") == 0


@pytest.mark.parametrize("path", ["/about", "/accessibility", "/embed"])
def test_an_address_that_nobody_reads_is_not_shown(public: Callable[..., TestClient], path: str) -> None:
    for nobody in ("stem-asset-map@example.org", "data@stem.example"):
        page = public(contact_email=nobody).get(path, headers={"Accept": "text/html"})
        assert page.status_code == 200
        assert "mailto:" not in page.text
        assert nobody not in page.text
    assert "mailto:stem@edu.wyoming.gov" in public(contact_email="stem@edu.wyoming.gov").get(path).text
