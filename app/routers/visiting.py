"""The service visits its own pages as somebody would who follows their links: what their first visitor would wait for
is then there (templates, imports, what is kept of the data).
"""

import asyncio
import re
from contextlib import suppress
from html import unescape
from typing import Any, Final

from starlette.types import ASGIApp, Message

_FIRST: Final = ("/", "/browse", "/gaps", "/states", "/gaps?states=US")
_ONE_OF_EACH: Final = tuple(
    re.compile(f'(?:href|src|data-src)="({path})"')
    for path in (
        r"/assets/[0-9a-f-]{36}", r"/states/[A-Z]{2}", r"/counties/\d{5}", r"/reports/states/[A-Z]{2}",
        r"/reports/counties/\d{5}",
    )
)  # fmt: skip
_MAPS: Final = re.compile('src="(/maps/[^"]+)"')
_WAIT_S: Final = 120.0
_LEAVE_S: Final = 5.0


class Visitor:
    """Asks `app`, which runs in `loop`, for pages; from any thread but that of the loop."""

    def __init__(self, app: ASGIApp, loop: asyncio.AbstractEventLoop) -> None:
        self._app, self._loop = app, loop
        self._left = False
        self._idle = asyncio.Event()
        self._idle.set()

    async def leave(self) -> None:
        """Visit nothing more; wait a while for the page that is being made. In the loop, before the service ends."""
        self._left = True
        with suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), _LEAVE_S)

    def walk(self) -> list[tuple[str, int]]:
        """Visit the pages anybody begins with, the maps in them, and one page of each further kind they lead to;
        return each address with its status (0: no answer).
        """
        waiting, kinds, visited = list(_FIRST), list(_ONE_OF_EACH), {}
        while waiting and not self._left:
            address = waiting.pop(0)
            if address in visited:
                continue
            visited[address], text = self.visit(address)
            waiting += [unescape(each) for each in _MAPS.findall(text)]
            for kind in list(kinds):
                if found := kind.search(text):
                    kinds.remove(kind)
                    waiting.append(found[1])
        return list(visited.items())

    def visit(self, address: str) -> tuple[int, str]:
        """Status and text of what is at this path and query; 0 and nothing where no answer came."""
        said: list[Message] = []
        asked = asyncio.run_coroutine_threadsafe(self._ask(address, said), self._loop)
        try:
            asked.result(_WAIT_S)
        except Exception:  # noqa: BLE001 - the service logs what fails; here the next page is visited
            asked.cancel()
        body = b"".join(each.get("body", b"") for each in said if each["type"] == "http.response.body")
        status = next((each["status"] for each in said if "status" in each), 0)
        return status, body.decode(errors="replace")

    async def _ask(self, address: str, said: list[Message]) -> None:
        if self._left:
            return
        self._idle.clear()
        try:
            await self._answered(address, said)
        finally:
            self._idle.set()

    async def _answered(self, address: str, said: list[Message]) -> None:
        path, _, query = address.partition("?")
        scope: dict[str, Any] = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
            "path": path, "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
            "headers": [(b"host", b"127.0.0.1"), (b"accept", b"text/html")], "client": ("127.0.0.1", 0),
            "server": ("127.0.0.1", 80),
        }  # fmt: skip

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            said.append(message)

        await self._app(scope, receive, send)
