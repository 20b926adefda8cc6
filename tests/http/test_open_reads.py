"""Scripts of any site may read everything public, with no cookies; `/manage` is for its own pages alone."""

import pytest
from fastapi.testclient import TestClient

from app.routers.open_reads import ALLOWED_HEADERS

ELSEWHERE = {"Origin": "https://maps.example"}
PUBLIC = [
    "/",
    "/api/v1/assets?limit=1",
    "/ogc/collections",
    "/healthz",
    "/static/site.css",
    "/api/v1/nothing",
    "/manage/points/not-a-token",
]
PRIVATE = ["/manage", "/manage/sign-in", "/manage/uploads"]
EXPOSED = {"ETag", "Link", "Content-Crs", "RateLimit", "RateLimit-Policy", "Retry-After", "Last-Modified"}


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("origin", [ELSEWHERE, {"Origin": "null"}, {}])
def test_anyone_may_read(client: TestClient, path: str, origin: dict[str, str]) -> None:
    answer = client.get(path, headers={**origin, "Cookie": "stemmap_session=x"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert set(answer.headers["access-control-expose-headers"].split(", ")) >= EXPOSED
    assert "access-control-allow-credentials" not in answer.headers


def test_an_unchanged_answer_may_be_read_too(client: TestClient) -> None:
    tag = client.get("/ogc/collections").headers["etag"]
    answer = client.get("/ogc/collections", headers={**ELSEWHERE, "If-None-Match": tag})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (304, "*")


@pytest.mark.parametrize("header", [*ALLOWED_HEADERS, "Accept", "accept-language"])
def test_browsers_may_send(client: TestClient, header: str) -> None:
    asked = {**ELSEWHERE, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": header}
    answer = client.options("/ogc/collections/assets/items", headers=asked)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert header.lower() in answer.headers["access-control-allow-headers"].lower()
    assert answer.headers["access-control-max-age"] == "86400"
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_no_other_site_may_write(client: TestClient, method: str) -> None:
    asked = {**ELSEWHERE, "Access-Control-Request-Method": method}
    assert client.options("/api/v1/uploads", headers=asked).status_code == 400


@pytest.mark.parametrize("header", ["Cookie", "X-Forwarded-For"])
def test_what_browsers_may_not_send(client: TestClient, header: str) -> None:
    asked = {**ELSEWHERE, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": header}
    assert client.options("/api/v1/assets", headers=asked).status_code == 400


@pytest.mark.parametrize("path", PRIVATE)
def test_the_pages_of_those_who_work_here_are_closed_to_other_sites(client: TestClient, path: str) -> None:
    asked = {**ELSEWHERE, "Access-Control-Request-Method": "GET"}
    for answer in (client.get(path, headers=ELSEWHERE), client.options(path, headers=asked)):
        assert not [name for name in answer.headers if name.startswith("access-control-")]
