"""Embedded pages: who may show them, that they know no visitor, and where their links lead."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from app.db.engine import Database
from app.main import create_app
from app.routers.embed_code import loader, loader_version
from app.stewardship.partners import add_partner
from tests.conftest import client_on

PAGE = {"Accept": "text/html"}
VIEWS = (
    "/embed/browse",
    "/embed/gaps?states=WY",
    "/embed/states/WY",
    "/embed/states/VT?show=map",
    "/embed/counties/56039",
    "/embed/search",
    "/embed/nothing",
    "/embed/states/XX",
    "/embed/browse?kind=castle",
)
LINK = re.compile(r'<a\b[^>]*?\shref="([^"]*)"[^>]*>')


def ancestors(policy: str) -> str:
    rules = [rule for rule in policy.split("; ") if rule.startswith("frame-ancestors")]
    assert len(rules) == 1
    return rules[0].removeprefix("frame-ancestors ")


@pytest.fixture
def partner_client(own_database: Database) -> TestClient:
    with own_database.write("test") as session:
        domains = ["edu.wyoming.gov", "*.wyo.edu"]
        add_partner(session, own_database.settings, name="Wyoming", domains=domains, key="wde")
    return client_on(own_database)


@pytest.fixture
def asset(client: TestClient) -> str:
    return str(client.get("/api/v1/assets?state=WY&limit=1").json()["features"][0]["id"])


@pytest.mark.parametrize("path", VIEWS)
def test_an_embedded_page_knows_no_visitor(client: TestClient, path: str) -> None:
    plain = client.get(path, headers=PAGE)
    answer = client.get(
        f"{path}{'&' if '?' in path else '?'}lang=es", headers={**PAGE, "Cookie": "lang=en; a=b"}
    )
    assert "set-cookie" not in answer.headers
    assert answer.headers["content-language"] == "es"
    assert "Cookie" not in answer.headers["vary"]
    assert client.get(path, headers={**PAGE, "Cookie": "lang=es"}).text == plain.text
    assert ancestors(answer.headers["content-security-policy"]) == "*"
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "x-frame-options" not in answer.headers
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["x-robots-tag"] == "noindex"
    assert '<footer class="embedline">' in answer.text
    assert '<header class="top">' not in answer.text


@pytest.mark.parametrize(
    "path", ["/embed/states/WY", "/embed/search", "/maps/assets", "/maps/gaps?states=WY"]
)
def test_the_pages_of_a_partner_are_named(partner_client: TestClient, path: str) -> None:
    answer = partner_client.get(f"{path}{'&' if '?' in path else '?'}partner=wde", headers=PAGE)
    assert answer.status_code == 200
    assert ancestors(answer.headers["content-security-policy"]) == "'self' edu.wyoming.gov *.wyo.edu"


def test_a_page_of_our_own_stays_where_it_is(client: TestClient) -> None:
    for path in ("/browse", "/embed", "/manage/sign-in"):
        assert ancestors(client.get(path, headers=PAGE).headers["content-security-policy"]) == "'self'"


@pytest.mark.parametrize(("given", "said"), [((), "'self'"), (("wyo.edu", "*.gov"), "'self' wyo.edu *.gov")])
def test_an_operator_closes_it(shared_database: Database, given: tuple[str, ...], said: str) -> None:
    app = create_app(shared_database.settings.model_copy(update={"embed_ancestors": given}))
    app.state.database = shared_database
    answer = TestClient(app).get("/embed/search", headers=PAGE)
    assert ancestors(answer.headers["content-security-policy"]) == said


@pytest.mark.parametrize("key", ["nobody", "%00", "a%20b", "wde;script-src%20*", "x" * 300])
def test_an_unknown_partner_is_said(client: TestClient, key: str) -> None:
    answer = client.get(f"/embed/states/WY?partner={key}", headers=PAGE)
    assert answer.status_code == 404
    assert "There is no partner" in answer.text
    assert "script-src *" not in answer.headers["content-security-policy"]
    assert client.get(f"/embed/states/WY?partner={key}").json()["parameter"] == "partner"


def test_what_cannot_be_embedded_or_shown_alone(client: TestClient) -> None:
    answer = client.get("/embed/manage")
    assert (answer.status_code, answer.json()["accepted"][0]) == (404, "/embed/browse")
    answer = client.get("/embed/states/WY?show=table")
    assert (answer.status_code, answer.json()["accepted"]) == (400, ["map"])


@pytest.mark.parametrize(
    "path", ["/embed/states/WY", "/embed/counties/56039", "/embed/browse?q=camp&state=WY"]
)
def test_links_stay_in_the_frame_or_open_a_tab(partner_client: TestClient, path: str) -> None:
    more = f"{'&' if '?' in path else '?'}partner=wde&lang=es"
    page = partner_client.get(path + more, headers=PAGE).text
    links = [(tag[0], unescape(tag[1])) for tag in LINK.finditer(page)]
    inside = [href for _, href in links if href.startswith("/embed/")]
    assert len(inside) > 10
    assert all("partner=wde" in href and "lang=" in href for href in inside)
    for tag, href in links:
        if not href.startswith(("/embed/", "#", "mailto:", "tel:")) and " download" not in tag:
            assert 'target="_blank"' in tag
            assert "noopener" in tag
    assert not re.findall(r'href="/(?:browse|gaps|states/[A-Z]{2}|counties/\d+)["?][^>]*>(?!.*_blank)', page)


def test_forms_and_maps_carry_the_partner(partner_client: TestClient) -> None:
    page = partner_client.get("/embed/browse?state=WY&partner=wde&lang=es", headers=PAGE).text
    assert '<form id="filters" action="/embed/browse">' in page
    assert '<input type="hidden" name="partner" value="wde" data-frame>' in page
    assert 'data-src="/maps/assets?partner=wde"' in page
    page = partner_client.get("/embed/gaps?states=WY&partner=wde", headers=PAGE).text
    assert re.search(r'<iframe[^>]* src="/maps/gaps\?[^"]*partner=wde"', page)
    assert "allow-top-navigation" not in page
    assert "allow-popups-to-escape-sandbox" in page


def test_the_map_alone_goes_on_to_maps_and_whole_pages(client: TestClient) -> None:
    page = client.get("/embed/states/WY?show=map", headers=PAGE).text
    assert 'class="embedded only-map"' in page
    assert 'href="/embed/counties/56039?show=map"' in page
    assert not re.findall(r'href="/embed/browse\?[^"]*show=map', page)


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/embed/states/wyoming?partner=wde&lang=es", "/embed/states/WY?partner=wde&lang=es"),
        ("/embed/gaps?state=WY&partner=wde", "/embed/gaps?states=WY&partner=wde"),
        ("/embed/counties/teton-county-wy", "/embed/counties/56039"),
    ],
)
def test_where_a_page_sends_on_the_frame_goes_too(partner_client: TestClient, path: str, there: str) -> None:
    answer = partner_client.get(path, follow_redirects=False)
    assert answer.headers["location"] == there
    assert "wyo.edu" in answer.headers["content-security-policy"] or "partner" not in path


def test_an_asset_in_a_frame(client: TestClient, asset: str) -> None:
    page = client.get(f"/embed/assets/{asset}", headers=PAGE).text
    assert f'<link rel="canonical" href="http://testserver/assets/{asset}">' in page
    correct = re.search(r'<a[^>]*href="/assets/[^"]*/correct"[^>]*>', page)
    assert correct
    assert 'target="_blank"' in correct[0]


def test_the_script_is_small_and_kept(client: TestClient) -> None:
    assert len(loader()) <= 3000
    answer = client.get("/embed.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["cache-control"].startswith("public, max-age=86400")
    named = client.get(f"/embed.js?v={loader_version()}")
    assert named.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert client.get("/embed.js", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


@pytest.mark.parametrize(
    ("path", "view"),
    [
        ("/browse?q=camp&state=WY", "browse?q=camp&amp;state=WY"),
        ("/gaps?states=WY", "gaps?states=WY"),
        ("/states/WY", "states/WY"),
        ("/counties/56039", "counties/56039"),
    ],
)
def test_every_view_offers_its_code(client: TestClient, path: str, view: str) -> None:
    page = client.get(path, headers=PAGE).text
    areas = re.findall(r"<textarea[^>]*>([^<]*)</textarea>", page)
    script, frame = map(unescape, areas)
    assert script.startswith(f'<script src="http://testserver/embed.js" data-view="{view}" data-title="')
    assert f'src="http://testserver/embed/{view}"' in frame
    assert re.search(r' title="[^"]+"', frame)
    assert "<textarea" not in client.get(f"/embed{path}", headers=PAGE).text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", 'data-view="states/WY" data-show="map"'),
        ("view=counties&place=Teton+County,+WY&language=es", 'data-view="counties/56039" data-lang="es"'),
        ("view=gaps&place=wy&height=500", 'data-view="gaps?states=WY"'),
        ("view=browse", 'data-view="browse"'),
        ("view=search", 'height="190"'),
        ("view=states&place=WY&height=500", 'data-height="500"'),
    ],
)
def test_the_form_writes_the_code(client: TestClient, query: str, said: str) -> None:
    answer = client.get(f"/embed?{query}", headers=PAGE)
    assert answer.status_code == 200
    assert said in unescape(answer.text)
    example = re.search(r'<iframe class="example" src="([^"]*)"', answer.text)
    assert example
    assert client.get(unescape(example[1]), headers=PAGE).status_code == 200


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ("view=states&place=Narnia", "place", "is not a state: write WY or Wyoming"),
        ("view=counties&place=Teton", "place", "choose one"),
        ("view=castle", "view", "cannot be embedded"),
        ("place=WY&height=9", "height", "A height is 120 to 4000 pixels"),
        ("place=WY&partner=nobody", "partner", "There is no partner"),
        ("view=assets&place=x", "", "copy the address of the page once more"),
    ],
)
def test_a_wrong_field_is_said_beside_the_form(client: TestClient, query: str, field: str, said: str) -> None:
    page = client.get(f"/embed?{query}", headers=PAGE).text
    assert said in page
    if field:
        assert re.search(rf'name="{field}"[^>]* class="wrong" aria-invalid="true"', page)


def test_a_name_cannot_leave_the_snippet(own_client: TestClient, own_database: Database, asset: str) -> None:
    with own_database.write("test") as session:
        session.connection().exec_driver_sql(
            "UPDATE asset SET name = %s WHERE id = %s", ("Bob's \"><script>x</script>", asset)
        )
    page = own_client.get(f"/assets/{asset}", headers=PAGE).text
    script = unescape(re.findall(r"<textarea[^>]*>([^<]*)</textarea>", page)[0])
    assert 'data-title="Bob&#39;s &#34;&gt;&lt;script&gt;x&lt;/script&gt;"' in script
    assert "<script>x" not in own_client.get(f"/embed/assets/{asset}", headers=PAGE).text
