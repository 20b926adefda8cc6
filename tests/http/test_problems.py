"""Every failure is a problem document for programs and a page for people, and carries the headers of all answers."""

import logging

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import text

from app.db.engine import Database
from app.errors import ForbiddenError
from app.main import create_app
from app.settings import Settings

CAUSE = "the vault code is 4711"
PAGE = {"Accept": "text/html,application/xhtml+xml"}


def service(database: Database, settings: Settings) -> FastAPI:
    """The service with routes that fail in known ways."""
    app = create_app(settings)
    app.state.database = database
    static = app.router.routes.pop()

    @app.get("/fails")
    @app.get("/api/v1/fails")
    def fails() -> None:
        raise RuntimeError(CAUSE)

    @app.get("/slow")
    def slow() -> None:
        with database.read(0.05) as session:
            session.execute(text("SELECT pg_sleep(10)"))

    @app.get("/closed")
    def closed() -> None:
        raise ForbiddenError("No <b>way</b>.", parameter="color", accepted=["<i>red</i>"])

    @app.get("/number")
    def number(size: int) -> int:
        return size

    app.router.routes.append(static)
    return app


@pytest.fixture(scope="module")
def failing(shared_database: Database, settings: Settings) -> TestClient:
    return TestClient(service(shared_database, settings), raise_server_exceptions=False)


def problem(answer: Response, status: int, code: str) -> dict[str, object]:
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    body: dict[str, object] = answer.json()
    assert (body["status"], body["code"], body["type"]) == (status, code, f"urn:stemmap:error:{code}")
    return body


def test_nothing_there_for_a_program(failing: TestClient) -> None:
    assert problem(failing.get("/api/v1/nothing"), 404, "not-found")["instance"] == "/api/v1/nothing"
    problem(failing.get("/nothing"), 404, "not-found")


def test_nothing_there_for_a_person(failing: TestClient) -> None:
    answer = failing.get("/nothing", headers=PAGE)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "<h1>Not found</h1>" in answer.text


def test_the_api_speaks_json_even_to_a_browser(failing: TestClient) -> None:
    problem(failing.get("/api/v1/nothing", headers=PAGE), 404, "not-found")


def test_a_page_of_an_error_is_escaped(failing: TestClient) -> None:
    answer = failing.get("/closed", headers=PAGE)
    assert answer.status_code == 403
    assert "No &lt;b&gt;way&lt;/b&gt;." in answer.text
    assert "<i>red" not in answer.text


def test_another_method(failing: TestClient) -> None:
    answer = failing.post("/healthz")
    problem(answer, 405, "method-not-allowed")
    assert answer.headers["allow"] == "GET"


def test_a_parameter_the_framework_refuses(failing: TestClient) -> None:
    assert problem(failing.get("/number?size=big"), 400, "bad-parameter")["parameter"] == "size"


def test_a_query_string_may_be_so_long_and_no_longer(failing: TestClient, settings: Settings) -> None:
    longest = "a=" + "x" * (settings.query_string_max - 2)
    assert failing.get(f"/healthz?{longest}").status_code == 200
    answer = failing.get(f"/healthz?{longest}x")
    assert (answer.status_code, answer.headers["content-type"]) == (414, "application/problem+json")
    assert answer.json()["code"] == "query-too-long"
    assert str(settings.query_string_max) in answer.json()["detail"]


def test_the_limit_of_the_query_string_is_the_setting(shared_database: Database, settings: Settings) -> None:
    strict = TestClient(service(shared_database, settings.model_copy(update={"query_string_max": 300})))
    assert strict.get("/healthz?" + "x" * 300).status_code == 200
    assert strict.get("/healthz?" + "x" * 301).status_code == 414


@pytest.mark.parametrize(("path", "headers"), [("/api/v1/fails", {}), ("/fails", {}), ("/fails", PAGE)])
def test_a_bug_says_nothing_of_its_cause_but_is_logged(
    failing: TestClient, path: str, headers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "stemmap"):
        answer = failing.get(path, headers=headers)
    assert answer.status_code == 500
    assert CAUSE not in answer.text + str(answer.headers)
    assert "Traceback" not in answer.text
    assert "It was logged" in answer.text
    assert CAUSE in caplog.text


def test_too_much_work_is_said_as_such(failing: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    answer = failing.get("/slow")
    body = problem(answer, 503, "too-much-work")
    assert answer.headers["retry-after"] == "5"
    assert "pg_sleep" not in str(body)


HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
}
ANSWERS = [
    "/healthz",
    "/about",
    "/static/site.css",
    "/api/v1/assets?limit=1",
    "/api/v1/nothing",
    "/number?size=x",
    "/closed",
    "/slow",
    "/fails",
    "/healthz?" + "x" * 5000,
]


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path[:20])
def test_every_answer_carries_an_id_and_the_security_headers(failing: TestClient, path: str) -> None:
    answer = failing.get(path)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert len(answer.headers["x-request-id"]) == 16
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


def test_ids_are_never_the_same(failing: TestClient) -> None:
    assert len({failing.get("/healthz").headers["x-request-id"] for _ in range(20)}) == 20


def test_anyone_may_read_and_nobody_may_write_from_another_site(failing: TestClient) -> None:
    asked = {"Origin": "https://other.example", "Access-Control-Request-Method": "GET"}
    assert failing.get("/healthz", headers=asked).headers["access-control-allow-origin"] == "*"
    assert failing.options("/api/v1/assets", headers=asked).status_code == 200
    asked["Access-Control-Request-Method"] = "POST"
    assert failing.options("/api/v1/uploads", headers=asked).status_code == 400
