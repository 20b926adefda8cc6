"""`/manage/partners`: admins alone, from our own pages alone; what they do is in the history and in frames at once."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

PAGE = {"Accept": "text/html"}
OURS = PAGE | {"Sec-Fetch-Site": "same-origin"}
WYOMING = {"name": "Wyoming Department of Education", "key": "wde", "domains": "EDU.wyoming.gov, *.wyo.edu"}
MakeKey = Callable[..., dict[str, str]]


@pytest.fixture
def site(own_client: TestClient) -> TestClient:
    own_client.headers.update(OURS)
    own_client.follow_redirects = False
    return own_client


def sign_in(site: TestClient, key: dict[str, str]) -> None:
    site.post("/manage/sign-in", data={"key": key["Authorization"].removeprefix("Bearer ")})


def ancestors(site: TestClient, key: str) -> str:
    found = site.get("/embed/search", params={"partner": key})
    return found.headers["content-security-policy"].rpartition("frame-ancestors ")[2]


def test_a_partner_comes_changes_and_goes(site: TestClient, make_key: MakeKey) -> None:
    sign_in(site, make_key("admin"))
    assert "There are none yet." in site.get("/manage/partners").text
    added = site.post("/manage/partners", data=WYOMING)
    assert (added.status_code, added.headers["location"]) == (303, "/manage/partners?done=wde")
    page = site.get(added.headers["location"])
    assert "edu.wyoming.gov\n*.wyo.edu</textarea>" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert ancestors(site, "wde") == "'self' edu.wyoming.gov *.wyo.edu"
    changed = site.post("/manage/partners/wde/domains", data={"domains": "new.wyo.edu\r\n"})
    assert changed.status_code == 303
    assert ancestors(site, "wde") == "'self' new.wyo.edu"
    assert site.post("/manage/partners/wde/remove").status_code == 303
    assert site.get("/embed/search", params={"partner": "wde"}).status_code == 404
    history = site.get("/manage/partners").text
    said = [history.index(f"wde {what}") for what in ("removed", "changed", "added")]
    assert said == sorted(said)
    assert "the key “" in history
    assert site.get("/manage/partners/wde/remove").headers["location"] == "/manage/partners"


@pytest.mark.parametrize(
    ("path", "form", "status", "why"),
    [
        (
            "",
            WYOMING | {"name": "Other", "key": "other", "domains": "https://wyo.edu"},
            400,
            "`https://wyo.edu` is no domain",
        ),
        (
            "",
            WYOMING | {"name": "Other", "key": "other", "domains": " "},
            400,
            "A partner has one to 20 domains",
        ),
        ("", WYOMING | {"key": "W D E"}, 400, "A key has small letters"),
        ("", WYOMING | {"name": ""}, 400, "A partner has a name"),
        ("", WYOMING, 409, "There is a partner wde"),
        ("/wde/domains", {"domains": "wyo.edu/maps"}, 400, "`wyo.edu/maps` is no domain"),
        ("/nobody/domains", {"domains": "wyo.edu"}, 404, "There is no partner `nobody`"),
        ("/nobody/remove", {}, 404, "There is no partner `nobody`"),
    ],
)
def test_what_cannot_be_is_said_beside_the_form(
    site: TestClient, make_key: MakeKey, path: str, form: dict[str, str], status: int, why: str
) -> None:
    sign_in(site, make_key("admin"))
    site.post("/manage/partners", data=WYOMING)
    answer = site.post(f"/manage/partners{path}", data=form)
    assert answer.status_code == status
    assert why in answer.text.replace("<code>", "`").replace("</code>", "`")
    assert ancestors(site, "wde") == "'self' edu.wyoming.gov *.wyo.edu"


def test_admins_alone_and_from_our_pages_alone(site: TestClient, make_key: MakeKey) -> None:
    assert site.get("/manage/partners").headers["location"].startswith("/manage/sign-in")
    sign_in(site, make_key("editor", "NM"))
    assert site.get("/manage/partners").status_code == 403
    assert site.post("/manage/partners", data=WYOMING).status_code == 403
    assert "/manage/partners" not in site.get("/manage/uploads").text
    sign_in(site, make_key("admin"))
    assert 'href="/manage/partners"' in site.get("/manage/uploads").text
    foreign = site.post("/manage/partners", data=WYOMING, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    assert "There are none yet." in site.get("/manage/partners").text


def test_the_page_for_embedders_says_how_to_become_one(site: TestClient) -> None:
    html = site.get("/embed").text
    assert "Becoming a partner" in html
    assert "Ask STEM asset map for one: say what your organization is called" in html
    assert "mailto:" not in html, "the contact is the placeholder"
    assert "You need no key" in html
