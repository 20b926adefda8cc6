"""Every public page and map, in each of its states: for everyone, without a script, without another host."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visit
from tests.browser.public_pages import MAPS, NO_PAGES, PAGES, Sight, ids_of
from tests.browser.test_looks import RULES

pytestmark = pytest.mark.browser
WIDTHS: Final = (1280, 390, 320)
OPEN: Final = "document.querySelectorAll('details').forEach((each) => { each.open = true; })"
THIN: Final = """(most) => {
  const name = (each) => [each.localName, ...each.getAttributeNames(), each.getAttribute("class"),
    each.getAttribute("type"), each.getAttribute("fill"), each.getAttribute("aria-current")].join(" ");
  const ways = new Map();
  const way = (each) => {
    if (each && !ways.has(each)) ways.set(each, way(each.parentElement) + ">" + name(each));
    return each ? ways.get(each) : "";
  };
  const seen = {};
  window.hiddenHere = [...document.querySelectorAll("main tr, main li, main details, main svg *")].filter((each) => {
    const kind = way(each) + [...each.querySelectorAll("*")].map(name).join();
    seen[kind] = (seen[kind] || 0) + 1;
    return seen[kind] > most;
  });
  for (const each of window.hiddenHere) each.style.setProperty("display", "none", "important");
}"""
"""Of rows and entries that are alike, in the same place and made of the same elements, `most` stay to be seen."""
WHOLE: Final = "window.hiddenHere.forEach((each) => each.style.removeProperty('display'))"
LOOKED_AT: Final = 3
"""Of what is alike; a page has up to a thousand of it, and axe takes its time for each."""
RESTS: Final = """(card) => !document.getAnimations().some((each) => each.playState === "running")
  && [...document.querySelectorAll(card)].map((each) => each.closest(".leaflet-popup") || each)
    .every((each) => getComputedStyle(each).opacity === "1")"""
"""Whether a card is faded in: half of a color is no color to judge."""
ONLY_COLORS: Final = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
NO_COLORS: Final = {"rules": {"color-contrast": {"enabled": False}}}
"""Colors are the same in every language, and finding them takes half of the time."""
BLANK: Final = "<!doctype html><html lang=en><title>A map</title><body>"


@pytest.fixture(scope="module")
def ids(client: TestClient) -> dict[str, str]:
    return ids_of(client)


@pytest.fixture(scope="module")
def guest(browser: Browser, server_url: str) -> Iterator[Visit]:
    """One page for the whole module, where axe may use the inline styles that it tries; maps have their own test."""
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce", locale="en-US")
    guest = Visit(context, server_url)
    yield guest
    context.close()


def wrong(page: Page, **more: Any) -> list[str]:
    """What axe finds on the page, by its rules or with some of them changed; everything is shown again afterwards."""
    page.evaluate(THIN, LOOKED_AT)
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("(rules) => axe.run(rules)", RULES | more)["violations"]
    page.evaluate(WHOLE)
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


def sticks_out(page: Page) -> list[int]:
    """The widths (pixels) at which the page must be scrolled sideways."""
    out = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            out.append(width)
    return out


@pytest.mark.parametrize("sight", PAGES, ids=lambda each: each.path)
def test_a_page_can_be_read_by_everyone(guest: Visit, ids: dict[str, str], sight: Sight) -> None:
    """On a desk in light; on a phone in the dark with everything open; in Spanish on a desk with everything open.

    A load is looked at more than once. What is no color is the same in light and dark, so it is looked for once
    on each width.
    """
    guest.trouble.clear()
    guest.expected_status = (sight.status,) if sight.status != 200 else ()
    guest.context.clear_cookies()
    page = guest.page
    page.unroute_all()
    page.route("**/maps/*", lambda route: route.fulfill(body=BLANK, content_type="text/html"))
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")
    answer = page.goto(guest.base + sight.address(ids))
    assert answer
    assert answer.status == sight.status
    assert wrong(page, **(ONLY_COLORS if sight.spanish else {})) == []
    page.emulate_media(color_scheme="dark")
    page.evaluate(OPEN)
    assert sticks_out(page) == []
    page.set_viewport_size({"width": 390, "height": 900})
    assert wrong(page) == []
    if sight.spanish:
        page.goto(guest.base + sight.address(ids, lang="es"))
        assert page.locator("html").get_attribute("lang") == "es"
        page.evaluate(OPEN)
        assert sticks_out(page) == []
        page.set_viewport_size({"width": 1280, "height": 900})
        assert wrong(page, **NO_COLORS) == []
    assert guest.trouble == []


@pytest.mark.parametrize(("path", "mark", "card"), MAPS)
def test_a_map_can_be_read_by_everyone(guest: Visit, path: str, mark: str, card: str) -> None:
    """In light, then in the dark with the card of a place open; with less motion no color is half faded."""
    guest.trouble.clear()
    guest.expected_status = ()
    page = guest.page
    page.unroute_all()
    page.set_viewport_size({"width": 390, "height": 700})
    page.emulate_media(color_scheme="light")
    page.goto(guest.base + path)
    page.wait_for_selector("html[data-ready]")
    assert wrong(page) == []
    page.emulate_media(color_scheme="dark")
    page.locator(mark).first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(card).first).to_be_visible()
    page.wait_for_function(RESTS, arg=card)
    assert wrong(page) == []
    assert guest.trouble == []


def test_without_a_script_every_page_says_and_asks_the_same(
    visit: Callable[..., Any], ids: dict[str, str]
) -> None:
    """Nothing is asked of another host either: `visit` fails where it is."""
    guest = visit(390, java_script_enabled=False)
    missing = []
    for sight in PAGES:
        guest.expected_status = (sight.status,)
        page = guest.open(sight.address(ids))
        if len(page.locator("main").inner_text()) < 40:
            missing.append(f"{sight.path}: no words")
        if sight.form and not page.locator(sight.form).count():
            missing.append(f"{sight.path}: no {sight.form}")
    assert missing == []


def test_the_rules_are_those_of_wcag(guest: Visit) -> None:
    """A page with faults is found out: the tests above can fail."""
    guest.page.unroute_all()
    guest.page.route(
        "**/faulty",
        lambda route: route.fulfill(
            body="<p style='color:#ddd;background:#fff'>pale<img src=y>", content_type="text/html"
        ),
    )
    guest.page.goto(guest.base + "/faulty")
    found = {each.partition(":")[0] for each in wrong(guest.page)}
    assert {"image-alt", "color-contrast", "html-has-lang"} <= found, json.dumps(sorted(found))


def test_another_host_is_trouble(guest: Visit) -> None:
    guest.trouble.clear()
    guest.page.unroute_all()
    guest.page.goto(guest.base + "/robots.txt")
    guest.page.set_content("<img src='http://elsewhere.example/x.png'><img src='http://192.0.2.1/x.png'>")
    asked = [each for each in guest.trouble if each.startswith("failed: ")]
    assert ["elsewhere.example" in " ".join(asked), "192.0.2.1" in " ".join(asked)] == [True, True]
    guest.trouble.clear()


def answered(router: Any, prefix: str = "") -> Iterator[str]:
    """The paths that a browser may ask for, but for those of the API."""
    for route in router.routes:
        if hasattr(route, "original_router"):
            yield from answered(route.original_router, prefix + route.include_context.prefix)
        elif "GET" in (getattr(route, "methods", None) or ()):
            yield prefix + route.path


def test_every_address_for_people_is_looked_at(client: TestClient) -> None:
    """A new page belongs into the table; what is none is named with its reason."""
    seen = [sight.path.partition("?")[0] for sight in PAGES] + [path.partition("?")[0] for path, *_ in MAPS]

    def known(path: str) -> bool:
        pattern = re.compile(re.sub(r"\{\w+\}", "[^/]+", path))
        return any(pattern.fullmatch(each) for each in seen) or any(
            path.startswith(each) for each in NO_PAGES
        )

    paths = list(answered(client.app))
    assert "/counties/{said}" in paths  # the walk finds what there is
    assert [path for path in paths if not known(path)] == []
