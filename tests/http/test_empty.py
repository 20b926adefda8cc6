"""A service whose database holds nothing yet: every page says so, none fails."""

import pytest
from fastapi.testclient import TestClient

from app.db.engine import Database
from tests.conftest import client_on

PAGES = (
    "/", "/browse", "/browse?q=robotics+near+Farmington", "/gaps", "/gaps?states=NM", "/states", "/states/NM",
    "/reports", "/about", "/accessibility", "/downloads", "/dictionary", "/embed", "/embed/browse", "/saved",
    "/compare", "/suggest", "/api", "/ogc", "/ogc/collections", "/ogc/collections/assets/items?f=html",
    "/api/v1/assets", "/api/v1/states", "/api/v1/coverage", "/api/v1/coverage?states=NM", "/maps/assets",
    "/maps/gaps", "/maps/gaps.svg", "/sitemap.xml", "/share/gaps.png", "/reports/states/NM",
    "/reports/alliances/im-stem",
)  # fmt: skip


@pytest.fixture
def empty(empty_database: Database) -> TestClient:
    return client_on(empty_database)


@pytest.mark.parametrize("path", PAGES)
def test_it_answers(empty: TestClient, path: str) -> None:
    answer = empty.get(path, headers={"Accept": "text/html"})
    assert answer.status_code in (200, 400, 404, 409), answer.text[:300]
    if answer.status_code != 200:
        assert len(answer.text) > 100, "what is missing and what to do about it"


def test_the_front_page_without_outlines_has_no_map(empty: TestClient) -> None:
    page = empty.get("/", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert 'class="country"' not in page.text
