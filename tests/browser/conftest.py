"""A live server and Debian's Chromium; whatever asks another host is refused and remembered."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Frame, Page, Request, sync_playwright

from app.db.engine import Database
from app.main import create_app

START_S = 20
MAP_MS = 15_000
NOBODY_ELSE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
"""No other host is found, which is trouble for a visit. A route would do it too, at a turn through here a request."""
PROGRAMS = ("chromium-headless-shell", "chromium", "google-chrome")
"""The same engine; the first has no windows, menus and tabs around it and takes a third of the time to open pages."""


class LiveServer(uvicorn.Server):
    """The service on a free loopback port, in a thread."""

    def __init__(self, app: FastAPI) -> None:
        super().__init__(uvicorn.Config(app, lifespan="off", log_level="warning", ws="none"))
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.thread = threading.Thread(target=self.run, kwargs={"sockets": [self.socket]}, daemon=True)

    def begin(self) -> None:
        self.thread.start()
        until = time.monotonic() + START_S
        while not self.started:
            assert time.monotonic() < until, "the server did not start"
            time.sleep(0.02)

    def end(self) -> None:
        self.should_exit = True
        self.thread.join(START_S)
        self.socket.close()


@contextmanager
def live(database: Database) -> Iterator[str]:
    app = create_app(database.settings)
    app.state.database = database
    server = LiveServer(app)
    server.begin()
    yield server.url
    server.end()


@pytest.fixture
def serve() -> Callable[[Database], AbstractContextManager[str]]:
    """`with serve(database) as url:` for a test that brings its own data."""
    return live


@pytest.fixture(scope="session")
def server_url(shared_database: Database) -> Iterator[str]:
    with live(shared_database) as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed with its module: a running playwright owns the thread's event loop."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip(f"none of {', '.join(PROGRAMS)} on this machine")
    arguments = ["--disable-gpu", "--disable-background-networking", NOBODY_ELSE]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


@dataclass
class Visit:
    """One browser context, with everything in it that should not have happened."""

    context: BrowserContext
    base: str
    trouble: list[str] = field(default_factory=list)
    expected_status: tuple[int, ...] = ()
    deaf: bool = False
    """Set while axe works: it tries inline styles, which our policy refuses on the console."""

    def __post_init__(self) -> None:
        self.context.on("page", self._listen)
        self.context.add_init_script(
            "addEventListener('securitypolicyviolation', (e) => console.error('CSP', e.violatedDirective))"
        )
        self.page: Page = self.context.new_page()

    def _listen(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.trouble.append(f"page error: {error}"))
        page.on("console", lambda said: self._said(said.type, said.text))
        page.on("requestfailed", lambda request: self._failed(request))

    def _said(self, kind: str, words: str) -> None:
        if self.deaf or any(f"status of {status}" in words for status in self.expected_status):
            return
        if kind in ("error", "warning"):
            self.trouble.append(f"console {kind}: {words}")

    def _failed(self, request: Request) -> None:
        # What leaving a page breaks off is no trouble.
        if "ERR_ABORTED" not in str(request.failure):
            self.trouble.append(f"failed: {request.url} {request.failure}")

    def open(self, path: str) -> Page:
        answer = self.page.goto(self.base + path)
        assert answer
        assert answer.status == 200 or answer.status in self.expected_status
        return self.page

    def map(self) -> Frame:
        """The frame of the page's map, once it has drawn everything."""
        element = self.page.locator("iframe").first
        element.scroll_into_view_if_needed()
        frame = element.element_handle().content_frame()
        assert frame
        frame.wait_for_selector("html[data-ready]", timeout=MAP_MS)
        return frame


@pytest.fixture
def visit(browser: Browser, server_url: str) -> Iterator[Callable[..., Visit]]:
    """`visit(width=390)` opens a context; at the end nothing must have gone wrong in any of them."""
    visits: list[Visit] = []

    def start(width: int = 1280, height: int = 900, base: str = server_url, **options: Any) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", **options
        )
        visits.append(Visit(context, base))
        return visits[-1]

    yield start
    for each in visits:
        each.context.close()
    assert [trouble for each in visits for trouble in each.trouble] == []
