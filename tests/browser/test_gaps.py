"""The gap page as people play with it: every change acts at once, is told, and is in the address."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Frame, Page, expect
from sqlalchemy import text

from tests.browser.test_looks import violations

pytestmark = pytest.mark.browser
SLIDE = "(slider, miles) => { slider.value = miles; slider.dispatchEvent(new Event('input', { bubbles: true })); }"


def drawn(frame: Frame, part: str) -> None:
    frame.wait_for_function(
        "(part) => (document.documentElement.dataset.drawn || '').includes(part)", arg=part
    )


def areas(frame: Frame) -> list[int]:
    found: list[int] = frame.locator("path.area").evaluate_all(
        "all => all.map((each) => +each.dataset.class)"
    )
    return found


def frames(page: Page) -> list[Frame]:
    found = [each.element_handle().content_frame() for each in page.locator("#maps iframe").all()]
    for frame in found:
        assert frame
        frame.wait_for_selector("html[data-ready]")
    return [frame for frame in found if frame]


def test_a_change_redraws_the_map_and_the_words_without_a_reload(
    visit: Callable[..., Any], client: Any
) -> None:
    guest = visit()
    page = guest.open("/gaps?states=NM&kind=program")
    frame = guest.map()
    page.evaluate("window.same = true")
    fetched: list[str] = []
    guest.context.on("request", lambda request: fetched.append(request.url))
    before = areas(frame)
    page.locator("input[type=range][data-for=miles]").evaluate(SLIDE, 60)
    expect(page.locator("#words")).to_contain_text("more than 60 miles")
    drawn(frame, "miles=60")
    assert areas(frame) != before
    assert page.locator("#miles").input_value() == "60"
    assert "distance=60mi" in page.url
    assert page.evaluate("window.same")
    found = client.get("/api/v1/coverage?states=NM&kind=program&distance=60mi").json()
    assert page.locator("#words").inner_text() == found["headline"]
    expect(page.locator("#said")).to_contain_text(found["headline"])  # what a screen reader hears
    page.locator("#population").select_option("age-under-19")
    expect(page.locator("#words")).to_contain_text("people under 19")
    drawn(frame, "population=age-under-19")
    assert not [url for url in fetched if "outlines" in url or url.endswith("maps/gaps")]
    page.locator("#miles").fill("9999")
    page.keyboard.press("Enter")
    guest.expected_status = (400,)
    expect(page.locator("#refused")).to_contain_text("too far")
    assert "distance=60mi" in page.url
    assert violations(guest, page) == []


def test_a_published_definition_with_its_numbers(visit: Callable[..., Any]) -> None:
    guest = visit()
    page = guest.open("/gaps?states=NM&kind=program")
    frame = guest.map()
    assert page.locator("#preset option").count() == 20
    page.locator("#preset").select_option("P4")
    expect(page.locator("#words")).to_contain_text("By P4")
    card = page.locator("#preset-panel")
    expect(card).to_contain_text("Published: 25 miles")
    drawn(frame, "preset=P4")
    assert set(areas(frame)) <= {0, 1}
    few = areas(frame).count(1)
    card.locator("input[type=range]").first.evaluate(SLIDE, 80)
    expect(page.locator("#answer")).to_contain_text("80 instead of 25 (miles)")
    drawn(frame, "mi.P4.distance_m=80")
    assert areas(frame).count(1) < few
    assert "p.distance_m=128747.52" in page.url
    card.locator("summary").click()
    expect(card).to_contain_text("Adapted from: Urban Institute")
    page.locator("#preset").select_option("P5")
    expect(page.locator("#answer")).to_contain_text("Not applied:")
    expect(page.locator("#answer")).to_contain_text("stemmap load")


def test_two_maps_move_in_step(visit: Callable[..., Any]) -> None:
    guest = visit()
    page = guest.open("/gaps?states=NM&b.population=age-under-19&reference=total")
    first, second = frames(page)
    for each in (first, second):
        each.locator(".leaflet-control-zoom-in").wait_for()
    place = "() => document.querySelector('path.area').getAttribute('d')"
    start = second.evaluate(place)
    first.locator(".leaflet-control-zoom-in").click()
    second.wait_for_function("(d) => document.querySelector('path.area').getAttribute('d') !== d", arg=start)
    assert page.locator("#name-b").inner_text() == "Ages 0–18"
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 1280, "height": 900})
    page.locator("#b-population").select_option("")
    expect(page.locator("#maps iframe")).to_have_count(1)


def test_plots_are_tables_too(visit: Callable[..., Any], client: Any) -> None:
    guest = visit(java_script_enabled=False)
    page = guest.open("/gaps?states=NM&kind=program&reference=total")
    table = page.get_by_role("region", name="People beyond by distance")
    found = client.get("/api/v1/coverage?states=NM&kind=program&distance=50mi").json()["summary"]
    row = table.locator("tr", has=page.get_by_role("rowheader", name="50", exact=True)).inner_text().split()
    assert row[1] == f"{found['people_beyond']:,}"
    groups = page.get_by_role("region", name="Groups of people").locator("tbody tr")
    assert groups.count() == page.locator(".plot rect.bar").count() > 5
    assert "All people" in groups.first.inner_text()
    assert page.locator("svg.plot title").count() == 2


def test_a_map_of_many_areas_is_walked_by_keyboard(visit: Callable[..., Any]) -> None:
    guest = visit()
    page = guest.open("/gaps?areas=zip&kind=program")
    frame = guest.map()
    walker = frame.locator(".walker")
    walker.focus()
    said = walker.get_by_role("status")
    page.keyboard.press("ArrowDown")
    first = said.text_content()
    page.keyboard.press("ArrowDown")
    assert said.text_content() != first
    page.keyboard.press("ArrowUp")
    assert said.text_content() == first
    page.keyboard.type("8200")
    assert (said.text_content() or "").startswith("8200")
    page.keyboard.press("Enter")
    card = frame.get_by_role("dialog")
    expect(card).to_contain_text("8200")
    assert (card.get_by_role("link").first.get_attribute("href") or "").startswith("/assets/")
    assert violations(guest, frame) == []
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    assert frame.evaluate("document.activeElement.className") == "walker"


def test_the_answer_is_a_few_keys_away(visit: Callable[..., Any]) -> None:
    page = visit().open("/gaps?states=NM")
    for key in ("Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#words")).to_be_focused()
    expect(page.locator("#words")).to_be_in_viewport()
    expect(page.locator("#words")).to_contain_text("In New Mexico")


def test_the_table_turns_without_a_reload(visit: Callable[..., Any]) -> None:
    guest = visit()
    page = guest.open("/gaps?states=WY&areas=zip")
    page.evaluate("window.same = true")
    table = page.get_by_role("region", name="Ranked areas")
    first = table.locator("tbody th").first.inner_text()
    page.get_by_role("link", name="Next").click()
    expect(table.locator("tbody th").first).not_to_have_text(first)
    expect(page.locator("#table-said")).to_contain_text("Areas 51 to")
    page.locator("#find").fill("cheyenne")
    page.keyboard.press("Enter")
    expect(page.locator("#table-said")).to_contain_text("found, of")
    assert page.evaluate("window.same")


def test_two_maps_are_swiped_and_a_map_is_a_picture(visit: Callable[..., Any]) -> None:
    guest = visit(accept_downloads=True)
    page = guest.open("/gaps?states=NM&b.population=age-under-19")
    frames(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the map as a picture").click()
    assert saved.value.path().read_bytes().startswith(b"\x89PNG")
    page.get_by_role("button", name="Swipe between the maps").click()
    page.locator("#swiper input").fill("30")
    boxes = [each.bounding_box() for each in page.locator("#maps iframe").all()]
    assert boxes[0] == boxes[1]
    assert page.locator("#maps figure").nth(1).evaluate("(each) => each.style.clipPath").endswith(" 30%)")


def test_overlays_are_switched_in_the_map_and_in_the_address(visit: Callable[..., Any]) -> None:
    guest = visit()
    page = guest.open("/gaps?states=NM&kind=program")
    frame = guest.map()
    colors = areas(frame)
    switch = frame.get_by_label("Not metropolitan")
    switch.focus()
    page.keyboard.press("Space")
    page.wait_for_url("**over=*rural*")
    expect(frame.get_by_label("Not metropolitan")).to_be_checked()
    drawn(frame, "over=")
    assert areas(frame) == colors  # what lies over a map leaves its colours
    assert page.locator("#question input[name=over][value=rural]").is_checked()
    frame.get_by_label("Measured to").uncheck()
    expect(frame.locator("path.point")).to_have_count(0)
    assert violations(guest, frame) == []
    page.set_viewport_size({"width": 390, "height": 900})
    page.locator("#view-quick").select_option("distance")
    page.wait_for_url("**view=distance*")
    assert "over=rural" in page.url


def test_a_travel_table_turns_the_page_into_minutes(visit: Callable[..., Any], shared_database: Any) -> None:
    guest = visit()
    page = guest.open("/gaps?states=NM&kind=program")
    assert page.locator("#travel").count() == 0, "no table, no choice"
    with shared_database.read() as session:
        ids = session.scalars(
            text("SELECT id::text FROM asset WHERE kind = 'program' AND state = 'NM' LIMIT 3")
        ).all()
    home = shared_database.settings.home
    table = home / "travel" / "browser-drive.csv"
    table.parent.mkdir(parents=True, exist_ok=True)
    rows = [
        f"{zip_code},{ids[0]},{minutes}"
        for zip_code, minutes in (("87501", 10), ("87101", 50), ("88001", 90))
    ]
    table.write_text("\n".join(["origin,destination,minutes", *rows]) + "\n")
    try:
        page = guest.open("/gaps?states=NM&kind=program")
        frame = guest.map()
        page.locator("#travel").select_option("browser-drive")
        expect(page.locator("#words")).to_contain_text("more than 30 minutes")
        assert page.locator("#bound-panel input[type=number]").get_attribute("name") == "minutes"
        page.locator("input[type=range][data-for=minutes]").evaluate(SLIDE, 60)
        expect(page.locator("#words")).to_contain_text("more than 60 minutes")
        drawn(frame, "minutes=60")
        assert "distance=60min" in page.url
        label = frame.locator("path.area[tabindex='0']").get_attribute("aria-label")
        assert label is not None
        assert "beyond 60 min" in label
        assert " mi" not in label.replace(" min", "")
        assert violations(guest, page) == []
        page.locator("#preset").select_option("P4")
        guest.expected_status = (400,)
        expect(page.locator("#refused")).to_contain_text("measure in straight lines")
        page.locator("#preset").select_option("own")
        page.locator("#travel").select_option("straight")
        expect(page.locator("#words")).to_contain_text("more than 25 miles")
        drawn(frame, "travel=straight")
    finally:
        table.unlink()
