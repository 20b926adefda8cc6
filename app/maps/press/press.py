"""The press of a worker: few documents at a time, each made once for one version of the data and kept for a while."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from threading import BoundedSemaphore, Lock
from typing import Final

from app.db.turns import turn
from app.errors import BusyError
from app.maps.press.job import Kind, Limits
from app.maps.press.running import made
from app.settings import Settings

_BUSY: Final = "Too many documents are being made at this moment: try again in a few seconds."
_LARGEST_SHARE: Final = 4
"""A document larger than this part of what is kept is not worth the others."""


class Press:
    """Makes documents in children, at most `print_at_once` at a time. Safe for threads."""

    def __init__(self, settings: Settings, make: Callable[[Kind, bytes, Limits], bytes] = made) -> None:
        self._make_apart = make
        self._most_bytes = settings.print_kept_bytes
        self._wait_s = settings.print_wait_s
        self._limits = Limits(settings.print_timeout_s, settings.print_memory_bytes)
        self._turns = BoundedSemaphore(settings.print_at_once)
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._going: dict[Hashable, Future[bytes]] = {}

    def document(self, kind: Kind, key: Hashable, given: Callable[[], bytes]) -> bytes:
        """The document of `key`, made from `given()` unless it is kept or being made.

        `key` holds the version of the data. Raises BusyError where no turn comes in time, and as `running.made`.
        """
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            going = self._going.get(key)
            mine = self._going.setdefault(key, Future())
        return self._of_other(going) if going else self._make(kind, key, mine, given)

    def _of_other(self, going: Future[bytes]) -> bytes:
        try:
            return going.result(self._wait_s + self._limits.timeout_s)
        except FutureTimeoutError:
            raise BusyError from None

    def _make(self, kind: Kind, key: Hashable, mine: Future[bytes], given: Callable[[], bytes]) -> bytes:
        try:
            found = self._in_turn(kind, given)
        except BaseException as failure:
            mine.set_exception(failure)
            raise
        else:
            mine.set_result(found)
            self._keep(key, found)
            return found
        finally:
            with self._lock:
                self._going.pop(key, None)

    def _in_turn(self, kind: Kind, given: Callable[[], bytes]) -> bytes:
        source = given()
        with turn(self._turns, self._wait_s, _BUSY):
            return self._make_apart(kind, source, self._limits)

    def _keep(self, key: Hashable, found: bytes) -> None:
        if len(found) > self._most_bytes // _LARGEST_SHARE:
            return
        with self._lock:
            self._kept[key] = found
            while self.size > self._most_bytes:
                self._kept.popitem(last=False)

    @property
    def size(self) -> int:
        """Bytes that are kept."""
        return sum(map(len, self._kept.values()))
