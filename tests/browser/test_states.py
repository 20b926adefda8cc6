"""Pages of states and counties in a real browser: by thumb, by keyboard, without JavaScript, on paper."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser


def test_links_are_large_enough_for_a_thumb(visit: Callable[..., Any]) -> None:
    page = visit(390).open("/counties/35045")
    small = page.evaluate(
        "[...document.querySelectorAll('.states td a, .states th a, .states .files a')]"
        ".filter((each) => each.getBoundingClientRect().height < 24).map((each) => each.textContent)"
    )
    assert small == []


def test_by_keyboard_past_the_map_and_from_a_county_to_who_is_nearest(visit: Callable[..., Any]) -> None:
    page = visit(java_script_enabled=False).open("/states/NM")
    page.keyboard.press("Tab")  # the skip link of every page
    page.keyboard.press("Enter")
    for _ in range(4):  # the crumbs, the report, the downloads, then the skip link of the map
        page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip the map (33 links)"
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("aria-label").startswith("Bernalillo County: ")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("aria-labelledby") == "reach-title"
    county = page.locator("th a", has_text="McKinley County").first
    county.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/counties/35031")
    none = page.get_by_role("link", name="0 none Club, Middle school (6–8); who is nearest")
    none.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/browse?subtype=club&band=middle&near=McKinley+County%2C+NM*")


def test_a_county_on_paper(visit: Callable[..., Any]) -> None:
    page = visit(700, 900).open("/counties/35045")
    page.emulate_media(media="print")
    assert page.get_by_role("heading", name="San Juan County New Mexico").is_visible()
    assert page.locator("#countymap").is_visible()
    assert not page.locator("#downloads-title").is_visible()
    assert page.locator(".address", has_text="/counties/35045").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 700
