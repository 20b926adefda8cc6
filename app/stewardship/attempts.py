"""How often somebody tried something lately: a sliding minute for each name, kept in this process. Pure."""

from collections import OrderedDict, deque
from threading import Lock

_NAMES_KEPT = 10_000
"""Beyond this many names the one that was quiet longest is forgotten, so that memory has an end."""


class Attempts:
    """At most `most` attempts in any `window_s` seconds for each name."""

    def __init__(self, most: int, window_s: float = 60.0) -> None:
        self._most = most
        self._window_s = window_s
        self._lock = Lock()
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def wait_s(self, name: str, now_s: float) -> float:
        """Note an attempt of `name` at `now_s`; 0, or how long to wait when there were too many (not noted then)."""
        with self._lock:
            times = self._times.setdefault(name, deque())
            self._times.move_to_end(name)
            while times and times[0] <= now_s - self._window_s:
                times.popleft()
            if len(times) >= self._most:
                return times[0] + self._window_s - now_s
            times.append(now_s)
            if len(self._times) > _NAMES_KEPT:
                self._times.popitem(last=False)
            return 0.0
