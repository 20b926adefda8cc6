"""People at work: by keyboard, with and without JavaScript."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def query(page: Page) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(page.url).query)


def focused(page: Page) -> Any:
    return page.evaluate("document.activeElement.textContent.trim()")


def tab_to(page: Page, selector: str, most: int = 120) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"the Tab key does not reach {selector}")


def test_the_first_tab_skips_to_the_content(visit: Callable[..., Any]) -> None:
    page = visit().open("/browse")
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to the content"
    skip = page.locator(".skip").bounding_box()
    assert skip
    assert skip["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"


def test_from_the_front_page_to_an_asset_by_keyboard_alone(visit: Callable[..., Any]) -> None:
    page = visit().open("/")
    tab_to(page, "#q", 10)
    page.keyboard.type("museum")
    page.keyboard.press("Enter")
    page.wait_for_url("**/browse?q=museum*")
    tab_to(page, ".item h3 a")
    name = focused(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/assets/*")
    expect(page.locator("h1")).to_have_text(name)


def test_a_table_sorts_by_keyboard(visit: Callable[..., Any]) -> None:
    page = visit().open("/gaps?states=NM")
    table = page.get_by_role("region", name="Ranked areas")
    people = table.locator("tbody td:nth-child(4)")

    def numbers() -> list[int]:
        return [int(each.replace(",", "")) for each in people.all_inner_texts()]

    heading, name = (table.locator(f"thead th:nth-child({column})") for column in (4, 2))
    before = numbers()
    heading.get_by_role("link").focus()
    page.keyboard.press("Enter")
    expect(heading).to_have_attribute("aria-sort", "descending")
    assert numbers() == sorted(before, reverse=True) != before
    expect(heading.get_by_role("link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(heading).to_have_attribute("aria-sort", "ascending")
    assert numbers() == sorted(before)
    name.get_by_role("link").press("Enter")
    expect(name).to_have_attribute("aria-sort", "ascending")
    assert heading.get_attribute("aria-sort") is None
    names = table.locator("tbody th").all_inner_texts()
    assert names == sorted(names, key=str.lower)


def test_filters_act_at_once_and_back_undoes_them(visit: Callable[..., Any]) -> None:
    page = visit().open("/browse?q=balloon")
    page.evaluate("window.same = true")
    everything = page.locator(".summary").inner_text()
    page.get_by_role("checkbox", name="Institution").check()
    page.wait_for_url("**kind=institution*")
    expect(page.get_by_label("Remove Institution")).to_be_visible()
    assert ("q", "balloon") in query(page)
    fewer = page.locator(".summary").inner_text()
    page.locator("#q").fill("planetarium")
    page.locator("#q").press("Enter")
    page.wait_for_url("**q=planetarium*")
    assert ("kind", "institution") in query(page)
    page.go_back()
    expect(page.locator("#q")).to_have_value("balloon")
    expect(page.locator(".summary")).to_have_text(fewer)
    page.go_back()
    expect(page.locator(".summary")).to_have_text(everything)
    expect(page.get_by_role("checkbox", name="Institution")).not_to_be_checked()
    assert page.evaluate("window.same") is True


def test_a_quick_second_choice_wins(visit: Callable[..., Any]) -> None:
    page = visit().open("/browse")
    page.get_by_role("checkbox", name="Institution").check()
    page.get_by_role("checkbox", name="Opportunity").check()
    expect(page.get_by_label("Remove Opportunity")).to_be_visible()
    expect(page.get_by_label("Remove Institution")).to_be_visible()
    assert query(page) == [("kind", "institution"), ("kind", "opportunity")]


def test_the_distance_waits_for_a_place(visit: Callable[..., Any]) -> None:
    page = visit().open("/browse")
    assert page.locator("#within").is_disabled()
    page.locator("#near").fill("Las Cruces, NM")
    page.locator("#within").select_option("50mi")
    page.get_by_role("button", name="Search", exact=True).click()
    page.wait_for_url("**within=50mi*")
    expect(page.locator(".summary")).to_contain_text("near Las Cruces")
    expect(page.locator("#within")).to_have_value("50mi")


def test_everything_works_without_javascript(visit: Callable[..., Any]) -> None:
    page = visit(java_script_enabled=False).open("/")
    page.locator("#q").fill("balloon")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/browse?*q=balloon*")
    page.get_by_role("checkbox", name="Institution").check()
    page.get_by_role("button", name="Apply filters").click()
    page.wait_for_url("**kind=institution*")
    assert ("q", "balloon") in query(page)
    assert ("kind", "institution") in query(page)
    expect(page.get_by_label("Remove Institution")).to_be_visible()
    page.get_by_role("link", name="Who is underserved", exact=True).click()
    page.wait_for_url("**/gaps*")
    page.locator("#miles").fill("50")
    page.get_by_role("checkbox", name="New Mexico").check()
    page.get_by_role("button", name="Show").first.click()
    page.wait_for_url("**miles=50*")
    assert "more than 50 miles" in page.locator("#words").inner_text()
    assert page.locator(".gaps table").last.locator("tbody tr").count() >= 33
