"""Callers that go away: what still runs for them is given up, in the database too."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

from starlette.requests import Request

from app.errors import AppError

Answer = TypeVar("Answer")
_PATIENCE_S: Final = 0.1
"""Most answers are made sooner, without anybody listening for the end of the connection."""


class CallerLeftError(AppError):
    """The caller closed the connection before the answer was ready."""

    status = 499
    code = "caller-left"


async def while_there(request: Request, work: Coroutine[Any, Any, Answer]) -> Answer:
    """The result of `work`, which is cancelled when the caller closes the connection. Raises CallerLeftError then."""
    task = asyncio.current_task()
    if task is None:
        return await work
    loop = asyncio.get_running_loop()
    watching = _Watch(request, task)
    timer = loop.call_later(_PATIENCE_S, watching.start)
    try:
        return await work
    except asyncio.CancelledError:
        if not watching.left:
            raise
        task.uncancel()
        raise CallerLeftError from None
    finally:
        timer.cancel()
        watching.stop()


class _Watch:
    """Waits for the end of a connection, and cancels the task that works for it."""

    def __init__(self, request: Request, task: asyncio.Task[Any]) -> None:
        self._request, self._task = request, task
        self._listener: asyncio.Task[None] | None = None
        self.left = False

    def start(self) -> None:
        self._listener = asyncio.get_running_loop().create_task(self._listen())

    def stop(self) -> None:
        if self._listener is not None:
            self._listener.cancel()

    async def _listen(self) -> None:
        while (await self._request.receive())["type"] != "http.disconnect":
            pass
        self.left = True
        self._task.cancel()
