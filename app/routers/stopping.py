"""What ends as soon as the service is told to stop, before open requests are waited for: checks and publishings.

Their statements are cancelled, so that nothing is half done and nobody waits for it.
"""

import logging
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final

from fastapi import FastAPI

from app.routers.upload_desk import desk_of

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
_EVERY_S: Final = 0.3
_LONGEST_S: Final = 10.0
log = logging.getLogger("stemmap")


@contextmanager
def told_to_stop(app: FastAPI) -> Iterator[None]:
    """While the block runs, a signal to stop ends long work first and then does what it did before.

    In a thread other than the main one there are no signals to hear.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before: dict[int, Any] = {}

    def heard(number: int, frame: FrameType | None) -> None:
        threading.Thread(target=end_long_work, args=(app,), name="stopping", daemon=True).start()
        if callable(before[number]):
            before[number](number, frame)

    before.update((number, signal.signal(number, heard)) for number in _SIGNALS)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def end_long_work(app: FastAPI) -> None:
    """Cancel checks and publishings until none runs; those of files are taken up again at the next start."""
    is_new = desk_of(app).stop()
    running = app.state.database.end_long_work()
    if is_new:
        log.warning("Stopping%s.", _given_up(running))
    until = time.monotonic() + _LONGEST_S
    while running and time.monotonic() < until:
        time.sleep(_EVERY_S)
        running = app.state.database.end_long_work()


def _given_up(running: int) -> str:
    if not running:
        return ""
    what = "a check or publishing is" if running == 1 else f"{running} checks or publishings are"
    return f": {what} broken off, and nothing of it was changed; checks begin again at the next start"
