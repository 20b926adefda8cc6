"""Turns: of what is heavy, only so many are made at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from app.errors import BusyError


@contextmanager
def turn(turns: BoundedSemaphore, wait_s: float, refusal: str) -> Iterator[None]:
    """One of the `turns`. Raises BusyError, which says `refusal`, where none gets free within `wait_s`."""
    if not turns.acquire(timeout=wait_s):
        raise BusyError(refusal)
    try:
        yield
    finally:
        turns.release()
