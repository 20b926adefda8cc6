"""People look for something: list and map in step, saved and compared entries, on a phone, by keyboard."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Frame, Page, expect

pytestmark = pytest.mark.browser
HERE = {"latitude": 36.7281, "longitude": -108.2187}


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def matched(page: Page) -> int:
    return int(page.locator(".summary strong").inner_text().replace(",", ""))


def counted(frame: Frame) -> int:
    """Entries that the map shows, in groups and alone."""
    groups = frame.locator(".cluster > span").evaluate_all(
        "all => all.map((each) => Number(each.firstChild.data))"
    )
    return sum(groups) + frame.locator(".leaflet-marker-pane .dot").count()


def test_pointing_at_an_entry_shows_it_on_the_map(visit: Callable[..., Any]) -> None:
    guest = visit()
    page = guest.open("/browse?state=NM&kind=program")
    frame = guest.map()
    item = page.locator(".item[data-lon]").first
    item.hover()
    expect(frame.locator(".here")).to_have_count(1)
    assert item.get_attribute("data-name") in frame.locator(".leaflet-tooltip-pane").inner_text()
    page.locator("h1").hover()
    expect(frame.locator(".here")).to_have_count(0)
    item.get_by_role("link").first.focus()
    expect(frame.locator(".here")).to_have_count(1)


def test_a_point_leads_to_its_entry_in_the_list(visit: Callable[..., Any]) -> None:
    guest = visit()
    page = guest.open("/browse?state=NM&kind=program")
    frame = guest.map()
    frame.locator(".dot").first.focus()
    page.keyboard.press("Enter")
    name = frame.locator(".leaflet-popup strong").inner_text()
    expect(page.locator(".item.picked h3")).to_have_text(name)
    expect(page.locator(".item.picked")).to_be_in_viewport()


def test_a_moved_map_is_searched_and_the_filters_go_on(visit: Callable[..., Any]) -> None:
    guest = visit()
    page = guest.open("/browse?state=NM")
    page.evaluate("window.same = true")
    frame = guest.map()
    before = matched(page)
    assert not page.locator("#area").is_visible()
    frame.locator(".leaflet-control-zoom-in").click()
    page.locator("#area").click()
    page.wait_for_url("**bbox=*")
    expect(page.get_by_label("Remove In the map’s area")).to_be_visible()
    fewer = matched(page)
    assert 0 < fewer < before
    expect(page.locator("#area")).to_be_hidden()
    page.get_by_role("checkbox", name=re.compile("^Program")).check()
    page.wait_for_url("**kind=program*")
    expect(page.locator("#told")).not_to_be_empty()
    assert matched(page) < fewer
    assert "bbox" in query(page)
    page.get_by_label("Remove In the map’s area").click()
    expect(page.get_by_label("Remove In the map’s area")).to_have_count(0)
    assert page.evaluate("window.same") is True


def test_the_map_follows_the_filters_without_being_loaded_again(visit: Callable[..., Any]) -> None:
    guest = visit()
    page = guest.open("/browse?state=WY")
    frame = guest.map()
    frame.evaluate("window.same = true")
    all_of_it = counted(frame)
    page.get_by_role("checkbox", name=re.compile("^Opportunity")).check()
    page.wait_for_url("**kind=opportunity*")
    expect(page.locator("#mapped")).not_to_contain_text(f"of {all_of_it} ")
    assert 0 < counted(frame) < all_of_it
    assert frame.evaluate("window.same") is True


def test_what_is_saved_is_listed_compared_and_shared_by_its_address(visit: Callable[..., Any]) -> None:
    guest = visit()
    page = guest.open("/browse?state=NM&q=robotics")
    saves = page.locator(".item .save")
    for at in range(2):
        saves.nth(at).press("Enter")
        expect(saves.nth(at)).to_have_attribute("aria-pressed", "true")
        expect(page.locator("#told")).to_contain_text(f"{at + 1} saved")
    names = [page.locator(".item").nth(at).get_attribute("data-name") for at in range(2)]
    page.get_by_role("link", name="Compare them").click()
    page.wait_for_url("**/compare?ids=*")
    assert page.locator("thead th").all_inner_texts() == names
    address = page.url
    page.goto(guest.base + "/saved")
    page.wait_for_url("**/saved?ids=*")
    expect(page.locator(".item")).to_have_count(2)
    plain = visit(java_script_enabled=False)
    shared = plain.open(address.removeprefix(guest.base))
    assert shared.locator("thead th").all_inner_texts() == names


def test_near_me_is_rounded_and_goes_into_the_address_alone(visit: Callable[..., Any]) -> None:
    page = visit(geolocation=HERE, permissions=["geolocation"]).open("/")
    page.get_by_role("button", name="Near me").click()
    page.wait_for_url("**/browse?near=*")
    assert query(page)["near"] == ["36.73,-108.22"]
    assert matched(page) > 0


def test_a_browser_that_may_not_tell_is_told_what_to_do(visit: Callable[..., Any]) -> None:
    page = visit().open("/browse")
    page.get_by_role("button", name="Near me").click()
    expect(page.locator("#located")).to_contain_text("Write a ZIP code or a town instead")


def test_suggestions_are_chosen_by_keyboard(visit: Callable[..., Any]) -> None:
    page = visit().open("/")
    box = page.get_by_role("combobox")
    box.press_sequentially("robotics farm")
    expect(page.get_by_role("option").first).to_have_text(re.compile("robotics near Farmington, NM"))
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "offer-0")
    box.press("Escape")
    expect(page.locator("#offers")).to_be_hidden()
    box.press("a")
    box.press("Backspace")
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/browse?q=robotics+near+Farmington*")


def test_on_a_phone_the_list_comes_first_and_filters_say_how_many(visit: Callable[..., Any]) -> None:
    guest = visit(390, 844)
    page = guest.open("/browse?state=NM&kind=program")
    assert (
        page.locator("iframe").get_attribute("src") is None
    )  # nothing is fetched for a map that nobody sees
    page.locator(".panel > summary").click()
    page.get_by_role("checkbox", name=re.compile("^Robotics")).check()
    page.wait_for_url("**discipline=robotics*")
    show = page.locator(".showfound")
    expect(show).to_have_text(f"Show {matched(page)} results")
    show.click()
    expect(page.locator(".summary")).to_be_focused()
    page.get_by_role("button", name="Map", exact=True).click()
    frame = guest.map()
    assert counted(frame) == matched(page)
    expect(page.locator(".found")).to_be_hidden()
    page.get_by_role("button", name="List", exact=True).click()
    expect(page.locator(".found")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_a_phone_the_form_folds_once_something_was_found(visit: Callable[..., Any]) -> None:
    page = visit(390, 844).open("/browse")
    expect(page.locator("#change")).to_be_hidden()
    page.locator("#q").fill("robotics camps")
    page.locator("#q").press("Enter")
    expect(page.locator("#change .words")).to_have_text("robotics camps")
    expect(page.locator("#q")).to_be_hidden()
    expect(page.locator(".summary")).to_be_focused()
    assert page.locator(".found .item").first.bounding_box()["y"] < 700
    page.get_by_text("Change", exact=True).click()
    expect(page.locator("#q")).to_be_visible()
    page.locator("#q").fill("zzzqqq")
    page.locator("#q").press("Enter")
    expect(page.locator(".empty")).to_be_visible()
    expect(page.locator("#turn")).to_be_hidden()


def test_the_form_unfolds_without_javascript_and_is_whole_on_a_wide_screen(
    visit: Callable[..., Any],
) -> None:
    page = visit(390, 844, java_script_enabled=False).open("/browse?q=robotics")
    expect(page.locator("#q")).to_be_hidden()
    page.locator("#change summary").click()
    expect(page.locator("#q")).to_be_visible()
    page = visit().open("/browse?q=robotics")
    expect(page.locator("#change")).to_be_hidden()
    expect(page.locator("#q")).to_be_visible()


@pytest.mark.parametrize(
    "words",
    ["free weekend robotics club for 12 year old in Farmington", "robotics farmington", "87401 robotics"],
)
def test_a_parent_in_farmington_is_led_on(visit: Callable[..., Any], words: str) -> None:
    page = visit(390, 844).open("/")
    page.locator("#q").fill(words)
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/browse?q=*")
    nearer = page.locator(".close .item").first
    expect(nearer.or_(page.get_by_text("The nearest that fits all of it")).first).to_be_visible()
    if nearer.count():
        assert any("Robotics" in each for each in page.locator(".close .met").all_inner_texts())
    page.get_by_role("link", name=re.compile("New Mexico [0-9]+$")).click()
    page.wait_for_url("**state=NM*")
    expect(page.locator(".summary")).to_contain_text("measured from")
    assert matched(page) > 0
