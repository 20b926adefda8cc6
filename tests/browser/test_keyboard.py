"""Every task by keyboard alone, in a bounded number of keys."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import text

from app.db.engine import Database
from tests.browser.test_use import query, tab_to

pytestmark = pytest.mark.browser
TO_THE_ANSWER = 25
"""Tabs from the top of the gap page to the way to its answer in words and to the table."""


def back_to(page: Page, selector: str, most: int) -> None:
    for _ in range(most):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Shift+Tab does not reach {selector}")


def test_a_filter_is_set_and_taken_away(visit: Callable[..., Any]) -> None:
    page = visit().open("/browse?state=NM")
    tab_to(page, "#filters input[value=program]", 40)
    page.keyboard.press("Space")
    page.wait_for_url("**kind=program*")
    expect(page.locator("#told")).not_to_be_empty()
    expect(page.locator("#filters input[value=program]")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_label("Remove Program")).to_have_count(0)
    assert ("kind", "program") not in query(page)


def test_which_counties_have_nothing(visit: Callable[..., Any]) -> None:
    """The answer in words and the table are a step away; the map is passed, not walked through."""
    page = visit().open("/gaps?states=NM&kind=program")
    tab_to(page, "a[href='#words']", TO_THE_ANSWER)
    page.keyboard.press("Enter")
    expect(page.locator("#words")).to_be_focused()
    assert "more than 25 miles" in page.locator("#words").inner_text()
    page = visit().open("/gaps?states=NM&kind=program")
    tab_to(page, "a[href='#ranked']", TO_THE_ANSWER)
    page.keyboard.press("Enter")
    expect(page.locator("#ranked")).to_be_focused()
    tab_to(page, "[aria-label='Ranked areas']", 5)
    assert page.locator(":focus tbody th").count() > 0
    page = visit().open("/gaps?states=NM&kind=program")
    tab_to(page, "a[href='#past-map-1'], a[href^='#past-map']", 60)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id").startswith("past-map-")


def test_entries_are_saved_and_compared(visit: Callable[..., Any]) -> None:
    page = visit().open("/browse?state=NM&q=robotics&read=text")
    for count in (1, 2):
        tab_to(page, f".item:nth-of-type({count}) .save, .item .save[aria-pressed=false]")
        page.keyboard.press("Enter")
        expect(page.locator("#told")).to_contain_text(f"{count} saved")
    back_to(page, "#tray a[href^='/compare']", 120)
    page.keyboard.press("Enter")
    page.wait_for_url("**/compare?ids=*")
    assert page.locator("thead th").count() >= 2


def test_an_entry_is_saved_from_its_own_page(visit: Callable[..., Any], client: Any) -> None:
    found = client.get("/api/v1/assets?state=NM&kind=program&limit=1").json()["features"][0]
    page = visit().open(f"/assets/{found['id']}")
    tab_to(page, ".savehere .save", 30)
    page.keyboard.press("Enter")
    expect(page.locator(".savehere .save")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#told")).to_contain_text("1 saved")
    tab_to(page, "#tray a[href^='/saved']", 30)
    page.keyboard.press("Enter")
    page.wait_for_url("**/saved?ids=*")
    expect(page.locator(".item h3")).to_have_text(found["properties"]["name"])


def test_a_closed_program_is_reported(
    visit: Callable[..., Any],
    serve: Callable[[Database], AbstractContextManager[str]],
    own_database: Database,
) -> None:
    with own_database.read() as session:
        program = session.scalar(
            text("SELECT id FROM asset WHERE state = 'NM' AND kind = 'program' ORDER BY id")
        )
    with serve(own_database) as url:
        page = visit(base=url).open(f"/assets/{program}")
        tab_to(page, "a[href$='/closed']", 120)
        page.keyboard.press("Enter")
        page.wait_for_url("**/closed")
        tab_to(page, "input[type=radio]", 40)
        page.keyboard.press("Space")
        tab_to(page, "main form button", 20)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def test_language_and_colors_are_changed(visit: Callable[..., Any]) -> None:
    page = visit(color_scheme="light", locale="en-US").open("/states/NM")
    tab_to(page, "button.theme", 25)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.reload()
    tab_to(page, ".languages a[hreflang=es], .languages a[lang=es]", 25)
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
