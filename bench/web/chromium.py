"""Measuring pages in a fresh Chromium: what came over the wire, when it could be used, what it holds in memory."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Frame, Page, Playwright, Request, Route
from playwright.sync_api import Error as PlaywrightError

from bench.web.scenes import REDRAWN, REDRAWN_AT, SLIDE, Scene

WAIT_MS: Final = 120_000


@dataclass(frozen=True)
class Load:
    """One load: kB with headers as sent, requests, seconds until usable, MB of the pages' processes."""

    kilobytes: float
    requests: int
    usable_s: float
    memory_mb: float


@contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """A new browser: nothing of an earlier page is in its caches or in its memory."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    arguments = ["--disable-gpu", "--disable-background-networking"]
    arguments += ["--no-sandbox"] if os.geteuid() == 0 else []
    browser = playwright.chromium.launch(executable_path=program, args=arguments)
    try:
        yield browser
    finally:
        browser.close()


@contextmanager
def opened(browser: Browser, base: str) -> Iterator[tuple[Page, list[Request]]]:
    """A page that can ask `base` alone, and what it asked for."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.route(lambda url: not url.startswith((base, "data:")), lambda route: _refuse(route))
    finished: list[Request] = []
    context.on("requestfinished", lambda request: finished.append(request))
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    yield page, finished
    context.close()


def _refuse(route: Route) -> None:
    route.abort()


def load(playwright: Playwright, base: str, scene: Scene) -> Load:
    """Load a page once, with nothing kept from before."""
    with chromium(playwright) as browser, opened(browser, base) as (page, finished):
        began = time.perf_counter()
        page.goto(base + scene.path, wait_until="commit")
        page.wait_for_selector(scene.usable)
        if scene.map:
            drawn(page)
        usable_s = time.perf_counter() - began
        with suppress(PlaywrightError):
            page.wait_for_load_state("networkidle", timeout=10_000)
        sent = sum(_bytes(each) for each in finished)
        return Load(sent / 1000, len(finished), usable_s, memory_of(browser) / 1e6)


def drawn(page: Page) -> Frame:
    """The frame of the page's map, once it has drawn everything."""
    element = page.locator("iframe").first
    element.scroll_into_view_if_needed()
    frame = element.element_handle().content_frame()
    assert frame
    frame.wait_for_selector("html[data-ready]")
    return frame


def acted(page: Page, script: str) -> list[float]:
    """Milliseconds that the steps of an interaction took, as the page's own clock has them."""
    found: list[float] = page.evaluate(script)
    return found


def slid(page: Page, frame: Frame) -> list[float]:
    """Milliseconds from moving the slider of the gap page to the new words, and to the new map in `frame`."""
    frame.evaluate(REDRAWN)
    words_ms, moved_at = acted(page, SLIDE)
    return [words_ms, frame.evaluate(REDRAWN_AT) - moved_at]


def memory_of(browser: Browser) -> float:
    """Bytes of the processes that show pages; what they share is divided among them."""
    session: Any = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    return sum(_bytes_held(int(each["id"])) for each in processes if each["type"] == "renderer")


def _bytes_held(pid: int) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return float(line.split()[1]) * 1024
    return 0.0


def _bytes(request: Request) -> int:
    with suppress(PlaywrightError):
        sizes = request.sizes()
        return sizes["responseBodySize"] + sizes["responseHeadersSize"]
    return 0
