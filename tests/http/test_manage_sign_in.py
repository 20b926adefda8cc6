"""Signing in with a key on a page: the cookie, who may send forms, and what a first-time operator is told."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.db.engine import Database
from app.main import create_app
from app.routers.manage_session import COOKIE, local_path
from app.routers.manage_sign_in import key_command
from app.settings import Settings, default_home
from app.stewardship.sessions import sign
from tests.conftest import client_on

PAGE = {"Accept": "text/html"}
OURS = PAGE | {"Sec-Fetch-Site": "same-origin"}
MakeKey = Callable[..., dict[str, str]]


@pytest.fixture
def key(make_key: MakeKey) -> str:
    return make_key("editor", "NM")["Authorization"].removeprefix("Bearer ")


@pytest.fixture
def browser(own_client: TestClient) -> TestClient:
    own_client.headers.update(OURS)
    own_client.follow_redirects = False
    return own_client


def sign_in(browser: TestClient, key: str, **more: str) -> object:
    return browser.post("/manage/sign-in", data={"key": key, **more})


def test_whoever_is_not_signed_in_is_led_to_the_form_and_back(browser: TestClient, key: str) -> None:
    answer = browser.get("/manage/uploads?state=NM")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/manage/sign-in?next=%2Fmanage%2Fuploads%3Fstate%3DNM"
    form = browser.get(answer.headers["location"])
    assert form.status_code == 200
    assert 'name="next" value="/manage/uploads?state=NM"' in form.text
    entered = browser.post("/manage/sign-in", data={"key": f" {key}\n", "next": "/manage/uploads?state=NM"})
    assert (entered.status_code, entered.headers["location"]) == (303, "/manage/uploads?state=NM")
    page = browser.get(entered.headers["location"])
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert "editor for New Mexico" in " ".join(page.text.split())


def test_the_cookie_is_for_these_pages_alone(browser: TestClient, key: str) -> None:
    given = browser.post("/manage/sign-in", data={"key": key}).headers["set-cookie"]
    assert "HttpOnly" in given
    assert "SameSite=strict" in given
    assert "Path=/manage" in given
    assert "Max-Age=43200" in given
    assert "Secure" not in given
    assert key not in given
    browser.base_url = "https://testserver"
    assert "Secure" in browser.post("/manage/sign-in", data={"key": key}).headers["set-cookie"]


def test_a_cookie_opens_no_api(browser: TestClient, key: str) -> None:
    sign_in(browser, key)
    token = browser.cookies[COOKIE]
    answer = browser.get("/api/v1/uploads", headers={"Cookie": f"{COOKIE}={token}"})
    assert answer.status_code == 401


@pytest.mark.parametrize("wrong", ["", "hello", "stem_" + "x" * 38])
def test_a_wrong_key_is_said_and_not_shown(browser: TestClient, wrong: str) -> None:
    answer = browser.post("/manage/sign-in", data={"key": wrong})
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    assert 'role="alert"' in answer.text
    assert not wrong or wrong not in answer.text


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("hello", "keys start with stem_"),
        ("stem_" + "x" * 35, "yours has 40 of 43 characters"),
        ("stem_" + "x" * 38, "a character is mistyped"),
    ],
)
def test_what_is_wrong_with_a_key_is_said(browser: TestClient, wrong: str, says: str) -> None:
    assert says in browser.post("/manage/sign-in", data={"key": wrong}).text.replace("<code>", "").replace(
        "</code>", ""
    )


def test_a_revoked_key_signs_out_at_once(browser: TestClient, key: str, own_database: Database) -> None:
    sign_in(browser, key)
    assert browser.get("/manage/uploads").status_code == 200
    with own_database.write("test") as session:
        session.execute(text("UPDATE api_key SET revoked_at = now()"))
    answer = browser.get("/manage/uploads")
    assert answer.status_code == 303
    assert "You are signed out" in browser.get(answer.headers["location"]).text


def test_an_old_or_forged_cookie_signs_nobody_in(
    browser: TestClient, own_database: Database, key: str
) -> None:
    old = sign("session", "1", own_database.settings, datetime.now(UTC) - timedelta(seconds=1))
    for token in (old, "1.1.9999999999.x.forged", "é"):
        answer = browser.get("/manage/uploads", headers={"Cookie": f"{COOKIE}={token}".encode()})
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/manage/sign-in")


def test_signing_out(browser: TestClient, key: str) -> None:
    sign_in(browser, key)
    answer = browser.post("/manage/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/manage/sign-in")
    assert browser.get("/manage/uploads").status_code == 303


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, 403),
        ({"Origin": "http://testserver"}, 303),
        ({"Origin": "https://testserver"}, 303),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
    ],
)
def test_forms_come_from_our_own_pages(
    own_client: TestClient, key: str, headers: dict[str, str], status: int
) -> None:
    own_client.follow_redirects = False
    for path in ("/manage/sign-in", "/manage/sign-out"):
        own_client.post("/manage/sign-in", data={"key": key}, headers=OURS)
        assert own_client.post(path, data={"key": key}, headers=PAGE | headers).status_code == status


def test_the_public_address_counts_as_our_own(own_database: Database, key: str) -> None:
    settings = own_database.settings.model_copy(update={"public_url": "https://stem.example"})
    app = create_app(settings)
    app.state.database = own_database
    client = TestClient(app, follow_redirects=False)
    answer = client.post("/manage/sign-in", data={"key": key}, headers={"Origin": "https://stem.example"})
    assert answer.status_code == 303
    assert "Secure" in answer.headers["set-cookie"]


def test_attempts_to_sign_in_have_a_limit(own_database: Database, key: str) -> None:
    settings = own_database.settings.model_copy(update={"sign_in_attempts_per_minute": 2})
    app = create_app(settings)
    app.state.database = own_database
    client = TestClient(app, follow_redirects=False, headers=OURS)
    assert [sign_in(client, "x").status_code for _ in range(2)] == [401, 401]  # type: ignore[attr-defined]
    answer = client.post("/manage/sign-in", data={"key": key})
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    assert "Too many attempts" in answer.text


def test_a_form_has_a_limit(browser: TestClient, settings: Settings) -> None:
    answer = browser.post("/manage/sign-in", data={"key": "x" * settings.form_max_bytes})
    assert answer.status_code == 413
    many = "&".join(f"a{at}=" for at in range(1001))
    answer = browser.post(
        "/manage/sign-in", content=many, headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/manage/uploads/1?x=2", "/manage/uploads/1?x=2"),
        ("https://evil.example/manage/", "/manage/uploads"),
        ("//evil.example/manage/", "/manage/uploads"),
        ("/manage//evil.example", "/manage/uploads"),
        ("/browse", "/manage/uploads"),
        ("/manage/\\evil", "/manage/uploads"),
        ("/manage/a\r\nX: y", "/manage/uploads"),
        ("", "/manage/uploads"),
    ],
)
def test_the_way_back_stays_here(text: str, expected: str) -> None:
    assert local_path(text) == expected


HERE = "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("base", "client", "more", "headers", "named"),
    [
        (HERE, "127.0.0.1", {}, {}, True),
        (HERE, "192.0.2.7", {}, {}, False),
        ("http://map.example", "127.0.0.1", {}, {}, False),
        (HERE, "127.0.0.1", {"host": "192.0.2.7"}, {}, False),
        (HERE, "127.0.0.1", {"public_url": "https://x.example"}, {}, False),
        (HERE, "127.0.0.1", {}, {"X-Forwarded-For": "192.0.2.7"}, False),
    ],
)
def test_the_data_folder_is_named_to_who_sits_at_the_machine_only(
    own_database: Database, base: str, client: str, more: dict[str, str], headers: dict[str, str], named: bool
) -> None:
    settings = own_database.settings.model_copy(update=more)
    app = client_on(Database(own_database.engine, settings)).app
    page = TestClient(app, base_url=base, client=(client, 5000)).get(
        "/manage/sign-in", headers=PAGE | headers
    )
    command = re.search(r"<pre[^>]*><code>(.*?)</code>", page.text)
    assert (str(settings.home) in page.text) is bool(command) is named
    assert ("the admin key printed at first start" in page.text) is not named
    if command:
        assert (
            command[1]
            == f"STEMMAP_HOME={settings.home} .venv/bin/stemmap key create --role editor --state CO"
        )


def test_the_usual_data_folder_needs_no_name(settings: Settings) -> None:
    assert key_command(settings.model_copy(update={"home": default_home()}), "NM").startswith(".venv/bin/")
