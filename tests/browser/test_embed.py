"""Wyoming's map on a partner's page: another origin, a real browser, by script and by plain frame."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Frame, Page

from app.stewardship.partners import add_partner
from tests.browser.conftest import live
from tests.browser.test_looks import violations
from tests.databases import drop_database, opened

pytestmark = pytest.mark.browser
PAGE = """<!doctype html><html lang="en"><head><title>Education in Wyoming</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>STEM in our state</h1><p><a id="before" href="#a">Our plan</a></p>{code}
<p><a id="after" href="#b">Write to us</a></p></main></body></html>"""
SCRIPT = (
    '<script src="{url}/embed.js" data-view="{view}" data-partner="wde" data-title="STEM in Wyoming" '
    "{more}async></script>"
)
FRAME = '<iframe src="{url}/embed/{view}&amp;partner=wde" title="STEM in Wyoming" width="100%" height="600"></iframe>'


class Quiet(SimpleHTTPRequestHandler):
    """Files of a folder, without a log."""

    def log_message(self, *_: Any) -> None:
        pass


class Site:
    """A partner's web site: on localhost it is allowed, on 127.0.0.1 it is another origin that is not."""

    def __init__(self, folder: Path, service: str, port: int) -> None:
        self.folder, self.service = folder, service
        self.allowed, self.other = f"http://localhost:{port}", f"http://127.0.0.1:{port}"

    def write(self, code: str, view: str, more: str = "") -> None:
        """Make the page of the site."""
        text = PAGE.format(code=code.format(url=self.service, view=view, more=more))
        (self.folder / "index.html").write_text(text)


@pytest.fixture(scope="module")
def site(
    server: str, copy_database: Callable[[], str], settings: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    web = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=web.serve_forever, daemon=True).start()
    port = web.server_address[1]
    url = copy_database()
    with opened(url, settings) as database:
        with database.write("test") as session:
            add_partner(session, settings, name="Wyoming", domains=[f"localhost:{port}"], key="wde")
        with live(database) as service:
            yield Site(folder, service, port)
    drop_database(server, url)
    web.shutdown()
    web.server_close()


class Reader:
    """Somebody on the partner's page, and what their browser complained of."""

    def __init__(self, browser: Browser, width: int, **options: Any) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        self.page: Page = self.context.new_page()
        self.said: list[str] = []
        self.deaf = False
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "favicon" not in message.location.get("url", ""):
            self.said.append(message.text)

    def open(self, url: str) -> Frame:
        """The frame on the page at `url`."""
        self.page.goto(url)
        element = self.page.wait_for_selector("iframe")
        assert element
        frame = element.content_frame()
        assert frame
        frame.wait_for_load_state()
        return frame

    def height(self) -> float:
        """Of the frame, once the page in it has said it."""
        self.page.wait_for_function("document.querySelector('iframe').style.height !== '480px'")
        return float(self.page.locator("iframe").bounding_box()["height"])  # type: ignore[index]


@pytest.fixture
def reader(browser: Browser) -> Iterator[Callable[..., Reader]]:
    readers: list[Reader] = []

    def start(width: int = 1280, **options: Any) -> Reader:
        readers.append(Reader(browser, width, **options))
        return readers[-1]

    yield start
    for each in readers:
        each.context.close()


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_wyoming_on_a_partners_page(reader: Callable[..., Reader], site: Site, width: int) -> None:
    site.write(SCRIPT, "states/WY", 'data-show="map" ')
    guest = reader(width)
    frame = guest.open(site.allowed)
    height = guest.height()
    assert frame.evaluate("document.body.getBoundingClientRect().height") == pytest.approx(height, abs=1)
    assert frame.locator("h1").inner_text() == "Wyoming"
    assert frame.locator("#statemap").is_visible()
    assert not frame.locator("#counties-title").is_visible()
    assert frame.evaluate("document.documentElement.scrollWidth") <= width
    assert guest.page.evaluate("document.documentElement.scrollWidth") <= width
    assert frame.evaluate("document.cookie") == ""
    assert guest.context.cookies() == []
    assert guest.said == []
    if width == 390:  # the same words and links are there at every width
        assert violations(guest, frame) == []


def test_the_frame_follows_the_page_in_it(reader: Callable[..., Reader], site: Site) -> None:
    site.write(SCRIPT, "states/WY", 'data-show="map" ')
    guest = reader()
    frame = guest.open(site.allowed)
    before = guest.height()
    frame.locator("a[href^='/embed/counties/56039']").first.focus()
    frame.page.keyboard.press("Enter")
    frame.wait_for_url("**/embed/counties/56039?partner=wde&show=map")
    assert frame.locator("h1").inner_text().startswith("Teton County")
    guest.page.wait_for_function(
        f"document.querySelector('iframe').getBoundingClientRect().height !== {before}"
    )
    with guest.context.expect_page() as opened:
        frame.locator(".embedline .whole").click()
    assert opened.value.url == f"{site.service}/counties/56039"
    guest.page.set_viewport_size({"width": 390, "height": 900})
    guest.page.wait_for_function("document.querySelector('iframe').getBoundingClientRect().width < 400")
    frame.wait_for_function("() => innerHeight === Math.ceil(document.body.getBoundingClientRect().height)")


def test_the_keyboard_goes_through_and_out(reader: Callable[..., Reader], site: Site) -> None:
    site.write(SCRIPT, "states/WY", 'data-show="map" ')
    guest = reader()
    frame = guest.open(site.allowed)
    guest.height()
    guest.page.locator("#before").focus()
    seen = []
    for _ in range(40):
        guest.page.keyboard.press("Tab")
        if guest.page.evaluate("document.activeElement.id") == "after":
            break
        seen.append(frame.evaluate("document.activeElement.textContent.trim()"))
    assert guest.page.evaluate("document.activeElement.id") == "after"
    assert seen[0].startswith("Skip the map")
    assert any("Open in the STEM asset map" in each for each in seen)


@pytest.mark.parametrize("view", ["gaps?states=WY", "browse?state=WY"])
def test_a_map_in_the_frame_of_the_frame(reader: Callable[..., Reader], site: Site, view: str) -> None:
    site.write(FRAME, view)
    guest = reader()
    frame = guest.open(site.allowed)
    inner = frame.wait_for_selector("iframe[src]", state="attached")
    assert inner
    drawn = inner.content_frame()
    assert drawn
    drawn.wait_for_selector("html[data-ready]", state="attached", timeout=15_000)
    assert guest.said == []
    assert violations(guest, frame) == []


def test_a_filter_in_the_frame_keeps_partner_and_language(reader: Callable[..., Reader], site: Site) -> None:
    site.write(FRAME, "browse?state=WY&lang=es")
    guest = reader()
    frame = guest.open(site.allowed)
    frame.locator("input[name=kind][value=program]").check()
    frame.wait_for_selector("#results[data-query*='kind=program']")
    assert "/embed/browse?" in frame.evaluate("location.href")
    assert "partner=wde" in frame.evaluate("location.href")
    assert "lang=es" in frame.evaluate("location.href")
    assert guest.said == []


def test_another_site_is_refused(reader: Callable[..., Reader], site: Site) -> None:
    site.write(SCRIPT, "states/WY")
    guest = reader()
    guest.page.goto(site.other)
    guest.page.wait_for_selector("iframe")
    guest.page.wait_for_timeout(1000)
    assert any("frame-ancestors" in each for each in guest.said)
    assert guest.page.evaluate("document.querySelector('iframe').style.height") == "480px"


def test_only_the_frames_page_says_its_height(reader: Callable[..., Reader], site: Site) -> None:
    site.write(SCRIPT, "search")
    guest = reader()
    guest.open(site.allowed)
    before = guest.height()
    guest.page.evaluate("postMessage({ stemmap: 'height', px: 9000, id: 'stemmap-1' }, '*')")
    guest.page.wait_for_timeout(100)
    assert guest.height() == before


def test_a_search_opens_in_a_tab(reader: Callable[..., Reader], site: Site) -> None:
    site.write(SCRIPT, "search", 'data-height="200" ')
    guest = reader(390, java_script_enabled=True)
    frame = guest.open(site.allowed)
    assert frame.evaluate("document.documentElement.scrollWidth") <= 390
    frame.locator("#q").fill("camp in Wyoming")
    with guest.context.expect_page() as opened:
        frame.locator("#q").press("Enter")
    opened.value.wait_for_url("**/browse?q=camp+in+Wyoming")
    assert guest.page.evaluate("document.querySelector('iframe').style.height") == "200px"


@pytest.mark.parametrize("path", ["/embed", "/states/WY"])
def test_where_the_code_is_made(visit: Callable[..., Any], path: str) -> None:
    page = visit(permissions=["clipboard-read", "clipboard-write"]).open(path)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    page.locator("[data-copies]").first.click()
    page.get_by_text("Copied", exact=True).wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith('<script src="http://127.0.0.1')


def test_the_code_is_made_without_javascript(visit: Callable[..., Any]) -> None:
    page = visit(java_script_enabled=False).open("/embed")
    page.get_by_label("Of which place").fill("Utah")
    page.get_by_role("button", name="Make the code").click()
    page.wait_for_url("**/embed?view=states&place=Utah*")
    assert 'data-view="states/UT"' in page.get_by_label("As a script").input_value()
