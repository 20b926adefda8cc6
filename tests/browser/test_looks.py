"""Every page on a desk and on a phone: nothing sticks out, nothing is unreadable, nothing asks elsewhere."""

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
PAGES = {
    "/": False,
    "/browse": True,
    "/browse?q=zzzqqq&state=NM": True,
    "/browse?q=museums+near+Albuquerque": True,
    "/browse?q=science+balloon&read=text": True,
    "/browse?q=camp&near=Farmingtn": False,
    "/browse?q=free+weekend+robotics+club+for+12+year+old+in+Farmington": True,
    "/compare": False,
    "/saved": False,
    "/gaps?states=NM": True,
    "/gaps?areas=zip&states=WY": True,
    "/gaps?states=NM&kind=program&view=agreement": True,
    "/assets": True,
    "/about": False,
    "/dictionary": False,
    "/browse?kind=castle": False,
}
"""Path -> whether the page has a map."""


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


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_and_can_be_read_by_everyone(
    visit: Callable[..., Any], asset_path: str, path: str
) -> None:
    guest = visit()
    guest.expected_status = (400,) if "castle" in path or "Farmingtn" in path else ()
    page = guest.open(asset_path if path == "/assets" else path)
    frame = guest.map() if PAGES[path] else None
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(guest, page) == []
        if frame:
            assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert violations(guest, frame) == []


@pytest.mark.parametrize("path", ["/browse", "/gaps?states=NM"])
def test_on_a_phone_the_answer_comes_first(visit: Callable[..., Any], path: str) -> None:
    page = visit(390).open(path)
    panel = page.locator("details.panel")
    assert panel.get_attribute("open") is None
    page.locator("details.panel > summary").click()
    assert page.locator("details.panel input[type=checkbox]").first.is_visible()


def test_open_filters_fit_on_a_phone(visit: Callable[..., Any]) -> None:
    guest = visit(390)
    page = guest.open("/gaps?states=NM")
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(guest, page) == []


def test_the_search_stays_in_the_first_screen_of_a_phone(visit: Callable[..., Any]) -> None:
    page = visit(390, 844).open("/")
    box = page.get_by_role("button", name="Search").bounding_box()
    assert box
    assert box["y"] + box["height"] < 844
