"""Every route of an upload asks the same questions first: who calls, what is asked for, whose upload it is."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings

URL = "/api/v1/uploads"
PAGE = "/manage/uploads"
OURS = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
FILE = b"id,name,type\n1,A,library\n"
MakeKey = Callable[..., dict[str, str]]
ROUTES = sorted(
    (method.upper(), path)
    for path, methods in create_app(Settings(database_url="postgresql://nowhere/")).openapi()["paths"].items()
    for method in methods
    if path.startswith(URL + "/{upload_id}")
)
SIDES = (
    "", "/undo", "/progress", "/columns", "/changes", "/places", "/findings", "/findings.csv", "/findings.xlsx", "/map",
    "/duplicates",
)  # fmt: skip
WITH_FIELDS = ("/columns", "/values", "/publish", "/duplicates/1")
FORMS = (*WITH_FIELDS, "/undo")


def path_of(path: str, upload: str) -> str:
    return path.format(upload_id=upload, number=1)


@pytest.fixture
def upload(own_client: TestClient, make_key: MakeKey) -> str:
    """An upload of New Mexico."""
    nm = make_key("editor", "NM") | {"Content-Type": "text/csv"}
    return str(own_client.post(URL, params={"state": "NM"}, content=FILE, headers=nm).json()["id"])


def test_there_are_routes() -> None:
    assert len(ROUTES) == 12


def test_the_questions_of_the_api_come_in_order(
    own_client: TestClient, make_key: MakeKey, upload: str
) -> None:
    utah, new_mexico = make_key("editor", "UT"), make_key("editor", "NM")
    for method, path in ROUTES:
        asked = own_client.request(method, path_of(path, upload) + "?wrong=1")
        assert asked.status_code == 401, path
        for key, which in ((utah, upload), (new_mexico, upload), (new_mexico, str(uuid4()))):
            asked = own_client.request(method, path_of(path, which) + "?wrong=1", headers=key)
            assert (asked.status_code, asked.json()["parameter"]) == (400, "wrong"), path
        for key, which in ((utah, upload), (new_mexico, str(uuid4())), (new_mexico, "nonsense")):
            asked = own_client.request(method, path_of(path, which), headers=key)
            assert (asked.status_code, asked.json()["code"]) == (404, "not-found"), path


def test_a_reader_of_the_api_changes_nothing(own_client: TestClient, make_key: MakeKey, upload: str) -> None:
    reader = make_key("reader", "NM")
    for method, path in ROUTES:
        status = own_client.request(method, path_of(path, upload), headers=reader).status_code
        assert status == (200 if method == "GET" else 403), path


def enter(browser: TestClient, key: dict[str, str]) -> None:
    browser.cookies.clear()
    given = {"key": key["Authorization"].removeprefix("Bearer ")}
    assert browser.post("/manage/sign-in", data=given).status_code == 303


def test_the_questions_of_the_pages_come_in_order(
    own_client: TestClient, make_key: MakeKey, upload: str
) -> None:
    own_client.headers.update(OURS)
    own_client.follow_redirects = False
    calls = [("GET", side) for side in SIDES] + [("POST", side) for side in FORMS]
    for method, side in calls:
        asked = own_client.request(method, f"{PAGE}/{upload}{side}")
        assert (asked.status_code, asked.headers["location"][:15]) == (303, "/manage/sign-in"), side
    enter(own_client, make_key("editor", "UT"))
    for method, side in calls:
        assert own_client.request(method, f"{PAGE}/{upload}{side}").status_code == 404, side
        assert own_client.request(method, f"{PAGE}/nonsense{side}").status_code == 404, side
    enter(own_client, make_key("reader", "NM"))
    for method, side in calls:
        status = own_client.request(method, f"{PAGE}/{upload}{side}").status_code
        assert status == (200 if method == "GET" else 403), side
    for side in FORMS:
        foreign = own_client.post(f"{PAGE}/{upload}{side}", headers={"Sec-Fetch-Site": "cross-site"})
        assert (foreign.status_code, "page of this service" in foreign.text) == (403, True), side


def test_a_form_that_is_too_large_is_refused(
    own_client: TestClient, make_key: MakeKey, upload: str, settings: Settings
) -> None:
    own_client.headers.update(OURS)
    own_client.follow_redirects = False
    enter(own_client, make_key("editor", "NM"))
    form = {"x": "y" * (settings.form_max_bytes + 1)}
    for side in WITH_FIELDS:
        assert own_client.post(f"{PAGE}/{upload}{side}", data=form).status_code == 413, side
