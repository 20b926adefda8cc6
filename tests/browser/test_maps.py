"""Maps really draw, can be read by keyboard, and run nobody's text."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Frame, expect
from sqlalchemy import text

from app.db.engine import Database
from app.maps.classes import COLORS

pytestmark = pytest.mark.browser
HERE = Path(__file__).parent
HOSTILE: list[str] = json.loads((HERE / "hostile.json").read_text())


def classes(frame: Frame) -> list[int]:
    found: list[int] = frame.locator("path.area").evaluate_all(
        "all => all.map((each) => Number(each.dataset.class))"
    )
    return found


@pytest.mark.parametrize("width", [1280, 390])
def test_a_gap_map_draws_each_county_in_its_class(visit: Callable[..., Any], client: Any, width: int) -> None:
    guest = visit(width)
    guest.open("/gaps?states=NM")
    frame = guest.map()
    shares = [
        feature["properties"]["share_beyond"]
        for feature in client.get("/api/v1/coverage.geojson?states=NM").json()["features"]
    ]
    assert len(classes(frame)) == len(shares) == 33
    assert classes(frame).count(0) == shares.count(0)
    assert classes(frame).count(len(COLORS) - 1) == sum(share > 0.75 for share in shares)
    assert len(set(classes(frame))) >= 3
    for path in frame.locator("path.area").all()[
        :5
    ]:  # what is not sure is hatched over its colour, never hidden
        fill, color = path.get_attribute("fill") or "", COLORS[int(path.get_attribute("data-class") or 0)]
        hatched = path.get_attribute("data-hatched") is not None
        assert fill == (f"url(#hatch-{color[1:]})" if hatched else color)
        if hatched:
            assert frame.locator(f"#hatch-{color[1:]} rect").get_attribute("fill") == color


def test_only_assets_with_a_distance_are_dots(visit: Callable[..., Any], client: Any) -> None:
    guest = visit()
    guest.open("/gaps?states=NM&kind=program")
    frame = guest.map()
    around = client.get("/maps/gaps.json?states=NM&kind=program").json()["points"]
    points = client.get(around).json()["features"]
    reached = [
        each for each in points if each["properties"]["reach"] not in ("statewide", "national", "virtual")
    ]
    dots = frame.locator("path.point")
    assert dots.count() == len(reached) < len(points)
    frame.get_by_label("Measured to").uncheck()
    expect(dots).to_have_count(0)
    frame.get_by_label("Measured to").check()
    expect(dots).to_have_count(len(reached))


def test_the_legend_names_the_classes_and_covers_nothing(visit: Callable[..., Any]) -> None:
    guest = visit()
    page = guest.open("/gaps?states=NM&distance=10mi&view=distance")
    frame = guest.map()
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        words = frame.locator(".legend").inner_text()
        for label in (
            "To the nearest match",
            "Up to 5 mi",
            "5–10 mi",
            "10–20 mi",
            "20–40 mi",
            "Over 40 mi",
        ):
            assert label in words
        legend, drawing = frame.locator(".legend").bounding_box(), frame.locator(".map").bounding_box()
        assert legend
        assert drawing
        assert legend["y"] >= drawing["y"] + drawing["height"] - 1
        assert drawing["height"] > 250


def test_areas_can_be_read_by_keyboard(visit: Callable[..., Any]) -> None:
    guest = visit()
    page = guest.open("/gaps?states=NM")
    frame = guest.map()
    frame.locator(".map").focus()
    page.keyboard.press("Tab")
    first = frame.evaluate("document.activeElement.getAttribute('aria-label')")
    assert "people" in first
    tip = frame.locator(".area-tip").last.inner_text()
    assert tip.splitlines()[0] in first
    page.keyboard.press("ArrowRight")
    second = frame.evaluate("document.activeElement.getAttribute('aria-label')")
    assert second != first
    assert frame.locator(".area-tip").last.inner_text().splitlines()[0] in second
    page.keyboard.press("ArrowLeft")
    assert frame.evaluate("document.activeElement.getAttribute('aria-label')") == first


def test_areas_answer_to_the_mouse_below_the_dots(visit: Callable[..., Any]) -> None:
    guest = visit()
    guest.open("/gaps?states=NM")
    frame = guest.map()
    frame.locator("path.area[aria-label^='Catron']").hover()
    assert "Catron County, NM" in frame.locator(".area-tip").last.inner_text()


def test_a_popup_says_what_it_is_and_leads_to_the_asset(visit: Callable[..., Any], client: Any) -> None:
    found = client.get("/api/v1/assets?state=NM&q=balloon+museum&limit=1").json()["features"][0]
    guest = visit()
    page = guest.open(f"/browse?q=balloon+museum&state=NM&ids={found['id']}")
    frame = guest.map()
    frame.locator(".dot").first.focus()
    page.keyboard.press("Enter")
    card = frame.locator(".leaflet-popup .card")
    assert found["properties"]["name"] in card.inner_text()
    assert "Museum · Albuquerque, NM" in card.inner_text()
    card.get_by_role("link").click()
    page.wait_for_url(f"**/assets/{found['id']}")


def test_a_card_stays_open_when_the_map_moves_to_have_room_for_it(visit: Callable[..., Any]) -> None:
    page = visit(390, 700).open("/maps/assets?state=NM")
    page.wait_for_selector("html[data-ready]")
    page.locator(".dot").last.focus()
    page.keyboard.press("Enter")
    card = page.locator(".leaflet-popup .card")
    words = card.inner_text()
    with page.expect_response("**/maps/assets.json*") as answer:
        page.evaluate("map_frame.panBy([0, 40], { animate: false })")
    answer.value.finished()
    page.wait_for_timeout(300)  # what leaves is removed after a fade
    assert card.inner_text() == words
    assert page.evaluate("document.activeElement.classList.contains('dot')")


@pytest.mark.parametrize("path", ["/gaps?states=NM", "/browse?state=NM"])
def test_a_map_is_as_dark_as_the_page_around_it(visit: Callable[..., Any], path: str) -> None:
    guest = visit()
    page = guest.open(path)
    frame = guest.map()
    grounds = []
    for _turn in ("light", "dark"):
        page.locator(".top button.theme").click()
        chosen = page.locator("html").get_attribute("data-theme")
        frame.wait_for_selector(f"html[data-theme={chosen}]")
        grounds.append(frame.locator(".map").evaluate("(map) => getComputedStyle(map).backgroundColor"))
    assert grounds == ["rgb(238, 242, 246)", "rgb(26, 37, 48)"]


def test_clusters_count_everything_that_has_a_point(visit: Callable[..., Any], client: Any) -> None:
    guest = visit()
    guest.open("/browse?state=WY")
    frame = guest.map()
    points = client.get("/api/v1/assets/points?state=WY").json()["features"]
    inside = frame.locator(".cluster > span").evaluate_all(
        "all => all.map((each) => Number(each.firstChild.data))"
    )
    assert sum(inside) + frame.locator(".dot").count() == len(points)
    assert inside


def test_nobodys_text_runs_in_a_map(
    visit: Callable[..., Any], serve: Callable[..., Any], own_database: Database
) -> None:
    with own_database.write("test") as session:
        statement = text((HERE / "hostile_assets.sql").read_text())
        ids = [str(each) for each in session.execute(statement, {"texts": HOSTILE}).scalars()]
    with serve(own_database) as url:
        guest = visit(base=url)
        shown = [popup_of(guest, each) for each in ids]
        gap = gap_tips(guest)
        page = guest.open("/browse?" + "&".join(f"ids={each}" for each in ids))
        assert page.evaluate("window.hit") is None
        guest.context.close()
    assert [card.splitlines()[0] for card in shown] == [" ".join(each.split()) for each in HOSTILE]
    assert any(each in gap for each in HOSTILE)


def popup_of(guest: Any, number: str) -> str:
    """Open the map of one asset and the popup of its dot; the text of the popup."""
    page = guest.open(f"/maps/assets?ids={number}")
    page.wait_for_selector("html[data-ready]")
    page.locator(".dot").first.focus()
    page.keyboard.press("Enter")
    words: str = page.locator(".leaflet-popup .card").inner_text()
    assert_untouched(page, page.main_frame)
    return words


def gap_tips(guest: Any) -> str:
    """The texts of the area and of the dots where hostile assets are the nearest."""
    page = guest.open("/gaps?states=NM&kind=institution&subtype=museum")
    frame = guest.map()
    frame.locator("path.area[aria-label^='Catron']").focus()
    words: str = frame.locator(".area-tip").last.inner_text()
    for each in frame.locator("path.point").all()[-len(HOSTILE) :]:
        each.dispatch_event("mouseover")
    assert_untouched(page, frame)
    return words


def assert_untouched(page: Any, frame: Frame) -> None:
    assert [where.evaluate("window.hit") for where in (page, frame)] == [None, None]
    assert frame.locator("img[src=x], .card svg, .leaflet-tooltip script").count() == 0
