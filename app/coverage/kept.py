"""Things kept in memory until the data change: read once for each version of the data."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")


class Kept:
    """Values by key, at most `most` of them; the one longest not asked for goes first.

    Keys hold the version of the data, so that no answer mixes two. Threads may ask at the same time; two that ask for
    the same before it is kept both make it.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._values: OrderedDict[Hashable, Any] = OrderedDict()

    def __len__(self) -> int:
        return len(self._values)

    def values(self) -> list[Any]:
        """What is kept now, the one longest not asked for first."""
        with self._lock:
            return list(self._values.values())

    def of(self, key: Hashable, make: Callable[[], T], fits: Callable[[T], bool] = lambda _: True) -> T:
        """The value of `key`, made by `make` unless it is kept; kept if it `fits`.

        Raises what `make` raises, and keeps nothing then.
        """
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                found: T = self._values[key]
                return found
        value = make()
        if not fits(value):
            return value
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value
