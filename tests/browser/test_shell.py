"""What stands around every page: languages, colors, menu, skip links."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser


def test_the_language_is_switched_and_stays(visit: Callable[..., Any]) -> None:
    page = visit(locale="en-US").open("/about")
    page.get_by_role("link", name="Español").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Acerca de este sitio"
    page.get_by_role("contentinfo").get_by_role("link", name="Accesibilidad").click()
    assert page.locator("html").get_attribute("lang") == "es"
    assert "lang" not in page.url
    page.get_by_role("link", name="English").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Accessibility"


def test_colors_are_chosen_and_stay(visit: Callable[..., Any]) -> None:
    page = visit(color_scheme="light").open("/about")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    button = page.get_by_role("banner").get_by_role("button", name="Colors: as the system has them")
    button.focus()
    page.keyboard.press("Enter")
    assert page.evaluate(ground) == light
    page.keyboard.press("Enter")
    dark = page.evaluate(ground)
    assert dark != light
    page.reload()
    assert page.evaluate(ground) == dark
    assert page.get_by_role("banner").get_by_role("button", name="Colors: dark").is_visible()


def test_the_menu_of_a_phone_needs_no_script(visit: Callable[..., Any]) -> None:
    page = visit(390, 844, java_script_enabled=False).open("/about")
    menu = page.locator("details.menu")
    link = menu.get_by_role("link", name="Find programs")
    assert not link.is_visible()
    menu.locator("summary").click()
    assert link.is_visible()
    assert menu.get_by_role("link", name="About").get_attribute("aria-current") == "page"
    link.click()
    assert page.url.endswith("/browse")


def test_the_first_tab_leads_to_the_content_and_each_map_can_be_skipped(visit: Callable[..., Any]) -> None:
    page = visit().open("/gaps?states=WY")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    skip = page.get_by_role("link", name="Skip the map").first
    skip.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id").startswith("past-map-")
    assert page.evaluate(
        "document.querySelector('iframe').compareDocumentPosition(document.activeElement)"
        " & Node.DOCUMENT_POSITION_FOLLOWING"
    )
