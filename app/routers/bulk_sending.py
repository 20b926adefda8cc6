"""Sending a file while it is made: work in threads, waiting on the event loop, an end when the caller leaves."""

from collections.abc import Mapping

import anyio
from anyio.to_thread import run_sync
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.catalog.bulk.making import Making


class Download(Response):
    """The pieces of `making`. Headers of the caller's own must not depend on them."""

    def __init__(self, making: Making, headers: Mapping[str, str], media_type: str) -> None:
        super().__init__(None, headers=headers, media_type=media_type)
        del self.headers["content-length"]
        self._making = making

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Make and send; what goes wrong before the first byte is raised, to be answered as a problem."""
        del scope
        failures: list[BaseException] = []
        try:
            async with anyio.create_task_group() as tasks:

                async def sending() -> None:
                    try:
                        await self._send(send)
                    except Exception as failure:  # noqa: BLE001 - raised below, outside of the group
                        failures.append(failure)
                    tasks.cancel_scope.cancel()

                async def watching() -> None:
                    while (await receive())["type"] != "http.disconnect":
                        pass
                    await run_sync(self._making.stop)
                    tasks.cancel_scope.cancel()

                tasks.start_soon(sending)
                tasks.start_soon(watching)
        finally:
            with anyio.CancelScope(shield=True):
                await run_sync(self._making.close)
        for failure in failures:
            raise failure

    async def _send(self, send: Send) -> None:
        piece = await run_sync(self._making.start)
        if self._making.size is not None:
            self.headers["content-length"] = str(self._making.size)
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        while piece is not None:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            piece = await run_sync(self._making.piece)
        await send({"type": "http.response.body", "body": b"", "more_body": False})
