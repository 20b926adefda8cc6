"""Pages on a desk and on a phone, as they are sent: nothing asks elsewhere, maps fit, answers come first."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi.testclient import TestClient
from playwright.sync_api import Frame, Page

pytestmark = pytest.mark.browser
RULES: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "iframes": False,
    "resultTypes": ["violations"],
    "preload": False,
}
WITH_A_MAP = (
    "/browse",
    "/browse?q=zzzqqq&state=NM",
    "/browse?q=museums+near+Albuquerque",
    "/browse?q=science+balloon&read=text",
    "/gaps?states=NM",
    "/gaps?areas=zip&states=WY",
    "/gaps?states=NM&kind=program&view=agreement",
)
WITHOUT = (
    "/",
    "/browse?q=camp&near=Farmingtn",
    "/compare",
    "/saved",
    "/states/WY",
    "/counties/35045",
    "/about",
    "/dictionary",
)


def violations(guest: Any, where: Page | Frame) -> list[str]:
    """What axe finds; what went wrong before it is still trouble."""
    guest.page.wait_for_timeout(50)
    guest.deaf = True
    found = Axe().run(where, options=RULES).response["violations"]
    guest.page.wait_for_timeout(50)
    guest.deaf = False
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


@pytest.fixture(scope="module")
def asset_path(client: TestClient) -> str:
    found = client.get("/api/v1/assets?state=NM&q=balloon+museum&limit=1").json()["features"][0]
    return f"/assets/{found['id']}"


def test_pages_ask_nobody_else_and_their_maps_fit(visit: Callable[..., Any], asset_path: str) -> None:
    """As they are sent, policy and map included; axe looks at them in test_every_page.py."""
    guest = visit()
    guest.expected_status = (400,)
    for path in WITHOUT:
        guest.open(path)
    for path in (*WITH_A_MAP, asset_path):
        page, frame = guest.open(path), guest.map()
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


@pytest.mark.parametrize("path", ["/browse", "/gaps?states=NM"])
def test_on_a_phone_the_answer_comes_first(visit: Callable[..., Any], path: str) -> None:
    page = visit(390).open(path)
    panel = page.locator("details.panel")
    assert panel.get_attribute("open") is None
    page.locator("details.panel > summary").click()
    assert page.locator("details.panel input[type=checkbox]").first.is_visible()


def test_the_search_stays_in_the_first_screen_of_a_phone(visit: Callable[..., Any]) -> None:
    page = visit(390, 844).open("/")
    box = page.get_by_role("button", name="Search").bounding_box()
    assert box
    assert box["y"] + box["height"] < 844
